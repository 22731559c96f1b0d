// How values print: Java's toString() of each kind, as recorded from AWS. Maps print {a=1, b=2} and lists of a template
// [1, 2]; lists that came from JSON print as JSON text with the escapes of json-smart, whatever is in them.
// Bounded: a text beyond the limit of a template's output is a fault before it is made whole.

import { maxTemplateOutput } from "../../base/limits.ts";
import { printJson } from "../json/print.ts";
import type { JsonValue } from "../json/value.ts";
import { RunFault } from "./fault.ts";
import { ArrayList, HostObject, type Value } from "./values.ts";

/** The text of a reference in the output: null prints as nothing. */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  return value === null ? "" : javaText(value);
}

/** Java's String.valueOf: null is "null". */
export function javaText(value: Value): string {
  if (typeof value !== "object") return String(value);
  if (value === null) return "null";
  if (Array.isArray(value)) return value instanceof ArrayList ? listText(value) : jsonText(value);
  return value instanceof Map ? mapText(value) : value.toString();
}

/** The escapes of json-smart's JSONArray.toString(), which also protects "/" (JSONStyle.NO_COMPRESS). */
function jsonText(value: Value[]): string {
  return printJson(toJson(value), "web");
}

function mapText(map: ReadonlyMap<string, Value>): string {
  const parts: string[] = [];
  let size = 0;
  for (const [key, value] of map) {
    const part = `${key}=${value === map ? "(this Map)" : javaText(value)}`;
    size = bounded(size + part.length);
    parts.push(part);
  }
  return `{${parts.join(", ")}}`;
}

function listText(list: readonly Value[]): string {
  const parts: string[] = [];
  let size = 0;
  for (const value of list) {
    const part = value === list ? "(this Collection)" : javaText(value);
    size = bounded(size + part.length);
    parts.push(part);
  }
  return `[${parts.join(", ")}]`;
}

function bounded(size: number): number {
  if (size > maxTemplateOutput) throw new RunFault(`a text has more than ${maxTemplateOutput} characters`);
  return size;
}

/** The JSON of a value: what is no JSON is there as its text. */
export function toJson(value: Value): JsonValue {
  if (value instanceof HostObject) return value.toString();
  if (value instanceof Map) {
    const object = new Map<string, JsonValue>();
    for (const [key, item] of value) object.set(key, toJson(item));
    return object;
  }
  return Array.isArray(value) ? value.map(toJson) : value;
}
