// Field kinds: octets that text writes in digits: hex, base64, base32hex (RFC 4648), to the end of the RDATA or behind a length octet.
// Digits may be broken into words; the decoder is ../../base/encodings.ts.

import type { Alphabet } from "../../base/encodings.ts";
import type { OctetWriter } from "../../base/octets.ts";
import type { Lexer } from "../text/lexer.ts";
import type { Kind } from "./kind.ts";
import { base32hex, base64, DigitDecoder, encodeDigits, hex } from "../../base/encodings.ts";
import { atEntryEnd, notA } from "./kind.ts";

/** All the octets that are left, at least `least`, in digits that may be broken into words. */
export const hexRest: Kind<string> = rest(hex, 1);
export const base64Rest: Kind<string> = rest(base64, 1);
export const optionalBase64Rest: Kind<string> = rest(base64, 0);

/** The same in base64, "-" when there are none: DOA's data. */
export const dashedBase64Rest: Kind<string> = {
  ...optionalBase64Rest,
  scan(lexer, out) {
    return (
      isDash(lexer) ||
      (atEntryEnd(lexer) ? notA(lexer, `base64 digits, or "-" for none`) : scanDigits(lexer, base64, out))
    );
  },
  print: (bytes, at, end) => (at === end ? "-" : encodeDigits(base64, bytes, at, end)),
};

/** Octets behind a length octet, as one word; "-" when there are none (RFC 5155 §3.3). */
export const hexCounted: Kind<string> = counted(hex, 0);
export const base32hexCounted: Kind<string> = counted(base32hex, 1);

/**
 * A digest whose length its algorithm fixes; `sizes` by the algorithm's number, which stands `back` octets before.
 * Text must have that length. A message need not (nothing will match it), and is then printed as RFC 3597 §5 does.
 */
export function digest(sizes: Readonly<Record<number, number>>, back: number, least = 1): Kind<string> {
  return {
    ...rest(hex, least),
    scan(lexer, out) {
      const mark = out.length;
      const size = sizes[out.bytes[mark - back]];
      if (!scanDigits(lexer, hex, out)) return false;
      if (size === undefined || out.length - mark === size)
        return (
          out.length - mark >= least ||
          lexer.fail(`a digest of ${out.length - mark} octets; at least ${least} must stand`)
        );
      return lexer.fail(`a digest of ${out.length - mark} octets; its algorithm makes ${size}`);
    },
    print(bytes, at, end) {
      const size = sizes[bytes[at - back]];
      return size === undefined || end - at === size ? encodeDigits(hex, bytes, at, end) : null;
    },
  };
}

function rest(alphabet: Alphabet, least: number): Kind<string> {
  const what = `${alphabet.title} digits`;
  const text = (bytes: Uint8Array, at: number, end: number): string => encodeDigits(alphabet, bytes, at, end);
  return {
    what,
    octets: null,
    tokens: "rest",
    nameRule: null,
    target: false,
    measure: (_bytes, at, end) => (end - at >= least ? end : -1),
    scan(lexer, out) {
      const mark = out.length;
      return scanDigits(lexer, alphabet, out) && (out.length - mark >= least || lexer.fail(`${what} are missing`));
    },
    print: text,
    read: text,
  };
}

function counted(alphabet: Alphabet, least: number): Kind<string> {
  return {
    what: `${alphabet.title} digits, or "-" for none`,
    octets: null,
    tokens: "one",
    nameRule: null,
    target: false,
    measure(bytes, at, end) {
      if (at >= end || bytes[at] < least) return -1;
      return at + 1 + bytes[at] <= end ? at + 1 + bytes[at] : -1;
    },
    scan(lexer, out) {
      const mark = out.length;
      out.u8(0);
      if (!isDash(lexer) && !scanWord(lexer, alphabet, out)) return false;
      const size = out.length - mark - 1;
      if (size < least || size > 255) return lexer.fail(`${size} octets, where ${least} to 255 must stand`);
      out.bytes[mark] = size;
      return true;
    },
    print: (bytes, at, end) => (end === at + 1 ? "-" : encodeDigits(alphabet, bytes, at + 1, end)),
    read: (bytes, at, end) => encodeDigits(alphabet, bytes, at + 1, end),
  };
}

function isDash(lexer: Lexer): boolean {
  return lexer.end - lexer.start === 1 && lexer.bytes[lexer.start] === 0x2d;
}

/** Appends what the current token's digits stand for. */
export function scanWord(lexer: Lexer, alphabet: Alphabet, out: OctetWriter): boolean {
  const decoder = new DigitDecoder(alphabet);
  if (decoder.feed(lexer.bytes, lexer.start, lexer.end, out) >= 0 || !decoder.finish())
    return notA(lexer, `whole octets in ${alphabet.title}`);
  return true;
}

/** Appends what all digits to the entry's end stand for. */
export function scanDigits(lexer: Lexer, alphabet: Alphabet, out: OctetWriter): boolean {
  if (atEntryEnd(lexer)) return true;
  const decoder = new DigitDecoder(alphabet);
  do {
    const wrong = decoder.feed(lexer.bytes, lexer.start, lexer.end, out);
    if (wrong >= 0) return notA(lexer, alphabet.title);
  } while (lexer.next());
  return decoder.finish() || lexer.fail(`the ${alphabet.title} digits end amid an octet`);
}
