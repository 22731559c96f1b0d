// Where the four servers differ among themselves about a signed zone, and what we do there, as ./choices.ts does it for
// plain ones. `applies` knows the zone of ./signed-zones.ts by its names.

import type { SignedDenial } from "../peers/peer.ts";
import type { Signer } from "../peers/signers.ts";
import { types } from "../peers/wire.ts";
import type { Question } from "./naive.ts";

export interface SignedCase {
  readonly question: Question;
  readonly signer: Signer;
  readonly denial: SignedDenial;
  readonly isSecure: boolean;
}

export interface SignedChoice {
  readonly id: string;
  readonly clause: string;
  readonly why: string;
  readonly dissent: readonly string[];
  applies(asked: SignedCase): boolean;
}

const isOf = (question: Question, type: string): boolean => question.type === types[type];
const has = (question: Question, ...labels: string[]): boolean => labels.some((label) => question.name.includes(label));

export const signedChoices: readonly SignedChoice[] = [
  {
    id: "RRSIG asked for",
    clause: "RFC 4035 §3.1.1, RFC 8482 §4.1",
    why: "All signatures of the name, as NSD and BIND give them; Knot picks one, PowerDNS refuses.",
    dissent: ["knot", "pdns"],
    applies: ({ question }) => isOf(question, "RRSIG"),
  },
  {
    id: "labels of any octets",
    clause: "RFC 2181 §11",
    why: "PowerDNS fails with SERVFAIL on some.",
    dissent: ["pdns"],
    applies: ({ question }) => question.name.some((label) => !/^[\w*-]+$/.test(label)),
  },
  {
    id: "NSEC3PARAM as it stands in the zone",
    clause: "RFC 5155 §4",
    why: "With the TTL that the signer gave it; PowerDNS makes the record anew.",
    dissent: ["pdns"],
    applies: ({ question }) => isOf(question, "NSEC3PARAM"),
  },
  {
    id: "NSEC asked for",
    clause: "RFC 4035 §3.1.3.3, RFC 4592 §4.8",
    why: "It is data like other data: PowerDNS has none without DO, and with it none by a wildcard, and Knot then proves nothing.",
    dissent: ["pdns", "knot"],
    applies: ({ question, denial }) => isOf(question, "NSEC") && denial === "NSEC",
  },
  {
    id: "NSEC at a cut",
    clause: "RFC 4035 §3.1.4.1",
    why: "Only DS is said to be the parent's to answer there: BIND and PowerDNS answer the NSEC.",
    dissent: ["bind", "pdns"],
    applies: ({ question }) => isOf(question, "NSEC") && has(question, "secure", "insecure", "insecure2", "a", "b"),
  },
  {
    id: "NSEC asked for at an alias that has none",
    clause: "RFC 1034 §3.6.2",
    why: "The alias is followed, as for any type that is not there: BIND and Knot stop.",
    dissent: ["bind", "knot"],
    applies: ({ question, denial }) => isOf(question, "NSEC") && denial !== "NSEC",
  },
  {
    id: "DS in referrals",
    clause: "RFC 4035 §3.1.4",
    why: "For clients that set DO: PowerDNS sends it to all.",
    dissent: ["pdns"],
    applies: ({ question, isSecure }) => !isSecure && has(question, "secure", "b"),
  },
  {
    id: "address of a name server that is no glue",
    clause: "RFC 1034 §4.3.2 step 3b",
    why: "With minimal responses BIND gives only those below the cut (./choices.ts).",
    dissent: ["bind"],
    applies: ({ question }) => has(question, "secure", "insecure", "insecure2", "a", "b", "incut"),
  },
  {
    id: "NODATA at a wildcard asked for by name",
    clause: "RFC 5155 §7.2.3",
    why: "The name exists, and the NSEC3 that matches it is enough: NSD proves the closest encloser, too.",
    dissent: ["nsd"],
    applies: ({ question, denial }) => question.name[0] === "*" && denial !== "NSEC",
  },
  {
    id: "nothing at the end of a DNAME",
    clause: "RFC 4035 §3.1.3.2",
    why: "That no wildcard stands in is proven there, too: NSD 4.6 leaves it out.",
    dissent: ["nsd"],
    applies: ({ question, denial }) => has(question, "old") && denial === "NSEC",
  },
  {
    id: "names above insecure delegations only",
    clause: "RFC 5155 §7.2.1, §7.2.4",
    why: "They have no NSEC3, so the closest provable encloser is higher up, as Knot and BIND find it.",
    dissent: ["nsd", "pdns"],
    applies: ({ question, denial }) => denial.startsWith("1 1") && has(question, "insecure2"),
  },
  {
    id: "names below an NSEC3's owner",
    clause: "RFC 5155 §7.2.8",
    why: "It does not exist as a name, so it is no closest encloser, as for Knot and BIND.",
    dissent: ["nsd", "pdns"],
    applies: ({ question }) => question.name.slice(1).some((label) => label.length === 32),
  },
  {
    id: "spans that could opt out and do not",
    clause: "RFC 5155 §7.2.7",
    why: "ldns-signzone gives insecure delegations an NSEC3 even so, which proves more; PowerDNS reckons that there is none.",
    dissent: ["pdns"],
    applies: ({ signer, denial }) => signer === "ldns-signzone" && denial.startsWith("1 1"),
  },
]; // prettier-ignore
