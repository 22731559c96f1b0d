// Packing RRsets: records of one owner in, RRsets as a message wants them out (./layout.ts, "RRset").
// Records are of one RRset when they have one key (./entry-keys.ts): a type, or for signatures the type that they cover.
// The records of a key are put in canonical order and repeated ones left out (RFC 2181 §5, RFC 4034 §6.3);
// where TTLs differ the lowest is taken for all (RFC 2181 §5.2). Nothing is allocated for a node with one record a type.

import { compareOctets, OctetWriter, putU16, u16At } from "../base/octets.ts";
import { maxRecordsPerRRset, maxRRsetOctets } from "../base/limits.ts";
import { canonicalRdata } from "../dns/rdata.ts";
import { keyOf, typeOfKey } from "./entry-keys.ts";
import { nextRecord, recordCount, recordHead, recordOctets, rrsetRecords, rrsetSize, rrsetTtl } from "./layout.ts";
import type { Memory } from "../base/memory.ts";
import type { Region } from "./region.ts";

/** What packing had to say about one of the records, named by the ordinal it was added with. */
export type PackNote = "duplicate" | "ttl-differs" | "too-many-records" | "rrset-too-large";

const classIN = 1;
/** Records of one owner that fit before the books grow: a builder a zone must cost little. */
const firstRoom = 16;
const ownerPointer = 0xc00c; // to the question's name, RFC 1035 §4.1.4

export class RRsetPacker {
  /** Records added since the last `clear`. */
  count = 0;
  keys = new Int32Array(firstRoom);
  ttls = new Uint32Array(firstRoom);
  ordinals = new Float64Array(firstRoom);
  readonly #rdata = new OctetWriter(256);
  #starts = new Uint32Array(firstRoom);
  #ends = new Uint32Array(firstRoom);
  readonly #canonical = new OctetWriter(256);
  /** Words kept free before each packed RRset. */
  readonly #before: number;

  constructor(before: number = 0) {
    this.#before = before;
  }

  clear(): void {
    this.count = 0;
    this.#rdata.clear();
  }

  add(key: number, ttlSeconds: number, rdata: Uint8Array, start: number, end: number, ordinal: number): void {
    if (this.count === this.keys.length) this.#grow();
    const i = this.count++;
    this.keys[i] = key;
    this.ttls[i] = ttlSeconds;
    this.ordinals[i] = ordinal;
    this.#starts[i] = this.#rdata.length;
    this.#rdata.octets(rdata, start, end);
    this.#ends[i] = this.#rdata.length;
  }

  /** Adds the records of an RRset that is packed already; `ordinal` stands for all of them. */
  addPacked(memory: Memory, rrset: number, ordinal: number): void {
    const { bytes, words } = memory;
    let at = (rrset + rrsetRecords) * 4;
    for (let left = recordCount(memory, rrset); left > 0; left--) {
      const start = at + recordHead;
      const end = nextRecord(bytes, at);
      this.add(keyOf(u16At(bytes, at + 2), bytes, start), words[rrset + rrsetTtl] >>> 0, bytes, start, end, ordinal);
      at = end;
    }
  }

  /** The first record of a key, or `count`. */
  firstOf(key: number): number {
    return this.#nextOf(key, -1);
  }

  #nextOf(key: number, after: number): number {
    let i = after + 1;
    while (i < this.count && this.keys[i] !== key) i++;
    return i;
  }

  /** Packs the records of `key`; 0 when there are none. */
  pack(key: number, region: Region, note: (what: PackNote, ordinal: number) => void): number {
    const first = this.firstOf(key);
    if (first === this.count) return 0;
    if (this.#nextOf(key, first) === this.count)
      return this.#lay(typeOfKey(key), this.ttls[first], [first], region, note);
    return this.#packSeveral(key, region, note);
  }

  #packSeveral(key: number, region: Region, note: (what: PackNote, ordinal: number) => void): number {
    const members: number[] = [];
    const type = typeOfKey(key);
    let ttl = 0xffffffff;
    for (let i = 0; i < this.count; i++) {
      if (this.keys[i] !== key) continue;
      if (members.length > 0 && this.ttls[i] !== ttl) note("ttl-differs", this.ordinals[i]);
      ttl = Math.min(ttl, this.ttls[i]);
      members.push(i);
    }
    return this.#lay(type, ttl, this.#inCanonicalOrder(type, members, note), region, note);
  }

  #inCanonicalOrder(type: number, members: number[], note: (what: PackNote, ordinal: number) => void): number[] {
    const forms = this.#canonical;
    forms.clear();
    const starts: number[] = [];
    for (const i of members) {
      starts.push(forms.length);
      canonicalRdata(type, this.#rdata.bytes, this.#starts[i], this.#ends[i], forms);
    }
    starts.push(forms.length);
    const compare = (a: number, b: number): number =>
      compareOctets(forms.bytes, starts[a], starts[a + 1], forms.bytes, starts[b], starts[b + 1]);
    const order = members.map((_, place) => place).sort((a, b) => compare(a, b) || a - b);
    const kept: number[] = [];
    let last = -1;
    for (const place of order) {
      if (last >= 0 && compare(last, place) === 0) note("duplicate", this.ordinals[members[place]]);
      else kept.push(members[(last = place)]);
    }
    return kept;
  }

  #lay(
    type: number,
    ttl: number,
    members: number[],
    region: Region,
    note: (what: PackNote, ordinal: number) => void,
  ): number {
    let octets = 0;
    let fit = 0;
    for (; fit < members.length; fit++) {
      const i = members[fit];
      const size = recordHead + this.#ends[i] - this.#starts[i];
      if (fit === maxRecordsPerRRset || octets + size > maxRRsetOctets) {
        note(fit === maxRecordsPerRRset ? "too-many-records" : "rrset-too-large", this.ordinals[i]);
        break;
      }
      octets += size;
    }
    const rrset = region.allocate(this.#before + rrsetRecords + ((octets + 3) >>> 2)) + this.#before;
    const { words, bytes } = region.memory;
    words[rrset + rrsetTtl] = ttl;
    words[rrset + rrsetSize] = octets | (fit << 16);
    let at = (rrset + rrsetRecords) * 4;
    for (let k = 0; k < fit; k++) at = this.#layRecord(bytes, at, type, ttl, members[k]);
    return rrset;
  }

  #layRecord(bytes: Uint8Array, start: number, type: number, ttl: number, i: number): number {
    const size = this.#ends[i] - this.#starts[i];
    putU16(bytes, start, ownerPointer);
    putU16(bytes, start + 2, type);
    putU16(bytes, start + 4, classIN);
    putU16(bytes, start + 6, ttl >>> 16);
    putU16(bytes, start + 8, ttl & 0xffff);
    putU16(bytes, start + 10, size);
    let at = start + recordHead;
    const rdata = this.#rdata.bytes;
    for (let from = this.#starts[i], end = this.#ends[i]; from < end; from++) bytes[at++] = rdata[from];
    return at;
  }

  #grow(): void {
    const size = this.keys.length * 2;
    this.keys = widen(this.keys, new Int32Array(size));
    this.ttls = widen(this.ttls, new Uint32Array(size));
    this.ordinals = widen(this.ordinals, new Float64Array(size));
    this.#starts = widen(this.#starts, new Uint32Array(size));
    this.#ends = widen(this.#ends, new Uint32Array(size));
  }
}

/** Words that a packed RRset stands in. */
export function rrsetWords(memory: Memory, rrset: number): number {
  return rrsetRecords + ((recordOctets(memory, rrset) + 3) >>> 2);
}

function widen<T extends Int32Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
