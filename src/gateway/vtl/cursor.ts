// Where the parser stands in a template, what it shares with the parsers of texts within texts, and how it stops.
// Invariants: nesting is bounded; a fault within a text in quotes is told at that text's place in the template.
// Read next: ./parser.ts.

import { maxTemplateDepth } from "../../base/limits.ts";
import type { Expression } from "./frame.ts";

/** Thrown within one compilation; compileTemplate makes a TemplateFault of it. */
export class ParseStop extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The numbers of a template's variables. */
export class Slots {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(name, number);
    }
    return number;
  }
}

export class Cursor {
  readonly text: string;
  readonly slots: Slots;
  /** Compiles the inside of a text in double quotes, which began at the offset. */
  readonly interpolate: (text: string, offset: number, depth: number) => Expression;
  /** Of a text within the template: the offset of that text, which its faults are told at; else null. */
  readonly #within: number | null;
  at = 0;
  depth: number;

  constructor(text: string, slots: Slots, interpolate: Cursor["interpolate"], within: number | null, depth: number) {
    this.text = text;
    this.slots = slots;
    this.interpolate = interpolate;
    this.#within = within;
    this.depth = depth;
  }

  get isWhole(): boolean {
    return this.#within === null;
  }

  /** The offset in the template of an offset in this text. */
  placeOf(offset: number): number {
    return this.#within ?? offset;
  }

  fail(message: string, offset = this.at): never {
    throw new ParseStop(message, this.placeOf(offset));
  }

  /** The text that a sticky expression matches here, passed over; undefined where it does not. */
  take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  skipBlanks(): void {
    this.take(/[ \t\r\n]*/y);
  }

  /** Goes one level deeper, for as long as `parse` runs. */
  nested<Parsed>(parse: () => Parsed): Parsed {
    if (++this.depth > maxTemplateDepth) this.fail(`it nests more than ${maxTemplateDepth} deep`);
    const parsed = parse();
    this.depth--;
    return parsed;
  }
}
