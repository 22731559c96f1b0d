// Proven denials as they were written last, but for the one record that is proof of this name alone. Below one encloser the
// others are the same for every name: the zone's SOA, what shows the encloser, what shows that no wildcard stands there; and
// with the denial of a type it is the SOA alone. So a denial is octets from here, the record of the name itself with its
// signatures, and octets from here again.
//
//   reply   header | question | first part | the name's own proof, or nothing | second part | OPT
//
// Names that the same record covers have all of it in common; where two such are asked for before others take the row, a denial
// is kept whole, as a first part with nothing behind it.
// What is kept is found by the encloser, and only as long as no other version of the zones is looked at, as in
// ./written-answers.ts: pointers into the question name the encloser or what is above it, and are moved with the question's
// end; those to the second part also with what stands before it. Nothing is allocated after the first one.

import { maxWrittenDenials } from "../base/limits.ts";
import { putU16, u16At } from "../base/octets.ts";
import { maxPointers, type MessageWriter } from "../dns/message-writer.ts";
import { optionsOctets } from "./written-answers.ts";

const rowOctets = 1024;
const rowPointers = maxPointers;
/** Of a hash of 32 bits, so many are too many for the rows. */
const spareBits = Math.clz32(maxWrittenDenials - 1);

/** The words of a row. */
const ofPlace = 0;
/** What the name's own proof is, in a row that has it too. */
const ofOwn = 1;
const ofIndex = 2;
const ofReader = 3;
const questionEnd = 4;
/** Octets of both parts, and of the first one. */
const octetCount = 5;
const firstOctets = 6;
/** Records, and pointers in them. */
const recordsOf = 7;
const pointerCount = 8;
const rowWords = 9;

export class WrittenDenials {
  #words = new Int32Array(0);
  #octets = new Uint8Array(0);
  #view = new DataView(this.#octets.buffer);
  #pointers = new Uint16Array(0);
  /** The row that was found for the question at hand, or that its denial may be kept in; -1 for none. */
  #row = -1;
  #isFound = false;
  /** The row that the denial at hand may be kept in whole once it is written; -1 for none. */
  #whole = -1;
  /** The name's own proof is in what was found. */
  hasOwn = false;
  /** Where in the message the name ends that is this question's alone. */
  #owner = 0;
  /** The entry at which the first part ends, and how many entries (none or one) are the name's own proof. */
  entry = 0;
  ownEntries = 0;

  /** Another question, or one whose denial is neither kept nor taken from here. */
  clear(): void {
    this.#row = this.#whole = -1;
    this.#isFound = this.hasOwn = false;
  }

  get isFound(): boolean {
    return this.#isFound;
  }

  /** Whether the denial at hand may be kept. */
  get isWanting(): boolean {
    return this.#row >= 0 && !this.#isFound;
  }

