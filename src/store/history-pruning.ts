// How far back histories reach: so many changes a zone, and so many days. The oldest go first, so what is kept of a zone has
// no gap, and differences and rollbacks within it stay exact; the latest change of a zone that is there is always kept.
// Changes that are in no history (VPCs, signing, collections) go by their days. What GetChange may still be asked of is
// never forgotten: no change in its first hours. Read next: ./history.ts.

import type { ChangeRow } from "./changes.ts";
import type { Work } from "./context.ts";
import { findZone } from "./hosted-zone-rows.ts";
import { prefixEnd, prefixOf } from "../base/tables.ts";
import { table } from "./table-names.ts";

/** Longer than any change is held back, and than clients wait for INSYNC. */
export const leastAgeMs = 6 * 3_600_000;
/** What one change may have to forget: a bound that was lowered is reached in steps. */
const mostAtOnce = 16;

/** After the zone's change to version `latest`: forgets what is beyond the bound. */
export function forgetBeyond(work: Work, zoneId: string, latest: number): void {
  const { changesPerZone } = work.settings;
  if (changesPerZone === null) return;
  const { tables, context } = work;
  const oldest = [...tables.scan(table.history, { prefix: prefixOf(zoneId), limit: mostAtOnce })];
  for (const [key, changeId] of oldest) {
    const version = Number(key.slice(zoneId.length + 1));
    if (latest - version < changesPerZone) return;
    if (!forget(work, key, changeId, context.nowMs - leastAgeMs)) return;
  }
}

export interface Sweep {
  /** What is older is forgotten, in milliseconds since 1970-01-01 UTC. */
  readonly beforeMs: number;
  /** Where the last step ended; null to begin. */
  readonly cursor: string | null;
  /** Rows that one step looks at. */
  readonly rows: number;
}

/** One step of forgetting by age: returns where the next one begins, null at the end. */
export function sweepHistory(work: Work, { beforeMs, cursor, rows }: Sweep): string | null {
  const before = Math.min(beforeMs, work.context.nowMs - leastAgeMs);
  const [phase, from] = cursor === null ? ["histories", ""] : [cursor.slice(0, cursor.indexOf(":")), cursor.slice(cursor.indexOf(":") + 1)]; // prettier-ignore
  if (phase !== "histories") return sweepChanges(work, before, from, rows);
  const next = sweepZones(work, before, from, rows);
  return next === null ? "changes:" : `histories:${next}`;
}

/** The oldest entries of zone after zone; returns the key to go on from. */
function sweepZones(work: Work, beforeMs: number, start: string, rows: number): string | null {
  const { tables } = work;
  let from = start;
  for (let left = rows; left > 0; left--) {
    const [entry] = tables.scan(table.history, { from, limit: 1 });
    if (entry === undefined) return null;
    const [key, changeId] = entry;
    const zoneId = key.slice(0, key.indexOf(" "));
    const mayGo = !isLatest(work, zoneId, key) && forget(work, key, changeId, beforeMs);
    if (mayGo) from = key;
    else {
      const end = prefixEnd(prefixOf(zoneId));
      if (end === null) return null;
      from = end;
    }
  }
  return from;
}

/** The latest entry of a zone that is there: without it nobody would know whose the zone's history is. */
function isLatest({ tables }: Work, zoneId: string, key: string): boolean {
  const zone = findZone(tables, zoneId);
  return zone !== null && Number(key.slice(zoneId.length + 1)) >= zone.version;
}

/** Changes that are in no history. */
function sweepChanges({ tables }: Work, beforeMs: number, from: string, rows: number): string | null {
  const page = [...tables.scan(table.changes, { from, limit: rows })];
  for (const [id, text] of page) {
    if (!text.includes('"version":null')) continue;
    const { version, submittedMs } = JSON.parse(text) as ChangeRow;
    if (version === null && submittedMs < beforeMs) tables.delete(table.changes, id);
  }
  const last = page.at(-1);
  return page.length < rows || last === undefined ? null : `changes:${last[0]} `;
}

/** False when it is too young. */
function forget({ tables }: Work, key: string, changeId: string, beforeMs: number): boolean {
  const text = tables.get(table.changes, changeId);
  if (text !== null && (JSON.parse(text) as ChangeRow).submittedMs >= beforeMs) return false;
  tables.delete(table.history, key);
  tables.delete(table.changes, changeId);
  return true;
}
