// What a field of RDATA is: the few ways that octets stand in records, and what each can do.
// A type's row (../types.ts) lists fields; every service (check, scan, print, canonical form, compression)
// is derived from the kinds of those fields, so no shared code asks for a concrete type.
// Invariants: `measure` is the judge of the wire form, never reads outside [at, end) and never throws;
// `print` is only called on what `measure` accepted; `scan` appends exactly what `measure` then accepts.

import type { OctetWriter } from "../../base/octets.ts";
import type { Lexer } from "../text/lexer.ts";

/**
 * How a name in RDATA is treated.
 * - compress: may be compressed in messages and is lower-cased in canonical form (RFC 1035's types, RFC 3597 §4);
 * - lowercase: never compressed by us, pointers tolerated when read, lower-cased in canonical form (RFC 4034 §6.2);
 * - verbatim: never compressed, never changed (RFC 3597 §7, RFC 6840 §5.1).
 */
export type NameRule = "compress" | "lowercase" | "verbatim";

/** A name's octets to scan against; null where the text has no origin. */
export type Origin = Uint8Array | null;

export interface Kind<Value> {
  /** For fault sentences: "an IPv4 address". */
  readonly what: string;
  /** Octets on the wire when they are always the same number, else null. */
  readonly octets: number | null;
  /** Tokens in zone text: exactly one, none or one at the end, or all the rest (which may be none). */
  readonly tokens: "one" | "optional" | "rest";
  /** Set when the field is a single domain name. */
  readonly nameRule: NameRule | null;
  /** The address records of this name belong into the additional section (RFC 1034 §4.3.2 step 6). */
  readonly target: boolean;
  /** The offset behind the field that begins at `at`, or -1. `start` is where the RDATA begins, for fields that depend on earlier ones. */
  measure(bytes: Uint8Array, at: number, end: number, start: number): number;
  /** Reads the lexer's current token (and, for "rest", those after it), appends octets. On false a fault stands in the lexer. */
  scan(lexer: Lexer, out: OctetWriter, origin: Origin, start: number): boolean;
  /** Zone text of the field [at, end), or null where it has none and RFC 3597 §5 must serve. Empty text prints nothing. */
  print(bytes: Uint8Array, at: number, end: number, start: number): string | null;
  /** The field as a JavaScript value, for JSON. */
  read(bytes: Uint8Array, at: number, end: number, start: number): Value;
}

/** Whether the lexer is past the last token of its entry. */
export function atEntryEnd(lexer: Lexer): boolean {
  return lexer.start === lexer.end && !lexer.quoted;
}

/** The unsigned decimal number that the token is, or -1: nothing but digits, at most `limit`. */
export function tokenNumber(lexer: Lexer, limit: number): number {
  return decimal(lexer.bytes, lexer.start, lexer.end, limit);
}

/** The unsigned decimal number that `bytes[start, end)` spells, or -1: nothing but digits, at most `limit`. */
export function decimal(bytes: Uint8Array, start: number, end: number, limit: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > limit) return -1;
  }
  return value;
}

/** Records "`token` is not `what`" and returns false. */
export function notA(lexer: Lexer, what: string): false {
  return lexer.fail(atEntryEnd(lexer) ? `${what} is missing` : `"${lexer.text()}" is not ${what}`);
}
