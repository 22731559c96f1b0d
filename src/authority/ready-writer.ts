// Writing a ready reply (dns/ready-reply.ts) into a message: as it is, with this query's question and today's TTLs, or
// behind an alias of ours whose end it tells, record by record, because its compression points into another message.
// What does not fit: additional data goes first and silently, then everything with TC, so that the client asks again over
// TCP (RFC 2181 §9). Nothing is allocated for the common one.

import { OctetWriter, putU32, u16At, u32At } from "../base/octets.ts";
import { headerOctets, skipName } from "../dns/message-view.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { MessageWriter } from "../dns/message-writer.ts";
import { parseName, parseRdata } from "../dns/rdata.ts";
import { writeRdata } from "../dns/rdata-writer.ts";
import type { ReadyReply } from "../dns/ready-reply.ts";
import { RRType } from "../dns/types.ts";
import type { Encoder } from "./encoder.ts";
import { Section } from "./answer.ts";

/** Writes it as the answer to `query`: the writer stands behind an empty header, its limit leaves room for OPT. */
export function writeReady(encoder: Encoder, query: MessageView, ready: ReadyReply, nowSeconds: number): void {
  const { writer, counts } = encoder;
  const { bytes, message } = ready;
  const room = writer.limit - writer.start;
  const questionOctets = query.questionEnd - query.start;
  encoder.clear();
  writer.octets(query.bytes, query.start + headerOctets, query.questionEnd);
  let size = ready.messageOctets;
  if (size > room) size = ready.additional;
  if (size > room || size < questionOctets) {
    encoder.truncated = true;
    return;
  }
  counts[0] = u16At(bytes, message + 6);
  counts[1] = u16At(bytes, message + 8);
  counts[2] = size === ready.messageOctets ? u16At(bytes, message + 10) : 0;
  writer.octets(bytes, message + questionOctets, message + size);
  const age = Math.max(0, nowSeconds - ready.storedSeconds);
  for (let i = 0; i < ready.ttlCount; i++) {
    const offset = u16At(bytes, ready.ttls + i * 2);
    if (offset + 4 > size) return;
    putU32(writer.bytes, writer.start + offset, Math.max(0, u32At(bytes, message + offset) - age));
  }
}

const names = new OctetWriter(512);
const rdata = new OctetWriter(512);

/** Writes its records behind what stands in the message already. What does not fit marks the message as truncated. */
export function appendReady(encoder: Encoder, ready: ReadyReply, nowSeconds: number): void {
  const { writer, counts } = encoder;
  // A copy, as names are followed all over it.
  const message = ready.bytes.slice(ready.message, ready.message + ready.messageOctets);
  const age = Math.max(0, nowSeconds - ready.storedSeconds);
  let at = skipName(message, headerOctets, message.length) + 4;
  for (const section of [Section.answer, Section.authority]) {
    for (let left = u16At(message, 6 + section * 2); left > 0; left--) {
      const before = writer.at;
      const next = writeRecord(writer, message, at, age);
      if (next < 0) {
        writer.rewind(before);
        encoder.truncated = true;
        return;
      }
      at = next;
      counts[section]++;
    }
  }
}

/** Whether it says that there is no such name or data, and speaks for no zone at or below a name of so many octets that the question ends with. */
export function isDeniedAbove(ready: ReadyReply, octets: number): boolean {
  const message = ready.bytes.slice(ready.message, ready.message + ready.messageOctets);
  if (u16At(message, 6) > 0) return false;
  let at = skipName(message, headerOctets, message.length) + 4;
  for (let left = u16At(message, 8); left > 0; left--) {
    names.clear();
    const head = parseName(message, at, message.length, names);
    // Of a denial the SOA is the zone's that denies (RFC 2308 §3), and a name above or at the question's.
    if (u16At(message, head) === RRType.SOA) return names.length < octets;
    at = head + 10 + u16At(message, head + 8);
  }
  return true;
}

/** Writes the record at `at` of the message; where the next one begins, or -1 when it does not fit. */
function writeRecord(writer: MessageWriter, message: Uint8Array, at: number, age: number): number {
  names.clear();
  rdata.clear();
  const head = parseName(message, at, message.length, names);
  const type = u16At(message, head);
  const data = head + 10;
  const next = data + u16At(message, head + 8);
  if (!parseRdata(type, message, data, next, rdata)) return -1;
  if (!writer.name(names.bytes, 0) || writer.at + 8 > writer.limit) return -1;
  writer.octets(message, head, head + 4);
  putU32(writer.bytes, writer.at, Math.max(0, u32At(message, head + 4) - age));
  writer.at += 4;
  return writeRdata(writer, type, rdata.bytes, 0, rdata.length) ? next : -1;
}
