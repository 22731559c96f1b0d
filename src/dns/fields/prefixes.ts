// Field kinds: address prefixes. APL's lists (RFC 3123 §4), and A6's suffix with the name of its prefix (RFC 2874 §3.1).
// Octets of zeros at an address's end are left out of APL; bits of the prefix are zero in an A6 suffix.

import type { OctetWriter } from "../../base/octets.ts";
import type { Lexer } from "../text/lexer.ts";
import type { Kind } from "./kind.ts";
import { nameLength } from "../name.ts";
import { printName, scanName } from "../text/name-text.ts";
import { printIpv4, printIpv6, scanIpv4, scanIpv6 } from "./addresses.ts";
import { readInteger } from "./integers.ts";
import { atEntryEnd, decimal, notA, tokenNumber } from "./kind.ts";

/** Octets of an address of a family (RFC 3123 §4.1, §4.2), 0 for a family without a text form. */
function familyOctets(family: number): number {
  return family === 1 ? 4 : family === 2 ? 16 : 0;
}

/** Items of family (2), prefix length (1), negation bit and octet count (1), octets without trailing zeros. */
export const prefixList: Kind<string[]> = {
  what: "address prefixes as in 1:192.0.2.0/24 or !2:2001:db8::/32",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    for (let i = at; i < end;) {
      if (i + 4 > end) return -1;
      const room = familyOctets(readInteger(bytes, i, 2));
      const size = bytes[i + 3] & 0x7f;
      if (i + 4 + size > end || (size > 0 && bytes[i + 3 + size] === 0)) return -1;
      if (room > 0 && (size > room || bytes[i + 2] > room * 8)) return -1;
      i += 4 + size;
    }
    return end;
  },
  scan(lexer, out) {
    if (atEntryEnd(lexer)) return true;
    do if (!scanPrefix(lexer, out)) return notA(lexer, "an address prefix as 1:192.0.2.0/24 or !2:2001:db8::/32");
    while (lexer.next());
    return true;
  },
  print: (bytes, at, end) => listPrefixes(bytes, at, end)?.join(" ") ?? null,
  read: (bytes, at, end) => listPrefixes(bytes, at, end) ?? [],
};

function scanPrefix(lexer: Lexer, out: OctetWriter): boolean {
  const { bytes, end } = lexer;
  const negated = bytes[lexer.start] === 0x21;
  const start = negated ? lexer.start + 1 : lexer.start;
  const colon = find(bytes, 0x3a, start, end);
  const slash = find(bytes, 0x2f, colon, end);
  if (slash === end) return false;
  const family = decimal(bytes, start, colon, 2);
  const room = familyOctets(family);
  const prefix = decimal(bytes, slash + 1, end, room * 8);
  if (room === 0 || prefix < 0) return false;
  out.u16(family);
  out.u8(prefix);
  const countAt = out.length;
  out.u8(0);
  if (!(family === 1 ? scanIpv4 : scanIpv6)(bytes, colon + 1, slash, out)) return false;
  while (out.length > countAt + 1 && out.bytes[out.length - 1] === 0) out.length--;
  out.bytes[countAt] = (out.length - countAt - 1) | (negated ? 0x80 : 0);
  return true;
}

/** Where `octet` first stands in `bytes[start, end)`, or `end`. */
function find(bytes: Uint8Array, octet: number, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i] !== octet) i++;
  return i;
}

function listPrefixes(bytes: Uint8Array, at: number, end: number): string[] | null {
  const list: string[] = [];
  for (let i = at; i < end;) {
    const family = readInteger(bytes, i, 2);
    const size = bytes[i + 3] & 0x7f;
    if (familyOctets(family) === 0) return null;
    const address = new Uint8Array(16);
    address.set(bytes.subarray(i + 4, i + 4 + size));
    const text = family === 1 ? printIpv4(address, 0) : printIpv6(address, 0);
    list.push(`${bytes[i + 3] > 0x7f ? "!" : ""}${family}:${text}/${bytes[i + 2]}`);
    i += 4 + size;
  }
  return list;
}

/** A prefix length, the address's octets behind the prefix, and the prefix's name unless the length is 0. Historic (RFC 6563). */
export const prefixedAddress: Kind<string> = {
  what: "a prefix length, an address suffix and a prefix name",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    if (at >= end || bytes[at] > 128) return -1;
    const nameAt = at + 1 + suffixOctets(bytes[at]);
    if (nameAt > end) return -1;
    const spare = bytes[at] % 8;
    // The bits of the prefix in the suffix's first octet must be zero (RFC 2874 §3.1.1).
    if (spare > 0 && bytes[at + 1] >> (8 - spare) !== 0) return -1;
    if (bytes[at] === 0) return nameAt;
    const size = nameLength(bytes, nameAt, end);
    return size < 0 ? -1 : nameAt + size;
  },
  scan(lexer, out, origin) {
    const prefix = atEntryEnd(lexer) ? -1 : tokenNumber(lexer, 128);
    if (prefix < 0) return notA(lexer, "a prefix length from 0 to 128");
    out.u8(prefix);
    if (prefix < 128 && (!lexer.next() || !scanSuffix(lexer, prefix, out)))
      return notA(lexer, "an IPv6 address with a prefix of zeros");
    if (prefix === 0) return true;
    return lexer.next() ? scanName(lexer, origin, out) : notA(lexer, "a prefix name");
  },
  print: printPrefixed,
  read: printPrefixed,
};

function suffixOctets(prefix: number): number {
  return Math.ceil((128 - prefix) / 8);
}

function scanSuffix(lexer: Lexer, prefix: number, out: OctetWriter): boolean {
  const mark = out.length;
  if (!scanIpv6(lexer.bytes, lexer.start, lexer.end, out)) return false;
  const drop = 16 - suffixOctets(prefix);
  out.bytes.copyWithin(mark, mark + drop, mark + 16);
  out.length = mark + 16 - drop;
  const spare = prefix % 8;
  if (spare > 0) out.bytes[mark] &= 0xff >> spare;
  return true;
}

function printPrefixed(bytes: Uint8Array, at: number): string {
  const octets = suffixOctets(bytes[at]);
  const address = new Uint8Array(16);
  address.set(bytes.subarray(at + 1, at + 1 + octets), 16 - octets);
  const suffix = octets === 0 ? "" : ` ${printIpv6(address, 0)}`;
  return `${bytes[at]}${suffix}${bytes[at] === 0 ? "" : ` ${printName(bytes, at + 1 + octets)}`}`;
}
