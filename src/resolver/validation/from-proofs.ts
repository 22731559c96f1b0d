// An answer that nobody need be asked for: what a zone proved a while ago covers this name as well (RFC 8198 §5), so it does not
// exist, or a wildcard that is known stands in. It is as good as the zone's own answer, and keeps floods of invented names from its servers (RFC 8198 §6).

import { Name } from "../../dns/name.ts";
import { leastTtl, type RRset } from "../../dns/rrset.ts";
import type { Finding } from "../../dnssec/proof.ts";
import type { Question } from "../question.ts";
import type { World } from "../world.ts";
import type { Bearing } from "./proof-store.ts";
import { maxNsec3Hashes } from "../../base/limits.ts";
import { RRType } from "../../dns/types.ts";
import { type Proofs, proofsIn, proveExpansion, proveNodata, proveNxdomain } from "../../dnssec/denial.ts";

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
    const known = proofsIn(bearing.zone, bearing.sets, { hashesLeft: maxNsec3Hashes });
    const found = expansion(bearing, known, name) ?? denial(bearing, known, question);
    if (found !== null) return { ...found, zone: bearing.zone };
  }
  return null;
}

function denial(bearing: Bearing, known: Proofs, { name, type }: Question): FromProofs | null {
  const { soa } = bearing;
  if (soa === null) return null;
  for (const kind of ["nxdomain", "nodata"] as const) {
    const found = kind === "nxdomain" ? proveNxdomain(known, name) : proveNodata(known, name, type);
    if (found.proof !== "proven") continue;
    const authority = [soa, ...usedIn(bearing, found)];
    return { kind, authority, ttlSeconds: leastTtl(authority) };
  }
  return null;
}

function expansion(bearing: Bearing, known: Proofs, name: Name): FromProofs | null {
  for (const wildcard of bearing.wildcards) {
    const found = proveExpansion(known, name, wildcard.owner);
    if (found.proof !== "proven") continue;
    const proofs = usedIn(bearing, found);
    const ttlSeconds = leastTtl([wildcard, ...proofs]);
    return { kind: "expansion", set: { ...wildcard, owner: name, ttlSeconds }, proofs };
  }
  return null;
}

function usedIn({ sets }: Bearing, { reasons }: Finding): RRset[] {
  return sets.filter(({ owner }) => reasons.some(({ by }) => by.equals(owner)));
}
