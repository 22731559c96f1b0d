// What a response says, after everything in it that its sender has no say over was put aside.
// A server is asked for one zone and believed about names in that zone only (bailiwick); in the answer section only
// what leads from the question to its end counts, in the authority section only a referral further down or the SOA of
// a denial. The rest is rejected, told to the trace, and never cached: that is the whole defence against promiscuous
// name servers (CVE-2025-40778) and poisoned additional data, for forwarders as well (MaginotDNS, USENIX Security 2023).

import type { RRset } from "../dns/rrset.ts";
import type { Name } from "../dns/name.ts";
import type { Question } from "./question.ts";
import type { Response } from "./response.ts";
import { maxProofsPerAnswer, maxResolverAliases } from "../base/limits.ts";
import { Rcode } from "../dns/codes.ts";
import { RRType } from "../dns/types.ts";
import { readRrsig, sourceOfSynthesis } from "../dnssec/rrsig.ts";
import { aliasTarget, isBelow, substitute, synthesiseCname } from "./alias.ts";

export type Rejection = "outside the zone" | "not asked for" | "broken alias" | "unneeded authority";

/** Aliases, and what came along for those that a wildcard made (RFC 4035 §3.1.3.3). */
interface Chained {
  readonly chain: readonly RRset[];
  readonly proofs: readonly RRset[];
}

export type Verdict =
  /** `final` is empty when the chain ends with what was asked for, a CNAME that a DNAME implies. */
  | (Chained & { readonly kind: "answer"; readonly final: readonly RRset[] })
  /** The chain leads on, to a name that must be asked for anew. */
  | (Chained & { readonly kind: "alias"; readonly target: Name })
  | {
      readonly kind: "nodata" | "nxdomain";
      readonly chain: readonly RRset[];
      /** The name that the denial is about: the question's, or the chain's end. */
      readonly name: Name;
      /** The SOA first, then proofs; empty when no SOA came. */
      readonly authority: readonly RRset[];
    }
  | { readonly kind: "referral"; readonly servers: RRset }
  /** A DNAME made the name too long (RFC 6672 §2.2). */
  | (Chained & { readonly kind: "too long" })
  | { readonly kind: "lame"; readonly reason: "not authoritative" | "refers upwards" | "recursive" }
  /** What may have been the answer cannot be used: that is no denial. */
  | { readonly kind: "unusable" }
  | { readonly kind: "error"; readonly rcode: number };

export interface Circumstances {
  /** The zone that the server was asked for: what it may speak about. */
  readonly zone: Name;
  /** Forwarders, and recursive servers as a last resort, answer without AA. */
  readonly trust: "authoritative" | "recursive";
  readonly reject: (set: RRset, why: Rejection) => void;
}

export function classify(response: Response, question: Question, circumstances: Circumstances): Verdict {
  const { rcode } = response;
  if (rcode !== Rcode.NOERROR && rcode !== Rcode.NXDOMAIN && rcode !== Rcode.YXDOMAIN) return { kind: "error", rcode };
  const recursive = response.recursionAvailable && !response.authoritative && circumstances.trust === "authoritative";
  const followed = follow(response, question, circumstances);
  if (followed.end === "too long") return { kind: "too long", ...chained(response, followed, circumstances) };
  if (rcode === Rcode.YXDOMAIN) return { kind: "error", rcode };
  if (recursive && (followed.final.length > 0 || followed.chain.length > 0 || rcode === Rcode.NXDOMAIN)) {
    return { kind: "lame", reason: "recursive" };
  }
  if (followed.final.length > 0 || followed.end === "implied") {
    const found = chained(response, followed, circumstances);
    for (const set of response.authority) {
      if (!found.proofs.includes(set)) circumstances.reject(set, "unneeded authority");
    }
    return { kind: "answer", final: followed.final, ...found };
  }
  return classifyEmpty(response, question, circumstances, followed);
}

