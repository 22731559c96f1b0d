// What a data-plane worker and the resolver's thread send each other: questions one way, ready replies the other
// (dns/ready-reply.ts), each many in one message, because a message costs more than a question. All numbers big-endian.
//
//   questions: token u32@0 | purpose u8@4 | protocol u8@5 | family u8@6 | spare u8@7 | client's address@8 | octets u16@24 | key@26
//   answers:   token u32@0 | octets u32@4 | ready reply@8; no octets: it failed
//
// A token is the worker's (net/deferrals.ts); 0: nobody waits. A key is a QuestionKey's octets.

import type { Purpose } from "../authority/recursion.ts";
import type { Client, Protocol } from "../authority/client.ts";
import { putU16, putU32, u16At, u32At } from "../base/octets.ts";
import type { QuestionKey } from "../dns/ready-reply.ts";

const questionHead = 26;
const addressOctets = 16;
const answerHead = 8;

/** A question as the resolver's thread reads it; rewritten for the next one. */
export interface AskedQuestion {
  token: number;
  purpose: Purpose;
  protocol: Protocol;
  family: 4 | 6;
  /** 16 octets; an IPv4 address in the first four. */
  address: Uint8Array;
  key: Uint8Array;
}

/** Octets that grow by entries and are sent whole. */
class Batch {
  protected bytes: Uint8Array<ArrayBuffer> = new Uint8Array(4096);
  #length = 0;

  /** Everything so far, the caller's from now on; null when there is nothing. */
  take(): Uint8Array<ArrayBuffer> | null {
    if (this.#length === 0) return null;
    const whole = this.bytes.slice(0, this.#length);
    this.#length = 0;
    return whole;
  }

  /** Makes room for an entry; returns where it begins. */
  protected room(octets: number): number {
    const start = this.#length;
    this.#length += octets;
    if (this.#length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.bytes.length * 2));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    return start;
  }
}

export class QuestionBatch extends Batch {
  add(token: number, purpose: Purpose, client: Client, key: QuestionKey): void {
    const at = this.room(questionHead + key.length);
    const { bytes } = this;
    putU32(bytes, at, token);
    bytes[at + 4] = purpose;
    bytes[at + 5] = client.protocol;
    bytes[at + 6] = client.family;
    bytes.set(client.address, at + 8);
    putU16(bytes, at + 24, key.length);
    bytes.set(key.bytes.subarray(0, key.length), at + questionHead);
  }
}

export function eachQuestion(batch: Uint8Array, take: (question: AskedQuestion) => void): void {
  for (let at = 0; at < batch.length;) {
    const octets = u16At(batch, at + 24);
    take({
      token: u32At(batch, at),
      purpose: batch[at + 4] as Purpose,
      protocol: batch[at + 5] as Protocol,
      family: batch[at + 6] as 4 | 6,
      address: batch.subarray(at + 8, at + 8 + addressOctets),
      key: batch.subarray(at + questionHead, at + questionHead + octets),
    });
    at += questionHead + octets;
  }
}

export class AnswerBatch extends Batch {
  /** `ready`: null when the question failed. */
  add(token: number, ready: Uint8Array | null): void {
    const octets = ready?.length ?? 0;
    const at = this.room(answerHead + octets);
    putU32(this.bytes, at, token);
    putU32(this.bytes, at + 4, octets);
    if (ready !== null) this.bytes.set(ready, at + answerHead);
  }
}

export function eachAnswer(batch: Uint8Array, take: (token: number, ready: Uint8Array | null) => void): void {
  for (let at = 0; at < batch.length;) {
    const octets = u32At(batch, at + 4);
    const start = at + answerHead;
    take(u32At(batch, at), octets === 0 ? null : batch.subarray(start, start + octets));
    at = start + octets;
  }
}
