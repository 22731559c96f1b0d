// The digest of a whole zone (ZONEMD, RFC 8976), scheme SIMPLE: every record in canonical form and order (RFC 4034 §6), glue and what
// lies occluded too, but for the apex's ZONEMD and the signatures over it (RFC 8976 §3.3.1). It says that a zone is as it was published,
// however it came here; who published it, only DNSSEC says.
// Invariant: nothing is thrown for whatever a zone holds; the hash is a port (../crypto/zone-hash.ts).

import { compareWhole, lowerCase, OctetWriter, sameOctets, u16At, u32At } from "../base/octets.ts";
import { Class } from "../dns/codes.ts";
import { Name } from "../dns/name.ts";
import { canonicalCopy, type RRset } from "../dns/rrset.ts";
import { soaSerial } from "../dns/soa.ts";
import { RRType } from "../dns/types.ts";
import { byPlace, placeOf } from "./zone-outline.ts";

/** RFC 8976 §5.3: the hash algorithms by number. */
export const zoneHashes = { 1: "SHA-384", 2: "SHA-512" } as const;
export type ZoneHashNumber = keyof typeof zoneHashes;

/** A hash over pieces that follow each other. */
export type ZoneHash = (name: (typeof zoneHashes)[ZoneHashNumber]) => {
  update(piece: Uint8Array): void;
  digest(): Uint8Array;
};

export interface DigestedRecord {
  /** An absolute name in wire form. */
  readonly owner: Uint8Array;
  readonly type: number;
  readonly ttlSeconds: number;
  readonly rdata: Uint8Array;
}

type DigestedData = Omit<DigestedRecord, "owner">;

/** A name, and what is there, read when it is needed. */
export interface DigestedName {
  /** An absolute name in wire form. */
  readonly owner: Uint8Array;
  records(): Iterable<DigestedData>;
}

/** What a zone's digests are worth (RFC 8976 §4). */
export type DigestVerdict =
  | { readonly kind: "none" }
  | { readonly kind: "holds"; readonly hash: ZoneHashNumber }
  /** Only schemes or hashes that are not known here. */
  | { readonly kind: "unknown" }
  | { readonly kind: "fails"; readonly reason: string };

/** RFC 8976 §2.2.2, the only one. */
const schemeSimple = 1;
/** Serial, scheme and hash algorithm, before the digest. */
const headOctets = 6;
const pieceOctets = 65_536;
/** Names that are looked at without a pause: milliseconds. */
const namesATurn = 2_000;

/** The ZONEMD RDATA of a zone with this serial; `records` may hold one already. */
export function makeZonemd(
  apex: Name,
  serial: number,
  number: ZoneHashNumber,
  records: Iterable<DigestedRecord>,
  hash: ZoneHash,
): Uint8Array {
  const digest = finished(digesting(finished(placing(apex, namesOf(records))), number, hash));
  const rdata = new Uint8Array(headOctets + digest.length);
  new DataView(rdata.buffer).setUint32(0, serial);
  rdata.set([schemeSimple, number], 4);
  rdata.set(digest, headOctets);
  return rdata;
}

/** Judges the ZONEMD records at the apex: one that holds is enough (RFC 8976 §4). */
export function judgeDigests(apex: Name, records: Iterable<DigestedRecord>, hash: ZoneHash): DigestVerdict {
  return finished(judging(apex, namesOf(records), hash));
}

/** The same, of a zone that may be large: pauses where others may have their turn. */
export function* judging(apex: Name, names: Iterable<DigestedName>, hash: ZoneHash): Generator<void, DigestVerdict> {
  const placed = yield* placing(apex, names);
  const atApex = [...(placed.find(({ isApex }) => isApex)?.name.records() ?? [])];
  const digests = atApex.filter(({ type }) => type === RRType.ZONEMD).map(({ rdata }) => rdata);
  if (digests.length === 0) return { kind: "none" };
  const soa = atApex.find(({ type }) => type === RRType.SOA);
  if (soa === undefined) return { kind: "fails", reason: "the zone has no SOA" };
  const serial = soaSerial(soa.rdata);
  const known = digests.filter((rdata) => isKnown(rdata));
  if (known.length === 0) return { kind: "unknown" };
  let reason = "";
  for (const rdata of known) {
    const number = rdata[5] as ZoneHashNumber;
    if (u32At(rdata, 0) !== serial) reason = `its digest is of serial ${u32At(rdata, 0)}, and the zone's is ${serial}`;
    else if (known.filter((other) => other[5] === number).length > 1)
      reason = `it has more than one digest by ${zoneHashes[number]} (RFC 8976 §2)`;
    else if (sameOctets(yield* digesting(placed, number, hash), rdata.subarray(headOctets)))
      return { kind: "holds", hash: number };
    else reason = `its digest by ${zoneHashes[number]} is of another zone`;
  }
  return { kind: "fails", reason };
}