/** No data of the wanted type at the chain's end: a denial, a referral, an alias that leads out, or nothing at all. */
function classifyEmpty(response: Response, question: Question, context: Circumstances, followed: Followed): Verdict {
  const { chain, name, end } = followed;
  if (end === "outside") return { kind: "alias", target: name, ...chained(response, followed, context) };
  if (end === "broken" || response.unreadableAnswers > 0) return { kind: "unusable" };
  const authority = keepDenial(response.authority, name, context);
  if (response.rcode === Rcode.NXDOMAIN) return { kind: "nxdomain", chain, name, authority };
  if (authority.length > 0) return { kind: "nodata", chain, name, authority };
  if (chain.length > 0) return { kind: "alias", target: name, ...chained(response, followed, context) };
  const referral = findReferral(response.authority, question, context);
  if (referral !== null) return { kind: "referral", servers: referral };
  // RFC 2308 §2.2: name servers without an SOA mean a referral, whatever AA says; to a zone above it is none.
  const refersUpwards = response.authority.some(
    ({ type, owner }) => type === RRType.NS && isAbove(owner, context.zone),
  );
  if (refersUpwards && context.trust === "authoritative") return { kind: "lame", reason: "refers upwards" };
  if (response.authoritative) return { kind: "nodata", chain, name, authority };
  if (response.authority.some(({ type }) => type === RRType.NS)) return { kind: "lame", reason: "refers upwards" };
  if (context.trust === "recursive") return { kind: "nodata", chain, name, authority };
  return { kind: "lame", reason: response.recursionAvailable ? "recursive" : "not authoritative" };
}

/** The chain, with the proofs beside it where a wildcard made some of it. */
function chained({ authority }: Response, { chain, final }: Followed, { zone }: Circumstances): Chained {
  const isWanted = [...chain, ...final].some(isExpanded);
  return { chain, proofs: isWanted ? proofsIn(authority, zone) : [] };
}

/** NSEC and NSEC3 sets of a zone; no more than any proof takes. */
function proofsIn(authority: readonly RRset[], zone: Name): RRset[] {
  return authority
    .filter(({ type, owner }) => (type === RRType.NSEC || type === RRType.NSEC3) && owner.isWithin(zone))
    .slice(0, maxProofsPerAnswer);
}

/** Whether a wildcard made this set: its signatures cover fewer labels than its owner has (RFC 4035 §5.3.4). */
export function isExpanded({ owner, signatures }: RRset): boolean {
  return signatures.some((rdata) => sourceOfSynthesis(owner, readRrsig(rdata)) !== null);
}

function isAbove(owner: Name, zone: Name): boolean {
  return zone.isWithin(owner) && !zone.equals(owner);
}

interface Followed {
  readonly chain: RRset[];
  /** Where the chain stands: the question's name when there is no chain. */
  readonly name: Name;
  readonly final: readonly RRset[];
  /** "outside": the name is not this server's to speak about. "broken": it has an alias that leads nowhere. "implied": the chain's last link is the CNAME that was asked for. */
  readonly end: "here" | "outside" | "too long" | "broken" | "implied";
}

/** Walks the answer section from the question on; what the walk does not touch is rejected. */
function follow(response: Response, question: Question, context: Circumstances): Followed {
  const sets = new Map<string, RRset>();
  for (const set of response.answer) {
    if (set.owner.isWithin(context.zone)) sets.set(`${set.owner.key}/${set.type}`, set);
    else context.reject(set, "outside the zone");
  }
  const dnames = [...sets.values()].filter(({ type }) => type === RRType.DNAME);
  const chain: RRset[] = [];
  let name = question.name;
  let final: RRset[] = [];
  let end: Followed["end"] = "here";
  for (let aliases = 0; aliases <= maxResolverAliases; aliases++) {
    // Below a DNAME there is nothing: a CNAME there is made from it, even when CNAMEs are asked for (RFC 6672 §3.2).
    const dname = dnames.find(({ owner }) => isBelow(name, owner));
    final = dname === undefined ? take(sets, name, question.type) : [];
    if (final.length > 0) break;
    const next = takeAlias(sets, name, dname, context);
    if (next === null) break;
    if (next === "broken") {
      end = "broken";
      break;
    }
    chain.push(...next.sets);
    // The CNAME that a DNAME implies is what was asked for, as one that stands in a zone would be.
    if (dname !== undefined && next.target !== null && question.type === RRType.CNAME) {
      end = "implied";
      break;
    }
    if (next.target === null) {
      end = "too long";
      break;
    }
    name = next.target;
    if (name.isWithin(context.zone)) continue;
    end = "outside";
    break;
  }
  for (const set of sets.values()) context.reject(set, "not asked for");
  return { chain, name, final, end };
}

