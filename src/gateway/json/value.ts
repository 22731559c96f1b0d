// JSON as the gateway's Java libraries hold it: objects keep the order of their keys (LinkedHashMap), 1 and 1.0 are two
// numbers (Integer, Double), and an integer has as many digits as it was written with (Long, BigInteger). Mapping
// templates, JSONPath and request models all read this one form, so a body is parsed once for all of them.
// Invariant: a `number` is an integer that JavaScript holds exactly; every other number is a bigint or a JavaDouble.
// Read next: ./parse.ts and ./print.ts.

import { JavaDouble } from "./double.ts";

export type JsonValue = string | number | bigint | JavaDouble | boolean | null | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export type JsonObject = ReadonlyMap<string, JsonValue>;

export type JsonKind = "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";

/** The kind by the words of JSON Schema draft 4: a number without fraction and exponent is an integer. */
export function kindOf(value: JsonValue): JsonKind {
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "number":
    case "bigint":
      return "integer";
    default:
      if (value === null) return "null";
      if (value instanceof JavaDouble) return "number";
      return value instanceof Map ? "object" : "array";
  }
}

export function isNumber(value: unknown): value is number | bigint | JavaDouble {
  return typeof value === "number" || typeof value === "bigint" || value instanceof JavaDouble;
}

/** Below zero, zero or above, as a comparator has it. Not through doubles where both are integers: 2^53 + 1 is not 2^53. */
export function compareNumbers(a: number | bigint | JavaDouble, b: number | bigint | JavaDouble): number {
  const left = a instanceof JavaDouble ? a.value : a;
  const right = b instanceof JavaDouble ? b.value : b;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/** Equal as JSON: numbers by their value, objects whatever the order of their keys. */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (a instanceof Map && b instanceof Map) {
    const other: JsonObject = b;
    if (a.size !== other.size) return false;
    for (const [key, value] of a as JsonObject) {
      const twin = other.get(key);
      if (twin === undefined || !sameJson(value, twin)) return false;
    }
    return true;
  }
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  const other: JsonList = b;
  return (a as JsonList).every((item, i) => sameJson(item, other[i]));
}
