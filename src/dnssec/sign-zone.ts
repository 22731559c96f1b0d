// Signing a whole zone (RFC 4035 §2): keys, a chain of NSEC or NSEC3, and a signature over every set that is the zone's own.
// Of the keys, those with the entry-point flag sign the DNSKEY set and what is for the parent (RFC 7344 §4.1), the others
// the rest; where an algorithm has one kind only, that signs everything, as each algorithm must sign all (RFC 4035 §2.2).
// What an earlier signing left - signatures, chain, NSEC3PARAM - is dropped, so a zone can be signed anew from its file.

import { Class } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import { makeRRset, type RRset } from "../dns/rrset.ts";
import { soaMinimum, soaSerial } from "../dns/soa.ts";
import { RRType } from "../dns/types.ts";
import type { DnssecCrypto } from "./crypto.ts";
import { type Denial, makeChain, nsec3Param } from "./denial-chain.ts";
import { isEntryPoint, isRevoked, readDnsKey } from "./dnskey.ts";
import { makeDs } from "./ds.ts";
import type { KeptSignatures } from "./kept-signatures.ts";
import { type SignatureTimes, type SigningKey, signRRset } from "./sign.ts";
import { makeZonemd, recordsOfSets, type ZoneHash, type ZoneHashNumber } from "./zone-digest.ts";
import { byPlace, outlineZone, type OutlinedName, placeOf } from "./zone-outline.ts";

export interface ZoneSigning {
  readonly keys: readonly SigningKey[];
  /** Of every signature, or of those at a name: who signs again and again does not want all to end at once. */
  readonly times: SignatureTimes | ((owner: Name) => SignatureTimes);
  /** Those of before that are good still, which are then not made again. */
  readonly kept?: KeptSignatures | null;
  readonly denial: Denial;
  /** With it, CDS and CDNSKEY tell the parent of the keys that sign the DNSKEY set (RFC 7344 §4); null leaves them as they are. */
  readonly parentDigest: DnssecCrypto | null;
  /** With it, ZONEMD digests the whole zone (RFC 8976); without, one that is there already stays, and is right no more. */
  readonly zoneDigest?: { readonly number: ZoneHashNumber; readonly hash: ZoneHash } | null;
}

/** Hashes that a zone can be digested by, as people write them. */
export const digestWords = ["sha384", "sha512"] as const;
export type DigestWord = (typeof digestWords)[number];
const digestNumbers: Readonly<Record<DigestWord, ZoneHashNumber>> = { sha384: 1, sha512: 2 };

/** The sets that a zone's signing makes, and what is dropped of an earlier one. */
const madeBySigning: readonly number[] = [RRType.RRSIG, RRType.NSEC, RRType.NSEC3, RRType.NSEC3PARAM];
/** What at the apex the keys that a parent knows sign, not the zone's others. */
const roleOf: Readonly<Record<number, keyof Signers>> = {
  [RRType.DNSKEY]: "keys",
  [RRType.CDS]: "parent",
  [RRType.CDNSKEY]: "parent",
};

/** The zone's sets, signed, in canonical order. `sets` hold the SOA, as every zone that loads does. */
export function signZone(apex: Name, sets: readonly RRset[], signing: ZoneSigning): RRset[] {
  const kept = sets.filter(({ type }) => !madeBySigning.includes(type)).map((set) => ({ ...set, signatures: [] }));
  const plain = [...kept.filter((set) => !isReplaced(apex, set, signing)), ...keySets(apex, kept, signing)];
  const ttlSeconds = negativeTtl(apex, plain);
  const { denial } = signing;
  if (denial.kind === "nsec3")
    plain.push(makeRRset(apex, RRType.NSEC3PARAM, Class.IN, ttlSeconds, [nsec3Param(denial)]));
  const { zoneDigest = null } = signing;
  // The chain says that there is a digest before there is one (RFC 8976 §3.2).
  if (zoneDigest !== null)
    plain.push(makeRRset(apex, RRType.ZONEMD, Class.IN, soaOf(apex, plain)?.ttlSeconds ?? 0, [new Uint8Array()]));
  const outline = outlineZone(apex, plain);
  const signers = signersOf(signing.keys);
  const sign = (set: RRset): RRset => {
    const keys = signers[set.owner.equals(apex) ? (roleOf[set.type] ?? "zone") : "zone"];
    return { ...set, signatures: keys.map((key) => signatureOf(set, apex, key, signing)) };
  };
  const signed = outline.flatMap((name) => name.sets.map((set) => (isSigned(name, set.type) ? sign(set) : set)));
  const chain = makeChain(apex, outline, ttlSeconds, denial).map(sign);
  const whole = inOrder([...signed, ...chain]);
  return zoneDigest === null ? whole : digestedZone(apex, whole, zoneDigest, sign);
}

/** A digest by the hash that is wanted, or by that of one which is there already and would be of the zone as it was; null for none. */
export function digestOf(
  apex: Name,
  sets: readonly RRset[],
  wanted: DigestWord | null,
  hash: ZoneHash,
): NonNullable<ZoneSigning["zoneDigest"]> | null {
  const there = sets.find(({ owner, type }) => type === RRType.ZONEMD && owner.equals(apex))?.rdatas[0][5];
  const number = wanted === null ? there : digestNumbers[wanted];
  return number === 1 || number === 2 ? { number, hash } : null;
}

