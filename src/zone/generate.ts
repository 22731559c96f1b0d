// $GENERATE start-stop[/step] owner [TTL] [class] type data: a line for each number of the range, as BIND reads it.
// In owner and data `$` is the number, `$$` a dollar, `\$` an escaped one, and ${offset,width,base} the number plus offset,
// padded to width with zeros, in base d (decimal), o (octal), x X (hexadecimal), n N (nibbles, lowest first, with dots:
// width counts the dots too). Data in one pair of quotes is unwrapped: "10 mail$". Beyond BIND, data may be many words.
// The lines are expanded a few thousand at a time and read as any text is. Limit: steps a zone, for a line of 30 octets
// can ask for 2^31 records. NSD has no $GENERATE; what it cannot read, it cannot serve.

import { maxGeneratedRecords } from "../base/limits.ts";
import { latin1, OctetWriter } from "../base/octets.ts";
import { classNumberAt } from "../dns/codes.ts";
import { scanPeriod } from "../dns/text/ttl.ts";
import { typeNumberAt } from "../dns/types.ts";
import type { FileReader } from "./master-file.ts";

const stepsAtOnce = 4096;
const lineFeed = 0x0a;
const blank = 0x20;
const quote = Uint8Array.of(0x22);
const dollar = 0x24;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

interface Range {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** A template in pieces: octets as they stand, or what to print of the number. */
type Piece = Uint8Array | NumberForm;

interface NumberForm {
  readonly offset: number;
  readonly width: number;
  readonly base: "d" | "o" | "x" | "X" | "n" | "N";
}

/** Reads the directive that the reader's lexer stands on, and the lines that it stands for. */
export function readGenerate(reader: FileReader): void {
  const { lexer, run } = reader;
  if (!lexer.next()) return void reader.fail("$GENERATE needs a range");
  const range = scanRange(lexer.text());
  if (typeof range === "string") return void reader.fail(range);
  run.generatedCount += Math.floor((range.stop - range.start) / range.step) + 1;
  if (run.generatedCount > maxGeneratedRecords) {
    return void reader.fail(`$GENERATE makes more than ${maxGeneratedRecords} records in this zone`);
  }
  const pieces = scanTemplate(reader);
  if (pieces === null) return;

  const text = new OctetWriter(stepsAtOnce * 32);
  for (let first = range.start; first <= range.stop; first += stepsAtOnce * range.step) {
    text.clear();
    const last = Math.min(range.stop, first + (stepsAtOnce - 1) * range.step);
    for (let number = first; number <= last; number += range.step) writeLine(pieces, number, text);
    const generated = { place: reader.place, first, step: range.step };
    if (!reader.readGenerated(text.bytes.subarray(0, text.length), generated)) return;
  }
}

function scanRange(text: string): Range | string {
  const match = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/u.exec(text);
  if (match === null) return "not a range start-stop or start-stop/step";
  const [start, stop, step] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 1)];
  if (stop > 0x7fffffff || step > 0x7fffffff) return "a range beyond 2147483647";
  if (start > stop) return "a range that starts after its stop";
  if (step === 0) return "a range with step 0";
  return { start, stop, step };
}

/** The rest of the entry as one template, its words a blank apart. Null after a fault. */
function scanTemplate(reader: FileReader): Piece[] | null {
  const { lexer } = reader;
  const words: { octets: Uint8Array; quoted: boolean }[] = [];
  let type = -1;
  while (lexer.next()) {
    const { bytes, start, end, quoted } = lexer;
    if (words.length > 0 && type < 0 && typeNumberAt(bytes, start, end) >= 0) type = words.length;
    else if (words.length > 0 && type < 0 && !isTtlOrClass(bytes, start, end)) {
      return fail(reader, "neither a type, a class nor a TTL");
    }
    const octets = bytes.slice(start, end);
    const pieces = scanPieces(octets);
    if (typeof pieces === "string") return fail(reader, pieces);
    words.push({ octets, quoted });
  }
  if (type < 0 || type === words.length - 1) return fail(reader, "$GENERATE needs a range, an owner, a type and data");

  const template = new OctetWriter();
  const unwrap = words.length === type + 2;
  for (const [index, { octets, quoted }] of words.entries()) {
    if (index > 0) template.u8(blank);
    if (quoted && unwrap && index > type) template.octets(unwrapped(octets));
    else if (quoted) for (const part of [quote, octets, quote]) template.octets(part);
    else template.octets(octets);
  }
  const pieces = scanPieces(template.copy());
  return typeof pieces === "string" ? fail(reader, pieces) : pieces;
}

