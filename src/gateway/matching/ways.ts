// In how many ways an engine that backtracks may have to try a pattern before it gives up: `\d+-\d+` with a text of n
// characters in n² at most, `(\w+\s?)*` in more than anybody waits for. Read off the pattern once, when it is compiled, so that
// what is told of a match is a comparison of lengths. What it says is a bound, not an estimate: that the parts of a pattern
// exclude one another, so that most of the ways are none, is not seen.
//
//   alternatives add, what stands in a row multiplies, a repetition is its body to the power of its rounds
//
// Invariant: the source has been compiled by RegExp before, so whatever it says means something.

import { maxFreeWays, maxRegexInputCharacters } from "../../base/limits.ts";

/** By the length of the text; at least 1. */
type Ways = (length: number) => number;

/** The longest text that a pattern can be matched with unwatched; -1: not even the empty one. */
export function freeLength({ source, unicodeSets }: RegExp): number {
  const scanner = new Scanner(source, unicodeSets);
  const body = scanner.alternatives();
  // Elsewhere than at `^` the engine begins anew at every character.
  const isAnchored = source.startsWith("^") && !scanner.hasBranches;
  const fits = (length: number): boolean => body(length) * (isAnchored ? 1 : length + 1) <= maxFreeWays;
  if (fits(maxRegexInputCharacters)) return maxRegexInputCharacters;
  let free = -1;
  let beyond = maxRegexInputCharacters;
  while (beyond - free > 1) {
    const middle = (free + beyond) >> 1;
    if (fits(middle)) free = middle;
    else beyond = middle;
  }
  return free;
}

const opening = /\((?:\?(?:<?[=!]|<[^>]*>|[a-z]*(?:-[a-z]*)?:))?/y;
const quantifier = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;
const escapeInSets = /\\(?:[pPuq]\{[^}]*\}|k<[^>]*>|[^])/y;
const escape = /\\(?:k<[^>]*>|[^])/y;
const reference = /^\\(?:k<|[1-9])/;

class Scanner {
  /** Whether there is a choice outside of every group. */
  hasBranches = false;
  readonly #source: string;
  readonly #hasSets: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, hasSets: boolean) {
    this.#source = source;
    this.#hasSets = hasSets;
  }

  /** Up to the closing parenthesis or the end. */
  alternatives(): Ways {
    const branches = [this.#sequence()];
    while (this.#source[this.#at] === "|") {
      if (this.#depth === 0) this.hasBranches = true;
      this.#at++;
      branches.push(this.#sequence());
    }
    return branches.length === 1 ? branches[0] : (length) => branches.reduce((sum, branch) => sum + branch(length), 0);
  }

  #sequence(): Ways {
    const parts: Ways[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at])) {
      const part = this.#repeated(this.#atom());
      if (part !== once) parts.push(part);
    }
    if (parts.length === 0) return once;
    return parts.length === 1 ? parts[0] : (length) => parts.reduce((product, part) => product * part(length), 1);
  }

  #repeated(body: Ways): Ways {
    const found = this.#take(quantifier);
    if (found === null) return body;
    const [, sign, from, comma, to] = found as readonly (string | undefined)[];
    const least = from === undefined ? Number(sign === "+") : Number(from);
    const open = sign === "?" ? 1 : Infinity;
    const most = from === undefined || (comma === "," && to === "") ? open : Number(to === "" ? from : to);
    if (body === once && least === most) return once;
    return (length) => {
      // A round that takes nothing is not tried again.
      const rounds = Math.min(most, Math.max(least, length));
      const choices = rounds - least + 1;
      const inner = body(length);
      return inner === 1 ? choices : inner ** rounds * Math.min(choices, 2);
    };
  }

  #atom(): Ways {
    switch (this.#source[this.#at]) {
      case "(":
        return this.#group();
      case "[":
        this.#passClass();
        return once;
      case "\\": {
        const [text] = this.#take(this.#hasSets ? escapeInSets : escape) ?? [""];
        // What is referred to is compared anew, as long as it may be.
        return reference.test(text) ? (length) => length + 1 : once;
      }
      default:
        this.#at++;
        return once;
    }
  }

  #group(): Ways {
    this.#take(opening);
    this.#depth++;
    const body = this.alternatives();
    this.#depth--;
    this.#at++;
    return body;
  }

  /** Over a class in brackets; with sets (the flag v) there may be classes within it. */
  #passClass(): void {
    let depth = 0;
    do {
      const character = this.#source[this.#at];
      if (character === "\\") this.#at++;
      else if (character === "[" && (depth === 0 || this.#hasSets)) depth++;
      else if (character === "]") depth--;
      this.#at++;
    } while (depth > 0 && this.#at < this.#source.length);
  }

  #take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at;
    const found = what.exec(this.#source);
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

const once: Ways = () => 1;
