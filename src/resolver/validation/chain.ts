// The chain of trust, from an anchor down to a zone (RFC 4035 §5): each zone's DNSKEY set is signed by a key whose digest the
// zone above has as DS, and the DS is signed by the zone above. Where a zone proves that one below it has no DS, the chain ends
// and everything below is insecure (§5.2). Referrals brought most of the DS sets along already; the rest is asked for.
// Where a leap to the name itself fails the names between are looked at one by one, as a cut that nobody showed us may lie there.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import type { DnsKey } from "../../dnssec/dnskey.ts";
import type { DelegationSigner } from "../../dnssec/ds.ts";
import type { ExtendedErrorNote, Question, Resolution } from "../question.ts";
import type { Look, Need } from "./look.ts";
import type { BogusTrust, InsecureTrust, SecureTrust, Trust, TrustAnchor } from "./trust.ts";
import { maxDsPerZone } from "../../base/limits.ts";
import { sameOctets } from "../../base/octets.ts";
import { ExtendedError, Rcode } from "../../dns/codes.ts";
import { printName } from "../../dns/text/name-text.ts";
import { RRType, typeName } from "../../dns/types.ts";
import { algorithmName, digestNameOf, isSupportedAlgorithm } from "../../dnssec/algorithms.ts";
import { proveExpansion, proveNoDs } from "../../dnssec/denial.ts";
import { isRevoked, isZoneKey, readDnsKey } from "../../dnssec/dnskey.ts";
import { matchesKey, readDs } from "../../dnssec/ds.ts";
import { readRrsig } from "../../dnssec/rrsig.ts";
import { verifyRRset } from "../../dnssec/verify.ts";
import { type Fault, tellFault, tellIterations } from "./faults.ts";
import { Doubt, isNeed } from "./look.ts";
import { tellReasons, verifiedProofs } from "./proofs.ts";

/** How long it is remembered that a zone's chain is broken, in seconds (RFC 4035 §4.7: long enough, not for long). */
const bogusSeconds = 30;
const configuredSeconds = 86_400;

/** What is known of a name's place in the chain, or the question that must be answered first. */
export function trustOf(goal: Name, look: Look): Trust | Need {
  let trust = nearest(goal, look);
  while (trust.kind === "secure" && !trust.name.equals(goal)) trust = further(trust, goal, look);
  return trust;
}

/** Where the search begins: the deepest name at or above the goal of which something is known or configured. */
function nearest(goal: Name, look: Look): Trust | Need {
  const { settings, trust } = look.world;
  for (let at = goal; ; at = at.parent) {
    if (settings.domainInsecure.some((name) => name.equals(at))) {
      look.trace?.note("validate.exempt", { name: at });
      return look.settle(insecure(at), configuredSeconds);
    }
    const known = look.known(at);
    if (known !== null) return known;
    const anchor = trust.anchors.find(({ zone }) => zone.equals(at));
    if (anchor !== undefined) return throughAnchor(anchor, look);
    if (at.isRoot) return { kind: "indeterminate" };
  }
}

function throughAnchor({ zone, signers, keys }: TrustAnchor, look: Look): Trust | Need {
  const known = signers.filter((one) => isUsable(one, look));
  const trusted = keys.filter(({ algorithm }) => isSupportedAlgorithm(algorithm, look.leniency));
  if (look.firstTold("anchor", zone)) {
    look.trace?.note("validate.anchor", { zone, count: known.length + trusted.length });
  }
  if (known.length + trusted.length === 0) return unsupported(zone, signers, look, configuredSeconds);
  const isTrusted = (key: DnsKey): boolean =>
    trusted.some(({ rdata }) => sameOctets(rdata, key.rdata)) || known.some((one) => isSignedFor(one, zone, key, look));
  return throughKeys(zone, { kind: "vouched", isTrusted, ttlSeconds: Number.POSITIVE_INFINITY }, look);
}

