// Whether two record sets say the same: every member alike, their values in any order and any spelling. DELETE wants it of
// the set that it names (AWS API: ChangeResourceRecordSets), and an import changes no set that says the same already.

import type { ResourceRecordSet } from "./shapes.ts";
import { sameValue } from "./values.ts";

export function saysTheSame(a: ResourceRecordSet, b: ResourceRecordSet): boolean {
  const { ResourceRecords: aRecords = [], ...aRest } = a;
  const { ResourceRecords: bRecords = [], ...bRest } = b;
  if (JSON.stringify(sorted(aRest)) !== JSON.stringify(sorted(bRest)) || aRecords.length !== bRecords.length)
    return false;
  return aRecords.every(({ Value }) => bRecords.some((other) => sameValue(a.Type, Value, other.Value)));
}

/** Members of nested objects in one order, so that texts can be compared. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([member, inner]) => [member, sorted(inner)]),
  );
}
