// Type and class mnemonics recognised on the octets of a zone file, without making a string of them:
// a small open hash over upper-cased octets, eight octets of room a word more than any mnemonic needs.
// TYPEnnn and CLASSnnn stand for every number (RFC 3597 §5). Case does not matter (RFC 1035 §5.1, RFC 4343 §2).
// Read next: ./master-file.ts, which asks for every record; ../dns/types.ts, which knows what the numbers mean.

import { Class } from "../dns/codes.ts";
import { RRType, typeRow } from "../dns/types.ts";

const wordRoom = 16;

const upperCase = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet >= 0x61 && octet <= 0x7a ? octet - 0x20 : octet,
);

class WordTable {
  readonly #mask: number;
  readonly #words: Uint8Array;
  readonly #sizes: Uint8Array;
  readonly #numbers: Uint16Array;
  readonly #prefix: Uint8Array;

  constructor(entries: readonly (readonly [string, number])[], prefix: string) {
    let slots = 16;
    while (slots < entries.length * 4) slots *= 2;
    this.#mask = slots - 1;
    this.#words = new Uint8Array(slots * wordRoom);
    this.#sizes = new Uint8Array(slots);
    this.#numbers = new Uint16Array(slots);
    this.#prefix = new TextEncoder().encode(prefix);
    for (const [word, number] of entries) this.#add(new TextEncoder().encode(word.toUpperCase()), number);
  }

  /** The number of the word `bytes[start, end)`, or -1 when it is none. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const size = end - start;
    if (size < wordRoom) {
      let hash = size;
      for (let at = start; at < end; at++) hash = Math.imul(hash, 31) ^ upperCase[bytes[at]];
      for (let slot = hash & this.#mask; this.#sizes[slot] !== 0; slot = (slot + 1) & this.#mask) {
        if (this.#sizes[slot] === size && this.#matches(slot, bytes, start, size)) return this.#numbers[slot];
      }
    }
    return this.#numbered(bytes, start, end);
  }

  #matches(slot: number, bytes: Uint8Array, start: number, size: number): boolean {
    const word = slot * wordRoom;
    for (let i = 0; i < size; i++) if (this.#words[word + i] !== upperCase[bytes[start + i]]) return false;
    return true;
  }

  /** TYPE65280 and its like. */
  #numbered(bytes: Uint8Array, start: number, end: number): number {
    const digits = start + this.#prefix.length;
    if (digits >= end || end - digits > 5) return -1;
    for (let i = 0; i < this.#prefix.length; i++) if (upperCase[bytes[start + i]] !== this.#prefix[i]) return -1;
    let number = 0;
    for (let at = digits; at < end; at++) {
      const digit = bytes[at] - 0x30;
      if (digit < 0 || digit > 9) return -1;
      number = number * 10 + digit;
    }
    return number <= 0xffff ? number : -1;
  }

  #add(word: Uint8Array, number: number): void {
    let hash = word.length;
    for (const octet of word) hash = Math.imul(hash, 31) ^ octet;
    let slot = hash & this.#mask;
    while (this.#sizes[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#words.set(word, slot * wordRoom);
    this.#sizes[slot] = word.length;
    this.#numbers[slot] = number;
  }
}

const types = new WordTable(Object.entries(RRType), "TYPE");
const classes = new WordTable(Object.entries(Class), "CLASS");

/** The type that `bytes[start, end)` names, or -1. */
export function scanType(bytes: Uint8Array, start: number, end: number): number {
  return types.find(bytes, start, end);
}

/** The class that `bytes[start, end)` names, or -1. */
export function scanClass(bytes: Uint8Array, start: number, end: number): number {
  return classes.find(bytes, start, end);
}

const metaTypes = new Uint8Array(65_536);
for (const number of Object.values(RRType)) if (typeRow(number).meta) metaTypes[number] = 1;
// RFC 6895 §3.1: 128-255 are Q and meta types, whether anyone defined them or not; 0 is reserved, 41 is OPT.
metaTypes.fill(1, 128, 256);
metaTypes[0] = 1;

/** Types of questions and of messages, never of data in a zone (RFC 6895 §3.1). */
export function isMetaType(type: number): boolean {
  return metaTypes[type] === 1;
}