/** The sets that answer a type at a name: for ANY all that came, for a CNAME that was asked for itself the CNAME. */
function take(sets: Map<string, RRset>, name: Name, type: number): RRset[] {
  if (type === RRType.ANY) {
    const all = [...sets.values()].filter(({ owner }) => owner.equals(name));
    for (const set of all) sets.delete(`${name.key}/${set.type}`);
    return all;
  }
  const found = sets.get(`${name.key}/${type}`);
  if (found === undefined) return [];
  sets.delete(`${name.key}/${type}`);
  return [ownedBy(found, name)];
}

/** The set with the letters of the name that led to it: a server may have made its owner from the question's random case. */
function ownedBy(set: RRset, name: Name): RRset {
  return { ...set, owner: name };
}

/** The alias at a name: a DNAME above it comes first, as it is what a CNAME beside it was made from (RFC 6672 §3.2). */
function takeAlias(
  sets: Map<string, RRset>,
  name: Name,
  dname: RRset | undefined,
  context: Circumstances,
): { readonly sets: RRset[]; readonly target: Name | null } | "broken" | null {
  const cnameKey = `${name.key}/${RRType.CNAME}`;
  const cname = sets.get(cnameKey);
  if (dname === undefined && cname === undefined) return null;
  sets.delete(cnameKey);
  if (dname === undefined) {
    const target = aliasTarget(cname!);
    if (target !== null) return { sets: [ownedBy(cname!, name)], target };
    context.reject(cname!, "broken alias");
    return "broken";
  }
  // A name may pass below the same DNAME again: it stands in the chain once.
  const given = sets.delete(`${dname.owner.key}/${RRType.DNAME}`) ? [dname] : [];
  const below = aliasTarget(dname);
  if (below === null) {
    context.reject(dname, "broken alias");
    return "broken";
  }
  const target = substitute(name, dname.owner, below);
  if (target === null) return { sets: given, target: null };
  // RFC 6672 §3.2: the server's CNAME is not trusted, ours is made from the DNAME.
  const theirs = cname === undefined ? null : aliasTarget(cname);
  if (cname !== undefined && (theirs === null || !theirs.equals(target))) context.reject(cname, "broken alias");
  return { sets: [...given, synthesiseCname(name, target, dname.ttlSeconds)], target };
}

/** The SOA that covers the name, and the proofs beside it; empty when there is no such SOA (RFC 2308 §2). */
function keepDenial(authority: readonly RRset[], name: Name, context: Circumstances): RRset[] {
  const soa = authority.find(
    ({ type, owner }) => type === RRType.SOA && owner.isWithin(context.zone) && name.isWithin(owner),
  );
  if (soa === undefined) return [];
  const proofs = proofsIn(authority, soa.owner);
  for (const set of authority) {
    if (set === soa || proofs.includes(set)) continue;
    context.reject(set, set.owner.isWithin(context.zone) ? "unneeded authority" : "outside the zone");
  }
  return [soa, ...proofs];
}

/** The NS set that leads further down towards the name (RFC 1034 §4.3.2 step 3b), or null. */
function findReferral(authority: readonly RRset[], { name, type }: Question, context: Circumstances): RRset | null {
  let deepest: RRset | null = null;
  for (const set of authority) {
    if (set.type !== RRType.NS) continue;
    const leadsDown = set.owner.isWithin(context.zone) && !set.owner.equals(context.zone) && name.isWithin(set.owner);
    // The DS of a zone is its parent's to give: a referral to the zone itself leads past it (RFC 4035 §3.1.4.1).
    if (leadsDown && !(type === RRType.DS && set.owner.equals(name))) {
      if (deepest === null || set.owner.labelCount > deepest.owner.labelCount) deepest = set;
    } else if (!context.zone.isWithin(set.owner)) context.reject(set, "outside the zone");
  }
  return deepest;
}
