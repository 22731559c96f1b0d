// A hosted zone as one update sees it, and what it makes of it as changes of record sets. Plain sets are RRsets; aliases, sets of a
// routing policy or with a health check, and what traffic policies made are there and closed.
// Invariant: a record that an update leaves alone keeps the text that it was given in.

import type { HeldRRset, ZoneContents } from "../../authority/update/zone-contents.ts";
import type { RRsetOutcome } from "../../authority/update/zone-draft.ts";
import type { Tables } from "../../base/tables.ts";
import type { Name } from "../../dns/name.ts";
import { rdataKey } from "../../dns/rrset.ts";
import { typeName, typeNumber } from "../../dns/types.ts";
import type { HostedZoneRow } from "../../store/hosted-zone-rows.ts";
import { routeNameOf } from "../../store/names.ts";
import { scanRecordSets } from "../../store/record-set-rows.ts";
import type { Change, ResourceRecordSet } from "../../store/shapes.ts";
import { isRecordType, isValueProblem, printValue } from "../../store/values.ts";
import { isPlain } from "../hosted-records.ts";
import { storedName, storedRdata } from "../stored-text.ts";

/** A set as it is stored, with the text of each of its records by what equal records share. */
interface StoredRRset extends HeldRRset {
  readonly set: ResourceRecordSet;
  readonly texts: ReadonlyMap<string, string>;
}

export class StoredContents implements ZoneContents {
  readonly apex: Name;
  readonly #tables: Tables;
  readonly #zone: HostedZoneRow;
  /** Names that were looked at, by their keys: nothing changes while one message is decided. */
  readonly #read = new Map<string, readonly StoredRRset[]>();

  constructor(tables: Tables, zone: HostedZoneRow) {
    this.#tables = tables;
    this.#zone = zone;
    const apex = storedName(zone.name);
    if (apex === null) throw new Error(`The store holds a zone without a name: ${zone.id}`);
    this.apex = apex;
  }

  at(name: Name): readonly StoredRRset[] {
    const known = this.#read.get(name.key) ?? this.#setsAt(name);
    this.#read.set(name.key, known);
    return known;
  }

  #setsAt(name: Name): StoredRRset[] {
    const sets = new Map<number, StoredRRset>();
    for (const { set } of scanRecordSets(this.#tables, this.#zone.id, routeNameOf(name).key)) {
      const type = typeNumber(set.Type) ?? 0;
      // Of several sets of a type each has a policy: one stands for all.
      if (!sets.has(type)) sets.set(type, storedRRset(type, set));
    }
    return [...sets.values()];
  }
}

function storedRRset(type: number, set: ResourceRecordSet): StoredRRset {
  const texts = new Map<string, string>();
  const rdatas: Uint8Array[] = [];
  const closed = { type, ttlSeconds: set.TTL ?? 0, rdatas: null, set, texts };
  if (!isPlain(set) || set.TrafficPolicyInstanceId !== undefined) return closed;
  for (const { Value } of set.ResourceRecords ?? []) {
    const rdata = storedRdata(set.Type, Value);
    if (isValueProblem(rdata)) return closed;
    rdatas.push(rdata);
    texts.set(rdataKey(type, rdata), Value);
  }
  return { ...closed, rdatas };
}

/** A type that no record set can have, among what would be stored; null where there is none. */
export function strangeType(outcomes: readonly RRsetOutcome[]): string | null {
  const coming = outcomes.filter(({ after }) => after !== null);
  return coming.map(({ type }) => typeName(type)).find((type) => !isRecordType(type)) ?? null;
}

/** What an update makes of these contents, as a batch: what goes first, so that there is room for what comes. */
export function changesOf(outcomes: readonly RRsetOutcome[], contents: StoredContents): Change[] {
  const changes = outcomes.map(({ name, type, after }): Change => {
    const stored = contents.at(name).find((set) => set.type === type);
    if (after === null && stored !== undefined) return { Action: "DELETE", ResourceRecordSet: stored.set };
    const { ttlSeconds = 0, rdatas = [] } = after ?? {};
    const texts = rdatas.map((rdata) => stored?.texts.get(rdataKey(type, rdata)) ?? printValue(type, rdata));
    const place = stored?.set ?? { Name: routeNameOf(name).text, Type: typeName(type) };
    const ResourceRecords = texts.map((Value) => ({ Value }));
    return { Action: "UPSERT", ResourceRecordSet: { ...place, TTL: ttlSeconds, ResourceRecords } };
  });
  const isGoing = ({ Action }: Change): boolean => Action === "DELETE";
  return [...changes.filter(isGoing), ...changes.filter((change) => !isGoing(change))];
}
