// A trust anchor that follows its zone (RFC 5011): what the zone's DNSKEY set, seen again and again, makes of the keys that are
// trusted. A new key that trusted ones vouch for is pending for thirty days, so that whoever stole a key cannot bring in another
// unseen; a key that its owner took back is never trusted again. Each state is a value, each look at the zone makes the next.
//
//   pending -> valid      it was there for the whole hold-down    (AddTime)      pending -> forgotten   it went away   (KeyRem)
//   valid <-> missing     it went away, and came back             (KeyRem, KeyPres); it is trusted all the while
//   valid, missing -> revoked    it is there, taken back by its own signature    (Revbit)
//
// What the operator vouches for counts beside that, but for a key that was taken back. Read next: ../../server/anchor-rollover.ts,
// which looks at the zones in time and keeps the states.

import { sameOctets } from "../../base/octets.ts";
import { maxFollowedKeys } from "../../base/limits.ts";
import type { RRset } from "../../dns/rrset.ts";
import { serialDistance } from "../../dns/serial.ts";
import { isSupportedAlgorithm } from "../../dnssec/algorithms.ts";
import { type DnsKey, isEntryPoint, isRevoked, isZoneKey, KeyFlag, readDnsKey } from "../../dnssec/dnskey.ts";
import { matchesKey } from "../../dnssec/ds.ts";
import { readRrsig } from "../../dnssec/rrsig.ts";
import { type VerifyContext, verifyRRset } from "../../dnssec/verify.ts";
import type { TrustAnchor } from "./trust.ts";

export const keyStates = ["pending", "valid", "missing", "revoked"] as const;
export type KeyState = (typeof keyStates)[number];

export interface FollowedKey {
  /** Without the bit that takes it back. */
  readonly key: DnsKey;
  readonly state: KeyState;
  /** Since when, in seconds since 1970. */
  readonly sinceSeconds: number;
  /** Of a pending key: when it may become valid. */
  readonly validFromSeconds: number | null;
}

export interface FollowedAnchor {
  /** What the operator vouches for. */
  readonly configured: TrustAnchor;
  readonly keys: readonly FollowedKey[];
}

export interface KeyChange {
  readonly key: DnsKey;
  readonly from: KeyState | null;
  /** null: forgotten. */
  readonly to: KeyState | null;
}

export interface Following {
  readonly anchor: FollowedAnchor;
  readonly changes: readonly KeyChange[];
  /** Whether a trusted key signed the set. Else only what a key says against itself was heard. */
  readonly isSigned: boolean;
  /** When to look again, in seconds (RFC 5011 §2.3). */
  readonly againSeconds: number;
}

const hourSeconds = 3_600;
const daySeconds = 86_400;
/** RFC 5011 §2.4.1. */
const holdDownSeconds = 30 * daySeconds;
/** RFC 5011 §2.3: a zone is looked at no later than after so many seconds. */
export const mostLookSeconds = 15 * daySeconds;
const mostRetrySeconds = daySeconds;

export function followed(configured: TrustAnchor): FollowedAnchor {
  return { configured, keys: [] };
}

/** What the resolver is to trust now; null when all that it trusted was taken back (RFC 5011 §5): it is no anchor any more. */
export function trustedNow({ configured, keys }: FollowedAnchor, context: VerifyContext): TrustAnchor | null {
  const { zone } = configured;
  const revoked = keys.filter(({ state }) => state === "revoked").map(({ key }) => key);
  const isRevokedKey = (key: DnsKey): boolean => revoked.some((one) => isSameKey(one, key));
  const trusted = keys.filter(({ state }) => state === "valid" || state === "missing").map(({ key }) => key);
  const signers = configured.signers.filter(
    (ds) => !revoked.some((key) => matchesKey(ds, zone, key, context.crypto, context.leniency)),
  );
  const own = configured.keys.filter((key) => !isRevokedKey(key) && !trusted.some((one) => isSameKey(one, key)));
  if (signers.length + own.length + trusted.length === 0) return null;
  return { zone, signers, keys: [...own, ...trusted] };
}

/** What the DNSKEY set that the zone has now makes of an anchor. */
export function follow(before: FollowedAnchor, set: RRset, context: VerifyContext): Following {
  const all = set.rdatas.map(readDnsKey);
  const there = all.filter((key) => isZoneKey(key) && isEntryPoint(key));
  const isTrusted = truster(before, context);
  const entries = all.filter((key) => !isRevoked(key) && isTrusted(key));
  const checked = verifyRRset(set, before.configured.zone, entries, context);
  const takenBack = revocations(there, set, isTrusted, before, context);
  const isSigned = checked.kind === "valid";
  const present = isSigned ? there.filter((key) => !isRevoked(key)) : null;
  const holdDown = Math.max(holdDownSeconds, isSigned ? checked.rrsig.originalTtl : 0);
  const { keys, changes } = step(before.keys, { takenBack, present, isTrusted, holdDown }, context.nowSeconds);
  return {
    anchor: { configured: before.configured, keys },
    changes,
    isSigned,
    againSeconds: isSigned ? lookAgain(set, context.nowSeconds) : retrySeconds(set, context.nowSeconds),
  };
}

