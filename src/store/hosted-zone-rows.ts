// The row of a hosted zone, and how rows are found: by id, by account, by name, by VPC and by delegation set.
// Identity is the id: names repeat (same-name zones, public and private). Every index is written with the row, in the
// same transaction. `version` counts the changes of the zone's records and is the DNS view's version of it.

import type { Work } from "./context.ts";
import type { HostedZone, VPC } from "./shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { noSuchHostedZone } from "./faults.ts";
import { bareId } from "./ids.ts";
import { table } from "./table-names.ts";

export interface HostedZoneRow {
  readonly id: string;
  readonly account: string;
  /** As the API writes it, `example.com.`, and its order key. */
  readonly name: string;
  readonly key: string;
  readonly callerReference: string;
  readonly comment: string | null;
  readonly isPrivate: boolean;
  readonly createdMs: number;
  readonly recordSetCount: number;
  readonly version: number;
  /** Four names without a last dot. */
  readonly nameServers: readonly string[];
  /** The reusable delegation set that the name servers are of, or null. */
  readonly delegationSetId: string | null;
  readonly vpcs: readonly Required<VPC>[];
  readonly acceleratedRecovery: boolean | null;
}

export function findZone(tables: Tables, id: string): HostedZoneRow | null {
  const row = tables.get(table.zones, id);
  return row === null ? null : (JSON.parse(row) as HostedZoneRow);
}

/** Every zone of a name, by its order key, of whatever account. */
export function zonesNamed(tables: Tables, key: string): HostedZoneRow[] {
  const rows = Array.from(tables.scan(table.zoneNames, { prefix: prefixOf(key) }));
  return rows.flatMap(([found]) => findZone(tables, found.slice(prefixOf(key).length)) ?? []);
}

/** The caller's own zone; anybody else's is NoSuchHostedZone. */
export function requireZone(work: Work, id: string): HostedZoneRow {
  const zone = requireAnyZone(work, id);
  if (zone.account !== work.context.account) throw noSuchHostedZone(zone.id);
  return zone;
}

/** A zone of whatever account. */
export function requireAnyZone(work: Work, id: string): HostedZoneRow {
  const bare = bareId(id, "hostedzone");
  const zone = findZone(work.tables, bare);
  if (zone === null) throw noSuchHostedZone(bare);
  return zone;
}

/** Writes the row alone: for what no index holds. */
export function putZone(tables: Tables, zone: HostedZoneRow): void {
  tables.put(table.zones, zone.id, JSON.stringify(zone));
}

export function insertZone(tables: Tables, zone: HostedZoneRow): void {
  putZone(tables, zone);
  for (const [name, key, value] of indexRows(zone)) tables.put(name, key, value);
}

export function removeZone(tables: Tables, zone: HostedZoneRow): void {
  tables.delete(table.zones, zone.id);
  for (const [name, key] of indexRows(zone)) tables.delete(name, key);
}

function indexRows(zone: HostedZoneRow): [name: string, key: string, value: string][] {
  const rows: [string, string, string][] = [
    [table.zonesByAccount, keyOf(zone.account, zone.id), ""],
    [table.zonesByName, keyOf(zone.account, zone.key, zone.id), ""],
    [table.zoneNames, keyOf(zone.key, zone.id), zone.account],
    [table.zoneReferences, keyOf(zone.account, zone.callerReference), zone.id],
  ];
  for (const vpc of zone.vpcs) rows.push([table.zonesByVpc, keyOf(vpc.VPCId, vpc.VPCRegion, zone.id), ""]);
  if (zone.delegationSetId !== null) rows.push([table.zonesByDelegationSet, keyOf(zone.delegationSetId, zone.id), ""]);
  return rows;
}

/** The zone as the API shows it. */
export function showZone(zone: HostedZoneRow): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { ...(zone.comment !== null && { Comment: zone.comment }), PrivateZone: zone.isPrivate },
    ResourceRecordSetCount: zone.recordSetCount,
    ...(zone.acceleratedRecovery !== null && {
      Features: { AcceleratedRecoveryStatus: zone.acceleratedRecovery ? ("ENABLED" as const) : ("DISABLED" as const) },
    }),
  };
}
