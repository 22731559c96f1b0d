// How a zone of the lab is signed wrongly, by a word in a network file: what becomes of its sets after they were signed, of its
// DS at the parent, of its key. Each is a mistake that real zones make. docs/lab.md tells them.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { SigningKey } from "../../dnssec/sign.ts";
import { RRType } from "../../dns/types.ts";
import { keyTag } from "../../dnssec/dnskey.ts";
import { signRRset } from "../../dnssec/sign.ts";
import { nextKey } from "./keys.ts";
import { type Times, times } from "./times.ts";

/** The zone that is spoiled, and the key that signs it. */
export interface Signer {
  readonly apex: Name;
  readonly key: SigningKey;
}

export interface SigningFault {
  readonly about: string;
  /** What becomes of a signed set; null: it is gone. Sets of other types than the fault is for are left alone. */
  readonly spoil?: (set: RRset, signer: Signer) => RRset | null;
  /** What becomes of the DS that the parent has. */
  readonly spoilDs?: (rdata: Uint8Array) => Uint8Array;
  /** The flags of the zone's key, 257 else. */
  readonly flags?: number;
  /** What is told of the key everywhere, in the DNSKEY set, in signatures and in the DS. */
  readonly disguise?: (key: SigningKey) => SigningKey;
}

const unassignedAlgorithm = 200;
const unassignedDigest = 200;

export const signingFaults: ReadonlyMap<string, SigningFault> = new Map<string, SigningFault>([
  ["expired", { about: "its signatures have expired", spoil: resigned(times.past) }],
  ["early", { about: "its signatures are not valid yet", spoil: resigned(times.future) }],
  ["backwards", { about: "its signatures expire before they begin", spoil: resigned(times.backwards) }],
  ["unsigned", { about: "its sets are not signed", spoil: (set) => ({ ...set, signatures: [] }) }],
  ["stripped", { about: "nothing of its signing is left, though the parent vouches for it", spoil: stripped }],
  ["forged", { about: "its signatures are wrong", spoil: forged }],
  ["unproven", { about: "it proves nothing: its NSEC and NSEC3 records are gone", spoil: withoutProofs }],
  ["without-key", { about: "its DNSKEY set is gone", spoil: (set) => (set.type === RRType.DNSKEY ? null : set) }],
  ["gone-key", { about: "its sets are signed by a key that was taken away too early", spoil: byGoneKey }],
  ["not-for-zones", { about: "its key is not marked as one for zones", flags: 0x0001 }],
  ["other-ds", { about: "the parent vouches for another key", spoilDs: changedDigest }],
  [
    "unknown-digest",
    { about: "the parent's DS is of a digest that nobody knows", spoilDs: withOctet(3, unassignedDigest) },
  ],
  ["unknown-algorithm", { about: "it is signed with an algorithm that nobody knows", disguise: ofUnknownAlgorithm }],
]);

function resigned(wrong: Times): NonNullable<SigningFault["spoil"]> {
  return (set, { apex, key }) =>
    set.signatures.length === 0 ? set : { ...set, signatures: [signRRset(set, apex, key, wrong)] };
}

function forged(set: RRset): RRset {
  return { ...set, signatures: set.signatures.map((rdata) => withOctet(-1, rdata[rdata.length - 1] ^ 1)(rdata)) };
}

function withoutProofs(set: RRset): RRset | null {
  return set.type === RRType.NSEC || set.type === RRType.NSEC3 ? null : set;
}

/** What a zone has of being signed: its keys and its chain. */
const madeBySigning: readonly number[] = [RRType.DNSKEY, RRType.NSEC, RRType.NSEC3, RRType.NSEC3PARAM];

function stripped(set: RRset): RRset | null {
  return madeBySigning.includes(set.type) ? null : { ...set, signatures: [] };
}

/** A rollover in the wrong order: the DNSKEY set knows the new key alone, everything else still has the old one's signatures. */
function byGoneKey(set: RRset, { apex, key }: Signer): RRset {
  if (set.type === RRType.DNSKEY || set.signatures.length === 0) return set;
  return { ...set, signatures: [signRRset(set, apex, nextKey(apex, key.algorithm), times.usual)] };
}

function ofUnknownAlgorithm(key: SigningKey): SigningKey {
  const dnskey = withOctet(3, unassignedAlgorithm)(key.dnskey);
  return { dnskey, tag: keyTag(dnskey), algorithm: unassignedAlgorithm, sign: (data) => key.sign(data) };
}

function changedDigest(rdata: Uint8Array): Uint8Array {
  return withOctet(-1, rdata[rdata.length - 1] ^ 1)(rdata);
}

/** A copy with one octet changed; `at` counts from the end when it is negative. */
function withOctet(at: number, octet: number): (rdata: Uint8Array) => Uint8Array {
  return (rdata) => rdata.with(at, octet);
}