/** One step down: to the next name that may be a zone of its own. */
function further(trust: SecureTrust, goal: Name, look: Look): Trust | Need {
  const { name, said } = nextName(trust, goal, look);
  let found = said === null ? null : below(trust, name, { answer: said, authority: said }, look);
  if (found === "outdated") return trustOf(goal, look);
  if (found?.kind === "bogus") {
    look.doubt(name, Doubt.referral);
    return further(trust, goal, look);
  }
  if (found === null) {
    const question = { name, type: RRType.DS };
    const heard = look.hear(question);
    if (heard === null || isNeed(heard)) return heard ?? unreachable(question, [], look);
    if (heard.rcode === Rcode.SERVFAIL) return unreachable(question, heard.extendedErrors, look);
    found = below(trust, name, heard, look);
    if (found === "outdated") return trustOf(goal, look);
    if (found.kind === "bogus" && isLeap(trust, name) && !look.isSpent) {
      look.doubt(name, Doubt.leap);
      return further(trust, goal, look);
    }
    if (found.kind === "bogus") return elsewhere(question, found, look);
  }
  return found.kind === "vouched" ? throughKeys(name, found, look) : found;
}

/** Whether a step passes over names that could be cuts. */
function isLeap(trust: SecureTrust, name: Name): boolean {
  return name.labelCount > trust.name.labelCount + 1;
}

/**
 * What a zone says of a name below it: it vouches for keys there, or the name is no signed zone, or nothing that holds. "outdated":
 * its keys may be others by now, and are asked for anew.
 */
type DsVerdict = Vouched | SecureTrust | InsecureTrust | BogusTrust | "outdated";

/** Which keys a zone's keys must be signed by, and for how long that is known. */
interface Vouched {
  readonly kind: "vouched";
  readonly isTrusted: (key: DnsKey) => boolean;
  readonly ttlSeconds: number;
}

interface NextName {
  readonly name: Name;
  /** What the referral to it said of its DS, or null when that is unknown. */
  readonly said: readonly RRset[] | null;
}

/**
 * The next cut that a referral showed, with what it said of the DS if the zone above signed that; when that led astray the same
 * cut without it. Where no referral shows the way the goal itself, as the zone above may know it; else the next label.
 */
function nextName(trust: SecureTrust, goal: Name, look: Look): NextName {
  const labels = trust.name.labelCount;
  const path: Name[] = [];
  for (let at = goal; at.labelCount > labels; at = at.parent) path.push(at);
  for (const name of path.toReversed()) {
    const said = look.world.delegations.signedAt(name, look.nowMs);
    if (said === null || look.doubtOf(name) === Doubt.leap) continue;
    const signers = said.flatMap(({ signatures }) => signatures.map((rdata) => readRrsig(rdata).signer));
    const isSigned = signers.length > 0 && signers.every((signer) => signer.equals(trust.zone));
    return { name, said: isSigned && look.doubtOf(name) === Doubt.none ? said : null };
  }
  const [name] = path;
  return { name: look.doubtOf(name) === Doubt.none ? name : path[path.length - 1], said: null };
}

function below(
  trust: SecureTrust,
  name: Name,
  { answer, authority }: Pick<Resolution, "answer" | "authority">,
  look: Look,
): DsVerdict {
  const at = answer.filter((set) => set.owner.equals(name));
  const ds = at.find(({ type }) => type === RRType.DS);
  if (ds !== undefined) return throughDs(trust, ds, look);
  const cname = at.find(({ type }) => type === RRType.CNAME);
  return (cname && throughAlias(trust, cname, authority, look)) ?? withoutDs(trust, name, authority, look);
}

/** An alias is no cut (RFC 1034 §3.6.2), if it is one: a wildcard's may have been put where there is a cut. */
function throughAlias(trust: SecureTrust, cname: RRset, authority: readonly RRset[], look: Look): SecureTrust | null {
  const checked = verifyRRset(cname, trust.zone, trust.keys, look);
  if (checked.kind === "invalid") return null;
  if (checked.source === null) return noCut(trust, cname.owner, checked.ttlSeconds, look);
  const { proofs, ttlSeconds } = verifiedProofs(authority, trust, look);
  if (proveExpansion(proofs, cname.owner, checked.source).proof !== "proven") return null;
  return noCut(trust, cname.owner, Math.min(checked.ttlSeconds, ttlSeconds), look);
}

