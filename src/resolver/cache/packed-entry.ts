// A cache entry as octets, in order:
//
//   kind and rank u8 | security u8 | stored f64 | octets of life u32 | server: length u8, text | zone
//   data:      TTL u32 | set | proofs              set:  count u16, RDATAs | count u16, signatures, each behind its length u16
//   denials:   sets, as proofs are: count u8 | each: owner, type u16, TTL u32, set
//   failures:  notes u8 | each: code u16, length u16, text
//
// An owner or zone is one octet where it is the entry's name or above it: how many of its labels are left out; else 255 and
// the name. What is decoded is equal to what was encoded but for the owner's case, which is that of the name looked for.
// Times are the clock's milliseconds; a life is at most 49 days.

import type { OctetWriter } from "../../base/octets.ts";
import { latin1, u16At, u32At } from "../../base/octets.ts";
import { Class } from "../../dns/codes.ts";
import { Name, nameLength } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { ExtendedErrorNote, Security } from "../question.ts";
import type { CacheEntry, Rank } from "./record-cache.ts";

const kinds = ["data", "nodata", "nxdomain", "failure"] as const satisfies readonly CacheEntry["kind"][];
export const securities: readonly Security[] = ["unchecked", "secure", "insecure", "bogus", "indeterminate"];

/** Octets before the server's text. */
const fixedOctets = 14;
const maxServerOctets = 255;
const maxLifeMs = 2 ** 32 - 1;
const wholeName = 255;

const float = new Float64Array(1);
const floatOctets = new Uint8Array(float.buffer);
const textEncoder = new TextEncoder();
const textDecoder = new TextDecoder();

/** What can be told without decoding. */
export interface EntryHead {
  readonly kind: CacheEntry["kind"];
  readonly rank: number;
  readonly expiresMs: number;
}

/** Packs an entry of a name into `out`, which is cleared. */
export function packEntry(name: Name, entry: CacheEntry, out: OctetWriter): void {
  out.clear();
  const rank = entry.kind === "failure" ? 0 : entry.rank;
  out.u8(kinds.indexOf(entry.kind) | (rank << 4));
  out.u8(securities.indexOf(entry.security));
  float[0] = entry.storedMs;
  out.octets(floatOctets);
  out.u32(Math.min(maxLifeMs, Math.max(0, Math.round(entry.expiresMs - entry.storedMs))));
  packAscii(entry.origin.server, out);
  packName(name, entry.origin.zone, out);
  switch (entry.kind) {
    case "data":
      out.u32(entry.rrset.ttlSeconds);
      packSet(entry.rrset, out);
      packOwned(name, entry.proofs, out);
      return;
    case "nodata":
    case "nxdomain":
      packOwned(name, entry.authority, out);
      return;
    case "failure":
      out.u8(entry.notes.length);
      for (const note of entry.notes) {
        out.u16(note.code);
        packOctets(textEncoder.encode(note.text), out);
      }
      return;
    default:
      return entry satisfies never;
  }
}

/** Addresses are ASCII; the text coders cost more than all the rest of an entry. */
function packAscii(text: string, out: OctetWriter): void {
  const size = Math.min(text.length, maxServerOctets);
  out.u8(size);
  for (let i = 0; i < size; i++) out.u8(text.charCodeAt(i));
}

function packName(base: Name, name: Name, out: OctetWriter): void {
  const leftOut = base.isWithin(name) ? base.labelCount - name.labelCount : wholeName;
  out.u8(leftOut);
  if (leftOut === wholeName) out.octets(name.wire);
}

function packOwned(name: Name, rrsets: readonly RRset[], out: OctetWriter): void {
  out.u8(rrsets.length);
  for (const rrset of rrsets) {
    packName(name, rrset.owner, out);
    out.u16(rrset.type);
    out.u32(rrset.ttlSeconds);
    packSet(rrset, out);
  }
}

