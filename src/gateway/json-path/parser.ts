// The text of a path to its steps. Jayway's grammar: `$` may be left out, names after a dot run to the next `.`, `[` or
// `(`, names in brackets stand in single or double quotes with backslash escapes.

import { maxJsonPathCharacters, maxJsonPathSteps } from "../../base/limits.ts";
import { JsonFault, parseJson } from "../json/parse.ts";
import type { JsonValue } from "../json/value.ts";
import { PathStop } from "./fault.ts";
import { parseFilter } from "./filter.ts";
import { applied, isFunction } from "./functions.ts";
import { descend, filter, member, members, merged, mergedWhole, places, slice, type Step, wildcard } from "./steps.ts";

export function parsePath(text: string): readonly Step[] {
  if (text.length > maxJsonPathCharacters)
    throw new PathStop(`the path has more than ${maxJsonPathCharacters} characters`, maxJsonPathCharacters);
  const source = /^\s*[$@]/.test(text) ? text : `$.${text}`;
  const cursor = new PathCursor(source, source.length - text.length);
  cursor.skipBlanks();
  cursor.at++;
  const steps = cursor.steps();
  cursor.skipBlanks();
  if (cursor.at < source.length) cursor.fail(`'${source[cursor.at]}' does not belong here`);
  return steps;
}

/** Reads paths, also those within filters. */
export class PathCursor {
  readonly text: string;
  at = 0;
  readonly #added: number;
  #steps = 0;

  /** `added` characters in front are none of the user's. */
  constructor(text: string, added: number) {
    this.text = text;
    this.#added = added;
  }

  fail(message: string): never {
    throw new PathStop(message, Math.max(0, this.at - this.#added));
  }

  skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }

  /** The steps behind `$` or `@`, as far as they go. */
  steps(): readonly Step[] {
    const steps: Step[] = [];
    for (;;) {
      if (++this.#steps > maxJsonPathSteps) this.fail(`the path has more than ${maxJsonPathSteps} steps`);
      const deep = this.text.startsWith("..", this.at);
      if (deep) this.at += 2;
      const next = this.text[this.at];
      if (next === "[") steps.push(deep ? descend(this.#bracket(mergedWhole)) : this.#bracket(merged));
      else if (deep) steps.push(descend(this.#name()));
      else if (next === ".") {
        this.at++;
        steps.push(this.text[this.at] === "[" ? this.#bracket(merged) : this.#name());
      } else return steps;
    }
  }

  #name(): Step {
    if (this.text[this.at] === "*") {
      this.at++;
      return wildcard;
    }
    const name = /^[^.[()\s=!<>&|,\])]+/.exec(this.text.slice(this.at))?.[0];
    if (name === undefined) return this.fail("a name is missing");
    this.at += name.length;
    if (this.text[this.at] !== "(") return member(name);
    if (!isFunction(name)) this.fail(`there is no function ${name}`);
    const end = this.text.indexOf(")", this.at);
    if (end === -1) this.fail("a parenthesis is not closed");
    const argument = this.text.slice(this.at + 1, end).trim();
    this.at = end + 1;
    return applied(name, argument === "" ? undefined : this.json(argument));
  }

  /** `merge` makes the step of several names at the end of a path. */
  #bracket(merge: (names: readonly string[]) => Step): Step {
    const start = this.at++;
    this.skipBlanks();
    const next = this.text[this.at];
    let step: Step;
    if (next === "*") {
      this.at++;
      step = wildcard;
    } else if (next === "?") {
      this.at++;
      step = filter(parseFilter(this));
    } else if (next === "'" || next === '"') {
      const names = this.#quotedNames();
      step = names.length === 1 ? member(names[0]) : members(names);
      if (names.length > 1 && /^\s*\]$/.test(this.text.slice(this.at))) step = merge(names);
    } else {
      step = this.#indexes();
    }
    this.skipBlanks();
    if (this.text[this.at] !== "]") {
      if (this.at >= this.text.length) this.at = start;
      this.fail("a bracket is not closed");
    }
    this.at++;
    return step;
  }

  #quotedNames(): string[] {
    const names = [this.quoted()];
    for (;;) {
      this.skipBlanks();
      if (this.text[this.at] !== ",") return names;
      this.at++;
      this.skipBlanks();
      names.push(this.quoted());
    }
  }

  /** A text in quotes of either kind. */
  quoted(): string {
    const quote = this.text[this.at];
    if (quote !== "'" && quote !== '"') return this.fail("a name in quotes is missing");
    const start = this.at++;
    let value = "";
    for (;;) {
      const character = this.text[this.at++];
      if (character === quote) return value;
      if (character === undefined) {
        this.at = start;
        this.fail("a quote is not closed");
      }
      value += character === "\\" ? (this.text[this.at++] ?? "") : character;
    }
  }

  #indexes(): Step {
    const found = /^(-?\d{1,9})?\s*(:)?\s*(-?\d{1,9})?((?:\s*,\s*-?\d{1,9})*)\s*(?=\]|$)/.exec(
      this.text.slice(this.at),
    );
    if (found === null || (found[1] ?? found[2]) === undefined) return this.fail("an index is missing");
    const [all, from, colon, to, others] = found;
    if (colon !== undefined ? others !== "" : to !== undefined) this.fail("an index is missing");
    this.at += all.length;
    const number = (digits: string | undefined): number | undefined => (digits === undefined ? digits : Number(digits));
    if (colon !== undefined) return slice(number(from), number(to));
    return places([from, ...others.split(",").slice(1)].map(Number));
  }

  json(text: string): JsonValue {
    const value = parseJson(text, "permissive");
    return value instanceof JsonFault ? this.fail(`'${text}' is no value`) : value;
  }
}
