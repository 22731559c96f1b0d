// Equality of values: Object.equals() of lists and maps goes into them; numbers are equal by what they count, of whatever
// type they are, as a template cannot tell an Integer from a Long. Bounded in depth.

import { maxJsonDepth } from "../../base/limits.ts";
import { compareNumbers, isNumber } from "../json/value.ts";
import { RunFault } from "./fault.ts";
import type { Value } from "./values.ts";

export function sameValue(a: Value, b: Value, depth = 0): boolean {
  if (a === b) return true;
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (depth > maxJsonDepth) throw new RunFault("lists or maps are nested too deep to compare");
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !sameValue(value, b.get(key) ?? null, depth + 1)) return false;
    return true;
  }
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, i) => sameValue(item, b[i], depth + 1));
}