function signatureOf(set: RRset, apex: Name, key: SigningKey, { times, kept = null }: ZoneSigning): Uint8Array {
  const old = kept?.of(set, key) ?? null;
  return old ?? signRRset(set, apex, key, typeof times === "function" ? times(set.owner) : times);
}

/** The zone with its digest in the place that was kept for it, signed at last (RFC 8976 §3.4). */
function digestedZone(
  apex: Name,
  sets: readonly RRset[],
  { number, hash }: NonNullable<ZoneSigning["zoneDigest"]>,
  sign: (set: RRset) => RRset,
): RRset[] {
  const isDigest = ({ owner, type }: RRset): boolean => type === RRType.ZONEMD && owner.equals(apex);
  const soa = soaOf(apex, sets);
  const serial = soa === undefined ? 0 : soaSerial(soa.rdatas[0]);
  const rdata = makeZonemd(apex, serial, number, recordsOfSets(sets), hash);
  return sets.map((set) => (isDigest(set) ? sign({ ...set, rdatas: [rdata] }) : set));
}

function soaOf(apex: Name, sets: readonly RRset[]): RRset | undefined {
  return sets.find(({ owner, type }) => type === RRType.SOA && owner.equals(apex));
}

/** Whether a set is the zone's own to sign (RFC 4035 §2.2): at a delegation, what the parent says of the child's keys alone. */
export function isSigned({ kind }: OutlinedName, type: number): boolean {
  return kind === "authoritative" || (kind === "delegation" && type === RRType.DS);
}

/** Sets in canonical order of their owners (RFC 4034 §6.1), by type within one. */
function inOrder(sets: readonly RRset[]): RRset[] {
  const placed = sets.map((set) => ({ set, place: placeOf(set.owner) }));
  placed.sort((a, b) => byPlace(a, b) || a.set.type - b.set.type);
  return placed.map(({ set }) => set);
}

/** Negative answers live as long as the SOA and its minimum allow, and so do their proofs (RFC 9077 §3). */
function negativeTtl(apex: Name, sets: readonly RRset[]): number {
  const soa = soaOf(apex, sets);
  return soa === undefined ? 0 : Math.min(soa.ttlSeconds, soaMinimum(soa.rdatas[0]));
}

function isReplaced(apex: Name, { owner, type }: RRset, { parentDigest, zoneDigest }: ZoneSigning): boolean {
  if (!owner.equals(apex)) return false;
  if (type === RRType.ZONEMD) return (zoneDigest ?? null) !== null;
  return type === RRType.DNSKEY || (parentDigest !== null && (type === RRType.CDS || type === RRType.CDNSKEY));
}

/** DNSKEY, with the keys that the zone had already, and CDS and CDNSKEY where they are wanted. */
function keySets(apex: Name, sets: readonly RRset[], { keys, parentDigest }: ZoneSigning): RRset[] {
  const old = sets.find(({ owner, type }) => type === RRType.DNSKEY && owner.equals(apex));
  const ttlSeconds = old?.ttlSeconds ?? soaOf(apex, sets)?.ttlSeconds ?? 0;
  const make = (type: number, rdatas: readonly Uint8Array[]): RRset =>
    makeRRset(apex, type, Class.IN, ttlSeconds, rdatas);
  const made = [make(RRType.DNSKEY, [...(old?.rdatas ?? []), ...keys.map(({ dnskey }) => dnskey)])];
  if (parentDigest === null) return made;
  const named = signersOf(keys).parent.map(({ dnskey }) => dnskey);
  const digests = named.map((dnskey) => makeDs(apex, readDnsKey(dnskey), 2, parentDigest));
  return [...made, make(RRType.CDS, digests), make(RRType.CDNSKEY, named)];
}

interface Signers {
  /** Of the DNSKEY set. */
  readonly keys: readonly SigningKey[];
  /** Of all else. */
  readonly zone: readonly SigningKey[];
  /** Of what is for the parent: those that its DS may name. */
  readonly parent: readonly SigningKey[];
}

/** Who signs what, for each algorithm by itself. A key that was taken back signs the keys, to say so (RFC 5011 §2.1). */
export function signersOf(keys: readonly SigningKey[]): Signers {
  const live = keys.filter(isLive);
  const revoked = keys.filter((key) => !isLive(key));
  const parent = preferred(live, isEntry);
  return { keys: [...parent, ...revoked], zone: preferred(live, (key) => !isEntry(key)), parent };
}

const isLive = ({ dnskey }: SigningKey): boolean => !isRevoked(readDnsKey(dnskey));
const isEntry = ({ dnskey }: SigningKey): boolean => isEntryPoint(readDnsKey(dnskey));

/** Of each algorithm the keys that are wanted, or all where none is. */
function preferred(keys: readonly SigningKey[], wanted: (key: SigningKey) => boolean): SigningKey[] {
  const groups = [...Map.groupBy(keys, ({ algorithm }) => algorithm).values()];
  return groups.flatMap((group) => (group.some(wanted) ? group.filter(wanted) : group));
}
