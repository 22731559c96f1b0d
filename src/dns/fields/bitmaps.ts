// Field kinds: sets of types as NSEC and its kin hold them (RFC 4034 §4.1.2), NXT's older form (RFC 2535 §5.2),
// a single type, and WKS's sets of ports (RFC 1035 §3.4.2). Text is a list of mnemonics or numbers, order of no matter.

import type { OctetWriter } from "../../base/octets.ts";
import type { Lexer } from "../text/lexer.ts";
import type { Kind } from "./kind.ts";
import { typeName, typeNumberAt } from "../type-numbers.ts";
import { fixed, readInteger } from "./integers.ts";
import { atEntryEnd, notA, tokenNumber } from "./kind.ts";

/** One type by mnemonic: RRSIG's type covered, DSYNC's type. */
export const rrType: Kind<string> = {
  ...fixed(2),
  what: "an RR type",
  scan(lexer, out) {
    const number = typeNumberAt(lexer.bytes, lexer.start, lexer.end);
    const type = number < 0 ? tokenNumber(lexer, 0xffff) : number;
    if (type < 0) return notA(lexer, this.what);
    out.u16(type);
    return true;
  },
  print: (bytes, at) => typeName(readInteger(bytes, at, 2)),
  read: (bytes, at) => typeName(readInteger(bytes, at, 2)),
};

const restKind = { octets: null, tokens: "rest", nameRule: null, target: false } as const;

/** Windows of 256 types, each a number, a length of 1 to 32 and a bitmap; ascending, none empty, no trailing zeros (RFC 4034 §4.1.2). */
export const typeBitmap: Kind<string[]> = {
  ...restKind,
  what: "RR types",
  measure(bytes, at, end) {
    let last = -1;
    for (let i = at; i < end;) {
      if (i + 2 > end || bytes[i] <= last) return -1;
      const size = bytes[i + 1];
      if (size === 0 || size > 32 || i + 2 + size > end || bytes[i + 1 + size] === 0) return -1;
      last = bytes[i];
      i += 2 + size;
    }
    return end;
  },
  scan(lexer, out) {
    if (!scanTypes(lexer, 0, 0xffff)) return false;
    for (let window = 0; window < 256; window++) writeBits(out, window * 32, 32, window);
    return true;
  },
  print: (bytes, at, end) => listWindows(bytes, at, end).join(" "),
  read: listWindows,
};

/** Appends the set of these types as NSEC holds it; the order is of no matter (RFC 4034 §4.1.2). */
export function composeTypes(types: Iterable<number>, out: OctetWriter): void {
  bits.fill(0);
  let last = 0;
  for (const type of types) {
    setBit(type);
    last = Math.max(last, type >>> 8);
  }
  for (let window = 0; window <= last; window++) writeBits(out, window * 32, 32, window);
}

/** Types 1 to 127 in one bitmap; bit zero announces another format that nobody defined (RFC 2535 §5.2). */
export const oldTypeBitmap: Kind<string[]> = {
  ...restKind,
  what: "RR types from 1 to 127",
  measure: (bytes, at, end) =>
    end > at && end - at <= 16 && (bytes[at] & 0x80) === 0 && bytes[end - 1] !== 0 ? end : -1,
  scan(lexer, out) {
    if (atEntryEnd(lexer)) return notA(lexer, this.what);
    if (!scanTypes(lexer, 1, 127)) return false;
    writeBits(out, 0, 16, -1);
    return true;
  },
  print: (bytes, at, end) => listBits(bytes, at, end, 0).map(typeName).join(" "),
  read: (bytes, at, end) => listBits(bytes, at, end, 0).map(typeName),
};

/** The service names that master files of old use for ports. */
const portNames: Readonly<Record<string, number>> = {
  ECHO: 7,
  DISCARD: 9,
  DAYTIME: 13,
  "FTP-DATA": 20,
  FTP: 21,
  SSH: 22,
  TELNET: 23,
  SMTP: 25,
  TIME: 37,
  NAMESERVER: 42,
  DOMAIN: 53,
  TFTP: 69,
  GOPHER: 70,
  FINGER: 79,
  HTTP: 80,
  WWW: 80,
  POP3: 110,
  SUNRPC: 111,
  NNTP: 119,
  NTP: 123,
  IMAP: 143,
  SNMP: 161,
  HTTPS: 443,
};

/** Ports as a bitmap, as long as the highest needs (RFC 1035 §3.4.2). */
export const portBitmap: Kind<number[]> = {
  ...restKind,
  what: "ports",
  measure: (bytes, at, end) => (end - at <= bits.length && (end === at || bytes[end - 1] !== 0) ? end : -1),
  scan(lexer, out) {
    bits.fill(0);
    if (!atEntryEnd(lexer)) {
      do {
        const port = portNames[lexer.text().toUpperCase()] ?? tokenNumber(lexer, 0xffff);
        if (port < 0) return notA(lexer, "a port");
        setBit(port);
      } while (lexer.next());
    }
    writeBits(out, 0, bits.length, -1);
    return true;
  },
  print: (bytes, at, end) => listBits(bytes, at, end, 0).join(" "),
  read: (bytes, at, end) => listBits(bytes, at, end, 0),
};

/** One bit for each of 65536 numbers, filled and emptied within one call of a scanner. */
const bits = new Uint8Array(8192);

function setBit(number: number): void {
  bits[number >> 3] |= 0x80 >> (number & 7);
}

function scanTypes(lexer: Lexer, least: number, most: number): boolean {
  bits.fill(0);
  if (atEntryEnd(lexer)) return true;
  do {
    const type = typeNumberAt(lexer.bytes, lexer.start, lexer.end);
    if (type < least || type > most) return notA(lexer, most === 127 ? "an RR type from 1 to 127" : "an RR type");
    setBit(type);
  } while (lexer.next());
  return true;
}

/** Appends the bits from octet `from` on, trailing zeros left out, behind a window's head where `window` is one. */
function writeBits(out: OctetWriter, from: number, most: number, window: number): void {
  let size = most;
  while (size > 0 && bits[from + size - 1] === 0) size--;
  if (size === 0) return;
  if (window >= 0) {
    out.u8(window);
    out.u8(size);
  }
  out.octets(bits, from, from + size);
}

function listWindows(bytes: Uint8Array, at: number, end: number): string[] {
  const types: string[] = [];
  for (let i = at; i < end; i += 2 + bytes[i + 1]) {
    for (const type of listBits(bytes, i + 2, i + 2 + bytes[i + 1], bytes[i] << 8)) types.push(typeName(type));
  }
  return types;
}

function listBits(bytes: Uint8Array, at: number, end: number, base: number): number[] {
  const numbers: number[] = [];
  for (let i = at; i < end; i++) {
    for (let bit = 0; bit < 8; bit++) if ((bytes[i] & (0x80 >> bit)) !== 0) numbers.push(base + (i - at) * 8 + bit);
  }
  return numbers;
}
