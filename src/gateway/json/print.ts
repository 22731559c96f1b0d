// Values to JSON text without blanks, as json-smart prints them: control characters, and those of U+2000 to U+20FF, as
// \uXXXX. The style "plain" is what $input.json gives (JSONStyle.LT_COMPRESS); "web" also writes "/" as "\/", as the
// text of a list does (JSONStyle.NO_COMPRESS).

import { JavaDouble } from "./double.ts";
import type { JsonValue } from "./value.ts";

export type JsonStyle = "plain" | "web";

export function printJson(value: JsonValue, style: JsonStyle): string {
  switch (typeof value) {
    case "string":
      return printString(value, style);
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      if (value === null) return "null";
      if (value instanceof JavaDouble) return Number.isFinite(value.value) ? value.toString() : "null";
      return value instanceof Map ? printObject(value, style) : printList(value as readonly JsonValue[], style);
  }
}

function printObject(object: ReadonlyMap<string, JsonValue>, style: JsonStyle): string {
  let text = "{";
  for (const [key, value] of object) {
    if (text.length > 1) text += ",";
    text += `${printString(key, style)}:${printJson(value, style)}`;
  }
  return `${text}}`;
}

function printList(list: readonly JsonValue[], style: JsonStyle): string {
  let text = "[";
  for (const value of list) {
    if (text.length > 1) text += ",";
    text += printJson(value, style);
  }
  return `${text}]`;
}

const specials = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function printString(text: string, style: JsonStyle): string {
  const escaped = isPlain(text) ? text : text.replaceAll(specials, escapeCharacter);
  return style === "web" && escaped.includes("/") ? `"${escaped.replaceAll("/", "\\/")}"` : `"${escaped}"`;
}

/** Nothing to escape for certain: printable ASCII but for `"` and the backslash. Most texts are that, and short. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false;
  }
  return true;
}

function escapeCharacter(character: string): string {
  return escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
