// The translation of ./regex.ts: one pass over Java's pattern, which writes a pattern of JavaScript's `v` mode.
// Java's flags become part of the text: `.`, `^` and `$` are written out as what the flags make of them, and (?i) becomes
// a group with that modifier, closed and opened again at each `|`. A group that Java counts is named g1, g2, ...; a
// possessive quantifier or an atomic group is a lookahead and a reference to it, named a1, a2, ..., so the numbers of
// groups never shift. Read next: ./classes.ts.

import { type Cursor, escapeLiteral, RegexStop } from "./cursor.ts";
import { classAt, escapedClass, lineEnds } from "./classes.ts";
import { maxTemplateDepth } from "../../base/limits.ts";

export { RegexStop } from "./cursor.ts";

export interface Translation {
  readonly source: string;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

export function translate(pattern: string): Translation {
  const translator = new Translator(pattern);
  const source = translator.alternatives({ i: false, m: false, s: false, x: false }, 0);
  if (translator.at < pattern.length) throw new RegexStop("Unmatched closing ')'", translator.at);
  return { source, groups: translator.groups, names: translator.names };
}

class Translator implements Cursor {
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  readonly text: string;
  #atomics = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Up to the closing parenthesis or the end. */
  alternatives(flags: Flags, depth: number): string {
    if (depth > maxTemplateDepth) this.fail(`groups nest more than ${maxTemplateDepth} deep`);
    let out = "";
    // Flags set within this group hold to its end, over the next alternatives too.
    const open: string[] = [];
    while (this.at < this.text.length && this.text[this.at] !== ")") {
      if (this.text[this.at] === "|") {
        this.at++;
        out += `${")".repeat(open.length)}|${open.join("")}`;
        continue;
      }
      if (flags.x && this.#comment()) continue;
      const set = this.#flagsHere(flags);
      if (set !== null) {
        if (set.i !== flags.i) {
          open.push(set.i ? "(?i:" : "(?-i:");
          out += open.at(-1);
        }
        flags = set;
        continue;
      }
      out += this.#quantified(flags, depth);
    }
    return out + ")".repeat(open.length);
  }

  fail(message: string): never {
    throw new RegexStop(message, this.at);
  }

  /** With (?x): blanks, and from # to the end of the line. */
  #comment(): boolean {
    const found = /^(?:[ \t\n\v\f\r]+|#[^\n]*)/.exec(this.text.slice(this.at));
    this.at += found?.[0].length ?? 0;
    return found !== null;
  }

  /** `(?i)` and the like, without a colon. */
  #flagsHere(flags: Flags): Flags | null {
    const found = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]*))?\)/.exec(this.text.slice(this.at, this.at + 40));
    if (found === null) return null;
    const set = this.#changed(flags, found[1], found[2] ?? "");
    this.at += found[0].length;
    return set;
  }

  #changed(flags: Flags, on: string, off: string): Flags {
    const changed = { ...flags };
    for (const [letters, value] of [
      [on, true],
      [off, false],
    ] as const) {
      for (const letter of letters) {
        if (letter === "i" || letter === "m" || letter === "s" || letter === "x") changed[letter] = value;
        else if (letter !== "u") this.fail(`the flag ${letter} is not supported`);
      }
    }
    return changed;
  }

  #quantified(flags: Flags, depth: number): string {
    const atom = this.#atom(flags, depth);
    const rest = this.text.slice(this.at, this.at + 40);
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(rest)?.[0];
    if (quantifier === undefined) return atom;
    this.at += quantifier.length;
    const mode = this.text[this.at];
    if (mode === "+") {
      this.at++;
      return this.#atomic(`${atom}${quantifier}`);
    }
    if (mode === "?") this.at++;
    if (/^[*+?]/.test(this.text.slice(this.at))) this.fail(`Dangling meta character '${this.text[this.at]}'`);
    return `${atom}${quantifier}${mode === "?" ? "?" : ""}`;
  }

  /** What has matched stays as it is: a lookahead is never entered again. */
  #atomic(body: string): string {
    const name = `a${++this.#atomics}`;
    return `(?:(?=(?<${name}>${body}))\\k<${name}>)`;
  }

  #atom(flags: Flags, depth: number): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    switch (character) {
      case "(":
        return this.#group(flags, depth);
      case "[":
        return classAt(this, depth);
      case "\\":
        return this.#escape();
      case ".":
        this.at++;
        return flags.s ? "[\\s\\S]" : `[^${lineEnds}]`;
      case "^":
        this.at++;
        return flags.m ? `(?<![^${lineEnds}])` : "^";
      case "$":
        this.at++;
        return flags.m ? `(?![^${lineEnds}])` : atEnd;
      case "*":
      case "+":
      case "?":
        return this.fail(`Dangling meta character '${character}'`);
      case "{":
        return this.fail("Illegal repetition");
      default:
        this.at += character.length;
        return escapeLiteral(character);
    }
  }

  #group(flags: Flags, depth: number): string {
    const start = this.at;
    const rest = this.text.slice(start, start + 80);
    const found = groupOpening.exec(rest) ?? this.fail("Unknown group type");
    const [opening, name, sign, on, off] = found as readonly (string | undefined)[] as [
      string,
      ...(string | undefined)[],
    ];
    const inner = on === undefined ? flags : this.#changed(flags, on, off ?? "");
    this.at += opening.length;
    const number = sign === undefined && on === undefined ? ++this.groups : 0;
    if (name !== undefined) {
      if (this.names.has(name)) this.fail(`Named capturing group <${name}> is already defined`);
      this.names.set(name, number);
    }
    const body = this.alternatives(inner, depth + 1);
    if (this.text[this.at] !== ")") throw new RegexStop("Unclosed group", start);
    this.at++;
    if (number > 0) return `(?<g${number}>${body})`;
    if (sign === ">") return this.#atomic(body);
    if (sign !== undefined) return `(?${sign}${body})`;
    return inner.i === flags.i ? `(?:${body})` : `(?${inner.i ? "i" : "-i"}:${body})`;
  }

  #escape(): string {
    const rest = this.text.slice(this.at, this.at + 80);
    const anchor = anchors[rest[1]];
    if (anchor !== undefined) {
      this.at += 2;
      return anchor;
    }
    const named = /^\\k<([a-zA-Z][a-zA-Z\d]*)>/.exec(rest);
    if (named !== null) {
      const group = this.names.get(named[1]) ?? this.fail(`there is no group <${named[1]}>`);
      this.at += named[0].length;
      return `\\k<g${group}>`;
    }
    if (/^\\[1-9]/.test(rest)) return this.#reference(rest);
    if (rest.startsWith("\\Q")) return this.#quotation();
    return escapedClass(this);
  }

  /** As many digits as make the number of a group that has begun. */
  #reference(rest: string): string {
    let digits = rest[1];
    while (/\d/.test(rest[digits.length + 1] ?? "") && Number(digits + rest[digits.length + 1]) <= this.groups)
      digits += rest[digits.length + 1];
    if (Number(digits) > this.groups) this.fail(`there is no group ${digits}`);
    this.at += 1 + digits.length;
    return `\\k<g${digits}>`;
  }

  #quotation(): string {
    const start = this.at + 2;
    const end = this.text.indexOf("\\E", start);
    const quoted = this.text.slice(start, end === -1 ? undefined : end);
    this.at = end === -1 ? this.text.length : end + 2;
    // A quantifier binds to the last character only.
    const characters = Array.from(quoted, escapeLiteral);
    const last = characters.pop() ?? "";
    return characters.join("") + last;
  }
}

/** `(`, `(?<name>`, `(?:` and its like, `(?i-s:`. */
const groupOpening = /^\((?:\?(?:<([a-zA-Z][a-zA-Z\d]*)>|(:|=|!|<=|<!|>)|([a-zA-Z]*)(?:-([a-zA-Z]*))?:)|(?!\?))/;

/** At the end, or before the line end that is the last of the text. */
const atEnd = `(?=(?:\\r\\n|[${lineEnds}])?(?![\\s\\S]))`;

const anchors: Readonly<Record<string, string>> = {
  b: "\\b",
  B: "\\B",
  A: "(?<![\\s\\S])",
  z: "(?![\\s\\S])",
  Z: atEnd,
  R: `(?:\\r\\n|[\\n\\v\\f\\r\\x85\\u2028\\u2029])`,
};
