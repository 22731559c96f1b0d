// The answers of the calls that an instance was given together, in memory that both threads see: a message for each answer
// would cost more than a quick handler does. An answer lies there as soon as the handler has ended, in the order of the
// calls; the other side is told once, and reads all that have come until it looks.
//
//   words    | told | octets of answer 0 | octets of answer 1 | …    negative: not all of them are ASCII; 0: it is a message
//   octets   | answer 0 | answer 1 | …
//
// Invariants: the words of an answer are written before the call counts as ended (./batch-progress.ts), and a batch begins
// when every answer of the one before was read; so no octet is written while the other side may read it. What an instance
// writes is not believed: whatever stands in the words, nothing outside of the page is read.

import { mostTogether } from "./batch-progress.ts";

/** Answers that find no room here become messages: few quick ones are so long. */
const pageOctets = 256 * 1024;

const told = 0;
const lengths = 1;
const headOctets = (lengths + mostTogether) * Int32Array.BYTES_PER_ELEMENT;

export class AnswerPage {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #octets: Buffer;
  /** The answer that is written or read next, and where it begins. */
  #next = 0;
  #start = 0;

  constructor(shared = new SharedArrayBuffer(headOctets + pageOctets)) {
    this.shared = shared;
    this.#words = new Int32Array(shared, 0, lengths + mostTogether);
    this.#octets = Buffer.from(shared, headOctets);
  }

  /** On both sides: another batch begins. */
  begin(): void {
    this.#next = 0;
    this.#start = 0;
  }

  /** In the instance: writes the answer of the next call; false when it finds no room and has to be a message. */
  write(answer: string): boolean {
    const { length } = answer;
    // A character is three octets at most.
    if (length * 3 > this.#octets.length - this.#start) return this.leaveOut();
    const written = this.#octets.write(answer, this.#start);
    this.#words[lengths + this.#next++] = written === length ? written : -written;
    this.#start += written;
    return true;
  }

  /** In the instance: the answer of the next call is a message. */
  leaveOut(): false {
    this.#words[lengths + this.#next++] = 0;
    return false;
  }

  /** In the instance, after answers have come: whether the other side has to be told so. */
  tell(): boolean {
    return Atomics.exchange(this.#words, told, 1) === 0;
  }

  /** Outside, before it looks for answers. */
  hear(): void {
    Atomics.store(this.#words, told, 0);
  }

  /** Outside: the answer of the next call, which must have ended; null when it is a message. */
  read(): string | null {
    const length = this.#words[lengths + this.#next++] ?? 0;
    if (length === 0) return null;
    const start = this.#start;
    const end = (this.#start = start + Math.abs(length));
    return this.#octets.toString(length > 0 ? "latin1" : "utf8", start, end);
  }
}
