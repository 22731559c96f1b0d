// A reply read for people. dns-packet decodes it, so that what our server writes is read every day by somebody who
// did not write it; our own table reads the types that dns-packet does not know and the names that it cannot show
// (RFC 3597 §5; a dot or an octet above 127 inside a label), and the whole message where dns-packet gives up.

import { type Answer, type Packet, decode } from "dns-packet";
import { OctetWriter } from "../../base/octets.ts";
import { EdnsOption, Opcode, Rcode, className, codeName } from "../../dns/codes.ts";
import { parseRdata, printRdata, printUnknown } from "../../dns/rdata.ts";
import { printName } from "../../dns/text/name-text.ts";
import { printOption } from "../../dns/text/option-text.ts";
import { RRType, typeName } from "../../dns/types.ts";
import { type MessageFrame, type RecordFrame, frameMessage } from "./frame.ts";
import { textOf } from "./record-text.ts";

export interface ShownRecord {
  readonly name: string;
  readonly ttlSeconds: number;
  readonly class: string;
  readonly type: string;
  readonly data: string;
}

export interface ShownOption {
  readonly code: number;
  readonly name: string;
  readonly text: string;
}

export interface ShownEdns {
  readonly version: number;
  readonly dnssecOk: boolean;
  readonly udpSizeOctets: number;
  readonly options: readonly ShownOption[];
  /** The cookie option's octets: the client's half, and the server's where it gave one. */
  readonly cookie: Uint8Array | null;
}

export interface Reply {
  readonly id: number;
  readonly opcode: string;
  readonly rcode: number;
  readonly status: string;
  readonly flags: readonly string[];
  readonly question: readonly Omit<ShownRecord, "ttlSeconds" | "data">[];
  readonly answer: readonly ShownRecord[];
  readonly authority: readonly ShownRecord[];
  readonly additional: readonly ShownRecord[];
  readonly edns: ShownEdns | null;
  readonly sizeOctets: number;
  /** What dns-packet complained of, when it did. */
  readonly warning: string | null;
}

const flagBits = { qr: 0x8000, aa: 0x0400, tc: 0x0200, rd: 0x0100, ra: 0x0080, ad: 0x0020, cd: 0x0010 };

/** The reply, or what is wrong with it as the end of a sentence. */
export function readReply(message: Uint8Array): Reply | string {
  const frame = frameMessage(message);
  if (typeof frame === "string") return frame;
  const { packet, warning } = decodeIndependently(message);
  const word = (message[2] << 8) | message[3];
  const opt = frame.additionals.find(({ type }) => type === RRType.OPT);
  const rcode = (word & 15) | (opt === undefined ? 0 : Math.floor(opt.ttlSeconds / 2 ** 24) << 4);
  const show = (records: readonly RecordFrame[], answers: readonly Answer[] | undefined): ShownRecord[] =>
    records.flatMap((record, i) => (record.type === RRType.OPT ? [] : [showRecord(message, record, answers?.[i])]));
  return {
    id: (message[0] << 8) | message[1],
    opcode: codeName(Opcode, (word >>> 11) & 15, "OPCODE"),
    rcode,
    status: codeName(Rcode, rcode, "RCODE"),
    flags: Object.entries(flagBits).flatMap(([name, bit]) => ((word & bit) === 0 ? [] : [name])),
    question: frame.questions.map((record) => showOwner(record)),
    answer: show(frame.answers, packet?.answers),
    authority: show(frame.authorities, packet?.authorities),
    additional: show(frame.additionals, packet?.additionals),
    edns: opt === undefined ? null : showEdns(message, opt),
    sizeOctets: message.length,
    warning: warning ?? disagreement(frame, packet),
  };
}

function decodeIndependently(message: Uint8Array): { packet: Packet | null; warning: string | null } {
  try {
    return { packet: decode(Buffer.from(message)), warning: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      packet: null,
      warning: `dns-packet cannot read this message (${reason}); Signpost's own reader shows it.`,
    };
  }
}

/** Two readers that disagree about where records begin mean a message that is built wrongly. */
function disagreement(frame: MessageFrame, packet: Packet | null): string | null {
  if (packet === null) return null;
  const own = [...frame.answers, ...frame.authorities, ...frame.additionals].map(({ type, ttlSeconds }) => [
    type,
    ttlSeconds,
  ]);
  const other = [...(packet.answers ?? []), ...(packet.authorities ?? []), ...(packet.additionals ?? [])];
  const differs = own.findIndex(([type, ttl], i) => type !== RRType.OPT && "ttl" in other[i] && other[i].ttl !== ttl);
  return differs < 0 ? null : `dns-packet and Signpost's own reader disagree from record ${differs + 1} on.`;
}

function showOwner(record: RecordFrame): Omit<ShownRecord, "ttlSeconds" | "data"> {
  return { name: printName(record.owner), class: className(record.class), type: typeName(record.type) };
}

function showRecord(message: Uint8Array, record: RecordFrame, answer: Answer | undefined): ShownRecord {
  const own = printOwn(message, record);
  const theirs = answer === undefined ? null : textOf(answer);
  // A backslash outside a text's quotes means octets that dns-packet's strings cannot carry.
  const isFaithful = record.type === RRType.TXT || !own.includes("\\");
  return { ...showOwner(record), ttlSeconds: record.ttlSeconds, data: theirs !== null && isFaithful ? theirs : own };
}

function printOwn(message: Uint8Array, record: RecordFrame): string {
  const out = new OctetWriter(512);
  if (!parseRdata(record.type, message, record.start, record.end, out))
    return printUnknown(message, record.start, record.end);
  return printRdata(record.type, out.bytes, 0, out.length);
}

/** EDNS is a field of the message, spread over the OPT record's class and TTL (RFC 6891 §6.1.3). */
function showEdns(message: Uint8Array, opt: RecordFrame): ShownEdns {
  const options: ShownOption[] = [];
  let cookie: Uint8Array | null = null;
  for (let at = opt.start; at + 4 <= opt.end;) {
    const code = (message[at] << 8) | message[at + 1];
    const end = Math.min(at + 4 + ((message[at + 2] << 8) | message[at + 3]), opt.end);
    const data = message.subarray(at + 4, end);
    if (code === EdnsOption.COOKIE) cookie = data;
    options.push({ code, name: codeName(EdnsOption, code, "OPTION"), text: printOption(code, data) });
    at = end;
  }
  const flags = opt.ttlSeconds % 65536;
  return {
    version: Math.floor(opt.ttlSeconds / 65536) & 255,
    dnssecOk: flags >= 0x8000,
    udpSizeOctets: opt.class,
    options,
    cookie,
  };
}
