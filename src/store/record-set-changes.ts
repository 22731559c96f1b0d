// The end of every change of record sets: rows written, the zone's count and version, the change in its history, the effect.
// Batches of the API come here with their rows already written; traffic policies and rollbacks bring whole changes.

import type { ChangeKind, ChangeRow } from "./changes.ts";
import type { Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import { recordChange } from "./changes.ts";
import { putZone } from "./hosted-zone-rows.ts";
import { isHidden } from "./policy-sets.ts";
import { keyOfSet, putRecordSet } from "./record-set-rows.ts";
import { table } from "./table-names.ts";

export interface ZoneChange {
  readonly zone: HostedZoneRow;
  readonly kind: ChangeKind;
  readonly comment?: string | undefined;
  readonly changes: readonly SetChange[];
}

/** Writes the sets of a change that is known to be sound, and finishes it. */
export function applySetChanges(work: Work, change: ZoneChange): ChangeRow {
  const { tables } = work;
  for (const { before } of change.changes)
    if (before !== null) tables.delete(table.recordSets, keyOfSet(change.zone.id, before));
  for (const { after } of change.changes) if (after !== null) putRecordSet(tables, change.zone, after);
  return finishSetChanges(work, change);
}

/** The rest of a change whose rows are written. */
export function finishSetChanges(work: Work, { zone, kind, comment, changes }: ZoneChange): ChangeRow {
  const count = (set: ResourceRecordSet | null): number => (set === null || isHidden(set) ? 0 : 1);
  const grown = changes.reduce((sum, { before, after }) => sum + count(after) - count(before), 0);
  const changed = { ...zone, recordSetCount: zone.recordSetCount + grown, version: zone.version + 1 };
  putZone(work.tables, changed);
  const row = recordChange(work, { kind, zone: changed, comment, sets: changes });
  work.effects.push({ kind: "records-changed", zone: changed, changes, changeId: row.id });
  return row;
}
