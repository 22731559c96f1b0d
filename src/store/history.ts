// The history of a zone's records, which the service does not have: every change with who made it, when and what it did;
// the difference between two versions; and the way back to one, which is a new change like any other.
// Version 1 is the zone as it was created. Histories outlive their zones, so that a deleted zone can be looked into; how far
// back they reach: ./history-pruning.ts.

import { prefixOf } from "../base/tables.ts";
import type { ChangeRow } from "./changes.ts";
import type { Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { ChangeAnswer, ResourceRecordSet } from "./shapes.ts";
import { findChange, historyKey, showChange } from "./changes.ts";
import { invalidInput, noSuchHostedZone } from "./faults.ts";
import { requireZone } from "./hosted-zone-rows.ts";
import { bareId } from "./ids.ts";
import { applySetChanges } from "./record-set-changes.ts";
import { keyOfSet } from "./record-set-rows.ts";
import { table } from "./table-names.ts";

/** Changes of a zone's records, the oldest first. */
export function historyOf(work: Work, zoneId: string): ChangeRow[] {
  const id = bareId(zoneId, "hostedzone");
  const rows = changesAfter(work, id, 0);
  if (rows.length === 0 || rows[0].account !== work.context.account) throw noSuchHostedZone(id);
  return rows;
}

function changesAfter(work: Work, zoneId: string, version: number): ChangeRow[] {
  const range = { prefix: prefixOf(zoneId), from: historyKey(zoneId, version + 1) };
  const rows: ChangeRow[] = [];
  for (const [, changeId] of work.tables.scan(table.history, range)) {
    const row = findChange(work, changeId);
    if (row !== null) rows.push(row);
  }
  return rows;
}

export interface VersionRange {
  readonly zoneId: string;
  readonly from: number;
  /** The latest when it is left out. */
  readonly to?: number;
}

/** What leads from one version of a zone's records to another, either of which may be the earlier. */
export function differenceOf(work: Work, { zoneId, from, to }: VersionRange): SetChange[] {
  const rows = historyOf(work, zoneId);
  const latest = rows.at(-1)?.version ?? 0;
  // The state before the oldest change that is kept is known by what has become of it since.
  const earliest = (rows[0].version ?? 1) - 1;
  const end = to ?? latest;
  for (const version of [from, end])
    if (!Number.isInteger(version) || version < earliest || version > latest)
      throw invalidInput(
        `Zone ${zoneId} has versions ${earliest} to ${latest}, not ${version}.${earliest > 0 ? " Older ones are forgotten." : ""}`,
      );
  const [low, high] = from <= end ? [from, end] : [end, from];
  const forward = foldChanges(
    zoneId,
    rows.filter(({ version }) => version !== null && version > low && version <= high),
  );
  return from <= end ? forward : forward.map(({ before, after }) => ({ before: after, after: before }));
}

/** Many changes as one: each set as it was before the first and is after the last. */
function foldChanges(zoneId: string, rows: readonly ChangeRow[]): SetChange[] {
  const ends = new Map<string, { before: ResourceRecordSet | null; after: ResourceRecordSet | null }>();
  for (const { before, after } of rows.flatMap(({ sets }) => sets)) {
    const set = before ?? after;
    if (set === null) continue;
    const key = keyOfSet(zoneId, set);
    const known = ends.get(key);
    if (known === undefined) ends.set(key, { before, after });
    else known.after = after;
  }
  return [...ends.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change)
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

export interface Rollback {
  readonly zoneId: string;
  readonly version: number;
}

/**
 * Makes the zone's records what they were in a version, in one new change. What traffic policy instances made stays as it is:
 * it is theirs, and only they know which tree is the present one.
 */
export function rollBack(work: Work, { zoneId, version }: Rollback): ChangeAnswer {
  const zone = requireZone(work, zoneId);
  if (version < 1) throw invalidInput("A zone cannot be rolled back to what it was before it was created.");
  const changes = differenceOf(work, { zoneId: zone.id, from: zone.version, to: version }).filter(
    ({ before, after }) =>
      before?.TrafficPolicyInstanceId === undefined && after?.TrafficPolicyInstanceId === undefined,
  );
  const row = applySetChanges(work, { zone, kind: "rollback", comment: `Rollback to version ${version}`, changes });
  return { ChangeInfo: showChange(work, row) };
}
