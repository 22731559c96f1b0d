// RDATA: every service on it, derived from the fields of the type's row (./types.ts).
// RDATA travels as uncompressed wire octets. Wire: validate, parse (decompress out of a message), canonicalise.
// Text: scan, print, both with RFC 3597 §5's `\# length hex` for every type. Faults are values: false, or a fault in the lexer.
// Invariants: what scanRdata or parseRdata appended, validateRdata accepts; printRdata never fails: octets that
// validateRdata refuses, or that have no text form, are printed as RFC 3597 §5 does.

import type { OctetWriter } from "../base/octets.ts";
import type { Field, Mnemonic, RdataOf, RRType } from "./types.ts";
import type { Lexer } from "./text/lexer.ts";
import { encodeDigits, hex } from "../base/encodings.ts";
import { maxRdataOctets } from "../base/limits.ts";
import { lowerCase } from "../base/octets.ts";
import { decimal, atEntryEnd } from "./fields/kind.ts";
import { scanDigits } from "./fields/encoded.ts";
import { parseName } from "./name-wire.ts";
import { typeName, typeRow } from "./types.ts";

export { parseName } from "./name-wire.ts";

/**
 * Scans RDATA: the lexer stands on the token before it. Appends wire octets to `out` and consumes the entry.
 * On false `out` is as before and a fault stands in the lexer; the rest of the entry may be left.
 */
export function scanRdata(type: number, lexer: Lexer, origin: Uint8Array | null, out: OctetWriter): boolean {
  const mark = out.length;
  const faults = lexer.faultCount;
  const present = lexer.next();
  const scanned =
    present && isUnknownMark(lexer)
      ? scanUnknown(type, lexer, out)
      : scanFields(type, lexer, origin, out, present, mark);
  if (scanned && faults === lexer.faultCount) {
    if (out.length - mark <= maxRdataOctets) return true;
    lexer.fail(`RDATA of ${out.length - mark} octets; RFC 1035 §3.2.1 allows ${maxRdataOctets}`);
  }
  out.length = mark;
  return false;
}

function scanFields(
  type: number,
  lexer: Lexer,
  origin: Uint8Array | null,
  out: OctetWriter,
  first: boolean,
  start: number,
): boolean {
  const { fields, mnemonic } = typeRow(type);
  if (fields.length === 0)
    return lexer.fail(`the data of type ${mnemonic} must be written as \\# length hex (RFC 3597 §5)`);
  let present = first;
  for (let i = 0; i < fields.length; i++) {
    const { kind } = fields[i];
    if (!present && kind.tokens === "one") return missing(lexer, mnemonic, fields[i]);
    if (!kind.scan(lexer, out, origin, start)) return false;
    present = lexer.next();
  }
  return !present || lexer.fail(`"${lexer.text()}" is too much: the data of type ${mnemonic} is over`);
}

function missing(lexer: Lexer, mnemonic: string, field: Field): false {
  return lexer.fail(`the ${field.name} of type ${mnemonic} is missing: ${field.kind.what}`);
}

function isUnknownMark(lexer: Lexer): boolean {
  return (
    lexer.end - lexer.start === 2 &&
    !lexer.quoted &&
    lexer.bytes[lexer.start] === 0x5c &&
    lexer.bytes[lexer.start + 1] === 0x23
  );
}

/** `\# length hex…` (RFC 3597 §5); a known type's octets must be what its row wants. */
function scanUnknown(type: number, lexer: Lexer, out: OctetWriter): boolean {
  const mark = out.length;
  lexer.next();
  const size = decimal(lexer.bytes, lexer.start, lexer.end, maxRdataOctets);
  if (size < 0) return lexer.fail(`after \\# must stand a length from 0 to ${maxRdataOctets} (RFC 3597 §5)`);
  lexer.next();
  if (!atEntryEnd(lexer) && !scanDigits(lexer, hex, out)) return false;
  if (out.length - mark !== size) return lexer.fail(`${out.length - mark} octets of data where \\# announces ${size}`);
  if (validateRdata(type, out.bytes, mark, out.length)) return true;
  return lexer.fail(`these octets are no valid data of type ${typeName(type)}`);
}

