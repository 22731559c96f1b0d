// The words of denials, shared by both kinds of proof (./denial.ts, ./denial-nsec3.ts): what a proof may come to, what single
// records contribute, and what the type bits of one of them say. Both kinds have the same bits (RFC 4034 §4.1.2, RFC 5155 §3.2.1).

import type { Nsec } from "./nsec.ts";
import { maxNameOctets, Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { hasType, typesIn } from "./nsec.ts";

/**
 * "opt-out": what is denied lies where unsigned delegations are left out, so it is true but not secure (RFC 5155 §9.2).
 * "iterations": more of them than we compute; the zone counts as insecure (RFC 9276 §3.2).
 */
export type Proof = "proven" | "opt-out" | "iterations" | "unproven";

/** One record and what it contributes, for the telling. */
export interface Reason {
  readonly by: Name;
  readonly says:
    | "the name does not exist"
    | "the type does not exist"
    | "no wildcard stands in"
    | "closest encloser"
    | "only names below exist"
    | "no more than an unsigned delegation may be there";
  readonly about: Name;
}

export interface Finding {
  readonly proof: Proof;
  readonly reasons: readonly Reason[];
}

export const unproven: Finding = { proof: "unproven", reasons: [] };

/** What a parent proves about a name without DS: an unsigned delegation, or no delegation at all (RFC 4035 §5.2, RFC 6840 §4.4). */
export interface NoDs extends Finding {
  readonly means: "unsigned delegation" | "no delegation";
}

/** What a record at a name itself says of its delegation; null when it says nothing of it: there is a DS, or it is the child's. */
export function delegationWithoutDs(rdata: Uint8Array, bitmapAt: number): NoDs["means"] | null {
  if (hasType(rdata, bitmapAt, RRType.DS) || hasType(rdata, bitmapAt, RRType.SOA)) return null;
  return hasType(rdata, bitmapAt, RRType.NS) ? "unsigned delegation" : "no delegation";
}

/** Whether a record at the name itself says that it has no such type, and has a say about it (RFC 6840 §4.1, §4.3). */
export function deniesType({ rdata, bitmapAt }: Pick<Nsec, "rdata" | "bitmapAt">, name: Name, type: number): boolean {
  if (type === RRType.ANY) return hasNothing(rdata, bitmapAt);
  if (hasType(rdata, bitmapAt, type) || hasType(rdata, bitmapAt, RRType.CNAME)) return false;
  // The DS is the parent's to deny, all else at a cut the child's.
  if (type === RRType.DS) return !hasType(rdata, bitmapAt, RRType.SOA) || name.isRoot;
  return !isCut(rdata, bitmapAt);
}

/** Whether the types are those of the proof alone: a name that exists only by names below it or by this record, or not at all. */
function hasNothing(rdata: Uint8Array, bitmapAt: number): boolean {
  return typesIn(rdata, bitmapAt).every((type) => ofProofs.has(type));
}

/** What a proof itself puts into its list; a compact one says by NXNAME that the name is none (RFC 9824 §3.1). */
const ofProofs: ReadonlySet<number> = new Set([RRType.NSEC, RRType.RRSIG, RRType.NXNAME]);

/** NS without SOA: the parent's side of a cut. */
export function isCut(rdata: Uint8Array, bitmapAt: number): boolean {
  return hasType(rdata, bitmapAt, RRType.NS) && !hasType(rdata, bitmapAt, RRType.SOA);
}

/** `*.encloser`, or null when that is longer than a name may be. */
export function wildcardBelow(encloser: Name): Name | null {
  if (encloser.wire.length + 2 > maxNameOctets) return null;
  const wire = new Uint8Array(encloser.wire.length + 2);
  wire.set([1, 0x2a]);
  wire.set(encloser.wire, 2);
  return new Name(wire);
}
