// The texts of the calls that an instance is given together, in memory that both threads see: on one page what the handler is
// asked, on another what it answers. A message for each would cost more than a quick handler does. A text lies there in the
// order of the calls; the other side is told once, and reads all that have come until it looks.
//
//   words    | told | octets of text 0 | octets of text 1 | …    negative: not all of them are ASCII; 0: it is a message
//   octets   | text 0 | text 1 | …
//
// Invariants: the words of a text are written before the other side hears of it: of a call by the message that brings the batch,
// of an answer as the call counts as ended (./batch-progress.ts); and a batch begins when every answer of the one before was
// read. So no octet is written while the other side may read it. What an instance writes is not believed: whatever stands in
// the words, nothing outside of the page is read.

import { mostTogether } from "./batch-progress.ts";

/** Texts that find no room here become messages: few quick calls have such long ones. */
const pageOctets = 256 * 1024;

const told = 0;
const lengths = 1;
const headOctets = (lengths + mostTogether) * Int32Array.BYTES_PER_ELEMENT;

export class TextPage {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #octets: Buffer;
  /** The text that is written or read next, and where it begins. */
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

  /** Writes the next text; false when it finds no room and has to be a message. */
  write(text: string): boolean {
    const { length } = text;
    // A character is three octets at most.
    if (length * 3 > this.#octets.length - this.#start) return this.leaveOut();
    const written = this.#octets.write(text, this.#start);
    this.#words[lengths + this.#next++] = written === length ? written : -written;
    this.#start += written;
    return true;
  }

  /** The next text is a message. */
  leaveOut(): false {
    this.#words[lengths + this.#next++] = 0;
    return false;
  }

  /** After texts have come: whether the other side has to be told so. */
  tell(): boolean {
    return Atomics.exchange(this.#words, told, 1) === 0;
  }

  /** Before one looks for texts. */
  hear(): void {
    Atomics.store(this.#words, told, 0);
  }

  /** The next text, which must have come; null when it is a message. */
  read(): string | null {
    const length = this.#words[lengths + this.#next++] ?? 0;
    if (length === 0) return null;
    const start = this.#start;
    const end = (this.#start = start + Math.abs(length));
    return this.#octets.toString(length > 0 ? "latin1" : "utf8", start, end);
  }
}
