// A message as it lies in a buffer (RFC 1035 §4): header and question are read, OPT and TSIG are found, the rest stays
// octets until someone walks it. One view serves every packet: parsing allocates nothing and never throws.
// A fault is a value and says how much of the message can still be answered: with `header` nothing but the id and opcode
// is known; with `body` the question was read, so that FORMERR can carry it back.
// Read next: ./message-writer.ts, ./edns.ts, and the records' RDATA in ./rdata.ts.

import { u16At, u32At } from "../base/octets.ts";
import { maxQueryRecords, maxUpdateRecords } from "../base/limits.ts";
import { Opcode } from "./codes.ts";
import { areOptions, EdnsView } from "./edns.ts";
import { NameCursor } from "./name-cursor.ts";
import { maxTtlSeconds } from "./text/ttl.ts";
import { nameLength } from "./name.ts";
import { RRType } from "./types.ts";

export const headerOctets = 12;

/** Why a message cannot be taken as it is. */
export const MessageFault = {
  none: 0,
  /** Shorter than a header: nothing can be answered. */
  short: 1,
  /** The question section is broken: only the header can be answered. */
  question: 2,
  /** Something after the question is broken: the question can be answered. */
  body: 3,
} as const;
export type MessageFault = (typeof MessageFault)[keyof typeof MessageFault];

/** Octets of the longest message: a length over TCP has two (RFC 1035 §4.2.2). */
export const maxMessageOctets = 65_535;

// Bits of the second header word (RFC 1035 §4.1.1, RFC 4035 §3.1.6).
export const headerQR = 0x8000;
export const headerAA = 0x0400;
export const headerTC = 0x0200;
export const headerRD = 0x0100;
export const headerRA = 0x0080;
export const headerAD = 0x0020;
export const headerCD = 0x0010;

export class MessageView {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  id = 0;
  /** The header's second word: QR, opcode, flags, RCODE. */
  bits = 0;
  readonly counts = new Uint16Array(4);
  /** The first question's name, in place. */
  readonly qname = new NameCursor();
  qtype = 0;
  qclass = 0;
  /** Where the (first) question ends; the header's end when there is none. */
  questionEnd = 0;
  readonly edns = new EdnsView();
  /** Where a TSIG record begins, or -1. It is the last record (RFC 8945 §5.1). */
  tsig = -1;

  get opcode(): number {
    return (this.bits >>> 11) & 15;
  }

  get rcode(): number {
    return (this.bits & 15) | (this.edns.extendedRcode << 4);
  }

  /** Looks at `bytes[start, end)`. Records are walked for OPT and TSIG and checked to lie within the message. */
  parse(bytes: Uint8Array, start: number, end: number): MessageFault {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.tsig = -1;
    this.qtype = this.qclass = 0;
    this.edns.clear();
    if (end - start < headerOctets) return MessageFault.short;
    this.id = u16At(bytes, start);
    this.bits = u16At(bytes, start + 2);
    for (let i = 0; i < 4; i++) this.counts[i] = u16At(bytes, start + 4 + i * 2);
    this.questionEnd = start + headerOctets;
    if (this.counts[0] > 0 && !this.#readQuestion()) return MessageFault.question;
    return this.#readRecords() ? MessageFault.none : MessageFault.body;
  }

  #readQuestion(): boolean {
    const at = this.start + headerOctets;
    const size = nameLength(this.bytes, at, this.end); // no pointer can stand in the first name
    if (size < 0 || at + size + 4 > this.end) return false;
    this.qname.set(this.bytes, at);
    this.qtype = u16At(this.bytes, at + size);
    this.qclass = u16At(this.bytes, at + size + 2);
    this.questionEnd = at + size + 4;
    return true;
  }

  #readRecords(): boolean {
    if (this.counts[0] > 1) return false; // RFC 9619 §4: one question or none
    const counts = this.counts;
    const total = counts[1] + counts[2] + counts[3];
    // 11 octets are the least that a record takes: what cannot be there is not looked for.
    if (total * 11 > this.end - this.questionEnd) return false;
    if ((this.bits & headerQR) === 0 && total > (this.opcode === Opcode.UPDATE ? maxUpdateRecords : maxQueryRecords))
      return false;
    let at = this.questionEnd;
    for (let i = 0; i < total; i++) {
      if (this.tsig >= 0) return false; // RFC 8945 §5.1: nothing after TSIG
      at = this.#readRecord(at, i >= counts[1] + counts[2]);
      if (at < 0) return false;
    }
    return true; // octets after the last record are passed over, as most servers do
  }

  /** The record at `at`: where the next one begins, or -1. */
  #readRecord(at: number, additional: boolean): number {
    const { bytes, end } = this;
    const head = skipName(bytes, at, end);
    if (head < 0 || head + 10 > end) return -1;
    const type = u16At(bytes, head);
    const next = head + 10 + u16At(bytes, head + 8);
    if (next > end) return -1;
    if (type === RRType.OPT) {
      // RFC 6891 §6.1.1: one OPT at most, owned by the root, among the additional records.
      if (!additional || this.edns.present || head !== at + 1) return -1;
      return this.#readOpt(head, next);
    }
    if (type === RRType.TSIG) {
      if (!additional) return -1;
      this.tsig = at;
    }
    return next;
  }

  #readOpt(head: number, next: number): number {
    const { bytes, edns } = this;
    edns.present = true;
    edns.udpSize = u16At(bytes, head + 2);
    edns.extendedRcode = bytes[head + 4];
    edns.version = bytes[head + 5];
    edns.flags = u16At(bytes, head + 6);
    edns.optionsStart = head + 10;
    edns.optionsEnd = next;
    return areOptions(bytes, head + 10, next) ? next : -1;
  }
}

/** The TTL at `at` of a message, in seconds: one with its highest bit set counts as zero (RFC 2181 §8). */
export function ttlAt(bytes: Uint8Array, at: number): number {
  const ttl = u32At(bytes, at);
  return ttl > maxTtlSeconds ? 0 : ttl;
}

/** Where the possibly compressed name at `at` ends in the message, or -1; a pointer is not followed. */
export function skipName(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const size = bytes[at];
    if (size === 0) return at + 1;
    if (size >= 0xc0) return at + 2 <= end ? at + 2 : -1;
    if (size > 63) return -1;
    at += size + 1;
  }
  return -1;
}
