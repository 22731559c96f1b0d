// Field kinds: character-strings (RFC 1035 §3.3, §5.1): a length octet and up to 255 octets of anything.
// Printed always in quotes, with `\"`, `\\` and `\DDD`; quoted or not when scanned.

import type { OctetWriter } from "../../base/octets.ts";
import type { Lexer } from "../text/lexer.ts";
import type { Kind } from "./kind.ts";
import { decimalEscape, escapedOctet, escapeSize } from "../text/name-text.ts";
import { atEntryEnd, notA } from "./kind.ts";

const maxStringOctets = 255; // RFC 1035 §3.3

/** One character-string. */
export const string: Kind<string> = {
  what: "a character-string",
  octets: null,
  tokens: "one",
  nameRule: null,
  target: false,
  measure: (bytes, at, end) => (at < end && at + 1 + bytes[at] <= end ? at + 1 + bytes[at] : -1),
  scan: (lexer, out) => scanString(lexer, out),
  print: (bytes, at, end) => printText(bytes, at + 1, end),
  read: (bytes, at, end) => readText(bytes, at + 1, end),
};

/** A character-string that may be absent, then the RDATA ends before it: ISDN's sub-address (RFC 1183 §3.2). */
export const optionalString: Kind<string> = {
  ...string,
  tokens: "optional",
  measure: (bytes, at, end) => (at === end ? at : string.measure(bytes, at, end, at)),
  scan: (lexer, out) => atEntryEnd(lexer) || scanString(lexer, out),
  print: (bytes, at, end) => (at === end ? "" : printText(bytes, at + 1, end)),
  read: (bytes, at, end) => (at === end ? "" : readText(bytes, at + 1, end)),
};

/** One or more character-strings to the end of the RDATA (RFC 1035 §3.3.14). */
export const strings: Kind<string[]> = {
  what: "one or more character-strings",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    let i = at;
    while (i < end) i += 1 + bytes[i];
    return i === end && end > at ? end : -1;
  },
  scan(lexer, out) {
    if (atEntryEnd(lexer)) return notA(lexer, "a character-string");
    do if (!scanString(lexer, out)) return false;
    while (lexer.next());
    return true;
  },
  print(bytes, at, end) {
    let text = "";
    for (let i = at; i < end; i += 1 + bytes[i])
      text += `${i === at ? "" : " "}${printText(bytes, i + 1, i + 1 + bytes[i])}`;
    return text;
  },
  read(bytes, at, end) {
    const list: string[] = [];
    for (let i = at; i < end; i += 1 + bytes[i]) list.push(readText(bytes, i + 1, i + 1 + bytes[i]));
    return list;
  },
};

/** A character-string of letters and digits only, as a kind with its own sentence: CAA tags, GPOS numbers, X.25 addresses. */
export function patterned(what: string, pattern: RegExp, limit = maxStringOctets): Kind<string> {
  const fits = (bytes: Uint8Array, at: number, end: number): boolean =>
    end - at <= limit && pattern.test(readText(bytes, at, end));
  return {
    ...string,
    what,
    measure(bytes, at, end) {
      const after = string.measure(bytes, at, end, at);
      return after > 0 && fits(bytes, at + 1, after) ? after : -1;
    },
    scan(lexer, out) {
      const mark = out.length;
      return scanString(lexer, out) && (fits(out.bytes, mark + 1, out.length) || notA(lexer, what));
    },
  };
}

/** A patterned string that is printed without quotes. */
export function word(kind: Kind<string>): Kind<string> {
  return { ...kind, print: (bytes, at, end) => readText(bytes, at + 1, end) };
}

/** Text to the end of the RDATA without a length octet, quoted in zone text: a URI's target (RFC 7553 §4.4), a CAA value (RFC 8659 §4.1). */
export function restText(what: string, least: number): Kind<string> {
  return {
    ...string,
    what,
    measure: (_bytes, at, end) => (end - at >= least ? end : -1),
    scan(lexer, out) {
      const mark = out.length;
      return (
        scanText(lexer, lexer.start, lexer.end, out) && (out.length - mark >= least || lexer.fail(`${what} is empty`))
      );
    },
    print: printText,
    read: readText,
  };
}

/** Appends the current token as one character-string. */
function scanString(lexer: Lexer, out: OctetWriter): boolean {
  const mark = out.length;
  out.u8(0);
  if (!scanText(lexer, lexer.start, lexer.end, out)) return false;
  const size = out.length - mark - 1;
  if (size > maxStringOctets)
    return lexer.fail(`a character-string of ${size} octets; RFC 1035 §3.3 allows ${maxStringOctets}: split it`);
  out.bytes[mark] = size;
  return true;
}

/** Appends the octets that a part of the current token stands for, escapes resolved (RFC 1035 §5.1). */
export function scanText(lexer: Lexer, start: number, end: number, out: OctetWriter): boolean {
  const { bytes } = lexer;
  if (!lexer.escaped) {
    out.octets(bytes, start, end);
    return true;
  }
  for (let i = start; i < end;) {
    if (bytes[i] !== 0x5c) {
      out.u8(bytes[i++]);
      continue;
    }
    const value = escapedOctet(bytes, i, end);
    if (value < 0) return lexer.fail(`"${lexer.text()}" ends an escape too early, or its \\DDD is above 255`);
    out.u8(value);
    i += escapeSize(bytes, i);
  }
  return true;
}

const quotedText: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  if (octet < 0x20 || octet >= 0x7f) return decimalEscape(octet);
  const character = String.fromCharCode(octet);
  return character === '"' || character === "\\" ? `\\${character}` : character;
});

/** Octets as a quoted string. */
export function printText(bytes: Uint8Array, at: number, end: number): string {
  return `"${readText(bytes, at, end)}"`;
}

/** Octets as text with `\DDD`, without the quotes: distinct octets stay distinct. */
export function readText(bytes: Uint8Array, at: number, end: number): string {
  let text = "";
  for (let i = at; i < end; i++) text += quotedText[bytes[i]];
  return text;
}
