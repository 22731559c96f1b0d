// Field kinds: identifiers that text writes in grouped hex digits: EUI-48 and EUI-64 (RFC 7043 §3.2, §4.2),
// ILNP's 64-bit node identifiers and locators (RFC 6742 §2.1.2), NSAP (RFC 1706 §5) and ATM addresses; and HIP's host identity (RFC 8005 §5).

import type { Kind } from "./kind.ts";
import { base64, encodeDigits, hex } from "../../base/encodings.ts";
import { scanWord } from "./encoded.ts";
import { fixed, readInteger } from "./integers.ts";
import { notA, tokenNumber } from "./kind.ts";

export const eui48: Kind<string> = grouped("an EUI-48 address as 00-00-5e-00-53-2a", 6, 1, "-", "exact");
export const eui64: Kind<string> = grouped("an EUI-64 address as 00-00-5e-ef-10-00-00-2a", 8, 1, "-", "exact");
export const locator64: Kind<string> = grouped("64 bits as 0014:4fff:ff20:ee64", 8, 2, ":", "short");

/** Groups of hex digits; "short" groups may leave out leading zeros. */
function grouped(
  what: string,
  octets: number,
  groupOctets: number,
  separator: string,
  form: "exact" | "short",
): Kind<string> {
  const group = form === "exact" ? `[0-9a-f]{${groupOctets * 2}}` : `[0-9a-f]{1,${groupOctets * 2}}`;
  const pattern = new RegExp(`^${group}(${separator}${group}){${octets / groupOctets - 1}}$`, "i");
  const text = (bytes: Uint8Array, at: number): string => {
    const parts: string[] = [];
    for (let i = at; i < at + octets; i += groupOctets) parts.push(encodeDigits(hex, bytes, i, i + groupOctets));
    return parts.join(separator);
  };
  return {
    ...fixed(octets),
    what,
    scan(lexer, out) {
      const word = lexer.text();
      if (!pattern.test(word)) return notA(lexer, what);
      for (const part of word.split(separator)) {
        const value = Number.parseInt(part, 16);
        if (groupOctets === 1) out.u8(value);
        else out.u16(value);
      }
      return true;
    },
    print: text,
    read: text,
  };
}

/** 0x and hex digits, with dots wherever somebody likes them (RFC 1706 §5). */
export const nsap: Kind<string> = {
  what: "an NSAP address: 0x and hex digits, with dots if any",
  octets: null,
  tokens: "one",
  nameRule: null,
  target: false,
  measure: (_bytes, at, end) => (end > at ? end : -1),
  scan(lexer, out) {
    const word = /^0x((?:[0-9a-f]{2}|\.)+)$/i.exec(lexer.text().replaceAll(".", ""));
    if (word === null) return notA(lexer, this.what);
    for (let i = 0; i < word[1].length; i += 2) out.u8(Number.parseInt(word[1].slice(i, i + 2), 16));
    return true;
  },
  print: (bytes, at, end) => `0x${encodeDigits(hex, bytes, at, end)}`,
  read: (bytes, at, end) => `0x${encodeDigits(hex, bytes, at, end)}`,
};

/** An ATM address: format 0 is an end-system address in hex, format 1 a + and E.164 digits (ATM Forum AF-SAA-0069). */
export const atmAddress: Kind<string> = {
  ...nsap,
  what: "an ATM address: hex digits, or + and decimal digits",
  measure(bytes, at, end) {
    if (end - at < 2) return -1;
    if (bytes[at] === 1) for (let i = at + 1; i < end; i++) if (bytes[i] < 0x30 || bytes[i] > 0x39) return -1;
    return end;
  },
  scan(lexer, out) {
    const word = lexer.text();
    const digits = word.replaceAll(".", "");
    if (/^\+\d+$/.test(digits)) {
      out.u8(1);
      for (let i = 1; i < digits.length; i++) out.u8(digits.charCodeAt(i));
      return true;
    }
    if (!/^([0-9a-f]{2})+$/i.test(digits)) return notA(lexer, this.what);
    out.u8(0);
    for (let i = 0; i < digits.length; i += 2) out.u8(Number.parseInt(digits.slice(i, i + 2), 16));
    return true;
  },
  print: printAtm,
  read: (bytes, at, end) => printAtm(bytes, at, end) ?? "",
};

function printAtm(bytes: Uint8Array, at: number, end: number): string | null {
  if (bytes[at] === 0) return encodeDigits(hex, bytes, at + 1, end);
  return bytes[at] === 1 ? `+${String.fromCharCode(...bytes.subarray(at + 1, end))}` : null;
}

/** HIT length, algorithm, key length, HIT, key on the wire; algorithm, HIT in hex and key in base64 in text (RFC 8005 §5, §6). */
export const hostIdentity: Kind<string> = {
  what: "a public key's algorithm, a host identity tag in hex and the key in base64",
  octets: null,
  tokens: "one",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    if (at + 4 > end || bytes[at] === 0) return -1;
    const keyOctets = readInteger(bytes, at + 2, 2);
    const after = at + 4 + bytes[at] + keyOctets;
    return keyOctets > 0 && after <= end ? after : -1;
  },
  scan(lexer, out) {
    const algorithm = tokenNumber(lexer, 255);
    if (algorithm < 0) return notA(lexer, "a number from 0 to 255");
    const mark = out.length;
    out.u8(0);
    out.u8(algorithm);
    out.u16(0);
    if (!lexer.next()) return notA(lexer, this.what);
    if (!scanWord(lexer, hex, out)) return false;
    const hitOctets = out.length - mark - 4;
    if (!lexer.next()) return notA(lexer, this.what);
    if (!scanWord(lexer, base64, out)) return false;
    const keyOctets = out.length - mark - 4 - hitOctets;
    if (hitOctets === 0 || hitOctets > 255 || keyOctets === 0 || keyOctets > 0xffff)
      return lexer.fail("a host identity tag of 1 to 255 octets must stand before a key of 1 to 65535");
    out.bytes[mark] = hitOctets;
    out.bytes[mark + 2] = keyOctets >> 8;
    out.bytes[mark + 3] = keyOctets;
    return true;
  },
  print: printIdentity,
  read: printIdentity,
};

function printIdentity(bytes: Uint8Array, at: number, end: number): string {
  const hit = encodeDigits(hex, bytes, at + 4, at + 4 + bytes[at]);
  return `${bytes[at + 1]} ${hit} ${encodeDigits(base64, bytes, at + 4 + bytes[at], end)}`;
}
