// Bringing a master file into a hosted zone, and taking one out. The whole file is one change, with one entry in the
// history, however many records it has; it is checked as a batch of the API is. The zone keeps its own NS and SOA sets at
// the apex, which name its delegation set, unless the file's are asked for.

import type { Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { Change, ChangeInfo, ResourceRecordSet } from "./shapes.ts";
import { showChange } from "./changes.ts";
import { invalidInput } from "./faults.ts";
import { type HostedZoneRow, requireZone } from "./hosted-zone-rows.ts";
import { apexKeys, keyOfSet, scanRecordSets } from "./record-set-rows.ts";
import { refuseShapes } from "./record-set-shape.ts";
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
  const { sets, faults } = readZone(zone, input.text);
  if (faults.length > 0)
    throw invalidInput(faults.map(({ line, column, message }) => `${line}:${column}: ${message}`).join("\n"));
  const changes = changesOf(work, zone, input, sets);
  refuseShapes(changes);
  const row = applyBatch(work, { zone, kind: "import", comment: input.comment }, changes);
  const count = (isCounted: (change: SetChange) => boolean): number => row.sets.filter(isCounted).length;
  return {
    ChangeInfo: showChange(work, row),
    created: count(({ before }) => before === null),
    changed: count(({ before, after }) => before !== null && after !== null),
    deleted: count(({ after }) => after === null),
  };
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
  const current = new Map(Array.from(scanRecordSets(work.tables, zone.id), ({ key, set }) => [key, set]));
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
function targetsFirst(sets: readonly ResourceRecordSet[]): ResourceRecordSet[] {
  const ordered: ResourceRecordSet[] = [];
  let waiting = [...sets];
  while (waiting.length > 0) {
    const awaited = new Set(waiting.map(({ Name, Type }) => `${Name} ${Type}`));
    const ready = waiting.filter(
      ({ AliasTarget, Type }) => AliasTarget === undefined || !awaited.has(`${AliasTarget.DNSName} ${Type}`),
    );
    if (ready.length === 0) return [...ordered, ...waiting];
    ordered.push(...ready);
    const taken = new Set(ready);
    waiting = waiting.filter((set) => !taken.has(set));
  }
  return ordered;
}

export function exportZone(work: Work, zoneId: string): string {
  const zone = requireZone(work, zoneId);
  return printZone(
    zone,
    Array.from(scanRecordSets(work.tables, zone.id), ({ set }) => set),
  );
}
