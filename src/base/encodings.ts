// Base16, base64 and base32hex (RFC 4648 §8, §4, §7): octets to digits and back.
// Decoding goes straight from text octets to an OctetWriter and may be fed in pieces, because zone text
// breaks long digits into words. Invariants: a digit is one octet of text; padding stands only at the end;
// bits that no octet uses must be zero (RFC 4648 §3.5). Used by the fields in dns/fields/encoded.ts.

import type { OctetWriter } from "./octets.ts";

export interface Alphabet {
  readonly title: string;
  readonly digits: string;
  readonly bits: number;
  /** Digits in a padded group; 1 when the alphabet knows no padding here. */
  readonly group: number;
  /** Text octet to value, -1 for every octet that is no digit. */
  readonly values: Int8Array;
}

export const hex: Alphabet = alphabet("hexadecimal", "0123456789abcdef", 4, 1, "ABCDEF");

export const base64: Alphabet = alphabet(
  "base64",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  6,
  4,
  "",
);

/** Without padding, as NSEC3 owners have it (RFC 5155 §3.3). */
export const base32hex: Alphabet = alphabet(
  "base32hex",
  "0123456789abcdefghijklmnopqrstuv",
  5,
  1,
  "ABCDEFGHIJKLMNOPQRSTUV",
);

const padding = 0x3d;

/** Decodes digits in pieces: `feed` as often as there are words, then `finish`. `clear` begins anew. */
export class DigitDecoder {
  readonly alphabet: Alphabet;
  #held = 0;
  #heldBits = 0;
  #digits = 0;
  #padding = 0;

  constructor(digits: Alphabet) {
    this.alphabet = digits;
  }

  clear(): void {
    this.#held = this.#heldBits = this.#digits = this.#padding = 0;
  }

  /** Appends the octets of `text[start, end)` to `out`. Returns -1, or the offset of the first octet that is no digit. */
  feed(text: Uint8Array, start: number, end: number, out: OctetWriter): number {
    const { bits, group, values } = this.alphabet;
    for (let i = start; i < end; i++) {
      const octet = text[i];
      if (octet === padding && group > 1) {
        this.#padding++;
        continue;
      }
      const value = values[octet];
      if (value < 0 || this.#padding > 0) return i;
      this.#digits++;
      this.#held = ((this.#held << bits) | value) & 0xffff;
      this.#heldBits += bits;
      if (this.#heldBits < 8) continue;
      this.#heldBits -= 8;
      out.u8((this.#held >>> this.#heldBits) & 0xff);
    }
    return -1;
  }

  /** Whether what was fed is whole: the padding right, no digit too many, unused bits zero. */
  finish(): boolean {
    const { bits, group } = this.alphabet;
    const spare = this.#held & ((1 << this.#heldBits) - 1);
    if (this.#heldBits >= bits || spare !== 0) return false;
    return group === 1 || ((this.#digits + this.#padding) % group === 0 && this.#padding < group - 1);
  }
}

/** The digits of `bytes[start, end)`. */
export function encodeDigits(digits: Alphabet, bytes: Uint8Array, start = 0, end = bytes.length): string {
  const mask = (1 << digits.bits) - 1;
  let text = "";
  let held = 0;
  let heldBits = 0;
  for (let i = start; i < end; i++) {
    held = ((held << 8) | bytes[i]) & 0xffff;
    heldBits += 8;
    while (heldBits >= digits.bits) {
      heldBits -= digits.bits;
      text += digits.digits[(held >>> heldBits) & mask];
    }
  }
  if (heldBits > 0) text += digits.digits[(held << (digits.bits - heldBits)) & mask];
  while (text.length % digits.group !== 0) text += "=";
  return text;
}

function alphabet(title: string, digits: string, bits: number, group: number, alsoDigits: string): Alphabet {
  const values = new Int8Array(256).fill(-1);
  for (let i = 0; i < digits.length; i++) values[digits.charCodeAt(i)] = i;
  for (let i = 0; i < alsoDigits.length; i++) values[alsoDigits.charCodeAt(i)] = i + 10;
  return { title, digits, bits, group, values };
}
