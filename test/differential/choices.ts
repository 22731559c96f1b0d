// Where the four servers differ among themselves, and what we do there: the written list of our choices.
// `dissent` names who answers otherwise; whoever is not named must answer as we do. A choice whose dissenters all come
// to agree has gone out of date: peers.test.ts fails until it leaves the list.

import { types } from "../peers/wire.ts";
import type { NaiveAnswer, Question } from "./naive.ts";

export interface Choice {
  id: string;
  clause: string;
  why: string;
  dissent: readonly string[];
  applies(question: Question, naive: NaiveAnswer): boolean;
}

export const choices: readonly Choice[] = [
  {
    id: "chain into another zone",
    clause: "RFC 1034 §4.3.2 step 3a",
    why: "\"go back to step 1\" looks for the nearest zone again, and it is ours: NSD and PowerDNS go on, BIND and Knot stop at the zone's edge.",
    dissent: ["bind", "knot"],
    applies: (_, naive) => naive.met.has("other-zone"),
  },
  {
    id: "alias loop",
    clause: "RFC 1034 §3.6.2",
    why: "What there is of the chain is the truth, as NSD and Knot say; BIND and PowerDNS answer SERVFAIL. Nobody agrees how often to go round.",
    dissent: ["nsd", "knot", "bind", "pdns"],
    applies: (_, naive) => naive.met.has("loop"),
  },
  {
    id: "long chain",
    clause: "RFC 1034 §5.2.2",
    why: "A bound is needed. Knot stops after 5 aliases, BIND and PowerDNS fail after about 11, NSD 4.6 has no bound; we stop after 16.",
    dissent: ["nsd", "knot", "bind", "pdns"],
    applies: (_, naive) => naive.followed > 4,
  },
  {
    id: "DNAME target too long",
    clause: "RFC 6672 §2.2",
    why: "YXDOMAIN with the DNAME and nothing else; Knot 3.2 says NXDOMAIN with the SOA.",
    dissent: ["knot"],
    applies: (_, naive) => naive.met.has("overflow"),
  },
  {
    id: "CNAME asked for and given",
    clause: "RFC 2308 §2",
    why: "An answer is no negative answer: PowerDNS adds an SOA to a CNAME that was synthesised.",
    dissent: ["pdns"],
    applies: (question) => question.type === types["CNAME"],
  },
  {
    id: "ANY below a DNAME",
    clause: "RFC 6672 §3.2",
    why: "The DNAME is followed whatever the type, as NSD and Knot do; BIND stops at the synthesised CNAME.",
    dissent: ["bind", "pdns"],
    applies: (_, naive) => naive.met.has("any-synthesised"),
  },
  {
    id: "ANY without data",
    clause: "RFC 8482 §4",
    why: "NODATA; PowerDNS gives a record of type 0 where a wildcard or an alias leads to nothing.",
    dissent: ["pdns"],
    applies: (question) => question.type === types["ANY"],
  },
  {
    id: "address of a name server that is no glue",
    clause: "RFC 1034 §4.3.2 step 3b",
    why: "\"using whatever addresses are available from authoritative data\": with minimal responses BIND gives only those below the cut.",
    dissent: ["bind"],
    applies: (_, naive) => naive.met.has("referral"),
  },
  {
    id: "DS of a child that its parent does not delegate to",
    clause: "RFC 4035 §3.1.4.1",
    why: "The parent answers, and it knows no such name; NSD says NODATA.",
    dissent: ["nsd"],
    applies: (question, naive) => question.type === types["DS"] && naive.met.has("negative"),
  },
  {
    id: "DS after an alias",
    clause: "RFC 4035 §3.1.4.1",
    why: "The rule for DS holds for the alias's target, too: BIND and Knot ask the child.",
    dissent: ["bind", "knot"],
    applies: (question, naive) => question.type === types["DS"] && (naive.met.has("cname") || naive.met.has("dname")),
  },
  {
    id: "labels of any octets",
    clause: "RFC 2181 §11",
    why: "\"any binary string whatever can be used as the label\": PowerDNS fails with SERVFAIL on some.",
    dissent: ["pdns"],
    applies: (question) => question.name.some((label) => !/^[\w*-]+$/.test(label)),
  },
  {
    id: "TTLs that differ within an RRset",
    clause: "RFC 2181 §5.2",
    why: "One TTL, and the lowest: NSD and PowerDNS give each record its own, Knot the last one's.",
    dissent: ["nsd", "knot", "pdns"],
    applies: (question) => question.name[0]?.toLowerCase() === "mixedttl",
  },
]; // prettier-ignore
