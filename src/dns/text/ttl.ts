// TTLs as master files write them: seconds, or a number a unit: 1h30m, 2W, 90. Units are w d h m s in either case;
// largest first is custom, not law: BIND takes any order, and so do we.
// RFC 2181 §8: a TTL is an unsigned number below 2^31. SOA's timers take the same text, with 32 bits (RFC 1035 §3.3.13).
// Read next: ../../zone/master-file.ts, where a record's TTL may stand before or after its class.

/** RFC 2181 §8: "a minimum value of 0, and a maximum value of 2147483647". */
export const maxTtlSeconds = 0x7fffffff;

const maxPeriodSeconds = 0xffffffff;

/** Seconds in a unit, by its letter's octet in either case; 0 for octets that are no unit. */
const unitSeconds = new Uint32Array(256);
for (const [letter, seconds] of [
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
  ["w", 604_800],
] as const) {
  unitSeconds[letter.charCodeAt(0)] = unitSeconds[letter.toUpperCase().charCodeAt(0)] = seconds;
}

/** The seconds that `bytes[start, end)` says, or -1 when it is no period or does not fit 32 bits. */
export function scanPeriod(bytes: Uint8Array, start: number, end: number): number {
  let total = 0;
  let number = 0;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (octet >= 0x30 && octet <= 0x39) {
      number = number * 10 + octet - 0x30;
      digits++;
    } else {
      const unit = unitSeconds[octet];
      if (unit === 0 || digits === 0) return -1;
      total += number * unit;
      number = digits = 0;
    }
    if (total + number > maxPeriodSeconds) return -1;
  }
  // A bare number is seconds; after a unit it would be a number that lost its own (1h30).
  const bare = digits === end - start;
  return start === end || (digits > 0 && !bare) ? -1 : total + number;
}
