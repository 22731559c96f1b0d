// Writing a message into somebody's buffer (RFC 1035 §4.1), within a limit, names compressed.
// Compression is by the octets already written: a name's longest suffix that stands in the message becomes a pointer
// (RFC 1035 §4.1.4); only names in RDATA of the types of RFC 3597 §4 are compressed, which the caller's table says.
// One writer serves every packet: nothing is allocated. A write that does not fit returns false and leaves the message as it
// was before it, so that the caller truncates at a record's edge (RFC 2181 §9). Room for OPT is kept by `limit`.

import { maxCompressionTargets } from "../base/limits.ts";
import { lowerCase, putU16, u16At } from "../base/octets.ts";
import { headerOctets } from "./message-view.ts";

/** Pointers whose places a message remembers; of one with more it is known that there are more. */
export const maxPointers = 48;
/** The last offset that a compression pointer can name. */
export const lastPointer = 0x3fff;

/** Every octet as it is: for the constructor, to keep names' case. */
export const caseKept: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) => octet);

export class MessageWriter {
  bytes: Uint8Array = new Uint8Array(0);
  /** The same, for writing eight octets at once. */
  #view: DataView = new DataView(new ArrayBuffer(0));
  start = 0;
  /** Where the next octet goes. */
  at = 0;
  /** No write goes beyond this. */
  limit = 0;
  /** Where labels stand that pointers may name, from the message's start. */
  readonly #targets = new Uint16Array(maxCompressionTargets);
  #targetCount = 0;
  /** Where compression pointers stand, from the message's start, in the order in which they were written. */
  readonly pointers = new Uint16Array(maxPointers);
  pointerCount = 0;

  /** What octets count as when names are compared: case does not count, but in messages that have to keep it (RFC 5936 §3.4). */
  readonly #fold: Uint8Array;

  constructor(fold: Uint8Array = lowerCase) {
    this.#fold = fold;
  }

  /** Begins a message at `bytes[start]` with an empty header; at most `limit` is its end. */
  begin(bytes: Uint8Array, start: number, limit: number): void {
    if (bytes !== this.bytes) this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = bytes;
    this.start = start;
    this.at = start + headerOctets;
    this.limit = limit;
    this.#targetCount = this.pointerCount = 0;
    for (let i = start; i < this.at; i++) bytes[i] = 0;
  }

  /** Fills the header. `bits` is its second word: QR, opcode, flags, RCODE. */
  header(id: number, bits: number, questions: number, answers: number, authority: number, additional: number): void {
    const { bytes, start } = this;
    putU16(bytes, start, id);
    putU16(bytes, start + 2, bits);
    putU16(bytes, start + 4, questions);
    putU16(bytes, start + 6, answers);
    putU16(bytes, start + 8, authority);
    putU16(bytes, start + 10, additional);
  }

  /** Counts one more additional record than the header said. */
  countAdditional(): void {
    const at = this.start + 10;
    putU16(this.bytes, at, u16At(this.bytes, at) + 1);
  }

