// Where the records of a message stand: our own walk over its octets, which finds what dns-packet does not keep
// (numbers of unknown types, lengths, the case of names). What the records say is read in reply.ts.
// Invariant: every offset of a frame lies inside the message; a message that ends early is a fault, a sentence.

import { u16At } from "../../base/octets.ts";
import { OctetWriter } from "../../base/octets.ts";
import { parseName } from "../../dns/rdata.ts";

export interface RecordFrame {
  /** The owner's wire form, decompressed. */
  readonly owner: Uint8Array;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  /** Where the RDATA stands in the message. */
  readonly start: number;
  readonly end: number;
}

export interface MessageFrame {
  readonly questions: readonly RecordFrame[];
  readonly answers: readonly RecordFrame[];
  readonly authorities: readonly RecordFrame[];
  readonly additionals: readonly RecordFrame[];
}

const headerOctets = 12;

export function frameMessage(message: Uint8Array): MessageFrame | string {
  if (message.length < headerOctets) return `it has ${message.length} octets, and a header has ${headerOctets}`;
  const walk = new Walk(message);
  const [questions, answers, authorities, additionals] = [0, 1, 2, 3].map((section) =>
    walk.section(section, u16At(message, 4 + 2 * section)),
  );
  if (walk.at < 0) return "it ends inside a record";
  if (walk.at < message.length) return `${message.length - walk.at} octets follow its last record`;
  return { questions, answers, authorities, additionals };
}

class Walk {
  at = headerOctets;
  readonly #message: Uint8Array;
  readonly #name = new OctetWriter(256);

  constructor(message: Uint8Array) {
    this.#message = message;
  }

  section(section: number, count: number): RecordFrame[] {
    const frames: RecordFrame[] = [];
    while (frames.length < count && this.at >= 0) {
      const frame = this.#record(section === 0 ? 4 : 10);
      if (frame !== null) frames.push(frame);
    }
    return frames;
  }

  /** A record, or a question: `fixed` octets behind the owner. */
  #record(fixed: number): RecordFrame | null {
    const message = this.#message;
    this.#name.clear();
    const at = parseName(message, this.at, message.length, this.#name);
    const start = at + fixed;
    const end = fixed === 4 || start > message.length ? start : start + u16At(message, at + 8);
    this.at = at < 0 || end > message.length ? -1 : end;
    if (this.at < 0) return null;
    const ttlSeconds = fixed === 4 ? 0 : u16At(message, at + 4) * 0x10000 + u16At(message, at + 6);
    return {
      owner: this.#name.copy(),
      type: u16At(message, at),
      class: u16At(message, at + 2),
      ttlSeconds,
      start,
      end,
    };
  }
}
