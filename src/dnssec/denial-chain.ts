// The chain that proves what a zone has not: NSEC over its names (RFC 4034 §4), or NSEC3 over their hashes (RFC 5155 §7.1).
// Each record says which types are at its name, and which name, or hash, comes next; the last leads to the first.
// A signer lays the chain, and a verifier asks here what each record should have said.

import { base32hex, encodeDigits } from "../base/encodings.ts";
import { compareWhole, OctetWriter } from "../base/octets.ts";
import { Class } from "../dns/codes.ts";
import { composeTypes } from "../dns/fields/bitmaps.ts";
import { Name } from "../dns/name.ts";
import { makeRRset, type RRset } from "../dns/rrset.ts";
import { RRType } from "../dns/types.ts";
import { hashName, hashOctets, nsec3Sha1 } from "./nsec3.ts";
import { has, type OutlinedName } from "./zone-outline.ts";

export interface HashedDenial {
  readonly kind: "nsec3";
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Whether unsigned delegations are left out (RFC 5155 §6). */
  readonly optOut: boolean;
}

export type Denial = { readonly kind: "nsec" } | HashedDenial;

/** As RFC 9276 §3.1 wants it: no salt, no further iterations. */
export const plainNsec3: HashedDenial = { kind: "nsec3", salt: new Uint8Array(), iterations: 0, optOut: false };

/** The NSEC or NSEC3 sets of an outlined zone, which holds the NSEC3PARAM already. */
export function makeChain(apex: Name, outline: readonly OutlinedName[], ttlSeconds: number, denial: Denial): RRset[] {
  return denial.kind === "nsec"
    ? nsecChain(outline, ttlSeconds)
    : nsec3Chain(apex, outline.filter(chainedIn(denial)), ttlSeconds, denial);
}

/** RFC 5155 §4: how names are hashed. Flags are zero there, whatever the records say (RFC 5155 §4.1.2). */
export function nsec3Param({ salt, iterations }: HashedDenial): Uint8Array {
  return parameters(0, iterations, salt);
}

/** Names that have a record of an NSEC chain: those with records (RFC 4035 §2.3). */
export function hasNsec({ kind }: OutlinedName): boolean {
  return kind === "authoritative" || kind === "delegation";
}

/**
 * Which names have an NSEC3 (RFC 5155 §7.1): all of the zone's own, the empty ones too. With opt-out, no delegation without
 * DS, and no empty name that only leads to such.
 */
export function chainedIn({
  optOut,
}: HashedDenial): (name: OutlinedName, i: number, all: readonly OutlinedName[]) => boolean {
  return (name, i, all) => {
    if (name.kind === "occluded") return false;
    if (!optOut || name.kind === "authoritative") return true;
    if (name.kind === "delegation") return has(name.sets, RRType.DS);
    // What lies below an empty name follows it.
    for (let k = i + 1; k < all.length && all[k].place.startsWith(name.place); k++) {
      const { kind, sets } = all[k];
      if (kind === "authoritative" || (kind === "delegation" && has(sets, RRType.DS))) return true;
    }
    return false;
  };
}

/** The types that a name's record tells of (RFC 4035 §2.3, RFC 5155 §7.1): at a delegation those of the parent alone. */
export function typesAt({ kind, sets }: OutlinedName, denial: Denial["kind"]): number[] {
  const types = sets
    .map(({ type }) => type)
    .filter((type) => kind !== "delegation" || type === RRType.NS || type === RRType.DS);
  if (denial === "nsec") return [...types, RRType.RRSIG, RRType.NSEC];
  // A hashed record stands at another name, so only what else is here can be signed here.
  const isSigned = kind === "authoritative" || types.includes(RRType.DS);
  return isSigned ? [...types, RRType.RRSIG] : types;
}

function nsecChain(outline: readonly OutlinedName[], ttlSeconds: number): RRset[] {
  const names = outline.filter(hasNsec);
  return names.map((each, i) => {
    const next = names[(i + 1) % names.length].name;
    const out = new OctetWriter(64);
    out.octets(next.wire);
    composeTypes(typesAt(each, "nsec"), out);
    return makeRRset(each.name, RRType.NSEC, Class.IN, ttlSeconds, [out.copy()]);
  });
}

function nsec3Chain(
  apex: Name,
  names: readonly OutlinedName[],
  ttlSeconds: number,
  { salt, iterations, optOut }: HashedDenial,
): RRset[] {
  const hashed = names.map((each) => ({ each, hash: hashName(each.name, salt, iterations) }));
  hashed.sort((a, b) => compareWhole(a.hash, b.hash));
  return hashed.map(({ each, hash }, i) => {
    const out = new OctetWriter(64);
    out.octets(parameters(optOut ? 1 : 0, iterations, salt));
    out.u8(hashOctets);
    out.octets(hashed[(i + 1) % hashed.length].hash);
    composeTypes(typesAt(each, "nsec3"), out);
    return makeRRset(hashedOwner(apex, hash), RRType.NSEC3, Class.IN, ttlSeconds, [out.copy()]);
  });
}

function parameters(flags: number, iterations: number, salt: Uint8Array): Uint8Array {
  return Uint8Array.of(nsec3Sha1, flags, iterations >>> 8, iterations & 0xff, salt.length, ...salt);
}

/** The hash in base32hex, as a label below the apex (RFC 5155 §3). */
function hashedOwner({ wire }: Name, hash: Uint8Array): Name {
  const digits = encodeDigits(base32hex, hash);
  return new Name(Uint8Array.of(digits.length, ...new TextEncoder().encode(digits), ...wire));
}
