// A question, and what became of it: a value that is computed first and written into messages later (./reply.ts).
// Class IN is the only one that is resolved, so a question is a name and a type.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";

export interface Question {
  readonly name: Name;
  readonly type: number;
}

/** Equal questions have equal keys. Class IN is the only one that is resolved. */
export function questionKey(question: Question): string {
  return `${question.name.key}/${question.type}`;
}

/** What is known about an answer's signatures (RFC 4035 §4.3); "unchecked" where nobody looked at them. */
export type Security = "unchecked" | "secure" | "insecure" | "bogus" | "indeterminate";

/** Who said it: shown by traces and by the cache's inspection, never decided upon. */
export interface Origin {
  /** The server's address with its port; "" for what we made ourselves (local zones, synthesis). */
  readonly server: string;
  /** The zone that the server was asked for. */
  readonly zone: Name;
}

export interface ExtendedErrorNote {
  /** A number of dns/codes.ts's ExtendedError. */
  readonly code: number;
  readonly text: string;
}

/** The end of a resolution. TTLs are what is left of them now. */
export interface Resolution {
  readonly question: Question;
  readonly rcode: number;
  /** The chain of CNAMEs in order (each synthesised one after its DNAME), then what was asked for. */
  readonly answer: readonly RRset[];
  /** The SOA of a negative answer; the zone's NS where minimal responses are off; proofs. */
  readonly authority: readonly RRset[];
  readonly additional: readonly RRset[];
  readonly security: Security;
  readonly extendedErrors: readonly ExtendedErrorNote[];
  /** Seconds for which the answer may be given again as it is; 0: it must not be kept. */
  readonly ttlSeconds: number;
  /** An expired answer, given because no server could be reached in time (RFC 8767). */
  readonly stale: boolean;
  /** Queries that were sent for it, its sub-questions included; 0: all of it was in the cache. */
  readonly upstreamQueries: number;
}
