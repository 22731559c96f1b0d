// Changes: what GetChange tells, and the history of every zone. A change is PENDING until every server has said that it
// has it (Route53Store.acknowledge); which changes wait is known in memory only, since a server that starts anew loads
// what is stored, and so has it all. The row of a change is never altered.

import { keyOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import type { ChangeAnswer, ChangeInfo, IdRequest } from "./shapes.ts";
import { ApiFault } from "./faults.ts";
import { forgetBeyond } from "./history-pruning.ts";
import { bareId, newId } from "./ids.ts";
import { table } from "./table-names.ts";

/** What a change did, for the history. */
export type ChangeKind =
  | "create-zone"
  | "delete-zone"
  | "change-records"
  | "import"
  | "dynamic-update"
  | "rollback"
  | "vpcs"
  | "delegation"
  | "signing"
  | "cidr"
  | "traffic-policy";

export interface ChangeRow {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly zoneId: string | null;
  /** The zone's version from this change on; null when its records stayed as they were. */
  readonly version: number | null;
  readonly account: string;
  readonly accessKey: string | null;
  readonly submittedMs: number;
  readonly comment: string | null;
  /** Record sets before and after. */
  readonly sets: readonly SetChange[];
}

export interface NewChange {
  readonly kind: ChangeKind;
  readonly zone: HostedZoneRow | null;
  readonly comment?: string | undefined;
  /** Given when records changed: `zone` then has its new version. */
  readonly sets?: readonly SetChange[];
}

/** Stores a change, in the history of its zone when records changed. */
export function recordChange(work: Work, { kind, zone, comment, sets }: NewChange): ChangeRow {
  const { account, accessKey, nowMs, random } = work.context;
  const version = zone === null || sets === undefined ? null : zone.version;
  const row: ChangeRow = {
    id: newId("C", random),
    kind,
    zoneId: zone?.id ?? null,
    version,
    account,
    accessKey,
    submittedMs: nowMs,
    comment: comment ?? null,
    sets: sets ?? [],
  };
  work.tables.put(table.changes, row.id, JSON.stringify(row));
  if (zone !== null && version !== null) {
    work.tables.put(table.history, historyKey(zone.id, version), row.id);
    forgetBeyond(work, zone.id, version);
  }
  return row;
}

export function historyKey(zoneId: string, version: number): string {
  return keyOf(zoneId, String(version).padStart(12, "0"));
}

export function findChange(work: Work, id: string): ChangeRow | null {
  const row = work.tables.get(table.changes, id);
  return row === null ? null : (JSON.parse(row) as ChangeRow);
}

export function getChange(work: Work, input: IdRequest): ChangeAnswer {
  const id = bareId(input.Id, "change");
  const row = findChange(work, id);
  if (row === null || row.account !== work.context.account)
    throw new ApiFault("NoSuchChange", `Could not find resource with ID: ${id}`);
  return { ChangeInfo: showChange(work, row) };
}

export function showChange(work: Work, row: ChangeRow): ChangeInfo {
  return {
    Id: `/change/${row.id}`,
    Status: work.isInSync(row.id) ? "INSYNC" : "PENDING",
    SubmittedAt: new Date(row.submittedMs).toISOString(),
    ...(row.comment !== null && { Comment: row.comment }),
  };
}
