// The judgement of one set, or of one denial (RFC 4035 §5.3, §5.4): secure, when its zone's keys signed it and all that must be
// proven is; insecure, when the chain of trust ends above it; bogus, when it should be signed and is not, or wrongly.
// A signature is looked at first where the signer says to be; only when that fails is asked whether the name needs any: data
// of an unsigned zone may carry signatures that mean nothing.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { Verification } from "../../dnssec/verify.ts";
import type { ExtendedErrorNote } from "../question.ts";
import type { Claim, DenialClaim } from "./claims.ts";
import type { Fault, Subject } from "./faults.ts";
import type { Look, Need } from "./look.ts";
import type { SecureTrust, Trust } from "./trust.ts";
import { RRType } from "../../dns/types.ts";
import { algorithmName } from "../../dnssec/algorithms.ts";
import { proveExpansion, proveNodata, proveNxdomain } from "../../dnssec/denial.ts";
import { readRrsig } from "../../dnssec/rrsig.ts";
import { verifyRRset } from "../../dnssec/verify.ts";
import { negativeTtl } from "../world.ts";
import { trustOf } from "./chain.ts";
import { tellFault, tellIterations } from "./faults.ts";
import { isNeed, maxTrustSeconds } from "./look.ts";
import { tellReasons, type VerifiedProofs, verifiedProofs } from "./proofs.ts";

export type Judgement =
  /** `beside`: of the records that came with it those that are signed as well (RFC 4035 §3.2.3 lets AD speak of no others). */
  | { readonly kind: "secure"; readonly ttlSeconds: number; readonly beside: readonly RRset[] }
  | {
      readonly kind: "insecure" | "indeterminate";
      readonly ttlSeconds: number;
      /** What the answer says of it. */
      readonly note: ExtendedErrorNote | null;
    }
  /** "data": what was judged is not what was signed. "chain": the chain of trust is broken. "unreachable": it could not be got. */
  | { readonly kind: "bogus"; readonly note: ExtendedErrorNote; readonly why: "data" | "chain" | "unreachable" };

export function judgeSet(claim: Claim, look: Look): Judgement | Need {
  const { set, proofs } = claim;
  let fault = faultOf(set);
  // RFC 6840 §5.4: one signature that holds is enough, whatever the others are.
  for (const signer of signersOf(set)) {
    const trust = trustOf(signer, look);
    if (isNeed(trust)) return trust;
    // A forger writes anything: that the signer is not trusted says nothing of the name.
    if (trust.kind !== "secure") continue;
    const checked = checkSet(set, proofs, signer, trust, look);
    if ("kind" in checked) return checked;
    if (mayRenew(signer, claim) && look.tryRenewKeys(trust, checked)) return judgeSet(claim, look);
    if (saysNothing(fault)) fault = checked;
  }
  return unlessUnsigned(fault, claim, { name: set.owner, type: set.type }, look);
}

export function judgeDenial(denial: DenialClaim, look: Look): Judgement | Need {
  const { name, type, authority } = denial;
  const soa = authority.find((set) => set.type === RRType.SOA);
  let fault = soa === undefined ? unsigned : faultOf(soa);
  if (soa !== undefined && soa.signatures.length > 0) {
    const trust = trustOf(soa.owner, look);
    if (isNeed(trust)) return trust;
    if (trust.kind === "secure") {
      const checked = checkDenial(denial, soa, trust, look);
      if ("kind" in checked) return checked;
      if (mayRenew(soa.owner, denial) && look.tryRenewKeys(trust, checked)) return judgeDenial(denial, look);
      fault = checked;
    }
  }
  return unlessUnsigned(fault, denial, { name, type }, look);
}

/** Whose servers serve a zone have no say in when the zones above it are asked for their keys. */
function mayRenew(signer: Name, { origin }: Claim | DenialClaim): boolean {
  return signer.isWithin(origin.zone);
}

const unsigned: Fault = { why: "missing", rrsig: null };

/** What can be said against a set as long as none of its signers is trusted. */
function faultOf({ signatures }: RRset): Fault {
  return signatures.length === 0 ? unsigned : { why: "not the zone's", rrsig: readRrsig(signatures[0]) };
}

/** Whether a set is signed by nobody who could be asked: so are those of unsigned zones. */
function saysNothing({ why }: Fault): boolean {
  return why === "missing" || why === "not the zone's";
}

/** The zones that say to have signed a set: those at or above its owner, the DS apart, which is the parent's (RFC 4035 §2.4). */
function signersOf({ owner, type, signatures }: RRset): Name[] {
  const signers: Name[] = [];
  for (const rdata of signatures) {
    const { signer } = readRrsig(rdata);
    if (!owner.isWithin(signer) || signers.some((one) => one.equals(signer))) continue;
    if (type !== RRType.DS || !signer.equals(owner) || owner.isRoot) signers.push(signer);
  }
  return signers;
}

function checkSet(
  set: RRset,
  proofs: readonly RRset[],
  signer: Name,
  trust: SecureTrust,
  look: Look,
): Judgement | Fault {
  const { owner: name, type } = set;
  if (!trust.zone.equals(signer) || isBelowCut(set, signer, look)) return faultOf(set);
  const checked = verifyRRset(set, signer, trust.keys, look);
  if (checked.kind === "invalid") return { why: checked.why, rrsig: checked.rrsig };
  tellSignature({ name, type }, checked, look);
  if (checked.source === null) return { kind: "secure", ttlSeconds: checked.ttlSeconds, beside: [] };
  const verified = verifiedProofs(proofs, trust, look);
  const found = proveExpansion(verified.proofs, name, checked.source);
  if (found.proof === "unproven") return unprovenBy(verified, { name, type }, trust.zone, look);
  look.trace?.note("validate.wildcard", { name, source: checked.source });
  tellReasons(found.reasons, look.trace);
  const ttlSeconds = Math.min(checked.ttlSeconds, verified.ttlSeconds);
  if (found.proof !== "proven") return { ...notSecure(found.proof, trust.zone, look), ttlSeconds };
  const expiresMs = look.nowMs + ttlSeconds * 1000;
  look.world.proofs.learnWildcard(trust.zone, checked.source, set, verified.sets, expiresMs);
  return { kind: "secure", ttlSeconds, beside: verified.sets };
}

