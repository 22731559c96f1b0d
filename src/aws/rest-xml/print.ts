// Plain objects as XML, by the model: members in its order, lists in an element of their own with each item named as the
// model says. Absent members are left out; members the model does not know are never printed.
// Invariant: text is escaped, and characters that XML cannot carry are left out (XML 1.0 §2.2), so what a client sent
// earlier cannot break its answer.

import { type Shape, type Structure, bodyMembers } from "../model.ts";
import type { Fields } from "../service-api.ts";

export const xmlHead = `<?xml version="1.0"?>\n`;

/** A whole document: the structure's members in a root of this name. */
export function printDocument(rootName: string, namespace: string, shape: Structure, value: Fields): string {
  return `${xmlHead}<${rootName} xmlns="${namespace}">${printMembers(shape, value)}</${rootName}>`;
}

function printMembers(shape: Structure, value: Fields): string {
  return bodyMembers(shape)
    .map(({ name, wireName, shape: inner }) => printElement(wireName, inner, value[name]))
    .join("");
}

function printElement(name: string, shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return "";
  const inside = printValue(shape, value);
  return inside === "" && shape.kind !== "string" ? `<${name}/>` : `<${name}>${inside}</${name}>`;
}

function printValue(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure":
      return printMembers(shape, value as Fields);
    case "list":
      return (value as readonly unknown[]).map((item) => printElement(shape.itemName, shape.item, item)).join("");
    case "map":
    case "blob":
      throw new Error(`${shape.name} cannot stand in a document.`);
    case "timestamp":
      return escapeText(typeof value === "number" ? new Date(value).toISOString() : String(value));
    case "string":
    case "integer":
    case "long":
    case "double":
    case "boolean":
      return escapeText(String(value));
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

export function escapeText(text: string): string {
  return text
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .replaceAll(/[&<>"\r]/g, (character) => entities[character]);
}
