// The text of a template to closures. The rules of what is text and what is not, and of which line ends are eaten, are
// those of Velocity 1.7's grammar: a directive that ends with a parenthesis, #else and #end eat the blanks and the line
// end behind them; ## eats its own; #set also eats blanks before it where nothing else stands there as text.
// Backslashes before a reference or a known directive are halved, and an odd one makes it text.
// Read next: ./expression-parser.ts, ./reference-parser.ts, ./loop.ts.

import { Cursor, ParseStop, Slots } from "./cursor.ts";
import { parseExpression } from "./expression-parser.ts";
import { faultAt, type TemplateFault } from "./fault.ts";
import { Block, type Expression, type Statement } from "./frame.ts";
import { loop } from "./loop.ts";
import { truthOf } from "./operators.ts";
import { readReference, type Reference, writeReference } from "./reference.ts";
import { parseReference } from "./reference-parser.ts";
import { sequence } from "./sequence.ts";
import { textOf } from "./text.ts";

export interface ParsedTemplate {
  readonly body: Statement;
  /** The output where it is always the same, else null. */
  readonly constant: string | null;
  readonly slots: number;
}

/** Text as it is put out, or what runs. */
export type Piece = string | Statement;

export function parseTemplate(text: string): ParsedTemplate | TemplateFault {
  const slots = new Slots();
  try {
    const pieces = new TemplateParser(new Cursor(text, slots, interpolate(slots), null, 0)).whole();
    const isConstant = pieces.every((piece) => typeof piece === "string");
    return { body: sequence(pieces), constant: isConstant ? pieces.join("") : null, slots: slots.size };
  } catch (fault) {
    if (fault instanceof ParseStop) return faultAt(text, fault.offset, fault.message);
    throw fault;
  }
}

function interpolate(slots: Slots): Cursor["interpolate"] {
  return (text, offset, depth): Expression => {
    const cursor: Cursor = new Cursor(text, slots, interpolate(slots), offset, depth);
    const body = sequence(cursor.nested(() => new TemplateParser(cursor).whole()));
    return (frame) => frame.capture(body);
  };
}

/** Directives that a backslash can stand before. */
const directives = new Set(
  ["if", "elseif", "else", "end", "set", "stop", "break", "foreach", "define", "macro"].concat([
    "literal",
    "include",
    "parse",
    "evaluate",
  ]),
);

