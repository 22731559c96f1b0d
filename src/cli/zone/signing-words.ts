// The words of the signing commands: options that are times, octets or numbers. What is none of its kind ends the call with
// exit code 2 and a sentence that names the option.

import { InvalidArgumentError } from "commander";
import { dateSeconds } from "../../dns/fields/times.ts";
import { scanPeriod } from "../../dns/text/ttl.ts";

/** Seconds since 1970: YYYYMMDDHHMMSS as in an RRSIG, a date as 2026-01-31, or a period from now, back with a minus. */
export function timeOption(word: string): number {
  const [, sign, period] = /^([+-]?)(\d+[wdhms].*)$/i.exec(word) ?? [];
  if (period !== undefined) {
    const octets = new TextEncoder().encode(period);
    const seconds = scanPeriod(octets, 0, octets.length);
    if (seconds >= 0) return Math.floor(Date.now() / 1000) + (sign === "-" ? -seconds : seconds);
  }
  const digits = /^\d{4}-\d\d-\d\d$/.test(word) ? `${word.replaceAll("-", "")}000000` : word;
  const seconds = dateSeconds(digits);
  if (seconds < 0)
    throw new InvalidArgumentError("Wanted: YYYYMMDDHHMMSS, a date as 2026-01-31, or a period from now as 30d or -1h.");
  return seconds;
}

export function hexOption(word: string): Uint8Array {
  if (word === "-") return new Uint8Array();
  if (!/^([0-9a-f]{2})+$/i.test(word)) throw new InvalidArgumentError("Wanted: octets in hex, two digits each, or -.");
  return Uint8Array.fromHex(word);
}

export function numberOption(word: string): number {
  if (!/^\d{1,5}$/.test(word)) throw new InvalidArgumentError("Wanted: a whole number of at most five digits.");
  return Number(word);
}
