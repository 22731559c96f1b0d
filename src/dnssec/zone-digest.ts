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

/** The hash over pieces that follow each other. */
export type ZoneHash = (name: (typeof zoneHashes)[ZoneHashNumber], pieces: Iterable<Uint8Array>) => Uint8Array;

export interface DigestedRecord {
  /** An absolute name in wire form. */
  readonly owner: Uint8Array;
  readonly type: number;
  readonly ttlSeconds: number;
  readonly rdata: Uint8Array;
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

/** The ZONEMD RDATA of a zone with this serial; `records` may hold one already. */
export function makeZonemd(
  apex: Name,
  serial: number,
  number: ZoneHashNumber,
  records: Iterable<DigestedRecord>,
  hash: ZoneHash,
): Uint8Array {
  const digest = zoneDigest(apex, number, records, hash);
  const rdata = new Uint8Array(headOctets + digest.length);
  new DataView(rdata.buffer).setUint32(0, serial);
  rdata.set([schemeSimple, number], 4);
  rdata.set(digest, headOctets);
  return rdata;
}

/** Judges the ZONEMD records at the apex: one that holds is enough (RFC 8976 §4). */
export function judgeDigests(apex: Name, records: readonly DigestedRecord[], hash: ZoneHash): DigestVerdict {
  const atApex = (type: number): Uint8Array[] =>
    records.filter((record) => record.type === type && new Name(record.owner).equals(apex)).map(({ rdata }) => rdata);
  const digests = atApex(RRType.ZONEMD);
  if (digests.length === 0) return { kind: "none" };
  const [soa] = atApex(RRType.SOA);
  if (soa === undefined) return { kind: "fails", reason: "the zone has no SOA" };
  const serial = soaSerial(soa);
  const known = digests.filter((rdata) => isKnown(rdata));
  if (known.length === 0) return { kind: "unknown" };
  let reason = "";
  for (const rdata of known) {
    const number = rdata[5] as ZoneHashNumber;
    if (u32At(rdata, 0) !== serial) reason = `its digest is of serial ${u32At(rdata, 0)}, and the zone's is ${serial}`;
    else if (known.filter((other) => other[5] === number).length > 1)
      reason = `it has more than one digest by ${zoneHashes[number]} (RFC 8976 §2)`;
    else if (sameOctets(zoneDigest(apex, number, records, hash), rdata.subarray(headOctets)))
      return { kind: "holds", hash: number };
    else reason = `its digest by ${zoneHashes[number]} is of another zone`;
  }
  return { kind: "fails", reason };
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

function zoneDigest(apex: Name, number: ZoneHashNumber, records: Iterable<DigestedRecord>, hash: ZoneHash): Uint8Array {
  return hash(zoneHashes[number], digested(apex, records));
}

interface Canonical {
  readonly type: number;
  readonly ttlSeconds: number;
  readonly rdata: Uint8Array;
}

/** The octets that are hashed, in pieces; each is good until the next is asked for. */
function* digested(apex: Name, records: Iterable<DigestedRecord>): Generator<Uint8Array> {
  const out = new OctetWriter(pieceOctets * 2);
  for (const { owner, records: own } of inOrder(apex, records)) {
    let last: Canonical | null = null;
    for (const record of own) {
      if (last !== null && last.type === record.type && compareWhole(last.rdata, record.rdata) === 0) continue;
      last = record;
      out.octets(owner);
      out.u16(record.type);
      out.u16(Class.IN);
      out.u32(record.ttlSeconds);
      out.u16(record.rdata.length);
      out.octets(record.rdata);
      if (out.length < pieceOctets) continue;
      yield out.bytes.subarray(0, out.length);
      out.clear();
    }
  }
  yield out.bytes.subarray(0, out.length);
}

/** Names in canonical order (RFC 4034 §6.1), a name's records by type and then by RDATA (RFC 8976 §3.3.1). */
function inOrder(
  apex: Name,
  records: Iterable<DigestedRecord>,
): readonly { readonly owner: Uint8Array; readonly records: readonly Canonical[] }[] {
  const names = new Map<string, { owner: Uint8Array; place: string; isApex: boolean; records: Canonical[] }>();
  for (const { owner, type, ttlSeconds, rdata } of records) {
    const name = new Name(owner);
    let known = names.get(name.key);
    if (known === undefined) {
      if (!name.isWithin(apex)) continue;
      const lower = canonicalOwner(owner);
      known = { owner: lower, place: placeOf(name), isApex: name.equals(apex), records: [] };
      names.set(name.key, known);
    }
    if (known.isApex && isLeftOut(type, rdata)) continue;
    known.records.push({ type, ttlSeconds, rdata: canonicalCopy(type, rdata) });
  }
  const ordered = [...names.values()].sort(byPlace);
  for (const { records: own } of ordered) own.sort((a, b) => a.type - b.type || compareWhole(a.rdata, b.rdata));
  return ordered;
}

/** RFC 8976 §3.3.1: the digest cannot digest itself, nor what signs it. */
function isLeftOut(type: number, rdata: Uint8Array): boolean {
  return type === RRType.ZONEMD || (type === RRType.RRSIG && u16At(rdata, 0) === RRType.ZONEMD);
}

/** A label's length is no letter. */
function canonicalOwner(owner: Uint8Array): Uint8Array {
  return owner.map((octet) => lowerCase[octet]);
}