const plain = /[^$#\\]+/y;
const setting = /[ \t]*#(?:set|\{set\}) *\(/y;
const word = /#(?:([A-Za-z_][\w@]*)|\{([A-Za-z_][\w@]*)\})/y;
const lineEnd = /(?:[ \t]*(?:\r\n|\n|\r))?/y;

/** What ends a block, and where it stands. */
interface Closing {
  readonly name: "elseif" | "else" | "end";
  readonly at: number;
}

/** How far the arguments of what is no directive are looked for; they end long before in honest templates. */
const maxUnknownArguments = 4_096;

class TemplateParser {
  readonly #cursor: Cursor;
  #pieces: Piece[] = [];
  /** Up to here arguments have been looked for in vain; they are not looked for again. */
  #unclosedUntil = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  whole(): readonly Piece[] {
    const { pieces, closing } = this.#block();
    if (closing !== null) this.#cursor.fail(`#${closing.name} stands outside of a block`, closing.at);
    return pieces;
  }

  /** Up to and over #end, #else or #elseif, or to the end of the text. */
  #block(): { readonly pieces: readonly Piece[]; readonly closing: Closing | null } {
    const outer = this.#pieces;
    const pieces: Piece[] = (this.#pieces = []);
    let closing: Closing | null = null;
    while (closing === null && this.#cursor.at < this.#cursor.text.length) closing = this.#item();
    this.#pieces = outer;
    return { pieces, closing };
  }

  /** A block that must be closed, by #end or by what else may close it. */
  #closedBlock(
    name: string,
    start: number,
    ...others: readonly Closing["name"][]
  ): { body: Statement; closing: Closing } {
    const { pieces, closing } = this.#cursor.nested(() => this.#block());
    if (closing === null) return this.#cursor.fail(`#${name} is not closed with #end`, start);
    if (closing.name !== "end" && !others.includes(closing.name))
      this.#cursor.fail(`#${closing.name} does not belong to #${name}`, closing.at);
    return { body: sequence(pieces), closing };
  }

  /** One piece of the template, or what closes a block. */
  #item(): Closing | null {
    const cursor = this.#cursor;
    if (this.#set()) return null;
    const text = cursor.take(plain)?.[0];
    if (text !== undefined) this.#pieces.push(text);
    else if (cursor.text[cursor.at] === "\\") this.#backslashes();
    else if (cursor.text[cursor.at] === "$") this.#dollar();
    else return this.#hash();
    return null;
  }

  #set(): boolean {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.take(setting) === undefined) return false;
    cursor.skipBlanks();
    const reference = parseReference(cursor, parseExpression) ?? cursor.fail("#set needs a reference to set");
    if (reference.accessors.at(-1)?.kind === "method") cursor.fail("#set cannot set what a method gives", start);
    cursor.skipBlanks();
    if (cursor.take(/=(?!=)/y) === undefined) cursor.fail("#set needs a = behind the reference");
    const expression = parseExpression(cursor);
    this.#closeParenthesis("set");
    const at = cursor.placeOf(start);
    const write = writeReference(reference);
    this.#pieces.push((frame) => {
      frame.step(at);
      const value = expression(frame);
      // What cannot be computed leaves the old value (directive.set.null.allowed is off).
      if (value !== null) write(frame, value);
      return "next";
    });
    return true;
  }

  /** The parenthesis that ends a directive eats blanks and the line end behind it. */
  #closeParenthesis(name: string): void {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    if (cursor.take(/\)/y) === undefined) cursor.fail(`#${name} is not closed with )`);
    cursor.take(lineEnd);
  }

  #backslashes(): void {
    const cursor = this.#cursor;
    const run = cursor.take(/\\+/y)?.[0] ?? "";
    const half = run.slice(0, Math.floor(run.length / 2));
    const isEscaped = run.length % 2 === 1;
    if (cursor.text[cursor.at] === "$") {
      const reference = parseReference(cursor, parseExpression);
      if (reference === undefined) this.#pieces.push(run);
      else if (isEscaped) this.#pieces.push(half + reference.text);
      else this.#pieces.push(half, this.#output(reference));
      return;
    }
    word.lastIndex = cursor.at;
    const found = word.exec(cursor.text);
    const name = found?.[1] ?? found?.[2] ?? "";
    if (found === null || !directives.has(name)) {
      this.#pieces.push(run);
    } else if (isEscaped) {
      this.#pieces.push(half + found[0]);
      cursor.at += found[0].length;
    } else {
      this.#pieces.push(name === "set" ? run : half);
    }
  }

  #dollar(): void {
    const cursor = this.#cursor;
    const reference = parseReference(cursor, parseExpression);
    if (reference !== undefined) {
      this.#pieces.push(this.#output(reference));
      return;
    }
    if (cursor.isWhole && cursor.at + 1 === cursor.text.length)
      cursor.fail("a template cannot end with a dollar sign, as AWS refuses it");
    this.#pieces.push("$");
    cursor.at++;
  }

  #output(reference: Reference): Statement {
    const read = readReference(reference);
    const at = this.#cursor.placeOf(this.#cursor.at - reference.text.length);
    return (frame) => {
      frame.step(at);
      frame.put(textOf(read(frame)));
      return "next";
    };
  }

  /** `#` and what it begins. Gives what closes a block. */
  #hash(): Closing | null {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.take(/##[^\r\n]*(?:\r\n|\n|\r)?/y) !== undefined) return null;
    if (cursor.text.startsWith("#[[", start)) {
      this.#pieces.push(this.#enclosed(start + 3, "]]#"));
      return null;
    }
    if (cursor.text.startsWith("#*", start)) {
      this.#enclosed(start + 2, "*#");
      return null;
    }
    const found = cursor.take(word);
    if (found !== undefined) return this.#directive(found[1] ?? found[2], start);
    if (cursor.isWhole && start + 1 === cursor.text.length)
      cursor.fail("a template cannot end with a hash sign, as AWS refuses it");
    this.#pieces.push("#");
    cursor.at++;
    return null;
  }

  #enclosed(from: number, close: string): string {
    const cursor = this.#cursor;
    const end = cursor.text.indexOf(close, from);
    if (end === -1) cursor.fail(`${cursor.text.slice(cursor.at, from)} is not closed with ${close}`);
    cursor.at = end + close.length;
    return cursor.text.slice(from, end);
  }

  #directive(name: string, start: number): Closing | null {
    switch (name) {
      case "end":
      case "else":
        this.#cursor.take(lineEnd);
        return { name, at: start };
      case "elseif":
        return { name, at: start };
      default:
        this.#pieces.push(this.#piece(name, start));
        return null;
    }
  }

  #piece(name: string, start: number): Piece {
    switch (name) {
      case "if":
        return this.#if(start);
      case "foreach":
        return this.#foreach(start);
      case "define":
        return this.#define(start);
      case "macro":
        return this.#macro(start);
      case "literal":
        return this.#literal(start);
      case "break":
        this.#cursor.take(/[ \t]*\(\s*\$!?\{?foreach\}?\s*\)/y);
        return () => "break";
      case "stop":
        return () => "stop";
      default:
        return this.#unknown(start);
    }
  }

  #openParenthesis(name: string): void {
    if (this.#cursor.take(/\s*\(/y) === undefined) this.#cursor.fail(`#${name} needs a parenthesis behind it`);
  }

  #condition(name: string): Expression {
    this.#openParenthesis(name);
    const condition = parseExpression(this.#cursor);
    this.#closeParenthesis(name);
    return condition;
  }

  #if(start: number): Statement {
    const at = this.#cursor.placeOf(start);
    const branches: (readonly [Expression, Statement])[] = [];
    let otherwise: Statement = () => "next";
    for (let name: Closing["name"] | "if" = "if"; name === "if" || name === "elseif";) {
      const condition = this.#condition(name);
      const { body, closing } = this.#closedBlock("if", start, "elseif", "else");
      branches.push([condition, body]);
      name = closing.name;
      if (name === "else") otherwise = this.#closedBlock("else", closing.at).body;
    }
    return (frame) => {
      frame.step(at);
      for (const [condition, block] of branches) if (truthOf(condition(frame))) return block(frame);
      return otherwise(frame);
    };
  }

  #foreach(start: number): Statement {
    const cursor = this.#cursor;
    const { slots } = cursor;
    this.#openParenthesis("foreach");
    const variable = this.#variable("foreach");
    if (cursor.take(/in\b/y) === undefined) cursor.fail("#foreach needs the word in behind its variable");
    const list = parseExpression(cursor);
    this.#closeParenthesis("foreach");
    const { body } = this.#closedBlock("foreach", start);
    const loopSlots = {
      variable: variable.slot,
      foreach: slots.numberOf("foreach"),
      velocityCount: slots.numberOf("velocityCount"),
      velocityHasNext: slots.numberOf("velocityHasNext"),
    };
    return loop(loopSlots, list, body, cursor.placeOf(start));
  }

  #variable(name: string): Reference {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const reference = parseReference(cursor, parseExpression) ?? cursor.fail(`#${name} needs a variable`);
    if (reference.accessors.length > 0) cursor.fail(`#${name} needs a variable without dots and brackets`);
    cursor.skipBlanks();
    return reference;
  }

  #define(start: number): Statement {
    this.#openParenthesis("define");
    const { slot } = this.#variable("define");
    this.#closeParenthesis("define");
    const { body } = this.#closedBlock("define", start);
    return (frame) => {
      frame.set(slot, new Block(frame, body));
      return "next";
    };
  }

  /** Macros are closed on AWS: a definition is read and dropped. */
  #macro(start: number): string {
    this.#openParenthesis("macro");
    if (!this.#arguments()) this.#cursor.fail("#macro is not closed with )", start);
    this.#cursor.take(lineEnd);
    this.#closedBlock("macro", start);
    return "";
  }

  /** #literal() … #end: what stands between, as it is. */
  #literal(start: number): string {
    const cursor = this.#cursor;
    this.#openParenthesis("literal");
    this.#closeParenthesis("literal");
    const from = cursor.at;
    const { closing } = this.#closedBlock("literal", start);
    return cursor.text.slice(from, closing.at);
  }

  /** A word that is no directive is text, with its arguments, as calls of macros are that nobody defined. */
  #unknown(start: number): string {
    const cursor = this.#cursor;
    const behind = cursor.at;
    if (behind >= this.#unclosedUntil && cursor.take(/\s*\(/y) !== undefined && !this.#arguments()) {
      this.#unclosedUntil = cursor.at;
      cursor.at = behind;
    }
    return cursor.text.slice(start, cursor.at);
  }

  /** Passes over arguments up to their closing parenthesis, whatever they are. False where it is missing. */
  #arguments(): boolean {
    const cursor = this.#cursor;
    const end = cursor.at + maxUnknownArguments;
    for (let open = 1; open > 0;) {
      const found = cursor.take(/[()]|"[^"]{0,4096}"|'[^']{0,4096}'|[^()"']{1,4096}|["']/y)?.[0];
      if (found === undefined || cursor.at > end) return false;
      if (found === "(") open++;
      else if (found === ")") open--;
    }
    return true;
  }
}