/** When to look again where nothing was heard. */
export const retryUnheardSeconds = hourSeconds;

interface Seen {
  /** Keys that are there with the bit, and their own signature over it. */
  readonly takenBack: readonly DnsKey[];
  /** The others; null where no trusted key signed the set, so that it says nothing. */
  readonly present: readonly DnsKey[] | null;
  readonly isTrusted: (key: DnsKey) => boolean;
  readonly holdDown: number;
}

/** RFC 5011 §4.2: the table of events and states. */
function step(
  before: readonly FollowedKey[],
  { takenBack, present, isTrusted, holdDown }: Seen,
  nowSeconds: number,
): { readonly keys: readonly FollowedKey[]; readonly changes: readonly KeyChange[] } {
  const keys: FollowedKey[] = [];
  const changes: KeyChange[] = [];
  const put = (key: DnsKey, from: KeyState | null, to: KeyState | null): void => {
    changes.push({ key, from, to });
    const validFromSeconds = to === "pending" ? nowSeconds + holdDown : null;
    if (to !== null) keys.push({ key, state: to, sinceSeconds: nowSeconds, validFromSeconds });
  };
  for (const one of before) {
    const { key, state } = one;
    const next = stateAfter(one, isIn(takenBack, key), present === null ? null : isIn(present, key), nowSeconds);
    if (next === state) keys.push(one);
    else put(key, state, next);
  }
  const isKnown = (key: DnsKey): boolean => before.some((one) => isSameKey(one.key, key));
  for (const key of takenBack.map(withoutRevocation)) if (!isKnown(key)) put(key, null, "revoked");
  for (const key of present ?? []) {
    if (isKnown(key) || keys.length >= maxFollowedKeys) continue;
    put(key, null, isTrusted(key) ? "valid" : "pending");
  }
  return { keys, changes };
}

/** null: it is forgotten. `isThere` is null where the set says nothing of it. */
function stateAfter(
  { state, validFromSeconds }: FollowedKey,
  isTakenBack: boolean,
  isThere: boolean | null,
  nowSeconds: number,
): KeyState | null {
  switch (state) {
    case "revoked":
      return "revoked";
    case "pending":
      if (isTakenBack) return null;
      if (isThere === null) return "pending";
      if (!isThere) return null;
      return nowSeconds >= (validFromSeconds ?? Infinity) ? "valid" : "pending";
    case "valid":
    case "missing":
      if (isTakenBack) return "revoked";
      if (isThere === null) return state;
      return isThere ? "valid" : "missing";
  }
}

/** RFC 5011 §2.1: keys that we trust, or have as pending, and that say by their own signature that they are taken back. */
function revocations(
  there: readonly DnsKey[],
  set: RRset,
  isTrusted: (key: DnsKey) => boolean,
  { configured, keys }: FollowedAnchor,
  context: VerifyContext,
): readonly DnsKey[] {
  return there.filter((key) => {
    if (!isRevoked(key)) return false;
    const own = withoutRevocation(key);
    if (!isTrusted(own) && !keys.some((one) => isSameKey(one.key, own))) return false;
    return verifyRRset(set, configured.zone, [key], context).kind === "valid";
  });
}

/** Whether a key is one of those that are trusted before this look. */
function truster(anchor: FollowedAnchor, context: VerifyContext): (key: DnsKey) => boolean {
  const now = trustedNow(anchor, context);
  return (key) =>
    now !== null &&
    isSupportedAlgorithm(key.algorithm, context.leniency) &&
    (isIn(now.keys, key) || now.signers.some((ds) => matchesKey(ds, now.zone, key, context.crypto, context.leniency)));
}

/** RFC 5011 §2.3, queryInterval: half of what the set and its signatures last, an hour at least, fifteen days at most. */
function lookAgain(set: RRset, nowSeconds: number): number {
  return Math.max(hourSeconds, Math.min(mostLookSeconds, lasts(set, nowSeconds) / 2));
}

/** RFC 5011 §2.3, retryTime: a tenth of it, an hour at least, a day at most. */
function retrySeconds(set: RRset, nowSeconds: number): number {
  return Math.max(hourSeconds, Math.min(mostRetrySeconds, lasts(set, nowSeconds) / 10));
}

/** The original TTL, or what is left until a signature expires. */
function lasts({ signatures }: RRset, nowSeconds: number): number {
  if (signatures.length === 0) return 0;
  const read = signatures.map(readRrsig);
  return Math.min(
    ...read.map(({ originalTtl, expiration }) => Math.min(originalTtl, serialDistance(nowSeconds, expiration))),
  );
}

/** A key is itself whether or not it is taken back. */
function isSameKey(one: DnsKey, other: DnsKey): boolean {
  return sameOctets(withoutRevocation(one).rdata, withoutRevocation(other).rdata);
}

function isIn(keys: readonly DnsKey[], key: DnsKey): boolean {
  return keys.some((one) => isSameKey(one, key));
}

function withoutRevocation(key: DnsKey): DnsKey {
  if (!isRevoked(key)) return key;
  const rdata = key.rdata.slice();
  rdata[1] &= ~KeyFlag.revoked;
  return readDnsKey(rdata);
}
