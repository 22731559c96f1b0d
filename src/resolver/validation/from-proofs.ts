// An answer that nobody need be asked for: what a zone proved a while ago covers this name as well (RFC 8198 §5), so it does not
// exist, or a wildcard that is known stands in. It is as good as the zone's own answer, and keeps floods of invented names from its servers (RFC 8198 §6).

import { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { Finding } from "../../dnssec/proof.ts";
import type { Nsec } from "../../dnssec/nsec.ts";
import type { Nsec3 } from "../../dnssec/nsec3.ts";
import type { Question } from "../question.ts";
import type { World } from "../world.ts";
import type { Bearing } from "./proof-store.ts";
import { maxNsec3Hashes } from "../../base/limits.ts";
import { RRType } from "../../dns/types.ts";
import { HashedProofs } from "../../dnssec/denial-nsec3.ts";
import { type Proofs, proveExpansion, proveNodata, proveNxdomain } from "../../dnssec/denial.ts";
import { readNsec } from "../../dnssec/nsec.ts";
import { readNsec3 } from "../../dnssec/nsec3.ts";

export type FromProofs =
  | {
      readonly kind: "nodata" | "nxdomain";
      /** The SOA, and the records that prove it. */
      readonly authority: readonly RRset[];
      readonly ttlSeconds: number;
    }
  /** A wildcard that is known stands in, as nothing nearer exists (RFC 8198 §5.3). */
  | { readonly kind: "expansion"; readonly set: RRset; readonly proofs: readonly RRset[] };

export function findProof(
  { proofs, clock, delegations }: World,
  question: Question,
): (FromProofs & { zone: Name }) | null {
  const { name, type } = question;
  // A zone's DS is its parent's to deny (RFC 4035 §3.1.4.1).
  const from = type === RRType.DS && name.labelCount > 0 ? name.parent : name;
  const configured = delegations.configuredAt(from)?.zone ?? Name.root;
  for (const bearing of proofs.near(from, question, clock.nowMs())) {
    // The zones above one whose servers the operator named may know nothing of it.
    if (!bearing.zone.isWithin(configured)) return null;
    const found = expansion(bearing, name) ?? denial(bearing, question);
    if (found !== null) return { ...found, zone: bearing.zone };
  }
  return null;
}

function denial(bearing: Bearing, { name, type }: Question): FromProofs | null {
  const { soa } = bearing;
  if (soa === null) return null;
  const known = proofsOf(bearing);
  for (const kind of ["nxdomain", "nodata"] as const) {
    const found = kind === "nxdomain" ? proveNxdomain(known, name) : proveNodata(known, name, type);
    if (found.proof !== "proven") continue;
    const authority = [soa, ...usedIn(bearing, found)];
    return { kind, authority, ttlSeconds: leastTtl(authority) };
  }
  return null;
}

function expansion(bearing: Bearing, name: Name): FromProofs | null {
  const { wildcards } = bearing;
  if (wildcards.length === 0) return null;
  const known = proofsOf(bearing);
  for (const wildcard of wildcards) {
    const found = proveExpansion(known, name, wildcard.owner);
    if (found.proof !== "proven") continue;
    const proofs = usedIn(bearing, found);
    const ttlSeconds = leastTtl([wildcard, ...proofs]);
    return { kind: "expansion", set: { ...wildcard, owner: name, ttlSeconds }, proofs };
  }
  return null;
}

function proofsOf({ zone, sets }: Bearing): Proofs {
  const nsecs: Nsec[] = [];
  const nsec3s: Nsec3[] = [];
  for (const { owner, type, rdatas } of sets) {
    if (type === RRType.NSEC) nsecs.push(readNsec(owner, rdatas[0]));
    const hashed = type === RRType.NSEC3 ? readNsec3(owner, zone, rdatas[0]) : null;
    if (hashed !== null) nsec3s.push(hashed);
  }
  return { zone, nsecs, hashed: HashedProofs.of(zone, nsec3s, { hashesLeft: maxNsec3Hashes }) };
}

function usedIn({ sets }: Bearing, { reasons }: Finding): RRset[] {
  return sets.filter(({ owner }) => reasons.some(({ by }) => by.equals(owner)));
}

function leastTtl(sets: readonly RRset[]): number {
  return Math.min(...sets.map(({ ttlSeconds }) => ttlSeconds));
}
