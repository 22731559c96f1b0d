// Odd questions to which our answer is none of the peers', each with the reason.

export interface OddityChoice {
  /** What we say, as oddities.test.ts prints it. */
  ours: string;
  why: string;
}

const notify: OddityChoice = {
  ours: "REFUSED op4",
  why: "RFC 1996 §3.10: we are nobody's secondary. NSD and PowerDNS refuse too, with AA (and NSD without the question); Knot says NOTAUTH, BIND takes it.",
};
const update: OddityChoice = {
  ours: "REFUSED op5",
  why: "RFC 2136 §2.2: updates are not taken, whatever they are about; the four agree on nothing.",
};
const keepalive: OddityChoice = {
  ours: "NOERROR aa an[multi.m.test. 3600 A 192.0.2.3+192.0.2.4] opt{1232 v0 11:0064}",
  why: "RFC 7828 §3.3.2: our own idle time, where BIND gives its 30 seconds.",
};

export const oddityChoices: Readonly<Record<string, OddityChoice>> = {
  "opcode STATUS, RD CD": {
    ours: "NOTIMP rd op2 qd0",
    why: "RFC 1035 §4.1.1: RD is copied, as NSD and Knot do; CD means nothing here (RFC 4035 §3.1.6), NSD copies it.",
  },
  "NOTIFY of a zone served": notify,
  "NOTIFY of no zone": notify,
  "NOTIFY of a name in a zone": notify,
  "NOTIFY with type A": notify,
  "UPDATE of no zone": update,
  "UPDATE with type A in the zone section": update,
  "UPDATE class CH": update,
  "option KEEPALIVE over TCP": keepalive,
  "option KEEPALIVE with 2 octets over TCP": keepalive,
  "option ECS scope set": {
    ours: "FORMERR opt{1232 v0}",
    why: "RFC 7871 §7.1.1: a query's scope is zero, and what is malformed is FORMERR, as BIND says without its OPT record (RFC 6891 §7 has one); the others do not read the option.",
  },
};