/** RFC 4035 §5.2: the DS, signed by the zone above, names the keys that the zone below may sign its keys with. */
function throughDs(trust: SecureTrust, ds: RRset, look: Look): DsVerdict {
  const zone = ds.owner;
  const checked = verifyRRset(ds, trust.zone, trust.keys, look);
  if (checked.kind === "invalid") return notSigned(trust, zone, checked, look);
  const signers = ds.rdatas.slice(0, maxDsPerZone).map(readDs);
  const usable = signers.filter((one) => isUsable(one, look));
  if (usable.length === 0) return unsupported(zone, signers, look, checked.ttlSeconds);
  // RFC 4509 §3: beside a better digest SHA-1 counts for nothing.
  const better = usable.filter(({ digestType }) => digestNameOf(digestType, look.leniency) !== "SHA-1");
  const believed = better.length > 0 ? better : usable;
  const { keyTag, algorithm } = checked.rrsig;
  const words = {
    zone,
    parent: trust.zone,
    tag: String(keyTag),
    algorithm: algorithmName(algorithm),
    count: believed.length,
  };
  if (look.firstTold("ds", zone)) look.trace?.note("validate.ds", words);
  const isTrusted = (key: DnsKey): boolean => believed.some((one) => isSignedFor(one, zone, key, look));
  return { kind: "vouched", isTrusted, ttlSeconds: checked.ttlSeconds };
}

/** The zone's DNSKEY set, signed by one of its keys that is trusted already: then all of it is (RFC 4035 §5.3). */
function throughKeys(zone: Name, vouched: Vouched, look: Look): SecureTrust | BogusTrust | Need {
  const question = { name: zone, type: RRType.DNSKEY };
  const heard = look.hear(question);
  if (heard === null || isNeed(heard)) return heard ?? unreachable(question, [], look);
  if (heard.rcode === Rcode.SERVFAIL) return unreachable(question, heard.extendedErrors, look);
  const found = checkKeys(zone, vouched, heard, look);
  return found.kind === "bogus" ? elsewhere(question, found, look) : found;
}

function checkKeys(
  zone: Name,
  { isTrusted, ttlSeconds }: Vouched,
  heard: Resolution,
  look: Look,
): SecureTrust | BogusTrust {
  const set = heard.answer.find(({ owner, type }) => type === RRType.DNSKEY && owner.equals(zone));
  const keys = (set?.rdatas ?? []).map(readDnsKey);
  const trusted = keys.filter(isTrusted);
  const entries = trusted.filter((key) => isZoneKey(key) && !isRevoked(key));
  if (set === undefined || entries.length === 0) return withoutKey(zone, keys.length, trusted, look);
  const checked = verifyRRset(set, zone, entries, look);
  if (checked.kind === "invalid") {
    return bogus(zone, tellFault(checked, { name: zone, type: RRType.DNSKEY }, zone, look.trace));
  }
  const usable = keys.filter((key) => !isRevoked(key));
  const { keyTag, algorithm } = checked.rrsig;
  look.trace?.note("validate.keys", {
    zone,
    tag: String(keyTag),
    algorithm: algorithmName(algorithm),
    count: usable.filter(isZoneKey).length,
  });
  const trust: SecureTrust = { kind: "secure", name: zone, zone, keys: usable, heardMs: look.nowMs, expiresMs: 0 };
  return look.settle(trust, Math.min(ttlSeconds, checked.ttlSeconds));
}

function withoutKey(zone: Name, count: number, trusted: readonly DnsKey[], look: Look): BogusTrust {
  if (trusted.length > 0) {
    look.trace?.note("validate.no-entry", { zone, tag: String(trusted[0].tag) });
    const text = `${printName(zone.wire)} DNSKEY: the key that the zone above names is no zone key`;
    return bogus(zone, { code: ExtendedError["No Zone Key Bit Set"], text });
  }
  look.trace?.note("validate.no-match", { zone, count });
  const text = `${printName(zone.wire)} DNSKEY: none is the key that the zone above names`;
  return bogus(zone, { code: ExtendedError["DNSKEY Missing"], text });
}

