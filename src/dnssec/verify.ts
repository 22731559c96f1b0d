// Whether an RRset is what its zone's keys signed (RFC 4035 §5.3). Whether those keys are to be trusted is not asked here.
// One valid signature is enough; of several that are not, the fault that says most is told.
// Every count that a stranger chooses is bounded: signatures a set, keys a tag, and all checks of one resolution together
// (KeyTrap, CVE-2023-50387).

import { maxKeysPerTag, maxSignaturesPerSet } from "../base/limits.ts";
import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import { serialDistance } from "../dns/serial.ts";
import { RRType } from "../dns/types.ts";
import { isSupportedAlgorithm, type Leniency } from "./algorithms.ts";
import type { DnssecCrypto } from "./crypto.ts";
import { type DnsKey, isRevoked, isZoneKey } from "./dnskey.ts";
import { readRrsig, type Rrsig, signedData, signedLabels, sourceOfSynthesis } from "./rrsig.ts";

export interface VerifyContext {
  readonly crypto: DnssecCrypto;
  readonly nowSeconds: number;
  readonly leniency: Leniency;
  /** Shared by all checks of one resolution; each check of a signature takes one. */
  readonly work: { checksLeft: number };
}

/** In the order of how much they say: a later one is told rather than an earlier. */
const faults = [
  "missing",
  "unsupported",
  "not the zone's",
  "labels",
  "no key",
  "no zone key",
  "expires before it begins",
  "not yet valid",
  "expired",
  "invalid",
  "too much work",
] as const;

export type SignatureFault = (typeof faults)[number];

export type Verification =
  | {
      readonly kind: "valid";
      readonly rrsig: Rrsig;
      readonly key: DnsKey;
      /** The wildcard that the set was made from; that nothing nearer exists is still to be proven (RFC 4035 §5.3.4). */
      readonly source: Name | null;
      readonly ttlSeconds: number;
    }
  | { readonly kind: "invalid"; readonly why: SignatureFault; readonly rrsig: Rrsig | null };

/** Verifies the set by the keys of `zone`. A key that was taken back only speaks for the DNSKEY set (RFC 5011 §2.1). */
export function verifyRRset(set: RRset, zone: Name, keys: readonly DnsKey[], context: VerifyContext): Verification {
  let why: SignatureFault = "missing";
  let worst: Rrsig | null = null;
  const bound = Math.min(set.signatures.length, maxSignaturesPerSet);
  for (let i = 0; i < bound; i++) {
    const rrsig = readRrsig(set.signatures[i]);
    if (rrsig.typeCovered !== set.type) continue;
    const found = faultOf(set, zone, rrsig, context) ?? tryKeys(set, rrsig, keys, context);
    if (typeof found !== "string") {
      const source = sourceOfSynthesis(set.owner, rrsig);
      return { kind: "valid", rrsig, key: found, source, ttlSeconds: ttlOf(set, rrsig, context) };
    }
    if (worst === null || faults.indexOf(found) > faults.indexOf(why)) {
      why = found;
      worst = rrsig;
    }
  }
  return { kind: "invalid", why, rrsig: worst };
}

/** What can be said against a signature before any key is looked at (RFC 4035 §5.3.1). */
function faultOf(set: RRset, zone: Name, rrsig: Rrsig, { nowSeconds, leniency }: VerifyContext): SignatureFault | null {
  if (!rrsig.signer.equals(zone) || !set.owner.isWithin(zone)) return "not the zone's";
  // Fewer labels than the zone has would make a wildcard above the zone (RFC 4035 §5.3.1, RFC 4034 §3.1.3).
  if (rrsig.labels > signedLabels(set.owner) || rrsig.labels < zone.labelCount) return "labels";
  if (!isSupportedAlgorithm(rrsig.algorithm, leniency)) return "unsupported";
  if (serialDistance(rrsig.inception, rrsig.expiration) < 0) return "expires before it begins";
  if (serialDistance(nowSeconds, rrsig.expiration) < 0) return "expired";
  return serialDistance(rrsig.inception, nowSeconds) < 0 ? "not yet valid" : null;
}

/** The key that made the signature, or why none did. */
function tryKeys(
  set: RRset,
  rrsig: Rrsig,
  keys: readonly DnsKey[],
  { crypto, work }: VerifyContext,
): DnsKey | SignatureFault {
  let fault: SignatureFault = "no key";
  let data: Uint8Array | null = null;
  let tried = 0;
  for (const key of keys) {
    if (key.tag !== rrsig.keyTag || key.algorithm !== rrsig.algorithm) continue;
    if (isRevoked(key) && set.type !== RRType.DNSKEY) continue;
    if (!isZoneKey(key)) {
      if (fault === "no key") fault = "no zone key";
      continue;
    }
    if (tried++ === maxKeysPerTag) break;
    if (work.checksLeft <= 0) return "too much work";
    work.checksLeft--;
    data ??= signedData(set, rrsig);
    const outcome = crypto.verify(rrsig.algorithm, key.publicKey, data, rrsig.signature);
    if (outcome === "valid") return key;
    // A key that cannot be read speaks for nobody, as if it were not there.
    if (outcome === "invalid") fault = "invalid";
  }
  return fault;
}

/** No longer than the set, the signer and the signature allow (RFC 4035 §5.3.3). */
function ttlOf(set: RRset, rrsig: Rrsig, { nowSeconds }: VerifyContext): number {
  return Math.min(set.ttlSeconds, rrsig.originalTtl, serialDistance(nowSeconds, rrsig.expiration));
}
