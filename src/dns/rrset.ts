// An RRset: the records of one owner, class and type, which DNS treats as one (RFC 2181 §5), and the signatures over it.
// Invariants: RDATA is uncompressed, in canonical order (RFC 4034 §6.3), none twice (RFC 2181 §5); one TTL (RFC 2181 §5.2).
// For rooms that are not in a hurry (resolver, signer, API); zone images hold the same as packed octets.

import type { Name } from "./name.ts";
import { OctetWriter, compareWhole, latin1, sameOctets } from "../base/octets.ts";
import { canonicalRdata } from "./rdata.ts";

export interface RRset {
  readonly owner: Name;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  /** RDATA of each record, case kept. */
  readonly rdatas: readonly Uint8Array[];
  /** RDATA of the RRSIGs that cover it; none in an unsigned zone. */
  readonly signatures: readonly Uint8Array[];
}

/** Builds an RRset from valid RDATA in any order; records that differ only in what canonical form folds are one (RFC 4034 §6.3). */
export function makeRRset(
  owner: Name,
  type: number,
  recordClass: number,
  ttlSeconds: number,
  rdatas: readonly Uint8Array[],
  signatures: readonly Uint8Array[] = [],
): RRset {
  return { owner, type, class: recordClass, ttlSeconds, rdatas: canonicalOrder(type, rdatas), signatures };
}

/** RDATA in canonical order, duplicates left out. */
export function canonicalOrder(type: number, rdatas: readonly Uint8Array[]): Uint8Array[] {
  const keyed = rdatas.map((rdata) => ({ rdata, key: canonicalCopy(type, rdata) }));
  keyed.sort((a, b) => compareWhole(a.key, b.key));
  return keyed.filter(({ key }, i) => i === 0 || compareWhole(key, keyed[i - 1].key) !== 0).map(({ rdata }) => rdata);
}

/** The same for RRsets of one owner and type: for maps of a zone's sets. */
export function setKey({ owner, type }: Pick<RRset, "owner" | "type">): string {
  return `${type} ${owner.key}`;
}

/** For how many seconds all of the sets hold; Infinity where there are none. */
export function leastTtl(sets: readonly RRset[]): number {
  return sets.reduce((least, { ttlSeconds }) => Math.min(least, ttlSeconds), Number.POSITIVE_INFINITY);
}

/** Whether two RRsets hold the same records, TTL and signatures apart. */
export function sameRecords(a: RRset, b: RRset): boolean {
  if (a.type !== b.type || a.class !== b.class || a.rdatas.length !== b.rdatas.length || !a.owner.equals(b.owner))
    return false;
  return a.rdatas.every((rdata, i) => sameOctets(canonicalCopy(a.type, rdata), canonicalCopy(b.type, b.rdatas[i])));
}

/** Valid RDATA in canonical form (RFC 4034 §6.2). */
export function canonicalCopy(type: number, rdata: Uint8Array): Uint8Array {
  return canonical(type, rdata).copy();
}

/** The same as a text, for maps and sets: RDATA has the same where the records of a type are the same. */
export function rdataKey(type: number, rdata: Uint8Array): string {
  const { bytes, length } = canonical(type, rdata);
  return latin1(bytes, 0, length);
}

const scratch = new OctetWriter();

/** Good until the next call. */
function canonical(type: number, rdata: Uint8Array): OctetWriter {
  scratch.clear();
  canonicalRdata(type, rdata, 0, rdata.length, scratch);
  return scratch;
}
