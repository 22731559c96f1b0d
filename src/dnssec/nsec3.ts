// NSEC3: the next hash of a zone's names, and the types at this one (RFC 5155 §3). Only arithmetic, as in ./nsec.ts.
// Hashes lie on a ring: the last record leads to the first. How often a name may be hashed is the caller's limit;
// nothing here loops more often than it was told.

import { base32hex, DigitDecoder } from "../base/encodings.ts";
import { compareWhole, lowerCase, OctetWriter, sameOctets, u16At } from "../base/octets.ts";
import { sha1 } from "../base/sha1.ts";
import { maxNameOctets, type Name } from "../dns/name.ts";
import { validateRdata } from "../dns/rdata.ts";
import { RRType } from "../dns/types.ts";

export interface Nsec3 {
  readonly owner: Name;
  /** The owner's hash, out of its first label. */
  readonly hash: Uint8Array;
  readonly algorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly next: Uint8Array;
  readonly rdata: Uint8Array;
  /** Where the set of types begins in the RDATA. */
  readonly bitmapAt: number;
}

export const nsec3Sha1 = 1; // RFC 5155 §11
export const hashOctets = 20;
const optOut = 0x01; // RFC 5155 §3.1.2.1

/**
 * Reads an NSEC3 record; null for one that must be ignored: an owner that is not one hash directly below the zone
 * (RFC 5155 §3), another hash than SHA-1 (RFC 5155 §8.1), flags that nobody defined (RFC 5155 §8.2).
 */
export function readNsec3(owner: Name, zone: Name, rdata: Uint8Array): Nsec3 | null {
  if (!validateRdata(RRType.NSEC3, rdata, 0, rdata.length)) return null;
  const [algorithm, flags] = rdata;
  if (algorithm !== nsec3Sha1 || (flags & ~optOut) !== 0) return null;
  const nextAt = 6 + rdata[4];
  const bitmapAt = nextAt + rdata[nextAt - 1];
  const hash = hashOf(owner, zone);
  if (hash === null || bitmapAt - nextAt !== hashOctets) return null;
  return {
    owner,
    hash,
    algorithm,
    flags,
    iterations: u16At(rdata, 2),
    salt: rdata.subarray(5, nextAt - 1),
    next: rdata.subarray(nextAt, bitmapAt),
    rdata,
    bitmapAt,
  };
}

/** The hash that the owner's first label spells in base32hex, where the rest of it is the zone. */
function hashOf(owner: Name, zone: Name): Uint8Array | null {
  if (owner.isRoot || !owner.parent.equals(zone)) return null;
  const decoder = new DigitDecoder(base32hex);
  const out = new OctetWriter(hashOctets);
  const spelt = decoder.feed(owner.wire, 1, 1 + owner.wire[0], out) < 0 && decoder.finish();
  return spelt && out.length === hashOctets ? out.copy() : null;
}

/** A name and a salt, or a hash and a salt. */
const input = new Uint8Array(maxNameOctets + 255);

/**
 * IH(salt, x, 0) = H(x | salt), IH(salt, x, k) = H(IH(salt, x, k - 1) | salt), into `out[0, 20)` (RFC 5155 §5).
 * `wire` holds a name at `start`, in whatever case; the salt is `octets[salt, saltEnd)`. Allocates nothing.
 */
export function hashWire(
  wire: Uint8Array,
  start: number,
  octets: Uint8Array,
  salt: number,
  saltEnd: number,
  iterations: number,
  out: Uint8Array,
): void {
  let size = 0;
  // Length octets are below 64 and so never letters; the name's end is the root label.
  for (let i = start; ; i += wire[i] + 1) {
    const end = i + wire[i];
    for (let k = i; k <= end; k++) input[size++] = lowerCase[wire[k]];
    if (wire[i] === 0) break;
  }
  for (let round = 0; round <= iterations; round++) {
    for (let i = salt; i < saltEnd; i++) input[size++] = octets[i];
    sha1(input, 0, size, input, 0);
    size = hashOctets;
  }
  for (let i = 0; i < hashOctets; i++) out[i] = input[i];
}

/** The hash of a name, or of a name's wire form (RFC 5155 §5). */
export function hashName(name: Name | Uint8Array, salt: Uint8Array, iterations: number): Uint8Array {
  const hash = new Uint8Array(hashOctets);
  hashWire(name instanceof Uint8Array ? name : name.wire, 0, salt, 0, salt.length, iterations, hash);
  return hash;
}

export function nsec3Matches(nsec3: Nsec3, hash: Uint8Array): boolean {
  return sameOctets(nsec3.hash, hash);
}

/** Whether the hash lies strictly between the owner's and the next one, on the ring (RFC 5155 §1.3, "cover"). */
export function nsec3Covers({ hash: owner, next }: Nsec3, hash: Uint8Array): boolean {
  const isAfterOwner = compareWhole(owner, hash) < 0;
  const isBeforeNext = compareWhole(hash, next) < 0;
  if (compareWhole(owner, next) < 0) return isAfterOwner && isBeforeNext;
  // The last record; with one record alone, the owner is its own next (RFC 5155 §7.1).
  return isAfterOwner || isBeforeNext;
}

/** Whether unsigned delegations may lie in what the record covers (RFC 5155 §6). */
export function isOptOut({ flags }: Nsec3): boolean {
  return (flags & optOut) !== 0;
}

/** Whether two records are of one chain: hashed alike (RFC 5155 §8.2). */
export function isHashedAlike(a: Nsec3, b: Nsec3): boolean {
  return a.iterations === b.iterations && sameOctets(a.salt, b.salt);
}
