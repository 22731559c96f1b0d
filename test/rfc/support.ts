// The boundary that tests of names and RDATA go through: text in, wire out, and back, with what must be refused beside it.

import { expect } from "vitest";
import { encodeDigits, hex } from "../../src/base/encodings.ts";
import { OctetWriter } from "../../src/base/octets.ts";
import { canonicalRdata, parseRdata, printRdata, scanRdata, validateRdata } from "../../src/dns/rdata.ts";
import { Lexer } from "../../src/dns/text/lexer.ts";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import { RRType } from "../../src/dns/types.ts";
import type { Mnemonic } from "../../src/dns/types.ts";

/** The origin of every text in tests. */
export const origin: Uint8Array = wireName("example.");

export function octets(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(/[\s|]/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function digitsOf(bytes: Uint8Array): string {
  return encodeDigits(hex, bytes);
}

export function wireName(text: string): Uint8Array {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(name);
  return name.wire;
}

/** RDATA that zone text stands for, or the sentence of the fault. */
export function scanText(type: number, text: string): Uint8Array | string {
  const lexer = new Lexer(new TextEncoder().encode(`TYPE ${text}\n`));
  const out = new OctetWriter();
  lexer.nextEntry();
  const scanned = scanRdata(type, lexer, origin, out);
  expect(scanned, "a fault is recorded if and only if scanning failed").toBe(lexer.faultCount === 0);
  return scanned ? out.copy() : lexer.faults[0].message;
}

/** Text to wire (`wire` in hex, spaces and bars ignored; null: any), and wire to `printed`, which scans to the same wire. */
export function expectRdata(type: Mnemonic, text: string, wire: string | null, printed: string = text): void {
  const number = RRType[type];
  const scanned = scanText(number, text);
  if (typeof scanned === "string") expect.fail(`${type} ${text}: ${scanned}`);
  if (wire !== null) expect(digitsOf(scanned)).toBe(digitsOf(octets(wire)));
  expect(validateRdata(number, scanned, 0, scanned.length), `${type} ${text} is valid on the wire`).toBe(true);
  expect(printRdata(number, scanned)).toBe(printed);
  expect(scanText(number, printed)).toEqual(scanned);
  const parsed = new OctetWriter();
  expect(parseRdata(number, scanned, 0, scanned.length, parsed)).toBe(true);
  expect(digitsOf(parsed.copy())).toBe(digitsOf(scanned));
}

/** Text that must be refused with a sentence like this. */
export function expectRefused(type: Mnemonic, text: string, sentence: string | RegExp): void {
  expect(scanText(RRType[type], text), `${type} ${text}`).toEqual(expect.stringMatching(sentence));
}

/** Octets that are no RDATA of the type; they still print, as RFC 3597 §5 does. */
export function expectMalformed(type: Mnemonic, wire: string): void {
  const bytes = octets(wire);
  expect(validateRdata(RRType[type], bytes, 0, bytes.length), `${type} ${wire}`).toBe(false);
  expect(parseRdata(RRType[type], bytes, 0, bytes.length, new OctetWriter())).toBe(false);
  expect(printRdata(RRType[type], bytes)).toMatch(/^\\# \d+/);
}

/** The canonical form of what a text stands for (RFC 4034 §6.2), as text. */
export function canonicalText(type: Mnemonic, text: string): string {
  const scanned = scanText(RRType[type], text);
  if (typeof scanned === "string") expect.fail(scanned);
  const out = new OctetWriter();
  canonicalRdata(RRType[type], scanned, 0, scanned.length, out);
  return printRdata(RRType[type], out.copy());
}
