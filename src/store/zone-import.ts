// Bringing a master file into a hosted zone, and taking one out. The whole file is one change, with one entry in the
// history, however many records it has; it is checked as a batch of the API is. Traffic policy instances have changes of
// their own, in the same transaction, and aliases of theirs one more. The zone keeps its own NS and SOA sets at
// the apex, which name its delegation set, unless the file's are asked for.

import type { Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { Change, ChangeInfo, ResourceRecordSet } from "./shapes.ts";
import { tellByLine } from "./change-faults.ts";
import { type ChangeRow, showChange } from "./changes.ts";
import { invalidInput } from "./faults.ts";
import { type HostedZoneRow, requireZone } from "./hosted-zone-rows.ts";
import { dropPolicyRecords, type PolicyRecord, policyRecordsOf, putPolicyRecords, rootOf } from "./policy-records.ts";
import { apexKeys, keyOfSet, scanRecordSets, type StoredSet } from "./record-set-rows.ts";
import { shapeFaults } from "./record-set-shape.ts";
import { applyBatch } from "./record-sets.ts";
import { saysTheSame } from "./same-set.ts";
import { printZone, readZone } from "./zone-text.ts";

export interface ImportRequest {
  readonly zoneId: string;
  /** A master file, with `;!route53` lines for what master files cannot say. */
  readonly text: string;
  /** `merge` leaves sets that the file does not name; `replace` deletes them. */
  readonly mode: "merge" | "replace";
  /** Whose NS and SOA sets stand at the apex afterwards. */
  readonly apex: "zone" | "file";
  readonly comment?: string;
}

export interface ImportAnswer {
  readonly ChangeInfo: ChangeInfo;
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
}

export function importZone(work: Work, input: ImportRequest): ImportAnswer {
  const zone = requireZone(work, input.zoneId);
  const { sets, policyRecords, lines, faults } = readZone(zone, input.text);
  if (faults.length > 0)
    throw invalidInput(faults.map(({ line, column, message }) => `${line}:${column}: ${message}`).join("\n"));
  const changes = changesOf(work, zone, input, sets);
  const tell = tellByLine(lines);
  const [first, ...rest] = shapeFaults(changes);
  if (first !== undefined) throw tell("InvalidInput", [first, ...rest]);
  const dropped = input.mode === "replace" ? dropPolicyRecords(work, zone, policyRecords) : 0;
  const { early, late } = aroundPolicies(changes, policyRecords);
  const apply = (batch: readonly Change[]): ChangeRow =>
    applyBatch(work, { zone: requireZone(work, zone.id), kind: "import", comment: input.comment }, batch, tell);
  const rows = [apply(early)];
  const put = putPolicyRecords(work, zone, policyRecords, lines);
  if (late.length > 0) rows.push(apply(late));
  const all = rows.flatMap((row) => row.sets);
  const count = (isCounted: (change: SetChange) => boolean): number => all.filter(isCounted).length;
  return {
    ChangeInfo: showChange(work, rows.at(-1) ?? apply([])),
    created: count(({ before }) => before === null) + put.created,
    changed: count(({ before, after }) => before !== null && after !== null) + put.changed,
    deleted: count(({ after }) => after === null) + dropped,
  };
}

/** Aliases that lead to a policy record come behind it, whatever lies between; all else makes room for it. */
function aroundPolicies(
  changes: readonly Change[],
  policyRecords: readonly PolicyRecord[],
): { readonly early: readonly Change[]; readonly late: readonly Change[] } {
  const awaited = new Set(policyRecords.map(rootOf).map(({ name, type }) => `${name} ${type}`));
  const late = new Set<Change>();
  // Targets stand before their aliases, so one pass follows every chain.
  for (const change of changes) {
    const { Name, Type, AliasTarget } = change.ResourceRecordSet;
    if (change.Action === "DELETE" || AliasTarget === undefined || !awaited.has(`${AliasTarget.DNSName} ${Type}`))
      continue;
    late.add(change);
    awaited.add(`${Name} ${Type}`);
  }
  return { early: changes.filter((change) => !late.has(change)), late: [...late] };
}

/** The file's sets as changes: what is to go first, then what is to come, aliases behind what they target. */
function changesOf(
  work: Work,
  zone: HostedZoneRow,
  input: ImportRequest,
  sets: readonly ResourceRecordSet[],
): Change[] {
  const kept = input.apex === "zone" ? apexKeys(zone) : [];
  const wanted = new Map(sets.map((set) => [keyOfSet(zone.id, set), set]));
  const current = new Map(Array.from(ownSets(work, zone), ({ key, set }) => [key, set]));
  const going: Change[] = [];
  if (input.mode === "replace")
    for (const [key, set] of current)
      if (!wanted.has(key) && !apexKeys(zone).includes(key)) going.push({ Action: "DELETE", ResourceRecordSet: set });
  const isNews = ([key, set]: readonly [string, ResourceRecordSet]): boolean => {
    const before = current.get(key);
    return !kept.includes(key) && (before === undefined || !saysTheSame(set, before));
  };
  const coming = Array.from(wanted)
    .filter(isNews)
    .map(([, set]) => set);
  return [...going, ...targetsFirst(coming).map((set) => ({ Action: "UPSERT" as const, ResourceRecordSet: set }))];
}

/** Aliases behind the sets that they target, so that each finds its own; those in a circle stand last, and are refused. */
export function targetsFirst(sets: readonly ResourceRecordSet[]): ResourceRecordSet[] {
  const ordered: ResourceRecordSet[] = [];
  let waiting = [...sets];
  while (waiting.length > 0) {
    const awaited = new Set(waiting.map(({ Name, Type }) => `${Name} ${Type}`));
    const ready = waiting.filter(
      ({ AliasTarget, Type }) => AliasTarget === undefined || !awaited.has(`${AliasTarget.DNSName} ${Type}`),
    );
    if (ready.length === 0) return [...ordered, ...waiting];
    for (const set of ready) ordered.push(set); // one by one: a call takes so many arguments and no more
    const taken = new Set(ready);
    waiting = waiting.filter((set) => !taken.has(set));
  }
  return ordered;
}

export function exportZone(work: Work, zoneId: string): string {
  const zone = requireZone(work, zoneId);
  const sets = Array.from(ownSets(work, zone), ({ set }) => set);
  return printZone(zone, sets, policyRecordsOf(work, zone));
}

/** The sets of a zone that no traffic policy instance made. */
function ownSets(work: Work, zone: HostedZoneRow): StoredSet[] {
  return [...scanRecordSets(work.tables, zone.id)].filter(({ set }) => set.TrafficPolicyInstanceId === undefined);
}
