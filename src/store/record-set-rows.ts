// Rows of record sets: one a set, its key the zone's id, the name's order key, the type and the set identifier, so that
// key order is the order of ListResourceRecordSets. A row is the set with all its members, names lower-cased and escaped as
// the API returns them, values as they were given.

import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { isProblem, parseRouteName } from "./names.ts";
import { table } from "./table-names.ts";

export interface StoredSet {
  readonly key: string;
  readonly set: ResourceRecordSet;
}

/** `nameKey` is the name's order key. */
export function recordSetKey(zoneId: string, nameKey: string, type: string, identifier: string | undefined): string {
  return keyOf(zoneId, nameKey, type, identifier ?? "");
}

export function orderKeyOf(text: string): string {
  const name = parseRouteName(text);
  if (isProblem(name)) throw new Error(`A stored name is none: ${name.problem}`);
  return name.key;
}

export function keyOfSet(zoneId: string, set: ResourceRecordSet): string {
  return recordSetKey(zoneId, orderKeyOf(set.Name), set.Type, set.SetIdentifier);
}

export function putRecordSet(tables: Tables, zone: HostedZoneRow, set: ResourceRecordSet): void {
  tables.put(table.recordSets, keyOfSet(zone.id, set), JSON.stringify(set));
}

/** Sets of a zone in order: all, or those whose keys begin with more parts. */
export function* scanRecordSets(tables: Tables, ...parts: readonly string[]): Iterable<StoredSet> {
  for (const [key, value] of tables.scan(table.recordSets, { prefix: prefixOf(...parts) }))
    yield { key, set: JSON.parse(value) as ResourceRecordSet };
}

export function removeRecordSets(tables: Tables, zoneId: string): void {
  for (const { key } of scanRecordSets(tables, zoneId)) tables.delete(table.recordSets, key);
}

/** The keys of the two sets that a zone cannot be without. */
export function apexKeys(zone: HostedZoneRow): readonly string[] {
  return ["NS", "SOA"].map((type) => recordSetKey(zone.id, zone.key, type, undefined));
}
