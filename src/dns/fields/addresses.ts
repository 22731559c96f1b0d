// Field kinds: IPv4 addresses (RFC 1035 §3.4.1) and IPv6 addresses (RFC 3596 §2.2), text as RFC 4291 §2.2 reads it
// and as RFC 5952 §4 writes it. Scanners work on octets and allocate nothing: address records dominate large zones.

import type { OctetWriter } from "../../base/octets.ts";
import type { Kind } from "./kind.ts";
import { fixed } from "./integers.ts";

export const ipv4: Kind<string> = {
  ...fixed(4),
  what: "an IPv4 address",
  scan(lexer, out) {
    if (scanIpv4(lexer.bytes, lexer.start, lexer.end, out)) return true;
    return lexer.fail(ipv4Fault(lexer.text()));
  },
  print: printIpv4,
  read: printIpv4,
};

export const ipv6: Kind<string> = {
  ...fixed(16),
  what: "an IPv6 address",
  scan(lexer, out) {
    if (scanIpv6(lexer.bytes, lexer.start, lexer.end, out)) return true;
    return lexer.fail(`"${lexer.text()}" is not an IPv6 address`);
  },
  print: printIpv6,
  read: printIpv6,
};

/** Appends the four octets that `text[start, end)` spells; false (and nothing appended) when it is no dotted quad. */
export function scanIpv4(text: Uint8Array, start: number, end: number, out: OctetWriter): boolean {
  const mark = out.length;
  let value = -1;
  for (let i = start; i < end; i++) {
    const octet = text[i];
    if (octet === 0x2e) {
      const whole = value >= 0 && out.length - mark < 3;
      if (whole) out.u8(value);
      value = -1;
      if (!whole) break;
      continue;
    }
    const digit = octet - 0x30;
    // A leading zero is refused: some read it as octal (RFC 6943 §3.1.1).
    if (digit < 0 || digit > 9 || value === 0) {
      value = -1;
      break;
    }
    value = value < 0 ? digit : value * 10 + digit;
    if (value > 255) {
      value = -1;
      break;
    }
  }
  if (value >= 0 && out.length - mark === 3) {
    out.u8(value);
    return true;
  }
  out.length = mark;
  return false;
}

/** Appends the sixteen octets that `text[start, end)` spells; false (and nothing appended) when it is no address. */
export function scanIpv6(text: Uint8Array, start: number, end: number, out: OctetWriter): boolean {
  const mark = out.length;
  if (scanGroups(text, start, end, out, mark)) return true;
  out.length = mark;
  return false;
}

function scanGroups(text: Uint8Array, start: number, end: number, out: OctetWriter, mark: number): boolean {
  let gap = -1;
  let i = start;
  if (i + 1 < end && text[i] === colon && text[i + 1] === colon) {
    gap = 0;
    i += 2;
  }
  while (i < end) {
    const groupStart = i;
    let value = 0;
    for (; i < end && text[i] !== colon; i++) {
      const digit = hexDigit(text[i]);
      if (digit < 0) {
        if (text[i] !== 0x2e || out.length - mark > 12 || !scanIpv4(text, groupStart, end, out)) return false;
        return closeGap(out, mark, gap);
      }
      if (i - groupStart === 4) return false;
      value = (value << 4) | digit;
    }
    if (i === groupStart || out.length - mark === 16) return false;
    out.u16(value);
    if (i === end) break;
    i++;
    if (i === end) return false;
    if (text[i] === colon) {
      if (gap >= 0) return false;
      gap = out.length - mark;
      i++;
    }
  }
  return closeGap(out, mark, gap);
}

/** Moves what follows "::" to the end of the sixteen octets and clears the room between. */
function closeGap(out: OctetWriter, mark: number, gap: number): boolean {
  const size = out.length - mark;
  if (gap < 0) return size === 16;
  if (size > 14) return false;
  out.reserve(16 - size);
  const { bytes } = out;
  const moved = size - gap;
  for (let k = 1; k <= moved; k++) bytes[mark + 16 - k] = bytes[mark + size - k];
  bytes.fill(0, mark + gap, mark + 16 - moved);
  out.length = mark + 16;
  return true;
}

const colon = 0x3a;

function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

export function printIpv4(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

/** RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zero groups as "::"; §5 for mapped addresses. */
export function printIpv6(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[at + i] << 8) | bytes[at + i + 1]);
  if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0))
    return `::ffff:${printIpv4(bytes, at + 12)}`;
  let from = -1;
  let size = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > size) [from, size] = [i, run];
    i += run;
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  return from < 0 ? text(groups) : `${text(groups.slice(0, from))}::${text(groups.slice(from + size))}`;
}

function ipv4Fault(text: string): string {
  const octets = text.split(".");
  const wrong = octets.find((octet) => !/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255);
  if (octets.length === 4 && wrong !== undefined && wrong !== "")
    return `"${wrong}" is not an octet of an IPv4 address`;
  return `"${text}" is not an IPv4 address`;
}
