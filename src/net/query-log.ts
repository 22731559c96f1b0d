// The sampled query log: one ring in shared memory a worker. The worker writes every n-th exchange and never waits; a
// full ring loses the entry and counts it. The main thread drains the rings, and only there octets become text.
//
//   ring:  head:u32@0 (the worker's) tail:u32@4 (the reader's) | 1024 slots of 320 octets
//   slot:  timeMs:f64@0 address@8 port:u16@24 type:u16@26 class:u16@28 replyLength:u16@30 rcode@32 protocol@33
//          family@34 flags@35 nameLength@36 name@40 (wire form, as asked)
//
// Invariants: one writer, one reader; slots between tail and head belong to the reader.

import type { Client, Protocol } from "../authority/client.ts";
import { printAddress } from "./address.ts";

export interface QueryLogEntry {
  readonly timeMs: number;
  readonly client: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly type: number;
  readonly class: number;
  /** The question's name as text, RFC 1035 §5.1 escapes; "" when the message had no readable question. */
  readonly name: string;
  /** The third octet of the message: QR, opcode, AA, TC, RD (RFC 1035 §4.1.1). */
  readonly flags: number;
  readonly rcode: number;
  /** 0 when nothing was sent. */
  readonly replyOctets: number;
}

const ringSlots = 1024;
const slotOctets = 320;
const headOctets = 64;

export function createQueryLogRing(): SharedArrayBuffer {
  return new SharedArrayBuffer(headOctets + ringSlots * slotOctets);
}

/** The worker's side. */
export class QueryLogWriter {
  readonly #ends: Uint32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #every: number;
  #countdown: number;

  /** `every`: 1 logs all exchanges, 100 each hundredth. */
  constructor(ring: SharedArrayBuffer, every: number) {
    this.#ends = new Uint32Array(ring, 0, 2);
    this.#bytes = new Uint8Array(ring);
    this.#view = new DataView(ring);
    this.#every = Math.max(every, 1);
    this.#countdown = this.#every;
  }

  /** Whether this exchange is one of the sample. */
  due(): boolean {
    if (--this.#countdown > 0) return false;
    this.#countdown = this.#every;
    return true;
  }

  /** Writes one exchange; false when the ring is full. `nameEnd` is the offset after the question's name, or -1. */
  write(
    timeMs: number,
    rx: Uint8Array,
    start: number,
    nameEnd: number,
    client: Client,
    tx: Uint8Array,
    txStart: number,
    length: number,
  ): boolean {
    const head = this.#ends[0];
    if ((head - Atomics.load(this.#ends, 1)) >>> 0 >= ringSlots) return false;
    const at = headOctets + (head % ringSlots) * slotOctets;
    const bytes = this.#bytes;
    this.#view.setFloat64(at, timeMs, true);
    for (let i = 0; i < 16; i++) bytes[at + 8 + i] = client.address[i];
    this.#view.setUint16(at + 24, client.port, true);
    this.#view.setUint16(at + 30, length, true);
    bytes[at + 32] = length > 3 ? tx[txStart + 3] & 15 : 0;
    bytes[at + 33] = client.protocol;
    bytes[at + 34] = client.family;
    bytes[at + 35] = rx[start + 2];
    const nameStart = start + 12;
    const nameLength = nameEnd < 0 ? 0 : nameEnd - nameStart;
    bytes[at + 36] = nameLength;
    for (let i = 0; i < nameLength; i++) bytes[at + 40 + i] = rx[nameStart + i];
    this.#view.setUint16(at + 26, nameEnd < 0 ? 0 : (rx[nameEnd] << 8) | rx[nameEnd + 1], true);
    this.#view.setUint16(at + 28, nameEnd < 0 ? 0 : (rx[nameEnd + 2] << 8) | rx[nameEnd + 3], true);
    Atomics.store(this.#ends, 0, (head + 1) >>> 0);
    return true;
  }
}

/** The main thread's side: hands over what was written since the last call. Returns how many entries. */
export function drainQueryLog(ring: SharedArrayBuffer, each: (entry: QueryLogEntry) => void): number {
  const ends = new Uint32Array(ring, 0, 2);
  const view = new DataView(ring);
  const bytes = new Uint8Array(ring);
  const head = Atomics.load(ends, 0);
  let drained = 0;
  for (let tail = ends[1]; tail !== head; tail = (tail + 1) >>> 0, drained++) {
    each(readSlot(view, bytes, headOctets + (tail % ringSlots) * slotOctets));
    Atomics.store(ends, 1, (tail + 1) >>> 0);
  }
  return drained;
}

function readSlot(view: DataView, bytes: Uint8Array, at: number): QueryLogEntry {
  const family = bytes[at + 34] === 4 ? 4 : 6;
  return {
    timeMs: view.getFloat64(at, true),
    client: printAddress(family, bytes.slice(at + 8, at + 24)),
    port: view.getUint16(at + 24, true),
    protocol: bytes[at + 33] as Protocol,
    type: view.getUint16(at + 26, true),
    class: view.getUint16(at + 28, true),
    name: printQuestionName(bytes, at + 40, at + 40 + bytes[at + 36]),
    flags: bytes[at + 35],
    rcode: bytes[at + 32],
    replyOctets: view.getUint16(at + 30, true),
  };
}

/** Every octet that is not a letter, digit, hyphen or underscore as \DDD: what clients send must not forge log lines. */
function printQuestionName(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end && bytes[at] !== 0; at += bytes[at] + 1) {
    for (let i = at + 1; i <= at + bytes[at]; i++) {
      const character = String.fromCharCode(bytes[i]);
      text += /[\w-]/.test(character) ? character : `\\${String(bytes[i]).padStart(3, "0")}`;
    }
    text += ".";
  }
  return text === "" && end > start ? "." : text;
}