function fail(reader: FileReader, message: string): null {
  reader.fail(message);
  return null;
}

function isTtlOrClass(bytes: Uint8Array, start: number, end: number): boolean {
  return scanPeriod(bytes, start, end) >= 0 || classNumberAt(bytes, start, end) >= 0;
}

/** `\"` loses its backslash with the quotes; every other escape stays for the line's own reading. */
function unwrapped(octets: Uint8Array): Uint8Array {
  return octets.filter(
    (octet, at) => octet !== backslash || octets[at + 1] !== quote[0] || octets[at - 1] === backslash,
  );
}

function scanPieces(octets: Uint8Array): Piece[] | string {
  const pieces: Piece[] = [];
  const literal = new OctetWriter(64);
  for (let at = 0; at < octets.length; at++) {
    const next = octets[at + 1];
    if (octets[at] === backslash && at + 1 < octets.length) {
      literal.u16((backslash << 8) | octets[++at]);
    } else if (octets[at] !== dollar) {
      literal.u8(octets[at]);
    } else if (next === dollar) {
      literal.u8(octets[++at]);
    } else {
      pieces.push(literal.copy());
      literal.clear();
      const close = next === openBrace ? octets.indexOf(closeBrace, at) : at;
      const form = scanForm(latin1(octets, at + 1, close < 0 ? octets.length : close + 1));
      if (typeof form === "string") return form;
      pieces.push(form);
      at = close;
    }
  }
  pieces.push(literal.copy());
  return pieces;
}

/** What stands after a `$`: nothing, or {offset}, {offset,width}, {offset,width,base}. */
function scanForm(text: string): NumberForm | string {
  if (text === "") return { offset: 0, width: 0, base: "d" };
  const match = /^\{([+-]?\d{1,10})(?:,(\d{1,3})(?:,([doxXnN]))?)?\}$/u.exec(text);
  if (match === null) return "not a form ${offset,width,base} with base d, o, x, X, n or N";
  return { offset: Number(match[1]), width: Number(match[2] ?? 0), base: (match[3] ?? "d") as NumberForm["base"] };
}

function writeLine(pieces: readonly Piece[], number: number, out: OctetWriter): void {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) out.octets(piece);
    else {
      const text = printNumber(number + piece.offset, piece);
      for (let i = 0; i < text.length; i++) out.u8(text.charCodeAt(i));
    }
  }
  out.u8(lineFeed);
}

function printNumber(value: number, { width, base }: NumberForm): string {
  switch (base) {
    case "d":
      return value < 0 ? `-${String(-value).padStart(width - 1, "0")}` : String(value).padStart(width, "0");
    case "o":
      return (value >>> 0).toString(8).padStart(width, "0");
    case "x":
      return (value >>> 0).toString(16).padStart(width, "0");
    case "X":
      return (value >>> 0).toString(16).toUpperCase().padStart(width, "0");
    case "n":
      return nibbles(value >>> 0, width);
    case "N":
      return nibbles(value >>> 0, width).toUpperCase();
  }
}

/** Nibbles as the labels of ip6.arpa, lowest first: 0x1a3 is 3.a.1; zeros fill up to width octets (RFC 3596 §2.5). */
function nibbles(value: number, width: number): string {
  let text = "";
  let rest = value;
  do {
    text += (rest & 0xf).toString(16);
    rest >>>= 4;
    if (rest !== 0 || text.length < width) text += ".";
  } while (rest !== 0 || text.length < width);
  return text;
}
