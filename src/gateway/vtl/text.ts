// How values print: Java's toString() of each kind, as recorded from AWS. Maps print {a=1, b=2} and lists of a template
// [1, 2]; lists that came from JSON print as JSON text with the escapes of json-smart, whatever is in them.
// Bounded: a text beyond the limit of a template's output, or of a list that holds itself, is a fault.

import { maxJsonDepth, maxTemplateListItems, maxTemplateOutput } from "../../base/limits.ts";
import { JavaDouble } from "../json/double.ts";
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
export function javaText(value: Value, depth = 0): string {
  if (typeof value !== "object") return String(value);
  if (value === null) return "null";
  if (depth > maxJsonDepth) throw new RunFault("a list or a map is nested too deep to print, or holds itself");
  if (value instanceof Map) return mapText(value, depth + 1);
  if (!Array.isArray(value)) return value.toString();
  return value instanceof ArrayList ? listText(value, depth + 1) : printJson(toJson(value), "web");
}

function mapText(map: ReadonlyMap<string, Value>, depth: number): string {
  const parts: string[] = [];
  let size = 0;
  for (const [key, value] of map) {
    const part = `${key}=${value === map ? "(this Map)" : javaText(value, depth)}`;
    size = boundedSize(size + part.length);
    parts.push(part);
  }
  return `{${parts.join(", ")}}`;
}

function listText(list: readonly Value[], depth: number): string {
  const parts: string[] = [];
  let size = 0;
  for (const value of list) {
    const part = value === list ? "(this Collection)" : javaText(value, depth);
    size = boundedSize(size + part.length);
    parts.push(part);
  }
  return `[${parts.join(", ")}]`;
}

/** The size, where a text of that size may be made. */
export function boundedSize(size: number): number {
  if (size > maxTemplateOutput) throw new RunFault(`a text has more than ${maxTemplateOutput} characters`);
  return size;
}

/** The JSON of a value: what is no JSON is there as its text. */
function toJson(value: Value): JsonValue {
  return jsonOf(value, 0, { left: maxTemplateListItems });
}

/** `budget` is what of the document may still be made: lists that share lists are small to hold and large to print. */
function jsonOf(value: Value, depth: number, budget: { left: number }): JsonValue {
  if (value instanceof HostObject) return value.toString();
  if (typeof value !== "object" || value === null || value instanceof JavaDouble) return value;
  if (depth > maxJsonDepth) throw new RunFault("a list or a map is nested too deep to print, or holds itself");
  const size = value instanceof Map ? value.size : value.length;
  if ((budget.left -= size) < 0) throw new RunFault(`a list has more than ${maxTemplateListItems} elements in all`);
  if (Array.isArray(value)) return Array.from(value, (item) => jsonOf(item, depth + 1, budget));
  const object = new Map<string, JsonValue>();
  for (const [key, item] of value) object.set(key, jsonOf(item, depth + 1, budget));
  return object;
}
