// Regular expressions of Java (java.util.regex.Pattern), translated to JavaScript's and run by its engine: what selection
// patterns and identityValidationExpression are written in, and the methods matches, split and replaceAll of templates.
//
//   const regex = compileJavaRegex("(?i)4\\d{2}");   // JavaRegex | RegexFault (offset, message)
//   regex.matches("404")                             // the whole text, as AWS matches a selectionPattern
//
// What JavaScript cannot do (\G, \X, blocks, ...) is a fault that names it. Both engines backtrack, so pattern and text are
// bounded in length, and a match in time: it throws MatchTimeout (../matching/match-time.ts). Read next: ./translate.ts.

import { maxRegexCharacters, maxRegexInputCharacters } from "../../base/limits.ts";
import { watched } from "../matching/match-time.ts";
import { freeLength } from "../matching/ways.ts";
import { RegexStop, translate } from "./translate.ts";

export class RegexFault {
  readonly kind = "regex-fault";
  readonly message: string;
  readonly offset: number;

  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

export function compileJavaRegex(pattern: string): JavaRegex | RegexFault {
  if (pattern.length > maxRegexCharacters)
    return new RegexFault(`the pattern has more than ${maxRegexCharacters} characters`, maxRegexCharacters);
  try {
    const { source, groups, names } = translate(pattern);
    return new JavaRegex(pattern, source, groups, names);
  } catch (fault) {
    if (fault instanceof RegexStop) return new RegexFault(fault.message, fault.offset);
    if (fault instanceof SyntaxError) return new RegexFault("the pattern is not understood", 0);
    throw fault;
  }
}

/** Whether a text is short enough to be matched; one that is not matches nothing. */
export function fitsRegex(text: string): boolean {
  return text.length <= maxRegexInputCharacters;
}

export class JavaRegex {
  /** How many groups Java counts in it. */
  readonly groups: number;
  readonly #names: ReadonlyMap<string, number>;
  readonly #whole: RegExp;
  readonly #part: RegExp;
  readonly #pattern: string;
  readonly #wholeFree: number;
  /** Of the longest text that it is tried with unwatched; null until somebody looks for parts. */
  #partFree: number | null = null;

  /** `source` is the pattern in JavaScript. */
  constructor(pattern: string, source: string, groups: number, names: ReadonlyMap<string, number>) {
    this.groups = groups;
    this.#names = names;
    this.#pattern = pattern;
    this.#part = new RegExp(source, "gv");
    this.#whole = new RegExp(`^(?:${source})$`, "v");
    this.#wholeFree = freeLength(this.#whole);
  }

  /** Matcher.matches(): the whole text. */
  matches(text: string): boolean {
    if (text.length <= this.#wholeFree) return this.#whole.test(text);
    return fitsRegex(text) && watched(this.#pattern, () => this.#whole.test(text));
  }

  /** Matcher.find(): some part of the text. */
  find(text: string): boolean {
    this.#part.lastIndex = 0;
    return fitsRegex(text) && this.#inParts(text, () => this.#part.test(text));
  }

  /** String.split(regex, limit): no empty text in front of an empty match, and with limit 0 none at the end. */
  split(text: string, limit: number): string[] {
    return this.#inParts(text, () => this.#split(text, limit));
  }

  #split(text: string, limit: number): string[] {
    const parts: string[] = [];
    let start = 0;
    for (const found of fitsRegex(text) ? text.matchAll(this.#part) : []) {
      if (limit > 0 && parts.length === limit - 1) break;
      const end = found.index + found[0].length;
      if (end === 0 || (found[0] === "" && found.index === text.length)) continue;
      parts.push(text.slice(start, found.index));
      start = end;
    }
    parts.push(text.slice(start));
    if (limit === 0) while (parts.length > 1 && parts.at(-1) === "") parts.pop();
    return parts;
  }

  replaceAll(text: string, replacement: string): string | RegexFault {
    return this.#inParts(text, () => this.#replace(text, replacement, Infinity));
  }

  replaceFirst(text: string, replacement: string): string | RegexFault {
    return this.#inParts(text, () => this.#replace(text, replacement, 1));
  }

  #inParts<Outcome>(text: string, match: () => Outcome): Outcome {
    const free = (this.#partFree ??= freeLength(this.#part));
    return text.length <= free || !fitsRegex(text) ? match() : watched(this.#pattern, match);
  }

  #replace(text: string, replacement: string, most: number): string | RegexFault {
    const pieces = this.#pieces(replacement);
    if (pieces instanceof RegexFault) return pieces;
    let out = "";
    let start = 0;
    let rounds = 0;
    for (const found of fitsRegex(text) ? text.matchAll(this.#part) : []) {
      if (++rounds > most) break;
      out += text.slice(start, found.index);
      for (const piece of pieces)
        out += typeof piece === "string" ? piece : piece === 0 ? found[0] : (found.groups?.[`g${piece}`] ?? "");
      start = found.index + found[0].length;
    }
    return out + text.slice(start);
  }

  /** A replacement as texts and numbers of groups: `$1`, `${name}`, and a backslash before what stands for itself. */
  #pieces(replacement: string): (string | number)[] | RegexFault {
    const pieces: (string | number)[] = [];
    for (let i = 0; i < replacement.length; i++) {
      const character = replacement[i];
      if (character === "\\") {
        if (++i === replacement.length) return new RegexFault("character to be escaped is missing", i);
        pieces.push(replacement[i]);
      } else if (character !== "$") {
        pieces.push(character);
      } else {
        const named = /^\{([a-zA-Z][a-zA-Z\d]*)\}/.exec(replacement.slice(i + 1));
        const group = named === null ? this.#groupNumber(replacement, i + 1) : this.#names.get(named[1]);
        if (group === undefined) return new RegexFault("Illegal group reference", i);
        pieces.push(group);
        i += named === null ? String(group).length : named[0].length;
      }
    }
    return pieces;
  }

  /** As many digits as name a group that is there; the first digit must. */
  #groupNumber(replacement: string, start: number): number | undefined {
    let group: number | undefined;
    for (let i = start; i < replacement.length && replacement[i] >= "0" && replacement[i] <= "9"; i++) {
      const next: number = (group ?? 0) * 10 + Number(replacement[i]);
      if (next > this.groups) break;
      group = next;
      if (group === 0) break;
    }
    return group;
  }
}
