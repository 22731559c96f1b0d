// The RRset cache: what servers said, by name and type, with its trust (RFC 2181 §5.4.1), its origin and its time.
// Answers, negative answers (RFC 2308) and failures (RFC 9520) lie in it; delegations do not: they have a store of their
// own, so that a parent's word about its child is never given as an answer.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { ExtendedErrorNote, Origin, Security } from "../question.ts";

/** How far data is believed; a higher rank replaces a lower one that has not expired, never the other way (RFC 2181 §5.4.1). */
export const Rank = {
  /** Beside an answer: additional data, and glue. Serves to reach servers, never as an answer. */
  additional: 1,
  /** The authority section of an answer without AA, a referral's NS. Never an answer. */
  authority: 2,
  /** The answer section without AA. */
  answer: 3,
  /** The authority section of an answer with AA. */
  authorityAA: 4,
  /** The answer section with AA. */
  answerAA: 5,
} as const;
export type Rank = (typeof Rank)[keyof typeof Rank];

interface EntryTimes {
  /** When it was stored and when its TTL ends, in the clock's milliseconds. */
  readonly storedMs: number;
  readonly expiresMs: number;
  readonly origin: Origin;
  readonly security: Security;
}

/** An RRset: `rrset.ttlSeconds` is the TTL as it was stored (after caps); what is left follows from `expiresMs`. */
export interface DataEntry extends EntryTimes {
  readonly kind: "data";
  readonly rank: Rank;
  readonly rrset: RRset;
  /** NSEC or NSEC3 sets that came along where a wildcard stood in (RFC 4035 §3.1.3.3); mostly none. */
  readonly proofs: readonly RRset[];
}

/** No such type (RFC 2308 §2.2), or no such name: then the entry stands under type 0 and is true of every type. */
export interface NegativeEntry extends EntryTimes {
  readonly kind: "nodata" | "nxdomain";
  readonly rank: Rank;
  /** The SOA, and the proofs beside it; the SOA's owner is the zone that denied. Empty when the server sent none. */
  readonly authority: readonly RRset[];
}

/** No server could answer (RFC 9520 §3.2); `notes` tell why. */
export interface FailureEntry extends EntryTimes {
  readonly kind: "failure";
  readonly notes: readonly ExtendedErrorNote[];
}

export type CacheEntry = DataEntry | NegativeEntry | FailureEntry;

/** The type under which an NXDOMAIN stands. */
export const anyType = 0;

/** Expired data is kept, and given where no server answers, for so long: RFC 8767 §5 suggests one to three days. */
export const maxStaleMs = 86_400_000;

/** The name alone, or all names below it as well. */
export type Reach = "name" | "subtree";

export interface RecordCache {
  /** What is stored, expired or not: the caller compares `expiresMs` (RFC 8767 keeps expired data for a while). */
  find(name: Name, type: number): CacheEntry | null;
  /** Stores an entry; false when an unexpired one of higher rank stands there (RFC 2181 §5.4.1). */
  store(name: Name, type: number, entry: CacheEntry): boolean;
  /** Removes entries: of one type, or of all types when it is null; below the name, too, for "subtree". Returns how many. */
  flush(name: Name, type: number | null, reach: Reach): number;
  /** All entries, in no order. */
  entries(): IterableIterator<{ readonly name: Name; readonly type: number; readonly entry: CacheEntry }>;
  readonly entryCount: number;
  /** Memory that the entries take. */
  readonly octets: number;
}