  /**
   * Looks for what was written of denials below `place`, a node or whatever else stands for one, by the index of a zone, to a
   * reader of version `at`; whole where `own`, a node or 0 for none, is what proves something of the name itself. What will be
   * written for this question is kept, unless `clear` is called.
   */
  find(place: number, own: number, index: number, at: number): boolean {
    if (this.#words.length === 0) this.#allocate();
    const words = this.#words;
    if (own !== 0) {
      const row = this.#claim(place, own, index, at);
      this.hasOwn = row >= 0 && words[row * rowWords + octetCount] > 0;
      this.#row = this.#whole = row;
      if (this.hasOwn) return true;
    }
    const row = this.#claim(place, 0, index, at);
    this.#row = row < 0 ? ~row : row;
    return row >= 0 && words[row * rowWords + octetCount] > 0;
  }

  /** Whether there is room for what was found, and so it is written. */
  fits(room: number): boolean {
    this.#isFound = this.#words[this.#row * rowWords + octetCount] + optionsOctets <= room;
    if (!this.#isFound) this.clear();
    return this.#isFound;
  }

  /** Says how the denial at hand falls into parts; `owner`: where in the message the encloser's name stands. */
  divide(owner: number, entry: number, ownEntries: number): void {
    this.#owner = owner;
    this.entry = entry;
    this.ownEntries = ownEntries;
  }

  /** Records in what was found. */
  get records(): number {
    return this.#words[this.#row * rowWords + recordsOf];
  }

  /** Writes the first part of what was found behind the question. */
  writeFirst(writer: MessageWriter): void {
    writer.copy(this.#view, this.#row * rowOctets, this.#words[this.#row * rowWords + firstOctets]);
  }

  /** Writes the second part behind what was written meanwhile, and turns the pointers of both to where things stand now. */
  writeSecond(writer: MessageWriter, end: number): void {
    const words = this.#words;
    const base = this.#row * rowWords;
    const first = words[base + firstOctets];
    const own = writer.at - writer.start - end - first;
    writer.copy(this.#view, this.#row * rowOctets + first, words[base + octetCount] - first);
    const moved = end - words[base + questionEnd];
    const isKept = this.#whole >= 0 && !this.hasOwn;
    if (moved === 0 && own === 0 && !isKept) return;
    const { bytes, start } = writer;
    const split = words[base + questionEnd] + first;
    const pointers = this.#row * rowPointers;
    for (let i = pointers, last = pointers + words[base + pointerCount]; i < last; i++) {
      const offset = this.#pointers[i];
      const at = end + offset + (offset >= first ? own : 0);
      const target = u16At(bytes, start + at);
      putU16(bytes, start + at, target + moved + ((target & 0x3fff) >= split ? own : 0));
      if (isKept) writer.notePointer(at);
    }
  }

  /** Keeps all that stands behind the question, `records` records, where others have the same. */
  keepWhole(writer: MessageWriter, end: number, records: number): void {
    if (this.hasOwn || this.#whole < 0) return;
    this.#row = this.#whole;
    const to = writer.at - writer.start;
    this.keep(writer, end, to, to, records);
  }

  /**
   * Keeps `records` records behind the question, which ends at `end` of the message, but for the name's own proof, which
   * stands from `from` to `to` of it.
   */
  keep(writer: MessageWriter, end: number, from: number, to: number, records: number): void {
    const { bytes, start } = writer;
    const size = writer.at - start - end - (to - from);
    if (size > rowOctets) return;
    const words = this.#words;
    const base = this.#row * rowWords;
    words[base + questionEnd] = end;
    words[base + firstOctets] = from - end;
    words[base + recordsOf] = records;
    let at = this.#row * rowOctets;
    for (let i = start + end; i < start + from; i++) this.#octets[at++] = bytes[i];
    for (let i = start + to; i < writer.at; i++) this.#octets[at++] = bytes[i];
    words[base + octetCount] = this.#keepPointers(writer, end, from, to) ? size : 0;
  }

  /** Keeps where pointers stand, and turns them as if nothing were between the parts; false where one leads to what is not kept. */
  #keepPointers(writer: MessageWriter, end: number, from: number, to: number): boolean {
    if (writer.pointerCount > maxPointers) return false;
    const { bytes, start } = writer;
    const octets = this.#row * rowOctets;
    const pointers = this.#row * rowPointers;
    let count = 0;
    for (let i = 0; i < writer.pointerCount; i++) {
      const at = writer.pointers[i];
      if (at >= from && at < to) continue;
      const target = u16At(bytes, start + at) & 0x3fff;
      if (target < this.#owner || (target >= from && target < to)) return false;
      const offset = (at < from ? at : at - to + from) - end;
      this.#pointers[pointers + count++] = offset;
      putU16(this.#octets, octets + offset, 0xc000 | (target < from ? target : target - to + from));
    }
    this.#words[this.#row * rowWords + pointerCount] = count;
    return true;
  }

  /** The row of what was asked for last in these words; if that is something else, the row is taken for this, and ~row returned. */
  #claim(place: number, own: number, index: number, at: number): number {
    const words = this.#words;
    const row = Math.imul(place + Math.imul(own, 0x85ebca6b), 0x9e3779b1) >>> spareBits;
    const base = row * rowWords;
    const isHere = words[base + ofPlace] === place && words[base + ofOwn] === own;
    if (isHere && words[base + ofIndex] === index && words[base + ofReader] === at) return row;
    words[base + ofPlace] = place;
    words[base + ofOwn] = own;
    words[base + ofIndex] = index;
    words[base + ofReader] = at;
    words[base + octetCount] = 0;
    return ~row;
  }

  #allocate(): void {
    this.#words = new Int32Array(maxWrittenDenials * rowWords);
    this.#octets = new Uint8Array(maxWrittenDenials * rowOctets);
    this.#view = new DataView(this.#octets.buffer);
    this.#pointers = new Uint16Array(maxWrittenDenials * rowPointers);
  }
}
