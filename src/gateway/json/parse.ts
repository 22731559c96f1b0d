// JSON text to values (./value.ts), twice: "strict" is JSON as its standard has it (ECMA-404), which request bodies are
// validated as; "permissive" is what json-smart reads in its usual mode, which mapping templates and MOCK integrations
// get on AWS: keys and texts without quotes ({statusCode: 200}), single quotes, spare commas, text after the end; and a
// payload that is no JSON at all is one text (a form's a=1&b=2).
// Invariants: nesting is bounded, a number's length is bounded; what cannot be read is a value with its offset.

import { maxJsonDepth } from "../../base/limits.ts";
import { JavaDouble } from "./double.ts";
import type { JsonValue } from "./value.ts";

export class JsonFault {
  readonly kind = "json-fault";
  readonly message: string;
  readonly offset: number;

  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

export type JsonMode = "strict" | "permissive";

export function parseJson(text: string, mode: JsonMode): JsonValue | JsonFault {
  const reader = new Reader(text, mode === "permissive");
  try {
    return reader.document();
  } catch (fault) {
    if (fault instanceof Stop) return new JsonFault(fault.message, reader.at);
    throw fault;
  }
}

class Stop extends Error {}

/** Longer ones are an attack on whoever makes an integer of them (Jackson's StreamReadConstraints has the same bound). */
const maxNumberCharacters = 1_000;

const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
/** json-smart also reads zeros in front, and numbers that begin or end with their point. */
const permissiveNumber = /^[+-]?(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?$/;

const quote = 0x22;
const backslash = 0x5c;

class Reader {
  at = 0;
  readonly text: string;
  readonly permissive: boolean;
  #depth = 0;

  constructor(text: string, permissive: boolean) {
    this.text = text;
    this.permissive = permissive;
  }

  document(): JsonValue {
    this.#skipBlanks();
    const value = this.#value("");
    this.#skipBlanks();
    if (!this.permissive && this.at < this.text.length) this.#fail("there is more text after the end");
    return value;
  }

  /** `stops` are the characters at which a text without quotes ends. */
  #value(stops: string): JsonValue {
    const first = this.text[this.at];
    switch (first) {
      case undefined:
        return this.#fail("the text ends where a value should be");
      case "{":
        return this.#nested(() => this.#object());
      case "[":
        return this.#nested(() => this.#list());
      case '"':
        return this.#string(quote);
      case "'":
        return this.permissive ? this.#string(0x27) : this.#fail("a text stands in single quotes");
      default:
        return this.permissive ? this.#bare(stops) : this.#literal();
    }
  }

  #nested<Read>(read: () => Read): Read {
    if (++this.#depth > maxJsonDepth) this.#fail(`it nests more than ${maxJsonDepth} deep`);
    this.at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): JsonValue {
    const object = new Map<string, JsonValue>();
    for (;;) {
      this.#skipBlanks();
      const next = this.text[this.at];
      if (next === "}" && (this.permissive || object.size === 0)) break;
      if (next === "," && this.permissive) {
        this.at++;
        continue;
      }
      const key = this.#key();
      this.#skipBlanks();
      if (this.text[this.at] !== ":") this.#fail("a colon is missing after a key");
      this.at++;
      this.#skipBlanks();
      object.set(key, this.#value(",}"));
      if (this.#ends("}")) break;
    }
    this.at++;
    return object;
  }

  #list(): JsonValue {
    const list: JsonValue[] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.text[this.at];
      if (next === "]" && (this.permissive || list.length === 0)) break;
      if (next === "," && this.permissive) {
        this.at++;
        continue;
      }
      list.push(this.#value(",]"));
      if (this.#ends("]")) break;
    }
    this.at++;
    return list;
  }

  /** After a member: true at the closing character; else passes over the comma. */
  #ends(close: string): boolean {
    this.#skipBlanks();
    const next = this.text[this.at];
    if (next === close) return true;
    if (next !== ",") this.#fail(`a comma or ${close} is missing`);
    this.at++;
    this.#skipBlanks();
    if (!this.permissive && this.text[this.at] === close) this.#fail(`a comma stands before ${close}`);
    return false;
  }

  #key(): string {
    const first = this.text[this.at];
    if (first === '"') return this.#string(quote);
    if (!this.permissive) return this.#fail("a key must be a text in double quotes");
    if (first === "'") return this.#string(0x27);
    const end = this.text.indexOf(":", this.at);
    if (end === -1) this.#fail("a colon is missing after a key");
    const key = this.text.slice(this.at, end).trim();
    this.at = end;
    return key;
  }

  #string(close: number): string {
    const { text } = this;
    let start = ++this.at;
    let value = "";
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === close) {
        value += text.slice(start, this.at++);
        return value;
      }
      if (code === backslash) {
        value += text.slice(start, this.at) + this.#escape();
        start = this.at;
        continue;
      }
      if (Number.isNaN(code)) this.#fail("a text in quotes does not end");
      if (code < 0x20 && !this.permissive) this.#fail("a control character stands in a text");
      this.at++;
    }
  }

  #escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u") {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[\da-fA-F]{4}$/.test(digits)) this.#fail("\\u needs four hexadecimal digits");
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const at = 'bfnrt"\\/'.indexOf(letter);
    if (letter === "" || (at === -1 && !this.permissive)) this.#fail("an unknown escape");
    this.at += 2;
    return at === -1 ? letter : '\b\f\n\r\t"\\/'[at];
  }

  #literal(): JsonValue {
    for (const [word, value] of words) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    number.lastIndex = this.at;
    const found = number.exec(this.text);
    if (found === null) return this.#fail("no value begins like this");
    const value = this.#number(found[0], found[1] ?? found[2]);
    this.at += found[0].length;
    return value;
  }

  /** A value without quotes: a word, a number, or a text up to what closes it. */
  #bare(stops: string): JsonValue {
    const plain = this.#plainNumber(stops);
    if (plain !== undefined) return plain;
    let end = this.at;
    while (end < this.text.length && !stops.includes(this.text[end])) end++;
    const bare = this.text.slice(this.at, end).trim();
    if (bare === "" && stops !== "") this.#fail("a value is missing");
    const word = words.find(([word]) => word === bare);
    const found = word === undefined && bare.length <= maxNumberCharacters ? permissiveNumber.exec(bare) : null;
    const value = found === null ? bare : this.#number(bare, found[1] ?? found[2] ?? found[3]);
    this.at = end;
    return word === undefined ? value : word[1];
  }

  /** What most values without quotes are: a number of JSON, and behind it what ends it. */
  #plainNumber(stops: string): JsonValue | undefined {
    number.lastIndex = this.at;
    const found = number.exec(this.text);
    if (found === null || !stops.includes(this.text[number.lastIndex] ?? "?")) return undefined;
    const value = this.#number(found[0], found[1] ?? found[2]);
    this.at += found[0].length;
    return value;
  }

  #number(digits: string, fraction: string | undefined): JsonValue {
    if (digits.length > maxNumberCharacters) this.#fail(`a number has more than ${maxNumberCharacters} characters`);
    const value = Number(digits);
    if (fraction !== undefined) return new JavaDouble(value);
    if (Number.isSafeInteger(value)) return value + 0;
    return BigInt(digits.startsWith("+") ? digits.slice(1) : digits);
  }

  #skipBlanks(): void {
    const { text } = this;
    for (; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  #fail(message: string): never {
    throw new Stop(message);
  }
}

const words: readonly (readonly [string, JsonValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
