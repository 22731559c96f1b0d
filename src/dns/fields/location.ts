// Field kind: a place on Earth, the whole RDATA of LOC (RFC 1876 §2, §3).
//
//   version 0 | size | horizontal precision | vertical precision | latitude (4) | longitude (4) | altitude (4)
//
// Sizes are a digit times a power of ten, in centimetres. Angles are thousandths of a second of arc from 2^31.
// Altitude is in centimetres from 100,000 m below the WGS 84 spheroid. Other versions have no text form.

import type { OctetWriter } from "../../base/octets.ts";
import type { Lexer } from "../text/lexer.ts";
import type { Kind } from "./kind.ts";
import { readInteger } from "./integers.ts";
import { atEntryEnd, notA } from "./kind.ts";

const size = 16;
const middle = 0x8000_0000;
const altitudeBase = 10_000_000;
const millisecondsPerDegree = 3_600_000;

/** What stands where text leaves it out: 1 m, 10,000 m, 10 m (RFC 1876 §3). */
const defaults = [0x12, 0x16, 0x13];

export const location: Kind<string> = {
  what: "a location: d m s N|S d m s E|W altitude size precisions",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    if (at >= end) return -1;
    if (bytes[at] !== 0) return end;
    if (at + size > end) return -1;
    for (let i = at + 1; i < at + 4; i++) if (bytes[i] >> 4 > 9 || (bytes[i] & 15) > 9) return -1;
    const [latitude, longitude] = [readInteger(bytes, at + 4, 4), readInteger(bytes, at + 8, 4)];
    const inRange =
      Math.abs(latitude - middle) <= 90 * millisecondsPerDegree &&
      Math.abs(longitude - middle) <= 180 * millisecondsPerDegree;
    return inRange ? at + size : -1;
  },
  scan: scanLocation,
  print: printLocation,
  read: (bytes, at) => printLocation(bytes, at) ?? "",
};

function scanLocation(lexer: Lexer, out: OctetWriter): boolean {
  const latitude = scanAngle(lexer, 90, "N", "S");
  if (latitude < 0) return false;
  lexer.next();
  const longitude = scanAngle(lexer, 180, "E", "W");
  if (longitude < 0) return false;
  lexer.next();
  const altitude = centimetres(lexer, -altitudeBase, 0xffff_ffff - altitudeBase, "an altitude in metres");
  if (Number.isNaN(altitude)) return false;
  out.u8(0);
  for (const byDefault of defaults) {
    if (!lexer.next()) {
      out.u8(byDefault);
      continue;
    }
    const length = centimetres(lexer, 0, 9_000_000_000, "a size in metres");
    if (Number.isNaN(length)) return false;
    out.u8(power(length));
  }
  out.u32(latitude);
  out.u32(longitude);
  out.u32(altitude + altitudeBase);
  return true;
}

/** Degrees, minutes and seconds (the last two may be left out) and a hemisphere; as the wire's number, or -1 after a fault. */
function scanAngle(lexer: Lexer, limit: number, positive: string, negative: string): number {
  const scales = [millisecondsPerDegree, 60_000, 1000];
  let sum = 0;
  for (let part = 0; part < 4 && !atEntryEnd(lexer); part++, lexer.next()) {
    const word = lexer.text();
    if (part > 0 && (word.toUpperCase() === positive || word.toUpperCase() === negative)) {
      if (sum > limit * millisecondsPerDegree) break;
      return word.toUpperCase() === positive ? middle + sum : middle - sum;
    }
    const pattern = part === 2 ? /^\d{1,2}(\.\d{1,3})?$/ : /^\d{1,3}$/;
    if (part === 3 || !pattern.test(word) || (part > 0 && Number(word) >= 60)) break;
    sum += Math.round(Number(word) * scales[part]);
  }
  notA(
    lexer,
    `part of an angle of up to ${limit} degrees, as in 52 14 05.000 ${positive}, with ${positive} or ${negative} at its end`,
  );
  return -1;
}

/** A length in metres with up to two decimals and perhaps an m, in centimetres; NaN after a fault. */
function centimetres(lexer: Lexer, least: number, most: number, what: string): number {
  const parts = atEntryEnd(lexer) ? null : /^(-?)(\d{1,8})(?:\.(\d{0,2}))?m?$/i.exec(lexer.text());
  if (parts !== null) {
    const [, sign, whole, fraction = ""] = parts;
    const magnitude = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
    const value = sign === "-" ? -magnitude : magnitude;
    if (value >= least && value <= most) return value;
  }
  notA(lexer, `${what} from ${least / 100} to ${most / 100}`);
  return Number.NaN;
}

/** The largest digit times power of ten that is not above: a nibble each (RFC 1876 §2). */
function power(length: number): number {
  let mantissa = length;
  let exponent = 0;
  while (mantissa > 9) {
    mantissa = Math.floor(mantissa / 10);
    exponent++;
  }
  return (mantissa << 4) | exponent;
}

function printLocation(bytes: Uint8Array, at: number): string | null {
  // Another version, and a size of zero times a power of ten, are octets that no text makes.
  if (bytes[at] !== 0 || [1, 2, 3].some((i) => bytes[at + i] > 0 && bytes[at + i] < 0x10)) return null;
  const latitude = printAngle(readInteger(bytes, at + 4, 4) - middle, "N", "S");
  const longitude = printAngle(readInteger(bytes, at + 8, 4) - middle, "E", "W");
  const altitude = printMetres(readInteger(bytes, at + 12, 4) - altitudeBase);
  const lengths = [1, 2, 3].map((i) => printMetres((bytes[at + i] >> 4) * 10 ** (bytes[at + i] & 15)));
  return `${latitude} ${longitude} ${altitude} ${lengths.join(" ")}`;
}

function printAngle(angle: number, positive: string, negative: string): string {
  const total = Math.abs(angle);
  const degrees = Math.floor(total / millisecondsPerDegree);
  const minutes = Math.floor(total / 60_000) % 60;
  return `${degrees} ${minutes} ${((total % 60_000) / 1000).toFixed(3)} ${angle < 0 ? negative : positive}`;
}

function printMetres(length: number): string {
  return `${(length / 100).toFixed(2)}m`;
}
