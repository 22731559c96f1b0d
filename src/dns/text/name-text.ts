// Names as text: the only place that knows dots, escapes and relative names (RFC 1035 §5.1, RFC 4343 §2.1).
// Scanning appends absolute uncompressed wire octets; printing is absolute, with a dot at the end.
// Invariant: what printName writes, scanName reads back to the same octets, whatever octets the labels hold.
// The wire side is ../name.ts and ../name-wire.ts.

import { OctetWriter } from "../../base/octets.ts";
import { Name, maxLabelOctets, maxNameOctets } from "../name.ts";
import { Lexer } from "./lexer.ts";

const dot = 0x2e;
const backslash = 0x5c;
const at = 0x40;

/** Octets that end a label's plain run: the dot and the backslash. */
const special = new Uint8Array(256);
special[dot] = special[backslash] = 1;

/** Appends the name that the lexer's current token spells: `@`, relative to `origin`, or absolute. On false a fault stands in the lexer. */
export function scanName(lexer: Lexer, origin: Uint8Array | null, out: OctetWriter): boolean {
  const { bytes, start, end } = lexer;
  if (start === end) return lexer.fail("a name is missing");
  if (end - start === 1) {
    if (bytes[start] === at && !lexer.quoted) return appendOrigin(lexer, origin, out, out.length);
    if (bytes[start] === dot) {
      out.u8(0);
      return true;
    }
  }
  const mark = out.length;
  // An escape only shrinks, and a label's length stands where its dot did: the text's size and one are enough.
  out.reserve(end - start + 2);
  const next = lexer.escaped ? scanEscapedLabels(lexer, out) : scanPlainLabels(lexer, out);
  if (next < 0) {
    out.length = mark;
    return false;
  }
  if (next === relative) return appendOrigin(lexer, origin, out, mark);
  out.u8(0);
  return checkSize(lexer, out, mark);
}

const absolute = 0;
const relative = 1;

function scanPlainLabels(lexer: Lexer, out: OctetWriter): number {
  const text = lexer.bytes;
  const { end } = lexer;
  const wire = out.bytes;
  let labelAt = out.length;
  let to = labelAt + 1;
  for (let i = lexer.start; i < end; i++) {
    const octet = text[i];
    if (octet !== dot) {
      wire[to++] = octet;
      continue;
    }
    const size = to - labelAt - 1;
    if (size === 0 || size > maxLabelOctets) return labelFault(lexer, size);
    wire[labelAt] = size;
    labelAt = to++;
  }
  return endLabels(lexer, out, labelAt, to);
}

function scanEscapedLabels(lexer: Lexer, out: OctetWriter): number {
  const text = lexer.bytes;
  const { end } = lexer;
  const wire = out.bytes;
  let labelAt = out.length;
  let to = labelAt + 1;
  for (let i = lexer.start; i < end; i++) {
    const octet = text[i];
    if (special[octet] === 0) {
      wire[to++] = octet;
    } else if (octet === backslash) {
      const value = escapedOctet(text, i, end);
      if (value < 0) {
        lexer.fail(`"${lexer.text()}" ends an escape too early, or its \\DDD is above 255`);
        return -1;
      }
      wire[to++] = value;
      i += escapeSize(text, i) - 1;
    } else {
      const size = to - labelAt - 1;
      if (size === 0 || size > maxLabelOctets) return labelFault(lexer, size);
      wire[labelAt] = size;
      labelAt = to++;
    }
  }
  return endLabels(lexer, out, labelAt, to);
}

function endLabels(lexer: Lexer, out: OctetWriter, labelAt: number, to: number): number {
  const size = to - labelAt - 1;
  if (size === 0) {
    out.length = labelAt;
    return absolute;
  }
  if (size > maxLabelOctets) return labelFault(lexer, size);
  out.bytes[labelAt] = size;
  out.length = to;
  return relative;
}

function labelFault(lexer: Lexer, size: number): number {
  if (size === 0) lexer.fail(`"${lexer.text()}" has an empty label`);
  else lexer.fail(`a label of ${size} octets; RFC 1035 §2.3.4 allows ${maxLabelOctets}`);
  return -1;
}

function appendOrigin(lexer: Lexer, origin: Uint8Array | null, out: OctetWriter, mark: number): boolean {
  if (origin === null) {
    out.length = mark;
    return lexer.fail(`"${lexer.text()}" is relative, and there is no origin: end it with a dot or give an $ORIGIN`);
  }
  out.octets(origin, 0, origin.length);
  return checkSize(lexer, out, mark);
}

function checkSize(lexer: Lexer, out: OctetWriter, mark: number): boolean {
  const size = out.length - mark;
  if (size <= maxNameOctets) return true;
  out.length = mark;
  return lexer.fail(`a name of ${size} octets; RFC 1035 §2.3.4 allows ${maxNameOctets}`);
}

/** The octet that the escape at `text[i]` stands for, or -1: `\DDD` decimal, `\X` any other octet (RFC 1035 §5.1). */
export function escapedOctet(text: Uint8Array, i: number, end: number): number {
  if (i + 1 >= end) return -1;
  const first = text[i + 1] - 0x30;
  if (first < 0 || first > 9) return text[i + 1];
  if (i + 3 >= end) return -1;
  const second = text[i + 2] - 0x30;
  const third = text[i + 3] - 0x30;
  if (second < 0 || second > 9 || third < 0 || third > 9) return -1;
  const value = first * 100 + second * 10 + third;
  return value > 255 ? -1 : value;
}

/** Octets of text that the (valid) escape at `text[i]` takes. */
export function escapeSize(text: Uint8Array, i: number): number {
  const first = text[i + 1] - 0x30;
  return first >= 0 && first <= 9 ? 4 : 2;
}

/** What each octet of a label is printed as. */
const labelText: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  if (octet <= 0x20 || octet >= 0x7f) return decimalEscape(octet);
  return '."$();@\\'.includes(character) ? `\\${character}` : character;
});

/** `\DDD`, as RFC 1035 §5.1 writes octets that are no printable ASCII. */
export function decimalEscape(octet: number): string {
  return `\\${String(octet).padStart(3, "0")}`;
}

/** The valid uncompressed name at `offset`, absolute; "." for the root. */
export function printName(bytes: Uint8Array, offset = 0): string {
  if (bytes[offset] === 0) return ".";
  let text = "";
  for (let i = offset; bytes[i] !== 0;) {
    const end = i + bytes[i];
    while (i < end) text += labelText[bytes[++i]];
    text += ".";
    i++;
  }
  return text;
}

const encoder = new TextEncoder();

/** A name out of a whole text (configuration, command line, tests), or the sentence that says what is wrong with it. */
export function nameFromText(text: string, origin: Name | null = Name.root): Name | string {
  const lexer = new Lexer(encoder.encode(text));
  const out = new OctetWriter(maxNameOctets);
  if (!lexer.nextEntry()) return "a name is missing";
  if (!scanName(lexer, origin === null ? null : origin.wire, out)) return lexer.faults[0].message;
  if (lexer.next()) return `"${text}" is more than one name`;
  return new Name(out.copy());
}
