// The lexer of master files (RFC 1035 §5.1): octets in, one entry of tokens at a time out.
// An entry is a line, or the lines that parentheses join. Comments and blank lines are passed over.
// A token is a run of octets in the text itself, never a string: `start`, `end`, and whether a backslash
// stands in it. Line ends are LF or CRLF. Faults are collected, and lexing goes on with the next entry.
// Read next: field scanners in ../fields/, the file's directives in ../../zone/master-file.ts.

/** One fault in a text: where it is (both from 1), what it is, and the offending text. */
export interface TextFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly text: string;
}

/** A text may be wrong everywhere; people read only so many lines of faults. */
const maxFaults = 100;

const decoder = new TextDecoder();

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const semicolon = 0x3b;
const backslash = 0x5c;

/** Octets that end an unquoted token. */
const ends = new Uint8Array(256);
for (const octet of [tab, lineFeed, carriageReturn, space, quote, openParenthesis, closeParenthesis, semicolon])
  ends[octet] = 1;

export class Lexer {
  readonly bytes: Uint8Array;
  /** The current token: its octets without quotes, `quoted` when it stood in them, `escaped` when a backslash stands in it. */
  start = 0;
  end = 0;
  quoted = false;
  escaped = false;
  /** The line of the current token, from 1. */
  line = 1;
  /** The entry begins with blanks, so its owner is the last one (RFC 1035 §5.1). */
  leadingBlank = false;
  /** Every fault so far; only `maxFaults` are kept, `faultCount` counts on. */
  readonly faults: TextFault[] = [];
  faultCount = 0;

  #at: number;
  #lineStart: number;
  #nextLine: number;
  #depth = 0;
  #ended = true;
  #lineOver = false;
  readonly #stop: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length, firstLine = 1) {
    this.bytes = bytes;
    this.#at = start;
    this.#stop = end;
    this.#lineStart = start;
    this.#nextLine = firstLine;
    this.line = firstLine;
  }

  /** Goes to the next entry, wherever the last one was left, and to its first token. False at the end of the text. */
  nextEntry(): boolean {
    if (!this.#ended) this.skipEntry();
    for (;;) {
      if (this.#lineOver) this.#startLine();
      if (this.#at >= this.#stop) {
        this.#markHere(0); // what is missing is missing here
        return false;
      }
      const first = this.bytes[this.#at];
      this.leadingBlank = first === space || first === tab;
      this.#ended = false;
      this.#depth = 0;
      if (this.next()) return true;
    }
  }

  /** Goes to the entry's next token. False at the entry's end (then the token is empty and stands there). */
  next(): boolean {
    if (this.#ended) return false;
    const { bytes } = this;
    for (;;) {
      if (this.#at >= this.#stop) return this.#endEntry(this.#at);
      const octet = bytes[this.#at];
      if (octet === space || octet === tab || octet === carriageReturn) {
        this.#at++;
      } else if (octet === lineFeed) {
        this.#at++;
        if (this.#depth === 0) {
          this.#lineOver = true;
          return this.#endEntry(this.#at - 1);
        }
        this.#startLine();
      } else if (octet === semicolon) {
        while (this.#at < this.#stop && bytes[this.#at] !== lineFeed) this.#at++;
      } else if (octet === openParenthesis) {
        this.#depth++;
        this.#at++;
      } else if (octet === closeParenthesis) {
        if (this.#depth === 0) {
          this.#markHere(1);
          this.fail("a closing parenthesis without an opening one");
        } else this.#depth--;
        this.#at++;
      } else {
        this.line = this.#nextLine;
        return octet === quote ? this.#quotedToken() : this.#wordToken();
      }
    }
  }

  /** The column of the current token, from 1. */
  get column(): number {
    return this.start - this.#lineStart + 1;
  }

  /** Passes over the rest of the entry. */
  skipEntry(): void {
    while (this.next());
  }

  /** Records a fault at the current token. Returns false, so that scanners can `return lexer.fail(…)`. */
  fail(message: string): false {
    this.failAt(this.start, message);
    return false;
  }

  /** Records a fault at an offset of the current token's line. */
  failAt(offset: number, message: string): void {
    this.faultCount++;
    if (this.faults.length >= maxFaults) return;
    const text = this.text();
    this.faults.push({
      line: this.line,
      column: offset - this.#lineStart + 1,
      message,
      text: text.length > 80 ? `${text.slice(0, 77)}...` : text,
    });
  }

  /** The current token as text, escapes left as they stand. */
  text(): string {
    return decoder.decode(this.bytes.slice(this.start, this.end));
  }

  #wordToken(): boolean {
    const { bytes } = this;
    const stop = this.#stop;
    let at = this.#at;
    this.start = at;
    this.quoted = false;
    this.escaped = false;
    for (; at < stop && ends[bytes[at]] === 0; at++) {
      if (bytes[at] !== backslash) continue;
      this.escaped = true;
      if (at + 1 < stop && bytes[at + 1] !== lineFeed) at++;
    }
    this.end = this.#at = at;
    return true;
  }

  #quotedToken(): boolean {
    const { bytes } = this;
    const stop = this.#stop;
    let at = this.#at + 1;
    this.start = at;
    this.quoted = true;
    this.escaped = false;
    for (; at < stop && bytes[at] !== quote; at++) {
      if (bytes[at] === lineFeed) break;
      if (bytes[at] === backslash) {
        this.escaped = true;
        if (at + 1 < stop && bytes[at + 1] !== lineFeed) at++;
      }
    }
    this.end = at;
    if (at < stop && bytes[at] === quote) {
      this.#at = at + 1;
      return true;
    }
    this.#at = at;
    return this.fail("a quoted string that its line does not close");
  }

  #endEntry(offset: number): false {
    if (this.#depth > 0) {
      this.#markHere(0);
      this.fail("the text ends inside parentheses");
    }
    this.#ended = true;
    this.line = this.#nextLine;
    this.start = this.end = offset;
    this.quoted = this.escaped = false;
    return false;
  }

  #startLine(): void {
    this.#lineStart = this.#at;
    this.#nextLine++;
    this.#lineOver = false;
  }

  #markHere(size: number): void {
    this.line = this.#nextLine;
    this.start = this.#at;
    this.end = this.#at + size;
  }
}
