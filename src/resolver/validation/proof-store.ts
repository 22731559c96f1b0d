// Proofs that were heard and verified, kept by zone so that they can answer other questions (RFC 8198): what a zone has
// shown not to exist needs not be asked for again. Only what was proven, by the zone's own keys, comes in here; records that
// opted out stay away, as they leave names out (RFC 8198 §5.4), and those that cost too much to hash. Nothing here decides whether
// they suffice: dnssec/denial.ts does. A zone may prove what it likes, so all is bounded: zones, records of one, octets of all.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { Nsec3 } from "../../dnssec/nsec3.ts";
import type { Question } from "../question.ts";
import type { Reach } from "../cache/record-cache.ts";
import { BoundedMap } from "../../base/bounded-map.ts";
import {
  maxCachedEntryOctets,
  maxProofOctets,
  maxProofsPerZone,
  maxProvenZones,
  maxValidatedIterations,
} from "../../base/limits.ts";
import { compareWhole } from "../../base/octets.ts";
import { compareNames } from "../../dns/name.ts";
import { RRType } from "../../dns/types.ts";
import { hashName, isHashedAlike, isOptOut, readNsec3 } from "../../dnssec/nsec3.ts";
import { wildcardBelow } from "../../dnssec/proof.ts";

/** A verified set, when it ends, and the memory that it takes. */
interface Kept {
  readonly set: RRset;
  readonly expiresMs: number;
  readonly octets: number;
}

interface KeptHash extends Kept {
  readonly nsec3: Nsec3;
}

interface ZoneProofs {
  readonly zone: Name;
  /** Null until a denial came. */
  soa: Kept | null;
  /** By owner, in canonical order. */
  readonly names: Kept[];
  /** By hash; all of the parameters of the first one. */
  readonly hashes: KeptHash[];
  /** What wildcards hold, by "name/type": their own sets, as they were before they stood in. */
  readonly wildcards: Map<string, Kept>;
  octets: number;
}

/** What of a zone's proofs may bear on a name. TTLs are what is left of them. */
export interface Bearing {
  readonly zone: Name;
  readonly soa: RRset | null;
  readonly sets: readonly RRset[];
  /** The set of the type, or an alias, at wildcards that could stand in for the name, the nearest first. */
  readonly wildcards: readonly RRset[];
}

export class ProofStore {
  readonly #zones = new BoundedMap<ZoneProofs>(maxProvenZones);
  #octets = 0;

  get count(): number {
    return this.#zones.size;
  }

  /** Memory that the proofs take. */
  get octets(): number {
    return this.#octets;
  }

  /** Keeps a denial that was proven: the zone's SOA and the records beside it. */
  learnDenial(zone: Name, soa: RRset, proofs: readonly RRset[], expiresMs: number): void {
    const known = this.#of(zone);
    const kept = keptFor(soa, expiresMs);
    this.#grow(known, kept.octets - (known.soa?.octets ?? 0));
    known.soa = kept;
    this.#learn(known, proofs, expiresMs);
  }

  /** Keeps what a wildcard holds, and what proved that it was right to stand in. */
  learnWildcard(zone: Name, source: Name, set: RRset, proofs: readonly RRset[], expiresMs: number): void {
    const known = this.#of(zone);
    const kept = keptFor({ ...set, owner: source }, expiresMs);
    if (kept.octets <= maxCachedEntryOctets) this.#grow(known, keepWildcard(known, source, kept));
    this.#learn(known, proofs, expiresMs);
  }

  #of(zone: Name): ZoneProofs {
    const found = this.#zones.touch(zone.key);
    if (found !== undefined) return found;
    if (this.#zones.size >= maxProvenZones) this.#dropOldest();
    const made: ZoneProofs = { zone, soa: null, names: [], hashes: [], wildcards: new Map(), octets: 0 };
    this.#zones.set(zone.key, made);
    return made;
  }

  #learn(known: ZoneProofs, proofs: readonly RRset[], expiresMs: number): void {
    for (const set of proofs) {
      const kept = keptFor(set, expiresMs);
      if (kept.octets > maxCachedEntryOctets) continue;
      if (set.type === RRType.NSEC) this.#grow(known, keep(known.names, kept, byOwner));
      else if (set.type === RRType.NSEC3) this.#grow(known, keepHash(known, kept));
    }
    while (this.#octets > maxProofOctets) this.#dropOldest();
  }

  #grow(known: ZoneProofs, octets: number): void {
    known.octets += octets;
    this.#octets += octets;
  }

  #dropOldest(): void {
    for (const [key, known] of this.#zones.entries()) return this.#drop(key, known);
  }

  #drop(key: string, { octets }: ZoneProofs): void {
    this.#octets -= octets;
    this.#zones.delete(key);
  }

  /** What bears on a name and type in the zones at and above `from`, the nearest first. */
  *near(from: Name, { name, type }: Question, nowMs: number): IterableIterator<Bearing> {
    if (this.#zones.size === 0) return;
    for (let at = from; ; at = at.parent) {
      const found = this.#zones.touch(at.key);
      if (found !== undefined) {
        const sets = fresh([...namesNear(found, name), ...hashesNear(found, name)], nowMs);
        const [soa = null] = fresh(found.soa === null ? [] : [found.soa], nowMs);
        if (sets.length > 0) yield { zone: at, soa, sets, wildcards: fresh(wildcardsAbove(found, name, type), nowMs) };
      }
      if (at.isRoot) return;
    }
  }

  /** Forgets what may have been proven of a name, and of those below it for "subtree". */
  flush(name: Name, reach: Reach): void {
    for (const [key, known] of this.#zones.entries()) {
      const speaks = name.isWithin(known.zone) || (reach === "subtree" && known.zone.isWithin(name));
      if (speaks) this.#drop(key, known);
    }
  }
}