/** What work comes to that could pause and does not. */
export function finished<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Sets as records: signatures have the TTL of what they cover (RFC 4034 §3). */
export function* recordsOfSets(sets: Iterable<RRset>): Generator<DigestedRecord> {
  for (const { owner, type, ttlSeconds, rdatas, signatures } of sets) {
    for (const rdata of rdatas) yield { owner: owner.wire, type, ttlSeconds, rdata };
    for (const rdata of signatures) yield { owner: owner.wire, type: RRType.RRSIG, ttlSeconds, rdata };
  }
}

function isKnown(rdata: Uint8Array): boolean {
  return rdata[4] === schemeSimple && Object.hasOwn(zoneHashes, rdata[5]);
}

interface PlacedName {
  readonly name: DigestedName;
  readonly place: string;
  readonly isApex: boolean;
}

/** The zone's names in canonical order (RFC 4034 §6.1). */
function* placing(apex: Name, names: Iterable<DigestedName>): Generator<void, PlacedName[]> {
  const placed: PlacedName[] = [];
  for (const each of names) {
    const name = new Name(each.owner);
    if (!name.isWithin(apex)) continue;
    placed.push({ name: each, place: placeOf(name), isApex: name.equals(apex) });
    if (placed.length % namesATurn === 0) yield;
  }
  return placed.sort(byPlace);
}

function* digesting(
  placed: readonly PlacedName[],
  number: ZoneHashNumber,
  hash: ZoneHash,
): Generator<void, Uint8Array> {
  const sum = hash(zoneHashes[number]);
  const out = new OctetWriter(pieceOctets * 2);
  for (let i = 0; i < placed.length; i++) {
    writeName(placed[i], out);
    if (out.length >= pieceOctets) {
      sum.update(out.bytes.subarray(0, out.length));
      out.clear();
    }
    if (i % namesATurn === namesATurn - 1) yield;
  }
  sum.update(out.bytes.subarray(0, out.length));
  return sum.digest();
}

/** A name's records by type and then by RDATA, none twice (RFC 8976 §3.3.1). */
function writeName({ name, isApex }: PlacedName, out: OctetWriter): void {
  const owner = canonicalOwner(name.owner);
  const records: DigestedData[] = [];
  for (const { type, ttlSeconds, rdata } of name.records()) {
    if (!isApex || !isLeftOut(type, rdata)) records.push({ type, ttlSeconds, rdata: canonicalCopy(type, rdata) });
  }
  records.sort((a, b) => a.type - b.type || compareWhole(a.rdata, b.rdata));
  let last: DigestedData | null = null;
  for (const record of records) {
    if (last !== null && last.type === record.type && compareWhole(last.rdata, record.rdata) === 0) continue;
    last = record;
    out.octets(owner);
    out.u16(record.type);
    out.u16(Class.IN);
    out.u32(record.ttlSeconds);
    out.u16(record.rdata.length);
    out.octets(record.rdata);
  }
}

/** Records in any order, by name. */
function namesOf(records: Iterable<DigestedRecord>): DigestedName[] {
  const names = new Map<string, { readonly owner: Uint8Array; readonly own: DigestedRecord[] }>();
  for (const record of records) {
    const { key } = new Name(record.owner);
    const known = names.get(key);
    if (known === undefined) names.set(key, { owner: record.owner, own: [record] });
    else known.own.push(record);
  }
  return Array.from(names.values(), ({ owner, own }) => ({ owner, records: () => own }));
}

/** RFC 8976 §3.3.1: the digest cannot digest itself, nor what signs it. */
function isLeftOut(type: number, rdata: Uint8Array): boolean {
  return type === RRType.ZONEMD || (type === RRType.RRSIG && u16At(rdata, 0) === RRType.ZONEMD);
}

/** A label's length is no letter. */
function canonicalOwner(owner: Uint8Array): Uint8Array {
  const lower = owner.slice();
  for (let i = 0; i < lower.length; i++) lower[i] = lowerCase[lower[i]];
  return lower;
}