/** Whether `bytes[start, end)` is whole uncompressed RDATA of the type: no octet too few, none too many. */
export function validateRdata(type: number, bytes: Uint8Array, start: number, end: number): boolean {
  const { fields } = typeRow(type);
  if (end - start > maxRdataOctets || end > bytes.length || start > end) return false;
  if (fields.length === 0) return true;
  let at = start;
  for (let i = 0; i < fields.length; i++) {
    at = fields[i].kind.measure(bytes, at, end, start);
    if (at < 0) return false;
  }
  return at === end;
}

/**
 * Appends the RDATA `message[start, end)`, decompressed; false, and nothing appended, when it is not valid.
 * RDLENGTH rules: fields must fill it exactly. Pointers are followed in the types that ever allowed them (RFC 3597 §4).
 */
export function parseRdata(type: number, message: Uint8Array, start: number, end: number, out: OctetWriter): boolean {
  const { fields, verbatim } = typeRow(type);
  if (verbatim) {
    if (!validateRdata(type, message, start, end)) return false;
    out.octets(message, start, end);
    return true;
  }
  if (end > message.length) return false;
  const mark = out.length;
  let at = start;
  for (let i = 0; i < fields.length; i++) {
    const { kind } = fields[i];
    const { nameRule } = kind;
    const after =
      nameRule === "compress" || nameRule === "lowercase"
        ? parseName(message, at, end, out)
        : kind.measure(message, at, end, start);
    if (after < 0) {
      out.length = mark;
      return false;
    }
    if (nameRule === null || nameRule === "verbatim") out.octets(message, at, after);
    at = after;
  }
  if (at === end) return true;
  out.length = mark;
  return false;
}

/** Appends valid RDATA in canonical form: names in it lower-cased where RFC 4034 §6.2 says so, as RFC 6840 §5.1 corrects it. */
export function canonicalRdata(type: number, bytes: Uint8Array, start: number, end: number, out: OctetWriter): void {
  const { fields, verbatim } = typeRow(type);
  const mark = out.length;
  out.octets(bytes, start, end);
  if (verbatim) return;
  let at = start;
  for (let i = 0; i < fields.length; i++) {
    const { kind } = fields[i];
    const after = kind.measure(bytes, at, end, start);
    if (after < 0) return;
    if (kind.nameRule === "compress" || kind.nameRule === "lowercase") {
      for (let k = at; k < after; k++) out.bytes[mark + k - start] = lowerCase[bytes[k]];
    }
    at = after;
  }
}

/** RDATA as zone text. */
export function printRdata(type: number, bytes: Uint8Array, start = 0, end = bytes.length): string {
  return printFields(type, bytes, start, end) ?? printUnknown(bytes, start, end);
}

/** RDATA as RFC 3597 §5 writes it for every type. */
export function printUnknown(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return start === end ? "\\# 0" : `\\# ${end - start} ${encodeDigits(hex, bytes, start, end)}`;
}

function printFields(type: number, bytes: Uint8Array, start: number, end: number): string | null {
  const { fields } = typeRow(type);
  if (fields.length === 0 || !validateRdata(type, bytes, start, end)) return null;
  let text = "";
  let at = start;
  for (const { kind } of fields) {
    const after = kind.measure(bytes, at, end, start);
    const part = kind.print(bytes, at, after, start);
    if (part === null) return null;
    if (part !== "") text += text === "" ? part : ` ${part}`;
    at = after;
  }
  return text;
}

/**
 * RDATA as an object, a property a field, for JSON and for code that is not in a hurry; null when it is not valid.
 * Types without fields give their octets in hex as `data`.
 */
export function decodeRdata<Type extends Mnemonic>(
  type: (typeof RRType)[Type],
  bytes: Uint8Array,
  start?: number,
  end?: number,
): RdataOf<Type> | null;
export function decodeRdata(
  type: number,
  bytes: Uint8Array,
  start?: number,
  end?: number,
): Record<string, unknown> | null;
export function decodeRdata(
  type: number,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): Record<string, unknown> | null {
  if (!validateRdata(type, bytes, start, end)) return null;
  const { fields } = typeRow(type);
  if (fields.length === 0) return { data: encodeDigits(hex, bytes, start, end) };
  const record: Record<string, unknown> = {};
  let at = start;
  for (const { name, kind } of fields) {
    const after = kind.measure(bytes, at, end, start);
    record[name] = kind.read(bytes, at, after, start);
    at = after;
  }
  return record;
}
