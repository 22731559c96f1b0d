// Answers that take several looks into the zones, or names to compress, as they were written last: referrals with their
// glue, chains of aliases, denials. Whoever asks for the same gets the same octets, and neither the search for addresses nor the
// compression of names is done again. What a referral says does not depend on what is asked for below the cut, and a denial
// is the zone's where it needs no proof, so one serves them all: their pointers into the question name the cut, or the zone's apex, which ends where
// the question's name ends, and are moved with that end.
// An answer is found by the version of the node that it begins at, and only as long as no other version of the zones is
// looked at, so whatever it was made of is what it would be made of now. What routing policies chose is not kept.
// Invariant: what is found fits the message, whatever options the reply carries. Nothing is allocated after the first one.

import { maxWrittenAnswers } from "../base/limits.ts";
import { putU16, u16At } from "../base/octets.ts";
import { headerOctets } from "../dns/message-view.ts";
import { maxPointers, type MessageWriter } from "../dns/message-writer.ts";
import type { Answer } from "./answer.ts";
import type { Encoder } from "./encoder.ts";

/** An OPT record with every option that a reply may carry, but for padding: NSID is the longest. */
export const optionsOctets = 200;
const rowOctets = 512;
const rowPointers = maxPointers;
/** Of a hash of 32 bits, so many are too many for the rows. */
const spareBits = Math.clz32(maxWrittenAnswers - 1);

/**
 * What an answer is kept under, beside the node it begins at: a referral under the cut and this, a denial under the apex and
 * the sum of this and its RCODE, a chain of aliases under the first one and the type asked for.
 */
export const referral = 0x10000;
export const denial = 0x20000;
/** Added for clients that set DO: they get signatures, and others none. */
export const withSignatures = 0x40000;

/** The words of a row. */
const ofVersion = 0;
const ofReader = 1;
const ofMeaning = 2;
const questionEnd = 3;
const octetCount = 4;
const pointerCount = 5;
const counts = 6; // of records, by section: three of them
const rcodeOf = 9;
const accountKeyOf = 10;
const isMovable = 11;
const rowWords = 12;

export class WrittenAnswers {
  /** Octets that a reply may have. */
  room = 0;
  #words = new Int32Array(0);
  #octets = new Uint8Array(0);
  #view = new DataView(this.#octets.buffer);
  #pointers = new Uint16Array(0);
  /** The row that was found for the question at hand, or that its answer may be kept in; -1 for none. */
  #row = -1;
  #isFound = false;

  /** Another question, or one whose answer is neither kept nor taken from here. */
  clear(): void {
    this.#row = -1;
    this.#isFound = false;
  }

  get isFound(): boolean {
    return this.#isFound;
  }

  /**
   * Looks for what was answered at this version of a node to a reader of version `at`. Where nothing is found, what will be
   * written for this question is kept, unless `clear` is called.
   */
  find(version: number, at: number, meaning: number, end: number): boolean {
    if (this.#words.length === 0) this.#allocate();
    const row = Math.imul(version + meaning, 0x9e3779b1) >>> spareBits;
    const base = row * rowWords;
    const words = this.#words;
    this.#row = row;
    if (words[base + ofVersion] !== version || words[base + ofReader] !== at || words[base + ofMeaning] !== meaning) {
      words[base + ofVersion] = version;
      words[base + ofReader] = at;
      words[base + ofMeaning] = meaning;
      words[base + octetCount] = 0;
      return false;
    }
    const size = words[base + octetCount];
    const isHere = words[base + questionEnd] === end || words[base + isMovable] === 1;
    this.#isFound = size > 0 && isHere && end + size + optionsOctets <= this.room;
    return this.#isFound;
  }

  get rcode(): number {
    return this.#words[this.#row * rowWords + rcodeOf];
  }

  get accountKey(): number {
    return this.#words[this.#row * rowWords + accountKeyOf];
  }

  /** Writes what was found behind the question. */
  write(writer: MessageWriter, sections: Uint16Array): void {
    const base = this.#row * rowWords;
    const words = this.#words;
    const end = writer.at - writer.start;
    writer.copy(this.#view, this.#row * rowOctets, words[base + octetCount]);
    for (let i = 0; i < 3; i++) sections[i] = words[base + counts + i];
    const moved = end - words[base + questionEnd];
    if (moved === 0) return;
    const { bytes, start } = writer;
    const pointers = this.#row * rowPointers;
    for (let i = 0; i < words[base + pointerCount]; i++) {
      const at = start + end + this.#pointers[pointers + i];
      putU16(bytes, at, u16At(bytes, at) + moved);
    }
  }

  /** Keeps what stands behind the question, which ends at `end` of the message, for the node that was looked for. */
  keep(encoder: Encoder, end: number, answer: Answer): void {
    const { writer } = encoder;
    if (this.#row < 0 || !answer.isForAll || !encoder.isWhole || answer.count === 0) return;
    // The node's name, in the question.
    const owner = headerOctets + answer.owners[0];
    const { bytes, start } = writer;
    const size = writer.at - start - end;
    if (size > rowOctets || writer.pointerCount > rowPointers) return;
    const pointers = this.#row * rowPointers;
    for (let i = 0; i < writer.pointerCount; i++) {
      const at = writer.pointers[i];
      // Names left of the node's own are this question's alone.
      if ((u16At(bytes, start + at) & 0x3fff) < owner) return;
      this.#pointers[pointers + i] = at - end;
    }
    const base = this.#row * rowWords;
    const words = this.#words;
    words[base + questionEnd] = end;
    words[base + octetCount] = size;
    words[base + pointerCount] = writer.pointerCount;
    for (let i = 0; i < 3; i++) words[base + counts + i] = encoder.counts[i];
    words[base + rcodeOf] = answer.rcode;
    words[base + accountKeyOf] = answer.accountKey;
    words[base + isMovable] = encoder.hasOtherPointers ? 0 : 1;
    const first = this.#row * rowOctets;
    for (let i = 0; i < size; i++) this.#octets[first + i] = bytes[start + end + i];
  }

  #allocate(): void {
    this.#words = new Int32Array(maxWrittenAnswers * rowWords);
    this.#octets = new Uint8Array(maxWrittenAnswers * rowOctets);
    this.#view = new DataView(this.#octets.buffer);
    this.#pointers = new Uint16Array(maxWrittenAnswers * rowPointers);
  }
}