/** RFC 4035 §5.2: no DS must be proven, and whether there is a delegation at all. */
function withoutDs(trust: SecureTrust, name: Name, authority: readonly RRset[], look: Look): DsVerdict {
  const { proofs, ttlSeconds, fault } = verifiedProofs(authority, trust, look);
  const found = proveNoDs(proofs, name);
  if (found.proof === "unproven") {
    return notSigned(trust, name, fault ?? { why: "no proof", rrsig: null }, look);
  }
  tellReasons(found.reasons, look.trace);
  if (found.proof === "iterations") {
    return look.settle(insecure(name, tellIterations(trust.zone, look.trace)), ttlSeconds);
  }
  if (found.means === "no delegation") return noCut(trust, name, ttlSeconds, look);
  look.trace?.note("validate.end", { zone: name, parent: trust.zone });
  return look.settle(insecure(name), ttlSeconds);
}

/** What the zone above should say of a name is not what it signed, as far as its keys are known. */
function notSigned(trust: SecureTrust, name: Name, fault: Fault, look: Look): BogusTrust | "outdated" {
  if (look.tryRenewKeys(trust, fault)) return "outdated";
  return bogus(name, tellFault(fault, { name, type: RRType.DS }, trust.zone, look.trace));
}

function noCut(trust: SecureTrust, name: Name, ttlSeconds: number, look: Look): SecureTrust {
  look.trace?.note("validate.no-cut", { name, zone: trust.zone });
  const leftSeconds = (trust.expiresMs - look.nowMs) / 1000;
  return look.settle({ ...trust, name }, Math.min(ttlSeconds, leftSeconds));
}

/** RFC 4035 §5.2, RFC 6840 §5.2: a zone whose every DS is of an unknown kind counts as unsigned. */
function unsupported(zone: Name, signers: readonly DelegationSigner[], look: Look, ttlSeconds: number): InsecureTrust {
  const kinds = signers.map(({ algorithm, digestType }) => `${algorithmName(algorithm)} by digest ${digestType}`);
  look.trace?.note("validate.unsupported", { zone, kinds: [...new Set(kinds)].join(", ") });
  // RFC 8914 §4.2, §4.3: the algorithm where no DS has a known one, else the digest.
  const isAlgorithm = !signers.some(({ algorithm }) => isSupportedAlgorithm(algorithm, look.leniency));
  const code = ExtendedError[isAlgorithm ? "Unsupported DNSKEY Algorithm" : "Unsupported DS Digest Type"];
  return look.settle(insecure(zone, { code, text: printName(zone.wire) }), ttlSeconds);
}

function insecure(name: Name, note: ExtendedErrorNote | null = null): InsecureTrust {
  return { kind: "insecure", name, note, expiresMs: 0 };
}

function bogus(name: Name, note: ExtendedErrorNote): BogusTrust {
  return { kind: "bogus", name, note, why: "bogus", expiresMs: 0 };
}

/**
 * What was heard does not hold: another server is asked, and when none is left the chain is broken here. Where it only cost more
 * than may be spent it is so for this task alone: an alias may have brought it here, behind the costly data of another zone.
 */
function elsewhere(question: Question, found: BogusTrust, look: Look): BogusTrust | Need {
  if (look.isSpent) return look.settle(found, 0);
  return look.askElsewhere(question) ?? look.settle(found, bogusSeconds);
}

/** What the chain needs could not be got: known to this task only, as it may be there a moment later. */
function unreachable({ name, type }: Question, notes: readonly ExtendedErrorNote[], look: Look): BogusTrust {
  look.trace?.note("validate.unreachable", { name, type });
  const said = notes.at(-1);
  const text = `${printName(name.wire)} ${typeName(type)}: ${said?.text ?? "it could not be resolved"}`;
  const code = said?.code ?? ExtendedError["DNSSEC Indeterminate"];
  return look.settle({ kind: "bogus", name, note: { code, text }, why: "unreachable", expiresMs: 0 }, 0);
}

function isUsable({ algorithm, digestType }: DelegationSigner, { leniency }: Look): boolean {
  return isSupportedAlgorithm(algorithm, leniency) && digestNameOf(digestType, leniency) !== null;
}

function isSignedFor(one: DelegationSigner, zone: Name, key: DnsKey, { crypto, leniency }: Look): boolean {
  return matchesKey(one, zone, key, crypto, leniency);
}
