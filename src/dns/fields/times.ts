// Field kind: a signature's times, 32-bit seconds since 1970; text is YYYYMMDDHHmmSS or the plain number (RFC 4034 §3.2).
// The number is compared in serial arithmetic (RFC 4034 §3.1.5), so after 2106 the printed form would lie; nothing here judges times.

import type { Kind } from "./kind.ts";
import { readInteger, u32 } from "./integers.ts";
import { notA, tokenNumber } from "./kind.ts";

export const time: Kind<string> = {
  ...u32,
  what: "a time as YYYYMMDDHHmmSS or in seconds since 1970",
  scan(lexer, out) {
    const value = lexer.end - lexer.start === 14 ? dateSeconds(lexer.text()) : tokenNumber(lexer, 0xffff_ffff);
    if (value < 0) return notA(lexer, this.what);
    out.u32(value);
    return true;
  },
  print: printTime,
  read: printTime,
};

/** Seconds since 1970 of YYYYMMDDHHmmSS in UTC, or -1 when there is no such time or 32 bits do not hold it. */
export function dateSeconds(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (parts === null) return -1;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const value = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return value <= 0xffff_ffff && year >= 1970 && dateText(value) === text ? value : -1;
}

/** YYYYMMDDHHmmSS in UTC. */
export function dateText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-T:]/g, "");
}

function printTime(bytes: Uint8Array, at: number): string {
  return dateText(readInteger(bytes, at, 4));
}
