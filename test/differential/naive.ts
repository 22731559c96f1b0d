// The oracle: RFC 1034 §4.3.2 walked label by label over plain objects, with RFC 4592 (wildcards), RFC 6672 (DNAME),
// RFC 2308 (negative answers), RFC 8482 (ANY) and the DS rule of RFC 4035 §3.1.4.1. No index, no cleverness, no code
// of src/: every step looks through all records again. Class IN, no sizes: what fits is not the oracle's business.
// Where the RFCs leave a choice, `choices.ts` names ours, and the oracle follows it with a comment.

import { types, type Labels } from "../peers/wire.ts";
import {
  isAtOrBelow,
  nameRdata,
  sameLabels,
  soaMinimum,
  wireOctets,
  type PlainRecord,
  type PlainZone,
} from "./plain.ts";
import { labelsAt } from "./render.ts";

export interface Question {
  name: Labels;
  type: number;
}

export interface NaiveAnswer {
  rcode: "NOERROR" | "NXDOMAIN" | "REFUSED" | "YXDOMAIN";
  aa: boolean;
  answer: PlainRecord[];
  /** The SOA of a negative answer with its negative TTL, or the NS RRset of a referral. */
  authority: PlainRecord[];
  /** Addresses of the name servers in a referral or an NS answer: those that stand in the same zone. */
  additional: PlainRecord[];
  /** ANY: the answer may be any one RRset of these (RFC 8482 §4.1). */
  anyOf: boolean;
  /** Aliases followed. */
  followed: number;
  /** What the walk went through, for sorting cases: "cname", "dname", "wildcard", "referral", "other-zone", "loop"… */
  met: Set<string>;
}

/** After so many aliases the chain stays as far as it came. */
export const longestChain = 16;

export function naiveAnswer(zones: readonly PlainZone[], question: Question): NaiveAnswer {
  const reply: NaiveAnswer = {
    rcode: "NOERROR", aa: false, answer: [], authority: [], additional: [], anyOf: false, followed: 0, met: new Set(),
  }; // prettier-ignore
  const zone = nearestZone(zones, question.name, question.type);
  // Not authoritative, no recursion: RFC 8499 §7 leaves the rcode open, all four peers say REFUSED.
  if (zone === undefined) return { ...reply, rcode: "REFUSED" };
  // The AA bit is about the first owner name (RFC 1035 §4.1.1).
  reply.aa = true;
  const seen: Labels[] = [];
  let name = question.name;
  let current: PlainZone | undefined = zone;
  while (current !== undefined) {
    const target = walk(current, name, question, reply);
    if (target === undefined) break;
    if (seen.some((old) => sameLabels(old, target)) || sameLabels(name, target)) {
      reply.met.add("loop");
      break;
    }
    seen.push(name);
    name = target;
    if (++reply.followed > longestChain) break;
    const next = nearestZone(zones, name, question.type);
    if (next !== current) reply.met.add(next === undefined ? "outside" : "other-zone");
    current = next;
  }
  return reply;
}

/** Step 2: the zone that is the nearest ancestor; for DS the one above the cut (RFC 4035 §3.1.4.1). */
export function nearestZone(zones: readonly PlainZone[], name: Labels, type: number): PlainZone | undefined {
  const ancestors = zones
    .filter((zone) => isAtOrBelow(name, zone.origin))
    .toSorted((a, b) => b.origin.length - a.origin.length);
  const parent = ancestors[1];
  return type === types["DS"] && parent !== undefined && sameLabels(ancestors[0].origin, name) ? parent : ancestors[0];
}

/** Step 3, in one zone. Fills the reply, and returns the name to go on with after an alias. */
function walk(zone: PlainZone, name: Labels, question: Question, reply: NaiveAnswer): Labels | undefined {
  for (let depth = zone.origin.length; depth <= name.length; depth++) {
    const node = name.slice(name.length - depth);
    const whole = depth === name.length;
    if (!exists(zone, node)) return missed(zone, name, name.slice(name.length - depth + 1), question, reply);
    // 3b: a cut; the DS RRset at it is the parent's (RFC 4035 §3.1.4.1).
    const cut = rrset(zone, node, types["NS"]);
    if (cut.length > 0 && depth > zone.origin.length && !(whole && question.type === types["DS"]))
      return refer(zone, cut, reply);
    // 3c of RFC 6672 §3.2: a DNAME above the name.
    const dname = rrset(zone, node, types["DNAME"]);
    if (dname.length > 0 && !whole) return substitute(name, node, dname[0], question, reply);
  }
  return match(zone, name, name, question, reply);
}

