// Servers that say what is not so: they deny names that exist, leave out what a denial needs, change addresses, or add records
// that they have no right to give. A resolver believes only what lies below the zone that it asked for (RFC 5452 §6, RFC 2181 §5.4.1).

import { Rcode } from "../../dns/codes.ts";
import { RRType } from "../../dns/types.ts";
import { parseAddress } from "../../net/address.ts";
import type { Message, MessageRecord, SectionName } from "../scenario/message.ts";
import { readMessage } from "../scenario/message.ts";
import type { Asked, Handler } from "../simulated-network.ts";
import { scanRecords } from "../zone-file.ts";
import { askedWith, changing, fault } from "./kind.ts";

/** No error, no answer, and no referral: the name exists, or so the reply says (RFC 2308 §2.2). */
function isNodata({ rcode, answer, authority }: Message): boolean {
  const hasSoa = authority.some(({ type }) => type === RRType.SOA);
  return rcode === Rcode.NOERROR && answer.length === 0 && (hasSoa || authority.length === 0);
}

/** Whether a name for which there is no data has none of any type: an empty non-terminal (RFC 8020 §2). */
function isEmptyNonTerminal(inner: Handler, asked: Asked): boolean {
  const query = readMessage(asked.octets);
  if (query === null || query.question === null) return false;
  const anything = { ...query, question: { ...query.question, type: RRType.ANY } };
  const outcome = inner({ ...askedWith(asked, anything), transport: "tcp" });
  if (typeof outcome === "string" || outcome.length === 0) return false;
  const reply = readMessage(outcome[0].octets);
  return reply !== null && isNodata(reply);
}

function adding(
  section: Exclude<SectionName, "answer">,
): (inner: Handler, parameters: { readonly records: string }) => Handler {
  return (inner, { records }) => {
    const more = scanRecords(records);
    return changing(inner, (message) => ({ ...message, [section]: [...message[section], ...more] }));
  };
}

/** Every address of a kind is another now; signatures stay as they were, as nobody but the zone can make new ones. */
function withAddress(records: readonly MessageRecord[], type: number, rdata: Uint8Array): MessageRecord[] {
  return records.map((record) => (record.type === type ? { ...record, rdata } : record));
}

function forgingAddresses(inner: Handler, { address }: { readonly address: string }): Handler {
  const { family, octets } = parseAddress(address)!;
  const type = family === 4 ? RRType.A : RRType.AAAA;
  return changing(inner, (message) => ({ ...message, answer: withAddress(message.answer, type, octets) }));
}

/** What had no answer gets one, so the SOA of its denial goes. */
function addingAnswers(inner: Handler, { records }: { readonly records: string }): Handler {
  const more = scanRecords(records);
  return changing(inner, (message) => {
    const answer = [...message.answer, ...more];
    return message.answer.length > 0
      ? { ...message, answer }
      : { ...message, rcode: Rcode.NOERROR, answer, authority: [] };
  });
}

export const falsehoods = {
  "nxdomain-for-empty-non-terminals": fault(
    "answers NXDOMAIN for names that have no records but names below them, which stops a minimising resolver",
    {},
    (inner) =>
      changing(inner, (message, asked) =>
        isNodata(message) && isEmptyNonTerminal(inner, asked) ? { ...message, rcode: Rcode.NXDOMAIN } : message,
      ),
  ),
  "nodata-without-soa": fault(
    "leaves the SOA out of denials, so that nobody knows for how long they hold",
    {},
    (inner) =>
      changing(inner, (message) =>
        message.answer.length > 0
          ? message
          : { ...message, authority: message.authority.filter(({ type }) => type !== RRType.SOA) },
      ),
  ),
  "adds-answers": fault(
    "adds records to its answers: a CNAME beside other data, say",
    { records: "records" },
    addingAnswers,
  ),
  "forges-addresses": fault(
    "gives another address than the zone has, and leaves the signatures: somebody on the path who can change what passes",
    { address: "address" },
    forgingAddresses,
  ),
  "adds-authority": fault(
    "adds records to the authority section: name servers of zones that are not its own (promiscuous NS)",
    { records: "records" },
    adding("authority"),
  ),
  "adds-additional": fault(
    "adds records to the additional section: addresses of names that are not its own (poisoning)",
    { records: "records" },
    adding("additional"),
  ),
};
