// A message taken apart, octet by octet, for people who want to see it: each part is a stretch of octets, what the RFC calls
// it, and what it says. Invariants: the parts of a message follow one another without a gap, and so do the parts of a part,
// except for fields of bits, which share their octets. Nothing here throws, whatever the octets are.
// Read next: ./dissect.ts.

import { encodeDigits, hex } from "../../base/encodings.ts";

export interface Part {
  /** What the RFC calls it: "ID", "QNAME", "RDLENGTH"; a record goes by its section. */
  readonly name: string;
  /** What it says, as zone text where there is one. */
  readonly text: string;
  /** The clause that lays it down. */
  readonly rfc: string;
  /** Octets [start, end) of the message. */
  readonly start: number;
  readonly end: number;
  /** Which bits of these octets, the highest first: "1... .... .... ...."; null for all of them. */
  readonly bits: string | null;
  /** What it is made of. */
  readonly parts: readonly Part[];
  /** "wrong": the octets are not what should stand here, and the text says why. */
  readonly state: "sound" | "wrong";
}

/** Octets that are one thing. */
export function leaf(name: string, start: number, end: number, text: string, rfc: string): Part {
  return { name, text, rfc, start, end, bits: null, parts: [], state: "sound" };
}

/** Octets that are not what they should be, and why. */
export function wrong(name: string, start: number, end: number, why: string, rfc: string): Part {
  return { ...leaf(name, start, end, why, rfc), state: "wrong" };
}

/** What is made of parts that follow one another. */
export function whole(name: string, text: string, rfc: string, parts: readonly Part[]): Part {
  const { start } = parts[0];
  const { end } = parts[parts.length - 1];
  const state = parts.some((part) => part.state === "wrong") ? "wrong" : "sound";
  return { name, text, rfc, start, end, bits: null, parts, state };
}

/** A few bits of a word of sixteen. */
export interface BitField {
  readonly name: string;
  /** Counted from the highest. */
  readonly first: number;
  readonly count: number;
  readonly rfc: string;
  /** What the bits say, in a word that may give them another meaning. */
  readonly tell: (value: number, word: number) => string;
}

/** The fields of the word at `start`. */
export function bitParts(word: number, start: number, fields: readonly BitField[]): Part[] {
  return fields.map(({ name, first, count, rfc, tell }) => ({
    ...leaf(name, start, start + 2, tell((word >>> (16 - first - count)) & ((1 << count) - 1), word), rfc),
    bits: picture(word, first, count),
  }));
}

function picture(word: number, first: number, count: number): string {
  let text = "";
  for (let i = 0; i < 16; i++) {
    if (i > 0 && i % 4 === 0) text += " ";
    text += i >= first && i < first + count ? String((word >>> (15 - i)) & 1) : ".";
  }
  return text;
}

/** Octets that have no other text, as many as a line holds. */
export function hexText(bytes: Uint8Array, start: number, end: number): string {
  const shown = 32;
  if (end - start <= shown) return encodeDigits(hex, bytes, start, end);
  return `${encodeDigits(hex, bytes, start, start + shown)}… (${end - start} octets)`;
}
