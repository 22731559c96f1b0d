// A message as plain values, for scenarios, where it is compared and printed more than it is hurried: octets in, octets
// out (RFC 1035 §4.1, RFC 6891 §6.1). Records stay single records, as sections are compared record by record.
// Invariant: OPT is no record of the additional section but `edns`; what readMessage cannot read whole is null.

import { OctetWriter, u16At } from "../../base/octets.ts";
import { Opcode, Rcode } from "../../dns/codes.ts";
import { flagDO, optOctets } from "../../dns/edns.ts";
import { headerOctets, MessageFault, MessageView } from "../../dns/message-view.ts";
import { MessageWriter } from "../../dns/message-writer.ts";
import { parseName } from "../../dns/name-wire.ts";
import { Name } from "../../dns/name.ts";
import { parseRdata } from "../../dns/rdata.ts";
import { RRType } from "../../dns/types.ts";

export interface MessageQuestion {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
}

export interface MessageRecord {
  readonly owner: Name;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  /** Uncompressed. */
  readonly rdata: Uint8Array;
}

export interface MessageEdns {
  readonly dnssecOk: boolean;
  /** The options as they stand in OPT's RDATA. */
  readonly options: Uint8Array;
}

export const sectionNames = ["answer", "authority", "additional"] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Message extends Readonly<Record<SectionName, readonly MessageRecord[]>> {
  readonly opcode: number;
  /** With EDNS's upper bits. */
  readonly rcode: number;
  /** The bits of `flagBits`, as they stand in the header's second word. */
  readonly flags: number;
  readonly question: MessageQuestion | null;
  readonly edns: MessageEdns | null;
}

/** RFC 1035 §4.1.1 and RFC 4035 §3.1.6, in the order of the header. */
export const flagBits = { QR: 0x8000, AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, AD: 0x0020, CD: 0x0010 } as const;
export const allFlags = Object.values(flagBits).reduce((all, bit) => all | bit, 0);

export const emptyMessage: Message = {
  opcode: Opcode.QUERY,
  rcode: Rcode.NOERROR,
  flags: 0,
  question: null,
  answer: [],
  authority: [],
  additional: [],
  edns: null,
};

/** Reads a whole message, or gives null. */
export function readMessage(octets: Uint8Array): Message | null {
  const view = new MessageView();
  if (view.parse(octets, 0, octets.length) !== MessageFault.none) return null;
  const sections: Record<SectionName, MessageRecord[]> = { answer: [], authority: [], additional: [] };
  let at = view.questionEnd;
  for (const [i, name] of sectionNames.entries()) {
    for (let count = view.counts[i + 1]; count > 0; count--) {
      const next = readRecord(octets, at, sections[name]);
      if (next < 0) return null;
      at = next;
    }
  }
  const { edns } = view;
  const options = octets.slice(edns.optionsStart, edns.optionsEnd);
  return {
    opcode: view.opcode,
    rcode: view.rcode,
    flags: view.bits & allFlags,
    question: view.counts[0] === 0 ? null : readQuestion(octets, view),
    ...sections,
    edns: edns.present ? { dnssecOk: edns.wantsDnssec, options } : null,
  };
}

function readQuestion(octets: Uint8Array, view: MessageView): MessageQuestion {
  const name = new Name(octets.slice(headerOctets, view.questionEnd - 4));
  return { name, type: view.qtype, class: view.qclass };
}

/** Adds the record at `at`, unless it is OPT; where the next one begins, or -1. */
function readRecord(octets: Uint8Array, at: number, records: MessageRecord[]): number {
  const owner = new OctetWriter(64);
  const head = parseName(octets, at, octets.length, owner);
  if (head < 0) return -1;
  const type = u16At(octets, head);
  const start = head + 10;
  const end = start + u16At(octets, head + 8);
  if (type === RRType.OPT) return end;
  const rdata = new OctetWriter(64);
  if (!parseRdata(type, octets, start, end, rdata)) return -1;
  const ttlSeconds = (u16At(octets, head + 4) * 2 ** 16 + u16At(octets, head + 6)) >>> 0;
  records.push({
    owner: new Name(owner.copy()),
    type,
    class: u16At(octets, head + 2),
    ttlSeconds,
    rdata: rdata.copy(),
  });
  return end;
}

/** What a scripted OPT says of its sender's room: what RFC 6891 §6.2.5 proposes, and Deckard and testbound send. */
const udpSize = 4096;

const room = new Uint8Array(0x10000);

/** Writes a message, owners compressed. A scripted message that exceeds 64 KiB is a fault of its author. */
export function composeMessage(message: Message, id: number): Uint8Array {
  const writer = new MessageWriter();
  writer.begin(room, 0, room.length);
  let whole = true;
  if (message.question !== null) {
    whole = writer.name(message.question.name.wire, 0);
    writer.u16(message.question.type);
    writer.u16(message.question.class);
  }
  for (const name of sectionNames) for (const record of message[name]) whole &&= writeRecord(writer, record);
  whole &&= writer.at + optOctets + (message.edns?.options.length ?? 0) <= writer.limit;
  if (!whole) throw new Error("A scripted message is larger than 65,535 octets.");
  if (message.edns !== null) writeOpt(writer, message.edns, message.rcode);
  const bits = message.flags | (message.opcode << 11) | (message.rcode & 15);
  const { answer, authority, additional } = message;
  const additionalCount = additional.length + (message.edns === null ? 0 : 1);
  writer.header(id, bits, message.question === null ? 0 : 1, answer.length, authority.length, additionalCount);
  return room.slice(0, writer.at);
}

function writeRecord(writer: MessageWriter, record: MessageRecord): boolean {
  if (!writer.name(record.owner.wire, 0) || writer.at + 10 + record.rdata.length > writer.limit) return false;
  writer.u16(record.type);
  writer.u16(record.class);
  writer.u16(record.ttlSeconds >>> 16);
  writer.u16(record.ttlSeconds & 0xffff);
  writer.u16(record.rdata.length);
  writer.octets(record.rdata, 0, record.rdata.length);
  return true;
}

function writeOpt(writer: MessageWriter, edns: MessageEdns, rcode: number): void {
  writer.octets(new Uint8Array(1), 0, 1);
  writer.u16(RRType.OPT);
  writer.u16(udpSize);
  writer.u16((rcode >>> 4) << 8);
  writer.u16(edns.dnssecOk ? flagDO : 0);
  writer.u16(edns.options.length);
  writer.octets(edns.options, 0, edns.options.length);
}
