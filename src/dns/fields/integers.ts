// Field kinds: unsigned integers of 8, 16, 32, 48 and 64 bits, TTLs with units, and numbers that may be written as mnemonics.
// Numbers are big-endian (RFC 1035 §2.3.2) and range-checked in text.

import type { Kind } from "./kind.ts";
import type { OctetWriter } from "../../base/octets.ts";
import { scanPeriod } from "../text/ttl.ts";
import { decimal, notA, tokenNumber } from "./kind.ts";

export const u8: Kind<number> = integer(1, "a number from 0 to 255");
export const u16: Kind<number> = integer(2, "a number from 0 to 65535");
export const u32: Kind<number> = integer(4, "a number from 0 to 4294967295");
export const u48: Kind<number> = integer(6, "a number from 0 to 281474976710655");

/** A 32-bit count of seconds that text may write with units, as SOA timers commonly are: 1h30m. */
export const seconds: Kind<number> = {
  ...u32,
  what: "a number of seconds from 0 to 4294967295, with units s, m, h, d, w if any",
  scan(lexer, out) {
    const value = scanPeriod(lexer.bytes, lexer.start, lexer.end);
    if (value < 0) return notA(lexer, this.what);
    out.u32(value);
    return true;
  },
};

/** 64 bits, beyond what a JavaScript number holds: read as a decimal string. */
export const u64: Kind<string> = {
  ...fixed(8),
  what: "a number from 0 to 18446744073709551615",
  scan(lexer, out) {
    if (lexer.end - lexer.start > 20 || decimal(lexer.bytes, lexer.start, lexer.end, Number.MAX_VALUE) < 0)
      return notA(lexer, this.what);
    const value = BigInt(lexer.text());
    if (value > 0xffff_ffff_ffff_ffffn) return notA(lexer, this.what);
    out.u32(Number(value >> 32n));
    out.u32(Number(value & 0xffff_ffffn));
    return true;
  },
  print: readU64,
  read: readU64,
};

/** A number that text may also write as one of `names`; `printed` says which form print chooses. */
export function named(
  base: Kind<number>,
  names: Readonly<Record<string, number>>,
  printed: "name" | "number",
  what = base.what,
): Kind<number> {
  const numbers = new Map(Object.entries(names).map(([name, number]) => [number, name]));
  return {
    ...base,
    what,
    scan(lexer, out) {
      const first = lexer.bytes[lexer.start];
      if (first >= 0x30 && first <= 0x39) return base.scan(lexer, out, null, 0);
      const value = names[lexer.text().toUpperCase()];
      if (value === undefined) return notA(lexer, what);
      return writeInteger(out, base.octets ?? 1, value);
    },
    print(bytes, at, end, start) {
      const value = base.read(bytes, at, end, start);
      return (printed === "name" && numbers.get(value)) || String(value);
    },
  };
}

function integer(octets: number, what: string): Kind<number> {
  const limit = 2 ** (8 * octets) - 1;
  return {
    ...fixed(octets),
    what,
    scan(lexer, out) {
      const value = tokenNumber(lexer, limit);
      if (value < 0) return notA(lexer, what);
      return writeInteger(out, octets, value);
    },
    print: (bytes, at) => String(readInteger(bytes, at, octets)),
    read: (bytes, at) => readInteger(bytes, at, octets),
  };
}

/** What all kinds of a fixed size share. */
export function fixed(octets: number): Pick<Kind<unknown>, "octets" | "tokens" | "nameRule" | "target" | "measure"> {
  return {
    octets,
    tokens: "one",
    nameRule: null,
    target: false,
    measure: (_bytes, at, end) => (at + octets <= end ? at + octets : -1),
  };
}

function writeInteger(out: OctetWriter, octets: number, value: number): true {
  if (octets === 1) out.u8(value);
  else if (octets === 2) out.u16(value);
  else if (octets === 4) out.u32(value);
  else {
    out.u16(Math.floor(value / 2 ** 32));
    out.u32(value % 2 ** 32);
  }
  return true;
}

export function readInteger(bytes: Uint8Array, at: number, octets: number): number {
  let value = 0;
  for (let i = at; i < at + octets; i++) value = value * 256 + bytes[i];
  return value;
}

function readU64(bytes: Uint8Array, at: number): string {
  return ((BigInt(readInteger(bytes, at, 4)) << 32n) | BigInt(readInteger(bytes, at + 4, 4))).toString();
}
