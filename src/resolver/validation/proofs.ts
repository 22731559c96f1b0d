// The NSEC and NSEC3 sets beside a denial, verified: what is not signed by the zone proves nothing. One that was itself made
// from a wildcard speaks of no name (RFC 4035 §5.4), so it is put aside as well.

import type { RRset } from "../../dns/rrset.ts";
import type { Reason } from "../../dnssec/proof.ts";
import type { Trace } from "../../trace/steps.ts";
import type { Fault } from "./faults.ts";
import type { Look } from "./look.ts";
import type { SecureTrust } from "./trust.ts";
import { RRType } from "../../dns/types.ts";
import { type Proofs, proofsIn } from "../../dnssec/denial.ts";
import { verifyRRset } from "../../dnssec/verify.ts";
import { maxTrustSeconds } from "./look.ts";

export interface VerifiedProofs {
  readonly proofs: Proofs;
  /** The sets that they stand in. */
  readonly sets: readonly RRset[];
  /** How long they may be believed. */
  readonly ttlSeconds: number;
  /** What is wrong with the first one that is not signed as it should be. */
  readonly fault: Fault | null;
}

export function verifiedProofs(
  authority: readonly RRset[],
  { zone, keys }: Pick<SecureTrust, "zone" | "keys">,
  look: Look,
): VerifiedProofs {
  const sets: RRset[] = [];
  let ttlSeconds = maxTrustSeconds;
  let fault: Fault | null = null;
  for (const set of authority) {
    if (set.type !== RRType.NSEC && set.type !== RRType.NSEC3) continue;
    const checked = verifyRRset(set, zone, keys, look);
    if (checked.kind === "invalid") fault ??= checked;
    if (checked.kind === "invalid" || checked.source !== null) continue;
    sets.push(set);
    ttlSeconds = Math.min(ttlSeconds, checked.ttlSeconds);
  }
  return { proofs: proofsIn(zone, sets, look.work), sets, ttlSeconds, fault };
}

/** Tells what each record contributes to a proof. */
export function tellReasons(reasons: readonly Reason[], trace: Trace | null): void {
  if (trace === null) return;
  for (const { by, says, about } of reasons) trace.note("validate.shows", { by, about, says });
}