  /** Copies a question as it stood in the query: the octets `from[start, end)`, name and types, its case kept. */
  question(from: Uint8Array, start: number, end: number): boolean {
    if (this.at + end - start > this.limit) return false;
    const first = this.at;
    // Where the query lies in the same slab, as ../net/udp-mmsg.ts has it.
    if (from === this.bytes) this.copy(this.#view, start, end - start);
    else this.octets(from, start, end);
    // Its labels are what most later names share.
    for (let at = first; this.bytes[at] !== 0; at += this.bytes[at] + 1) this.#remember(at);
    return true;
  }

  /** Writes a name, compressed. False when it does not fit. */
  name(from: Uint8Array, start: number): boolean {
    const { bytes } = this;
    const undo = this.at;
    const known = this.#targetCount;
    let at = start;
    for (let size = from[at]; size !== 0; size = from[at]) {
      const target = this.#find(from, at, known);
      if (target >= 0) {
        if (this.at + 2 > this.limit) return this.#takeBack(undo, known);
        this.#point(target);
        return true;
      }
      if (this.at + size + 1 > this.limit) return this.#takeBack(undo, known);
      this.#remember(this.at);
      this.octets(from, at, at + size + 1);
      at += size + 1;
    }
    if (this.at + 1 > this.limit) return this.#takeBack(undo, known);
    bytes[this.at++] = 0;
    return true;
  }

  /** Writes a pointer to `offset`, which is from the message's start, unless it names the root: that is one octet. */
  pointer(offset: number): void {
    if (this.bytes[this.start + offset] === 0) this.bytes[this.at++] = 0;
    else this.#point(offset);
  }

  /** Copies `count` octets, eight at a time; the caller has checked the room. */
  copy(from: DataView, start: number, count: number): void {
    const { bytes } = this;
    const to = this.#view;
    const end = this.at + count;
    let at = this.at;
    let next = start;
    // Compiled, this makes no integer: it is a load and a store, and in most machines' own order no swap.
    for (; at + 8 <= end; at += 8, next += 8) to.setBigInt64(at, from.getBigInt64(next, true), true);
    for (; at < end; at++) bytes[at] = from.getUint8(next++);
    this.at = end;
  }

  /** Copies octets; the caller has checked the room. */
  octets(from: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let at = this.at;
    for (let i = start; i < end; i++) bytes[at++] = from[i];
    this.at = at;
  }

  u16(value: number): void {
    putU16(this.bytes, this.at, value);
    this.at += 2;
  }

  /** Forgets everything written from `at` on. */
  rewind(at: number): void {
    this.at = at;
    let kept = this.#targetCount;
    while (kept > 0 && this.start + this.#targets[kept - 1] >= at) kept--;
    this.#targetCount = kept;
    while (this.pointerCount > 0 && this.start + this.pointers[this.pointerCount - 1] >= at) this.pointerCount--;
  }

  /** Says that a pointer stands at `at` in the message, in octets that were copied. */
  notePointer(at: number): void {
    if (this.pointerCount < maxPointers) this.pointers[this.pointerCount] = at;
    this.pointerCount++;
  }

  #point(offset: number): void {
    this.notePointer(this.at - this.start);
    putU16(this.bytes, this.at, 0xc000 | offset);
    this.at += 2;
  }

  #takeBack(at: number, known: number): false {
    this.at = at;
    this.#targetCount = known;
    return false;
  }

  #remember(at: number): void {
    const offset = at - this.start;
    if (this.#targetCount < maxCompressionTargets && offset <= lastPointer) this.#targets[this.#targetCount++] = offset;
  }

  /** The offset of a name equal to the one at `from[at]` among the first `known` targets, or -1. */
  #find(from: Uint8Array, at: number, known: number): number {
    const { bytes, start } = this;
    const fold = this.#fold;
    const size = from[at];
    const first = fold[from[at + 1]];
    for (let i = 0; i < known; i++) {
      const target = this.#targets[i];
      const own = start + target;
      // Most are told apart by a label's length and first octet.
      if (bytes[own] === size && fold[bytes[own + 1]] === first && this.#isAt(target, from, at)) return target;
    }
    return -1;
  }

  /** Whether the name in this message at `offset` is the uncompressed one at `from[at]`, but for case (RFC 1035 §2.3.3). */
  #isAt(offset: number, from: Uint8Array, at: number): boolean {
    const { bytes, start } = this;
    const fold = this.#fold;
    let own = start + offset;
    for (;;) {
      // Our own pointers only ever go backwards to labels, so this ends.
      while (bytes[own] >= 0xc0) own = start + (((bytes[own] & 0x3f) << 8) | bytes[own + 1]);
      const size = from[at];
      if (bytes[own] !== size) return false;
      if (size === 0) return true;
      for (let i = 1; i <= size; i++) if (fold[bytes[own + i]] !== fold[from[at + i]]) return false;
      own += size + 1;
      at += size + 1;
    }
  }
}
