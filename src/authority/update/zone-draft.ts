// The names of a zone that an update touches, as they would be after it: copied from the zone when they are first touched, changed
// record by record, and compared with the zone at the end. So nothing of an update is seen before all of it is known to be sound.
// A record that is put where an equal one lies leaves that one as it is, spelling included, but for the set's TTL.

import type { Name } from "../../dns/name.ts";
import { rdataKey } from "../../dns/rrset.ts";
import type { HeldRRset, ZoneContents } from "./zone-contents.ts";

/** One RRset that comes out otherwise than it was; null for none. */
export interface RRsetOutcome {
  readonly name: Name;
  readonly type: number;
  readonly before: HeldRRset | null;
  readonly after: { readonly ttlSeconds: number; readonly rdatas: readonly Uint8Array[] } | null;
}

export class ZoneDraft {
  readonly #zone: ZoneContents;
  readonly #names = new Map<string, DraftName>();

  constructor(zone: ZoneContents) {
    this.#zone = zone;
  }

  at(name: Name): DraftName {
    let place = this.#names.get(name.key);
    if (place === undefined) {
      place = new DraftName(name, this.#zone.at(name));
      this.#names.set(name.key, place);
    }
    return place;
  }

  /** What differs from the zone, in the order in which it was touched. */
  changes(): RRsetOutcome[] {
    return this.#names
      .values()
      .flatMap((place) => place.changes())
      .toArray();
  }
}

export class DraftName {
  readonly name: Name;
  readonly #sets = new Map<number, DraftSet>();

  constructor(name: Name, held: readonly HeldRRset[]) {
    this.name = name;
    for (const set of held) this.#sets.set(set.type, new DraftSet(set.type, set));
  }

  /** Types that there are records of. */
  get types(): number[] {
    return this.#present()
      .map(({ type }) => type)
      .toArray();
  }

  has(type: number): boolean {
    return this.#present().some((set) => set.type === type);
  }

  hasOtherThan(type: number): boolean {
    return this.#present().some((set) => set.type !== type);
  }

  /** The set of a type, which may be empty. */
  setOf(type: number): DraftSet {
    let set = this.#sets.get(type);
    if (set === undefined) {
      set = new DraftSet(type, null);
      this.#sets.set(type, set);
    }
    return set;
  }

  *changes(): Iterable<RRsetOutcome> {
    for (const set of this.#sets.values()) {
      if (set.isAsBefore) continue;
      const { type, before, ttlSeconds, rdatas } = set;
      yield { name: this.name, type, before, after: rdatas.length === 0 ? null : { ttlSeconds, rdatas } };
    }
  }

  #present(): IteratorObject<DraftSet> {
    return this.#sets.values().filter((set) => !set.isEmpty);
  }
}

export class DraftSet {
  readonly type: number;
  readonly before: HeldRRset | null;
  ttlSeconds: number;
  /** By what equal records share. */
  readonly #records = new Map<string, Uint8Array>();

  constructor(type: number, before: HeldRRset | null) {
    this.type = type;
    this.before = before;
    this.ttlSeconds = before?.ttlSeconds ?? 0;
    for (const rdata of before?.rdatas ?? []) this.#place(rdata);
  }

  /** A question decides what it says: nothing of it is changed. */
  get isClosed(): boolean {
    return this.before !== null && this.before.rdatas === null;
  }

  get isEmpty(): boolean {
    return !this.isClosed && this.#records.size === 0;
  }

  get rdatas(): Uint8Array[] {
    return [...this.#records.values()];
  }

  get isAsBefore(): boolean {
    if (this.isClosed || this.before === null) return this.isClosed || this.isEmpty;
    const held = new Set(this.before.rdatas?.map((rdata) => rdataKey(this.type, rdata)));
    return (
      held.size === this.#records.size &&
      this.ttlSeconds === this.before.ttlSeconds &&
      [...held].every((key) => this.#records.has(key))
    );
  }

  put(rdata: Uint8Array, ttlSeconds: number): void {
    this.ttlSeconds = ttlSeconds;
    this.#place(rdata);
  }

  delete(rdata: Uint8Array): void {
    this.#records.delete(rdataKey(this.type, rdata));
  }

  /** Of a type that has one record at a name, all but an equal one. */
  deleteOthers(rdata: Uint8Array): void {
    const key = rdataKey(this.type, rdata);
    for (const other of this.#records.keys()) if (other !== key) this.#records.delete(other);
  }

  deleteWhere(isGone: (rdata: Uint8Array) => boolean): void {
    for (const [key, rdata] of this.#records) if (isGone(rdata)) this.#records.delete(key);
  }

  clear(): void {
    this.#records.clear();
  }

  #place(rdata: Uint8Array): void {
    const key = rdataKey(this.type, rdata);
    if (!this.#records.has(key)) this.#records.set(key, rdata);
  }
}
