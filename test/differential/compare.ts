// What of an answer must be equal: rcode, AA, the answer records with their TTLs, the SOA of a negative answer or the
// NS of a referral, and the addresses that a referral carries. Names compare without case, records as a set.
// Left out on purpose: the order, compression, NS records beside a positive answer, and addresses that are
// only a courtesy (MX, SRV, NS answers); those may be more or fewer (RFC 9471 asks for glue in referrals only).

import {
  flags,
  latin1,
  nameText,
  parseMessage,
  rcodeText,
  typeText,
  types,
  type Message,
  type WireRecord,
} from "../peers/wire.ts";
import { lower, sameLabels, type PlainRecord } from "./plain.ts";
import type { NaiveAnswer } from "./naive.ts";
import { labelsAt, renderRdata } from "./render.ts";

/** An answer reduced to what must agree, as text that can be compared and read. */
export function essence(reply: Uint8Array | Message | null): string {
  if (reply === null) return "silence";
  const message = reply instanceof Uint8Array ? parseMessage(reply) : reply;
  const aa = (message.flags & flags.aa) !== 0;
  return compose(rcodeText(message.rcode), aa, message, (message.flags & flags.tc) !== 0);
}

export function naiveEssence(naive: NaiveAnswer): string {
  return compose(naive.rcode, naive.aa, naive, false);
}

type Sections = { [section in "answer" | "authority" | "additional"]: readonly (PlainRecord | WireRecord)[] };

function compose(rcode: string, aa: boolean, { answer, authority, additional }: Sections, tc: boolean): string {
  const soa = authority.filter((record) => record.type === types["SOA"]);
  const referral =
    soa.length === 0 && isReferral(answer, authority) ? authority.filter((r) => r.type === types["NS"]) : [];
  const glue = referral.length === 0 ? [] : additional.filter((record) => isAddressOf(record, referral));
  const parts = [
    rcode,
    aa ? "aa" : "",
    tc ? "tc" : "",
    show("an", answer),
    show("soa", soa),
    show("ns", referral),
    show("glue", glue),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** NS in authority mean a referral unless the answer is complete: nothing, or a chain that ends in an alias. */
function isReferral(answer: Sections["answer"], authority: Sections["authority"]): boolean {
  if (!authority.some((record) => record.type === types["NS"])) return false;
  const last = answer.at(-1);
  return last === undefined || last.type === types["CNAME"];
}

function isAddressOf(record: PlainRecord | WireRecord, servers: Sections["answer"]): boolean {
  if (record.type !== types["A"] && record.type !== types["AAAA"]) return false;
  return servers.some((server) => sameLabels(labelsAt(server.rdata, 0), record.owner));
}

function show(title: string, records: Sections["answer"]): string {
  const lines = records.map((r) => `${foldName(r.owner)} ${r.ttl} ${typeText(r.type)} ${foldRdata(r)}`);
  return lines.length === 0 ? "" : `${title}[${[...new Set(lines)].toSorted().join(", ")}]`;
}

const foldName = (labels: readonly string[]): string => nameText(labels.map(lower));

/** Whole RDATA, lower-cased where it holds names. */
function foldRdata(record: PlainRecord | WireRecord): string {
  const hex = Buffer.from(record.rdata).toString("hex");
  const named = ["NS", "CNAME", "SOA", "MX", "PTR", "DNAME", "SRV"].some((type) => types[type] === record.type);
  if (!named) return record.rdata.length <= 16 ? renderRdata({ class: 1, ...record }) : hex;
  const folded = Buffer.from(
    latin1(record.rdata).replace(/[A-Z]/g, (l) => l.toLowerCase()),
    "latin1",
  );
  if (record.type === types["SOA"]) {
    const primary = nameText(labelsAt(folded, 0));
    return `${primary} ${folded.subarray(-20).toString("hex").replace(/0000+/g, "-")}`;
  }
  const prefix = { [types["MX"]]: 2, [types["SRV"]]: 6 }[record.type] ?? 0;
  return `${folded.toString("hex", 0, prefix)} ${nameText(labelsAt(folded, prefix))}`.trimStart();
}

/** Whether an ANY answer is one whole RRset, or all, of what the name owns (RFC 8482 §4.1, RFC 1035 §3.2.3). */
export function isFairAny(message: Message, naive: NaiveAnswer): boolean {
  if (message.rcode !== 0 || message.answer.length === 0) return false;
  const given = new Set(message.answer.map((record) => record.type));
  const expected = naive.answer.filter((record) => given.has(record.type));
  return show("an", message.answer) === show("an", expected);
}
