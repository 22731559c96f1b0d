// A ready reply: an answer as it is kept between questions, a message without id, OPT and age. Whoever sends it copies it,
// puts in the id and the question's case, ages the TTLs and adds an OPT of its own. Composed by resolver/reply.ts, kept
// by resolver/answer-table.ts, sent by authority/ready-writer.ts. All numbers big-endian:
//
//   0 stored u32 | 4 lifetime u32 | 8 bits u16 | 10 upper rcode u8 | 11 spare u8 | 12 message octets u16
//   14 option octets u16 | 16 additional u16 | 18 TTLs u16 | 20 offsets of the TTLs, u16 each | options | message
//
// Times are seconds of the clock that all threads share. `bits` is the header's second word: RCODE and AD. `options` are
// EDNS options ready for an OPT (extended errors, RFC 8914). Offsets count from the message's first octet; from `additional`
// on stand records that may be left out without TC (RFC 2181 §9). The message's question is in lower case, its counts are those of a message without OPT.

import { putU16, putU32, u16At, u32At } from "../base/octets.ts";
import { headerOctets } from "./message-view.ts";
import type { NameCursor } from "./name-cursor.ts";
import { maxNameOctets } from "./name.ts";

/** What a client wants of an answer beside its question; two that differ here get different replies. */
export const Wish = {
  /** DO: signatures, too (RFC 3225 §3). */
  dnssec: 1,
  /** CD: whatever validation says (RFC 4035 §3.2.2). */
  unchecked: 2,
} as const;

/** A question with its wishes, as octets: name in lower case, type, wishes. Class is IN. One serves every query. */
export class QuestionKey {
  readonly bytes: Uint8Array = new Uint8Array(maxNameOctets + 3);
  length = 0;

  set(name: NameCursor, type: number, wishes: number): void {
    const { bytes } = this;
    const { folded, length } = name;
    for (let i = 0; i < length; i++) bytes[i] = folded[i];
    putU16(bytes, length, type);
    bytes[length + 2] = wishes;
    this.length = length + 3;
  }

  get type(): number {
    return u16At(this.bytes, this.length - 3);
  }

  get wishes(): number {
    return this.bytes[this.length - 1];
  }
}

const fixedOctets = 20;

/** What is composed: everything that the head tells. */
export interface ReadyParts {
  readonly storedSeconds: number;
  /** Seconds for which it may be given; 0: only to whoever waits for it. */
  readonly lifetimeSeconds: number;
  /** The header's second word: AD and the lower half of the RCODE. */
  readonly bits: number;
  readonly rcode: number;
  readonly ttlOffsets: readonly number[];
  /** EDNS options, each with code and length. */
  readonly options: Uint8Array;
  /** A whole message without OPT. */
  readonly message: Uint8Array;
  /** Where the additional section begins. */
  readonly additional: number;
}

export function composeReady(parts: ReadyParts): Uint8Array<ArrayBuffer> {
  const { ttlOffsets, options, message } = parts;
  const messageAt = fixedOctets + ttlOffsets.length * 2 + options.length;
  const bytes = new Uint8Array(messageAt + message.length);
  putU32(bytes, 0, parts.storedSeconds);
  putU32(bytes, 4, parts.lifetimeSeconds);
  putU16(bytes, 8, parts.bits);
  bytes[10] = parts.rcode >>> 4;
  putU16(bytes, 12, message.length);
  putU16(bytes, 14, options.length);
  putU16(bytes, 16, parts.additional);
  putU16(bytes, 18, ttlOffsets.length);
  for (const [i, offset] of ttlOffsets.entries()) putU16(bytes, fixedOctets + i * 2, offset);
  bytes.set(options, fixedOctets + ttlOffsets.length * 2);
  bytes.set(message, messageAt);
  return bytes;
}

/** A ready reply in place. What lies in shared memory may change under a reader: who kept it must be asked afterwards. */
export class ReadyReply {
  bytes: Uint8Array = new Uint8Array(fixedOctets);
  start = 0;
  storedSeconds = 0;
  lifetimeSeconds = 0;
  bits = 0;
  rcode = 0;
  messageOctets = 0;
  optionOctets = 0;
  /** From the message's first octet. */
  additional = 0;
  ttlCount = 0;
  /** Where they begin in `bytes`. */
  ttls = 0;
  options = 0;
  message = 0;

  /** Looks at `bytes[start, start + octets)`; false when that cannot be a ready reply. */
  set(bytes: Uint8Array, start: number, octets: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.storedSeconds = u32At(bytes, start);
    this.lifetimeSeconds = u32At(bytes, start + 4);
    this.bits = u16At(bytes, start + 8);
    this.rcode = (bytes[start + 10] << 4) | (this.bits & 15);
    this.messageOctets = u16At(bytes, start + 12);
    this.optionOctets = u16At(bytes, start + 14);
    this.additional = u16At(bytes, start + 16);
    this.ttlCount = u16At(bytes, start + 18);
    this.ttls = start + fixedOctets;
    this.options = this.ttls + this.ttlCount * 2;
    this.message = this.options + this.optionOctets;
    return this.message + this.messageOctets === start + octets;
  }

  /** Whether it answers this question, wishes apart. */
  answers(question: QuestionKey): boolean {
    const octets = question.length - 1;
    const at = this.message + headerOctets;
    for (let i = 0; i < octets; i++) if (this.bytes[at + i] !== question.bytes[i]) return false;
    return true;
  }

  /** Seconds that are left at a time; 0 or less: it is over. */
  secondsLeft(nowSeconds: number): number {
    return this.storedSeconds + this.lifetimeSeconds - nowSeconds;
  }
}