/** What a set takes beside its octets, and each of its records: objects. */
const setOctets = 200;
const recordOctets = 64;

function keptFor(set: RRset, expiresMs: number): Kept {
  let octets = setOctets + set.owner.wire.length;
  for (const { length } of [...set.rdatas, ...set.signatures]) octets += length + recordOctets;
  return { set, expiresMs, octets };
}

function sum(kept: Iterable<Kept>): number {
  let octets = 0;
  for (const one of kept) octets += one.octets;
  return octets;
}

type Order<Item> = (a: Item, b: Item) => number;

const byOwner: Order<Kept> = (a, b) => compareNames(a.set.owner.wire, b.set.owner.wire);
const byHash: Order<KeptHash> = (a, b) => compareWhole(a.nsec3.hash, b.nsec3.hash);

/** Keeps a hashed record; returns by how much the zone grew. */
function keepHash(known: ZoneProofs, { set, expiresMs, octets }: Kept): number {
  const nsec3 = readNsec3(set.owner, known.zone, set.rdatas[0]);
  if (nsec3 === null || isOptOut(nsec3) || nsec3.iterations > maxValidatedIterations) return 0;
  let freed = 0;
  // A zone that was hashed anew has nothing in common with what it was.
  if (known.hashes.length > 0 && !isHashedAlike(known.hashes[0].nsec3, nsec3)) {
    freed = sum(known.hashes);
    known.hashes.length = 0;
  }
  return keep(known.hashes, { set, expiresMs, octets, nsec3 }, byHash) - freed;
}

function keepWildcard({ wildcards }: ZoneProofs, source: Name, kept: Kept): number {
  const key = `${source.key}/${kept.set.type}`;
  let freed = wildcards.get(key)?.octets ?? 0;
  if (wildcards.size >= maxProofsPerZone) {
    freed = sum(wildcards.values());
    wildcards.clear();
  }
  wildcards.set(key, kept);
  return kept.octets - freed;
}

/** Keeps an item in its place; returns by how much the list grew. */
function keep<Item extends Kept>(list: Item[], item: Item, order: Order<Item>): number {
  const at = lastUpTo(list, item, order);
  if (at >= 0 && order(list[at], item) === 0) {
    const grown = item.octets - list[at].octets;
    list[at] = item;
    return grown;
  }
  let freed = 0;
  if (list.length >= maxProofsPerZone) {
    freed = sum(list);
    list.length = 0; // begun anew: what is asked for comes back
  }
  list.splice(Math.min(at + 1, list.length), 0, item);
  return item.octets - freed;
}

/** The index of the last item that does not come after `item`, or -1. */
function lastUpTo<Item>(list: readonly Item[], item: Item, order: Order<Item>): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(list[middle], item) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The records at or before the name, and at or before the wildcards that could stand in for it. */
function namesNear({ zone, names }: ZoneProofs, name: Name): Kept[] {
  if (names.length === 0) return [];
  const found = new Set<Kept>();
  for (const one of candidates(name, zone)) {
    const at = lastUpTo(names, { set: { owner: one } } as Kept, byOwner);
    if (at >= 0) found.add(names[at]);
  }
  return [...found];
}

/** The same by hash; the record before the first is the last, as hashes form a circle (RFC 5155 §3.1.7). */
function hashesNear({ zone, hashes }: ZoneProofs, name: Name): KeptHash[] {
  if (hashes.length === 0) return [];
  const found = new Set<KeptHash>();
  const { salt, iterations } = hashes[0].nsec3;
  for (const one of candidates(name, zone)) {
    const hash = hashName(one, salt, iterations);
    const at = lastUpTo(hashes, { nsec3: { hash } } as KeptHash, byHash);
    found.add(hashes[at < 0 ? hashes.length - 1 : at]);
  }
  return [...found];
}

function wildcardsAbove({ zone, wildcards }: ZoneProofs, name: Name, type: number): Kept[] {
  if (wildcards.size === 0 || type === RRType.ANY) return []; // whether it is all that there is nobody knows
  const types = [type, RRType.CNAME];
  return candidates(name, zone).flatMap((one) => types.flatMap((each) => wildcards.get(`${one.key}/${each}`) ?? []));
}

/** The name with its ancestors down to the zone, and the wildcards at them; not many, as most names are short. */
function candidates(name: Name, zone: Name): Name[] {
  const found = [name];
  for (let at = name; at.labelCount > zone.labelCount && found.length < maxCandidates;) {
    at = at.parent;
    const wildcard = wildcardBelow(at);
    found.push(at, ...(wildcard === null ? [] : [wildcard]));
  }
  return found;
}

const maxCandidates = 24;

/** Those that have not ended, with what is left of their TTLs. */
function fresh(kept: readonly Kept[], nowMs: number): RRset[] {
  return kept
    .filter(({ expiresMs }) => expiresMs > nowMs)
    .map(({ set, expiresMs }) => ({ ...set, ttlSeconds: Math.ceil((expiresMs - nowMs) / 1000) }));
}
