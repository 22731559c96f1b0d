// What a task's answer claims, and what must be known of each claim to judge it: the sets of the answer, each with the proofs
// that came along, and the denial at its end. CNAMEs that we made from a DNAME claim nothing: the DNAME does.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { Origin, Security } from "../question.ts";

/** A set of the answer. */
export interface Claim {
  readonly kind: "set";
  readonly set: RRset;
  /** NSEC or NSEC3 sets that came beside it: a wildcard stood in, and must have been right to (RFC 4035 §3.1.3.3). Once it is secure only those that are signed. */
  proofs: readonly RRset[];
  readonly origin: Origin;
  /** What the cache knows of it already; else "unchecked", until it is judged. */
  security: Security;
}

export interface DenialClaim {
  readonly kind: "nodata" | "nxdomain";
  /** What is denied, which may be a name above the one that is sought (RFC 8020). */
  readonly name: Name;
  readonly type: number;
  /** The SOA first, then proofs; empty when no SOA came. */
  readonly authority: readonly RRset[];
  readonly origin: Origin;
  security: Security;
}