/** RFC 4035 §5.3.1: the signer is the zone that holds the set, and none above it. Only cuts that are known count. */
function isBelowCut({ owner, type }: RRset, signer: Name, look: Look): boolean {
  for (let at = type === RRType.DS ? owner.parent : owner; at.labelCount > signer.labelCount; at = at.parent) {
    const known = look.known(at);
    if (known?.kind === "secure" && known.zone.equals(at)) return true;
  }
  return false;
}

function checkDenial(
  { kind, name, type, authority }: DenialClaim,
  soa: RRset,
  trust: SecureTrust,
  look: Look,
): Judgement | Fault {
  if (!trust.zone.equals(soa.owner)) return faultOf(soa);
  const checked = verifyRRset(soa, trust.zone, trust.keys, look);
  if (checked.kind === "invalid") return { why: checked.why, rrsig: checked.rrsig };
  const verified = verifiedProofs(authority, trust, look);
  const { proofs } = verified;
  const found = kind === "nxdomain" ? proveNxdomain(proofs, name) : proveNodata(proofs, name, type);
  if (found.proof === "unproven") return unprovenBy(verified, { name, type }, trust.zone, look);
  tellReasons(found.reasons, look.trace);
  const ttlSeconds = Math.min(checked.ttlSeconds, verified.ttlSeconds);
  if (found.proof !== "proven") return { ...notSecure(found.proof, trust.zone, look), ttlSeconds };
  look.trace?.note("validate.denied", { name, type, zone: trust.zone });
  // RFC 8198 §5.4: what is answered from it lives no longer than the zone's own denials.
  const learntSeconds = Math.min(ttlSeconds, negativeTtl(look.world.settings, soa));
  look.world.proofs.learnDenial(trust.zone, soa, verified.sets, look.nowMs + learntSeconds * 1000);
  return { kind: "secure", ttlSeconds, beside: [soa, ...verified.sets] };
}

/** The zone signed what it says, so it is the one that is asked: there is no unsigned zone to be looked for. */
function unprovenBy({ fault }: VerifiedProofs, subject: Subject, zone: Name, look: Look): Judgement {
  const note = tellFault(fault ?? { why: "no proof", rrsig: null }, subject, zone, look.trace);
  return { kind: "bogus", note, why: "data" };
}

/** RFC 5155 §9.2, RFC 9276 §3.2: true, as far as anybody can tell, but not proven. */
function notSecure(
  proof: "opt-out" | "iterations",
  zone: Name,
  look: Look,
): { readonly kind: "insecure"; readonly note: ExtendedErrorNote | null } {
  if (proof === "iterations") return { kind: "insecure", note: tellIterations(zone, look.trace) };
  look.trace?.note("validate.opt-out", { zone });
  return { kind: "insecure", note: null };
}

/** What is not signed as it should be is all the same in order where nothing is signed (RFC 4035 §5.2). */
function unlessUnsigned(fault: Fault, { origin }: Claim | DenialClaim, subject: Subject, look: Look): Judgement | Need {
  const { name, type } = subject;
  const wrong = (zone: Name): Judgement => ({
    kind: "bogus",
    note: tellFault(fault, subject, zone, look.trace),
    why: "data",
  });
  // A wrong signature is most likely a bad server's: another one is asked before the chain of trust is.
  if (!saysNothing(fault) && look.mayAskElsewhere(subject, origin)) return wrong(origin.zone);
  if (saysNothing(fault) && isConfigured(name, look))
    return { kind: "insecure", ttlSeconds: maxTrustSeconds, note: null };
  const trust = trustOf(type === RRType.DS ? name.parent : name, look);
  if (isNeed(trust)) return trust;
  if (trust.kind === "secure") return wrong(trust.zone);
  return trust.kind === "bogus" && !saysNothing(fault) ? wrong(origin.zone) : inherited(trust);
}

/**
 * A zone whose servers the operator named, while no anchor lies in it, is believed without signatures: its name may be one
 * that the root says does not exist.
 */
function isConfigured(name: Name, { world }: Look): boolean {
  const configured = world.delegations.configuredAt(name);
  if (configured === null || configured.zone.isRoot) return false;
  return !world.trust.anchors.some(({ zone }) => name.isWithin(zone) && zone.isWithin(configured.zone));
}

function inherited(trust: Exclude<Trust, SecureTrust>): Judgement {
  if (trust.kind === "bogus") {
    return { kind: "bogus", note: trust.note, why: trust.why === "bogus" ? "chain" : trust.why };
  }
  return { kind: trust.kind, ttlSeconds: maxTrustSeconds, note: trust.kind === "insecure" ? trust.note : null };
}

function tellSignature({ name, type }: Subject, { rrsig }: Extract<Verification, { kind: "valid" }>, look: Look): void {
  const { keyTag, algorithm, signer: zone } = rrsig;
  look.trace?.note("validate.signature", {
    name,
    type,
    zone,
    tag: String(keyTag),
    algorithm: algorithmName(algorithm),
  });
}
