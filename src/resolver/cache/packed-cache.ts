// The record cache of a resolver in service: packed entries (./packed-entry.ts) in a ring table (base/ring-table.ts), so
// that a million RRsets are one block of memory and not ten million objects. Full, it forgets what is not asked for;
// expired data goes first, but stays as long as nothing else wants its place, for as long as it is given (RFC 8767 §5).

import type { Clock } from "../../base/clock.ts";
import { maxCachedEntryOctets } from "../../base/limits.ts";
import { lowerCase, OctetWriter, u16At } from "../../base/octets.ts";
import { createRing, Mark, RingWriter } from "../../base/ring-table.ts";
import type { RingEntry } from "../../base/ring-table.ts";
import { Name } from "../../dns/name.ts";
import { headOf, packEntry, unpackEntry } from "./packed-entry.ts";
import { type CacheEntry, maxStaleMs, type Reach, type RecordCache } from "./record-cache.ts";

const typicalEntryOctets = 128;

/** What `entries` shows. */
export interface CachedEntry {
  readonly name: Name;
  readonly type: number;
  readonly entry: CacheEntry;
}

export class PackedCache implements RecordCache {
  readonly #ring: RingWriter;
  readonly #clock: Clock;
  readonly #key = new OctetWriter(258);
  readonly #packed = new OctetWriter(maxCachedEntryOctets);

  /** `hashKey` are two words that nobody can guess. */
  constructor(clock: Clock, octets: number, hashKey: readonly [number, number]) {
    this.#clock = clock;
    this.#ring = new RingWriter(createRing({ octets, typicalEntryOctets, key: hashKey }));
  }

  get entryCount(): number {
    return this.#ring.entryCount;
  }

  get octets(): number {
    return this.#ring.octets;
  }

  find(name: Name, type: number): CacheEntry | null {
    const ring = this.#ring;
    if (!this.#locate(name, type)) return null;
    const { expiresMs } = headOf(ring.bytes, ring.valueStart);
    if (expiresMs + maxStaleMs < this.#clock.nowMs()) {
      ring.delete(this.#key.bytes, this.#key.length);
      return null;
    }
    ring.mark(Mark.used);
    return unpackEntry(name, type, ring.bytes, ring.valueStart);
  }

  store(name: Name, type: number, entry: CacheEntry): boolean {
    const ring = this.#ring;
    const nowMs = this.#clock.nowMs();
    if (this.#locate(name, type)) {
      const old = headOf(ring.bytes, ring.valueStart);
      // RFC 2181 §5.4.1: data that is believed more stays until it expires. A failure outranks nothing and is outranked by nothing.
      const ranked = old.kind !== "failure" && entry.kind !== "failure";
      if (ranked && old.rank > entry.rank && old.expiresMs > nowMs) return false;
    }
    const packed = this.#packed;
    packEntry(name, entry, packed);
    if (packed.length > maxCachedEntryOctets) {
      ring.delete(this.#key.bytes, this.#key.length);
      return false;
    }
    const { bytes, length } = this.#key;
    return ring.put(bytes, length, packed.bytes, packed.length, secondsOf(entry.expiresMs), secondsOf(nowMs));
  }

  flush(name: Name, type: number | null, reach: Reach): number {
    const ring = this.#ring;
    if (reach === "name" && type !== null) {
      return this.#locate(name, type) && ring.delete(this.#key.bytes, this.#key.length) ? 1 : 0;
    }
    let flushed = 0;
    for (const { key } of ring.entries()) {
      if (type !== null && typeOf(key) !== type) continue;
      const found = nameOf(key);
      if (!found.isWithin(name) || (reach === "name" && !found.equals(name))) continue;
      ring.delete(key, key.length);
      flushed++;
    }
    return flushed;
  }

  *entries(): IterableIterator<CachedEntry> {
    for (const { key, value } of this.#ring.entries()) yield unpack(key, value);
  }

  /** Looks for the entry; it lies at the ring's `valueStart` then, and its key in `#key`. */
  #locate(name: Name, type: number): boolean {
    const key = this.#key;
    const { wire } = name;
    key.length = wire.length;
    for (let i = 0; i < wire.length; i++) key.bytes[i] = lowerCase[wire[i]];
    key.u16(type);
    return this.#ring.find(key.bytes, key.length);
  }
}

function unpack(key: RingEntry["key"], value: Uint8Array): CachedEntry {
  const name = nameOf(key);
  const type = typeOf(key);
  return { name, type, entry: unpackEntry(name, type, value, 0) };
}

/** Copied out of shared memory. */
function nameOf(key: Uint8Array): Name {
  return new Name(Uint8Array.from(key.subarray(0, -2)));
}

function typeOf(key: Uint8Array): number {
  return u16At(key, key.length - 2);
}

function secondsOf(ms: number): number {
  return Math.max(0, Math.min(2 ** 31 - 1, Math.floor(ms / 1000)));
}
