// Character classes of Java's patterns, in JavaScript's `v` mode: [a-c[x-z]], [a-z&&[^b]], \d, \h, \p{Alpha}, \p{IsLatin}.
// Java's \d, \w, \s and POSIX classes are ASCII; general categories, scripts and binary properties are Unicode's.

import { maxTemplateDepth } from "../../base/limits.ts";
import { type Cursor, escapeLiteral } from "./cursor.ts";

/** What `.` does not match, for use within brackets. */
export const lineEnds = "\\n\\r\\x85\\u2028\\u2029";

/** `[…]` at the cursor. */
export function classAt(cursor: Cursor, depth: number): string {
  if (depth > maxTemplateDepth) cursor.fail(`classes nest more than ${maxTemplateDepth} deep`);
  const start = cursor.at++;
  const negated = cursor.text[cursor.at] === "^";
  if (negated) cursor.at++;
  const operands: string[] = [];
  let union = "";
  for (let first = true; ; first = false) {
    if (cursor.at >= cursor.text.length) {
      cursor.at = start;
      cursor.fail("Unclosed character class");
    }
    const character = cursor.text[cursor.at];
    if (character === "]" && !first) break;
    if (character === "[") {
      union += classAt(cursor, depth + 1);
    } else if (cursor.text.startsWith("&&", cursor.at)) {
      cursor.at += 2;
      operands.push(union);
      union = "";
    } else {
      union += rangeAt(cursor);
    }
  }
  cursor.at++;
  operands.push(union);
  const parts = operands.filter((operand) => operand !== "");
  const body = parts.length === 1 ? parts[0] : parts.map((operand) => `[${operand}]`).join("&&");
  return `[${negated ? "^" : ""}${body}]`;
}

/** A character, a range of them, or an escape that stands for several. */
function rangeAt(cursor: Cursor): string {
  const from = characterAt(cursor);
  if (from === null) return escapedClass(cursor);
  const next = cursor.text[cursor.at + 1];
  if (cursor.text[cursor.at] !== "-" || next === undefined || next === "]" || next === "[") return escapeLiteral(from);
  cursor.at++;
  const to = characterAt(cursor);
  if (to === null || (to.codePointAt(0) ?? 0) < (from.codePointAt(0) ?? 0)) cursor.fail("Illegal character range");
  return `${escapeLiteral(from)}-${escapeLiteral(to)}`;
}

/** One character, escaped or not; null, and the cursor stays, at an escape that is a class. */
function characterAt(cursor: Cursor): string | null {
  const { text, at } = cursor;
  if (text[at] === "\\") return escapedCharacter(cursor);
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  cursor.at += character.length;
  return character;
}

const controls: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", a: "\x07", e: "\x1b" };

/** The character that an escape names; null where it names none. */
function escapedCharacter(cursor: Cursor): string | null {
  const rest = cursor.text.slice(cursor.at, cursor.at + 16);
  const letter = String.fromCodePoint(rest.codePointAt(1) ?? 0x5c);
  if (rest.length === 1) return cursor.fail("the pattern ends with a backslash");
  const control = controls[letter];
  if (control !== undefined || !/[a-zA-Z\d]/.test(letter)) {
    cursor.at += 1 + letter.length;
    return control ?? letter;
  }
  const coded = /^\\(?:x([\da-fA-F]{2})|x\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|0([0-3]?[0-7]{1,2})|c([@-_a-z?]))/.exec(
    rest,
  );
  if (coded === null) return null;
  const [all, short, long, unicode, octal, controlled] = coded;
  cursor.at += all.length;
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  if (controlled !== undefined) return String.fromCodePoint(controlled.charCodeAt(0) ^ 64);
  const code = Number.parseInt(short ?? long ?? unicode, 16);
  return code > 0x10ffff ? cursor.fail("there is no such character") : String.fromCodePoint(code);
}

const blanks = " \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000";
const verticals = "\\n\\v\\f\\r\\x85\\u2028\\u2029";

const sets: Readonly<Record<string, string>> = {
  d: "0-9",
  w: "a-zA-Z0-9_",
  s: "\\t-\\r ",
  h: blanks,
  v: verticals,
};

const posix: Readonly<Record<string, string>> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\0-\\x7f",
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Punct: "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
  Graph: "\\x21-\\x7e",
  Print: "\\x20-\\x7e",
  Blank: " \\t",
  Cntrl: "\\0-\\x1f\\x7f",
  XDigit: "0-9a-fA-F",
  Space: "\\t-\\r ",
};

/** An escape outside or inside a class: a set of characters, or one character. */
export function escapedClass(cursor: Cursor): string {
  const letter = cursor.text[cursor.at + 1] ?? "";
  const set = sets[letter.toLowerCase()];
  if (set !== undefined) {
    cursor.at += 2;
    return `[${letter === letter.toLowerCase() ? "" : "^"}${set}]`;
  }
  if (letter === "p" || letter === "P") return propertyAt(cursor, letter);
  const character = escapedCharacter(cursor);
  return character === null ? cursor.fail(`\\${letter} is not supported`) : escapeLiteral(character);
}

function propertyAt(cursor: Cursor, letter: "p" | "P"): string {
  const [all, long, short] =
    /^\\[pP](?:\{(\w+(?:=\w+)?)\}|([A-Z]))/.exec(cursor.text.slice(cursor.at, cursor.at + 60)) ??
    cursor.fail("a property must be named");
  const name = long ?? short;
  if (Object.hasOwn(posix, name)) {
    cursor.at += all.length;
    return `[${letter === "p" ? "" : "^"}${posix[name]}]`;
  }
  const plain = name.replace(/^Is/, "");
  for (const property of [plain, `Script=${plain}`, plain.replace(/^(sc|script|gc|general_category)=/i, "")]) {
    if (!isProperty(property)) continue;
    cursor.at += all.length;
    return `\\${letter}{${property}}`;
  }
  return cursor.fail(`the property ${name} is not supported`);
}

function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, "v").source !== "";
  } catch {
    return false;
  }
}
