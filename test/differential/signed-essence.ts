// What of an answer to a client that sets DO must be equal (RFC 4035 §3.1): rcode, AA, AD, CD, TC, the answer, and of the
// authority section all that answers or proves: SOA, DS, NSEC, NSEC3 and their signatures, NS where it is a referral.
// Additional: glue of a referral. TTLs count, order does not.

import {
  flags,
  nameText,
  parseMessage,
  rcodeText,
  typeText,
  types,
  type Message,
  type WireRecord,
} from "../peers/wire.ts";
import { lower } from "./plain.ts";

const named = ["NS", "CNAME", "SOA", "MX", "DNAME", "SRV"].map((type) => types[type]);

export function signedEssence(reply: Uint8Array | null): string {
  if (reply === null) return "silence";
  const message = parseMessage(reply);
  const set = (["aa", "tc", "ad", "cd"] as const).filter((flag) => (message.flags & flags[flag]) !== 0);
  const parts = [
    rcodeText(message.rcode),
    ...set,
    `do${(message.opt?.flags ?? 0) >>> 15}`,
    show("an", message.answer),
    show(
      "au",
      message.authority.filter((record) => counts(message, record)),
    ),
    show("glue", isReferral(message) ? message.additional.filter(isAddress) : []),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** NS beside an answer, and their signatures, are a courtesy. */
function counts(message: Message, record: WireRecord): boolean {
  return coveredType(record) !== types["NS"] || isReferral(message);
}

function isReferral({ answer, authority }: Message): boolean {
  const last = answer.findLast((record) => record.type !== types["RRSIG"]);
  const isOpen = last === undefined || last.type === types["CNAME"];
  return isOpen && !authority.some((r) => r.type === types["SOA"]) && authority.some((r) => r.type === types["NS"]);
}

const isAddress = ({ type }: WireRecord): boolean => type === types["A"] || type === types["AAAA"];

/** The type, of a signature that which it covers. */
export function coveredType({ type, rdata }: WireRecord): number {
  return type === types["RRSIG"] ? (rdata[0] << 8) | rdata[1] : type;
}

function show(title: string, records: readonly WireRecord[]): string {
  const lines = records.map((r) => `${nameText(r.owner.map(lower))} ${r.ttl} ${typeText(r.type)} ${textOf(r)}`);
  return lines.length === 0 ? "" : `${title}[${lines.toSorted().join(", ")}]`;
}

/** Enough of the RDATA to tell records apart. */
function textOf(record: WireRecord): string {
  const { type, rdata } = record;
  const text = Buffer.from(rdata).toString("latin1");
  const octets = named.includes(type) ? Buffer.from(lower(text), "latin1") : Buffer.from(rdata);
  if (type !== types["RRSIG"]) return octets.toString("hex").slice(0, 60);
  return `${typeText(coveredType(record))} labels=${rdata[3]} ${octets.subarray(-6).toString("hex")}`;
}