/** A name exists when it or anything below it owns a record: empty non-terminals do (RFC 4592 §2.2.2). */
function exists(zone: PlainZone, name: Labels): boolean {
  return zone.records.some((record) => isAtOrBelow(record.owner, name));
}

function rrset(zone: PlainZone, name: Labels, type: number): PlainRecord[] {
  return zone.records.filter((record) => record.type === type && sameLabels(record.owner, name));
}

/** 3a: the node `owner` answers for `name`; they differ for a wildcard. */
function match(
  zone: PlainZone,
  owner: Labels,
  name: Labels,
  question: Question,
  reply: NaiveAnswer,
): Labels | undefined {
  const node = zone.records
    .filter((record) => sameLabels(record.owner, owner))
    .map((record) => ({ ...record, owner: name }));
  const cname = node.find((record) => record.type === types["CNAME"]);
  if (cname !== undefined && question.type !== types["CNAME"] && question.type !== types["ANY"]) {
    reply.met.add("cname");
    reply.answer.push(cname);
    return labelsAt(cname.rdata, 0);
  }
  const matching = question.type === types["ANY"] ? node : node.filter((record) => record.type === question.type);
  if (question.type === types["ANY"]) reply.met.add("any");
  if (matching.length === 0) negative(zone, reply);
  else if (question.type === types["ANY"]) reply.anyOf = true;
  reply.answer.push(...matching);
  if (question.type === types["NS"]) reply.additional.push(...addresses(zone, matching));
  return undefined;
}

/** 3c: no such label. `encloser` is the closest encloser; the wildcard below it may answer (RFC 4592 §3.3.1). */
function missed(
  zone: PlainZone,
  name: Labels,
  encloser: Labels,
  question: Question,
  reply: NaiveAnswer,
): Labels | undefined {
  const source = ["*", ...encloser];
  if (exists(zone, source)) {
    reply.met.add("wildcard");
    return match(zone, source, name, question, reply);
  }
  // Also at the end of a chain: the rcode is the last name's (RFC 6604 §3).
  reply.rcode = "NXDOMAIN";
  return negative(zone, reply);
}

/** The SOA with the lesser of its TTL and its MINIMUM field (RFC 2308 §3). */
function negative(zone: PlainZone, reply: NaiveAnswer): undefined {
  reply.met.add("negative");
  const soa = rrset(zone, zone.origin, types["SOA"])[0];
  reply.authority = [{ ...soa, ttl: Math.min(soa.ttl, soaMinimum(soa.rdata)) }];
}

function refer(zone: PlainZone, cut: readonly PlainRecord[], reply: NaiveAnswer): undefined {
  reply.met.add("referral");
  if (reply.answer.length === 0) reply.aa = false;
  reply.authority = [...cut];
  reply.additional = addresses(zone, cut);
}

/** A and AAAA of the targets, from this zone: authoritative, or glue at or below any cut. */
function addresses(zone: PlainZone, servers: readonly PlainRecord[]): PlainRecord[] {
  return servers.flatMap((server) =>
    [types["A"], types["AAAA"]].flatMap((type) => rrset(zone, labelsAt(server.rdata, 0), type)),
  );
}

/** RFC 6672 §3.2: the DNAME, and a CNAME of the same TTL synthesised from it; YXDOMAIN where that is too long. */
function substitute(
  name: Labels,
  owner: Labels,
  dname: PlainRecord,
  question: Question,
  reply: NaiveAnswer,
): Labels | undefined {
  reply.met.add("dname");
  // One DNAME met twice in a chain stands once in the answer.
  if (!reply.answer.some((old) => old.type === types["DNAME"] && sameLabels(old.owner, dname.owner)))
    reply.answer.push(dname);
  const target = [...name.slice(0, name.length - owner.length), ...labelsAt(dname.rdata, 0)];
  if (wireOctets(target) > 255) {
    reply.met.add("overflow");
    reply.rcode = "YXDOMAIN";
    return undefined;
  }
  reply.answer.push({ owner: name, type: types["CNAME"], ttl: dname.ttl, rdata: nameRdata(target) });
  // The synthesised CNAME is what was asked for. ANY is followed, as NSD and Knot do: RFC 6672 §3.2 goes on regardless.
  if (question.type === types["CNAME"]) {
    reply.met.add("cname-synthesised");
    return undefined;
  }
  if (question.type === types["ANY"]) reply.met.add("any-synthesised");
  return target;
}