function packSet(rrset: RRset, out: OctetWriter): void {
  out.u16(rrset.rdatas.length);
  for (const rdata of rrset.rdatas) packOctets(rdata, out);
  out.u16(rrset.signatures.length);
  for (const rdata of rrset.signatures) packOctets(rdata, out);
}

function packOctets(octets: Uint8Array, out: OctetWriter): void {
  out.u16(octets.length);
  out.octets(octets);
}

export function headOf(bytes: Uint8Array, at: number): EntryHead {
  for (let i = 0; i < 8; i++) floatOctets[i] = bytes[at + 2 + i];
  return {
    kind: kinds[bytes[at] & 15],
    rank: bytes[at] >> 4,
    expiresMs: float[0] + u32At(bytes, at + 10),
  };
}

/** Reads packed octets front to back. */
class Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly #base: Name;

  constructor(bytes: Uint8Array, at: number, base: Name) {
    this.bytes = bytes;
    this.at = at;
    this.#base = base;
  }

  u8(): number {
    return this.bytes[this.at++];
  }

  u16(): number {
    this.at += 2;
    return u16At(this.bytes, this.at - 2);
  }

  u32(): number {
    this.at += 4;
    return u32At(this.bytes, this.at - 4);
  }

  octets(size: number): Uint8Array<ArrayBuffer> {
    // A copy into memory of its own: the ring's is overwritten, and shared memory is refused by TextDecoder.
    const copy = new Uint8Array(size);
    for (let i = 0; i < size; i++) copy[i] = this.bytes[this.at + i];
    this.at += size;
    return copy;
  }

  ascii(size: number): string {
    this.at += size;
    return latin1(this.bytes, this.at - size, this.at);
  }

  name(): Name {
    const leftOut = this.u8();
    if (leftOut === wholeName) return new Name(this.octets(nameLength(this.bytes, this.at, this.bytes.length)));
    let name = this.#base;
    for (let i = 0; i < leftOut; i++) name = name.parent;
    return name;
  }

  set(owner: Name, type: number, ttlSeconds: number): RRset {
    const rdatas = this.#list();
    return { owner, type, class: Class.IN, ttlSeconds, rdatas, signatures: this.#list() };
  }

  #list(): Uint8Array[] {
    const list: Uint8Array[] = [];
    for (let left = this.u16(); left > 0; left--) list.push(this.octets(this.u16()));
    return list;
  }
}

/** The entry of `name` and `type` that lies at `bytes[at]`. */
export function unpackEntry(name: Name, type: number, bytes: Uint8Array, at: number): CacheEntry {
  const { kind, rank, expiresMs } = headOf(bytes, at);
  const cursor = new Cursor(bytes, at + fixedOctets, name);
  const server = cursor.ascii(cursor.u8());
  const times = {
    storedMs: float[0],
    expiresMs,
    security: securities[bytes[at + 1]],
    origin: { server, zone: cursor.name() },
  };
  switch (kind) {
    case "data":
      return {
        ...times,
        kind,
        rank: rank as Rank,
        rrset: cursor.set(name, type, cursor.u32()),
        proofs: unpackOwned(cursor),
      };
    case "nodata":
    case "nxdomain":
      return { ...times, kind, rank: rank as Rank, authority: unpackOwned(cursor) };
    case "failure":
      return { ...times, kind, notes: unpackNotes(cursor) };
    default:
      return kind satisfies never;
  }
}

function unpackOwned(cursor: Cursor): RRset[] {
  const sets: RRset[] = [];
  for (let left = cursor.u8(); left > 0; left--) {
    const owner = cursor.name();
    const type = cursor.u16();
    sets.push(cursor.set(owner, type, cursor.u32()));
  }
  return sets;
}

function unpackNotes(cursor: Cursor): ExtendedErrorNote[] {
  const notes: ExtendedErrorNote[] = [];
  for (let left = cursor.u8(); left > 0; left--) {
    const code = cursor.u16();
    notes.push({ code, text: textDecoder.decode(cursor.octets(cursor.u16())) });
  }
  return notes;
}
