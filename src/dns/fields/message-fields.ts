// Field kinds of records that live in messages only: OPT's options (RFC 6891 §6.1.2), and octets behind a 16-bit length
// as TSIG and TKEY hold them (RFC 8945 §4.2, RFC 2930 §2). Text is for people: no zone holds these.

import type { Kind } from "./kind.ts";
import { base64, encodeDigits, hex } from "../../base/encodings.ts";
import { scanWord } from "./encoded.ts";
import { readInteger } from "./integers.ts";
import { notA, tokenNumber } from "./kind.ts";

/** Code, length, octets, as often as they come. Lengths are judged here; meanings in ../edns.ts. */
export const options: Kind<{ code: number; data: string }[]> = {
  what: "EDNS options",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    let i = at;
    while (i + 4 <= end) i += 4 + readInteger(bytes, i + 2, 2);
    return i === end ? end : -1;
  },
  scan: (lexer) => lexer.fail("an OPT record has no text form; it may be written as \\# length hex (RFC 3597 §5)"),
  print: () => null,
  read(bytes, at, end) {
    const list: { code: number; data: string }[] = [];
    for (let i = at; i < end; i += 4 + readInteger(bytes, i + 2, 2)) {
      list.push({
        code: readInteger(bytes, i, 2),
        data: encodeDigits(hex, bytes, i + 4, i + 4 + readInteger(bytes, i + 2, 2)),
      });
    }
    return list;
  },
};

/** A 16-bit length and that many octets; in text the length, then base64 unless it is 0. */
export const sizedBase64: Kind<string> = {
  what: "a length and as many octets in base64",
  octets: null,
  tokens: "one",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    if (at + 2 > end) return -1;
    const after = at + 2 + readInteger(bytes, at, 2);
    return after <= end ? after : -1;
  },
  scan(lexer, out) {
    const size = tokenNumber(lexer, 0xffff);
    if (size < 0) return notA(lexer, "a length from 0 to 65535");
    out.u16(size);
    if (size === 0) return true;
    const mark = out.length;
    if (!lexer.next()) return notA(lexer, "base64");
    if (!scanWord(lexer, base64, out)) return false;
    return out.length - mark === size || lexer.fail(`${out.length - mark} octets where ${size} are announced`);
  },
  print: (bytes, at, end) => (end === at + 2 ? "0" : `${end - at - 2} ${encodeDigits(base64, bytes, at + 2, end)}`),
  read: (bytes, at, end) => encodeDigits(base64, bytes, at + 2, end),
};
