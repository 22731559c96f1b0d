// What people do with zones beside the API: list them, write them as zone files and read them back, look into a hosted
// zone's history, compare its versions, lead it back to one. A running server does it for its API (./zone-api.ts), the
// command does it over the data directory when no server runs; both say the same.
// A zone is named by its id, or by its name where only one hosted zone has it. Whoever asks acts as the zone's owner.

import type { ChangeRow } from "../store/changes.ts";
import type { CallContext } from "../store/context.ts";
import type { SetChange } from "../store/effects.ts";
import { ApiFault, invalidInput } from "../store/faults.ts";
import type { HostedZoneRow } from "../store/hosted-zone-rows.ts";
import { bareId } from "../store/ids.ts";
import { isProblem, parseRouteName } from "../store/names.ts";
import type { Route53Store } from "../store/route53-store.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import type { ImportAnswer, ImportRequest } from "../store/zone-import.ts";
import { printZone } from "../store/zone-text.ts";

export interface ListedZone {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly kind: "public" | "private";
  readonly version: number;
  readonly records: number;
  readonly comment: string | null;
}

export interface ShownZone extends ListedZone {
  readonly sets: readonly ResourceRecordSet[];
  /** The zone as a zone file. */
  readonly text: string;
}

export interface HistoryEntry {
  readonly version: number;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly change: string;
  readonly kind: ChangeRow["kind"];
  readonly account: string;
  readonly accessKey: string | null;
  readonly comment: string | null;
  readonly sets: readonly SetChange[];
}

export interface Difference {
  readonly name: string;
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly SetChange[];
  /** The same as lines of a zone file, each behind "-" or "+". */
  readonly lines: readonly string[];
}

export interface ImportWish extends Omit<ImportRequest, "zoneId"> {
  /** An id or a name; a name that no hosted zone has makes one. */
  readonly zone: string;
}

export interface ImportReport extends Omit<ImportAnswer, "ChangeInfo"> {
  readonly name: string;
  readonly id: string;
  readonly version: number;
  readonly made: "anew" | "before";
}

export interface DeskParts {
  readonly store: Route53Store;
  readonly nowMs: () => number;
  readonly random: CallContext["random"];
  /** Whose deleted zones are looked for, the first one's are new zones. */
  readonly accounts: readonly [string, ...string[]];
}

export class ZoneDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  list(): ListedZone[] {
    const zones = Array.from(this.#parts.store.zones(), listed);
    return zones.toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  }

  /** Whether a hosted zone is meant. */
  has(zone: string): boolean {
    return this.#findAny(zone) !== null;
  }

  show(zone: string): ShownZone {
    const row = this.#find(zone);
    const { store } = this.#parts;
    return {
      ...listed(row),
      sets: [...store.recordSets(row.id)],
      text: store.exportZone(row.id, this.#as(row.account)),
    };
  }

  /** The oldest first; a deleted zone is found by its id. */
  history(zone: string): HistoryEntry[] {
    const id = bareId(zone, "hostedzone");
    const { store, accounts } = this.#parts;
    const owners = store.zone(id) === null && isId(id) ? accounts : [this.#find(zone).account];
    for (const account of owners) {
      const rows = this.#historyOf(isId(id) ? id : this.#find(zone).id, account);
      if (rows !== null) return rows.map(entryOf);
    }
    throw new ApiFault("NoSuchHostedZone", `There is no hosted zone ${zone}, and never was.`);
  }

  /** From one version to another; without `to` to the latest, without `from` from the one before that. */
  difference(zone: string, from: number | null, to: number | null): Difference {
    const row = this.#find(zone);
    const end = to ?? row.version;
    const start = from ?? Math.max(end - 1, 0);
    const changes = this.#parts.store.difference({ zoneId: row.id, from: start, to: end }, this.#as(row.account));
    const lines = changes.flatMap(({ before, after }) => [
      ...linesOf(row, before).map((line) => `-${line}`),
      ...linesOf(row, after).map((line) => `+${line}`),
    ]);
    return { name: row.name, id: row.id, from: start, to: end, changes, lines };
  }

  rollBack(zone: string, version: number): Difference {
    const row = this.#find(zone);
    const before = row.version;
    this.#parts.store.rollBack({ zoneId: row.id, version }, this.#as(row.account));
    return this.difference(row.id, before, null);
  }

  importZone({ zone, ...wish }: ImportWish): ImportReport {
    const known = this.#findAny(zone);
    const row = known ?? this.#create(zone);
    const { store } = this.#parts;
    try {
      const { created, changed, deleted } = store.importZone({ zoneId: row.id, ...wish }, this.#as(row.account));
      const version = store.zone(row.id)?.version ?? 0;
      const made = known === null ? "anew" : "before";
      return { name: row.name, id: row.id, version, made, created, changed, deleted };
    } catch (fault) {
      if (known === null) store.deleteHostedZone({ Id: row.id }, this.#as(row.account));
      throw fault;
    }
  }

  #create(name: string): HostedZoneRow {
    const { store, accounts, nowMs } = this.#parts;
    const input = { Name: name, CallerReference: `signpost zone import ${nowMs()}` };
    const { HostedZone } = store.createHostedZone(input, this.#as(accounts[0]));
    return this.#find(HostedZone.Id);
  }

  #historyOf(id: string, account: string): ChangeRow[] | null {
    try {
      return this.#parts.store.history(id, this.#as(account));
    } catch (fault) {
      if (fault instanceof ApiFault && fault.code === "NoSuchHostedZone") return null;
      throw fault;
    }
  }

  #find(word: string): HostedZoneRow {
    const row = this.#findAny(word);
    if (row === null) throw new ApiFault("NoSuchHostedZone", `There is no hosted zone ${word}.`);
    return row;
  }

  #findAny(word: string): HostedZoneRow | null {
    const { store } = this.#parts;
    const id = bareId(word, "hostedzone");
    const byId = isId(id) ? store.zone(id) : null;
    if (byId !== null) return byId;
    const name = parseRouteName(word);
    if (isProblem(name)) throw invalidInput(`"${word}" is no zone's name: ${name.problem}.`);
    const rows = [...store.zones()].filter((row) => row.key === name.key);
    if (rows.length <= 1) return rows[0] ?? null;
    const ids = rows.map((row) => `${row.id} (${row.isPrivate ? "private" : "public"})`);
    throw invalidInput(`Several hosted zones are called ${word}, say the id: ${ids.join(", ")}.`);
  }

  #as(account: string): CallContext {
    const { nowMs, random } = this.#parts;
    return { account, accessKey: null, nowMs: nowMs(), random };
  }
}

function isId(text: string): boolean {
  return /^Z[A-Z0-9]{1,31}$/.test(text);
}

function listed({ name, id, account, isPrivate, version, recordSetCount, comment }: HostedZoneRow): ListedZone {
  return { name, id, account, kind: isPrivate ? "private" : "public", version, records: recordSetCount, comment };
}

function entryOf({ version, submittedMs, id, kind, account, accessKey, comment, sets }: ChangeRow): HistoryEntry {
  const at = new Date(submittedMs).toISOString();
  return { version: version ?? 0, at, change: id, kind, account, accessKey, comment, sets };
}

function linesOf(zone: HostedZoneRow, set: ResourceRecordSet | null): string[] {
  return set === null ? [] : printZone(zone, [set]).trimEnd().split("\n").slice(1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
