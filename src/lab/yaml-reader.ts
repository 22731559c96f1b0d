// Reads the values of a YAML file strictly: each fault stands at its line and column, an unknown key is a fault and
// never a guess. What a value means is said by a Form, as in ../server/config/forms.ts.

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from "yaml";
import type { FaultList } from "../zone/file-fault.ts";

/** A text with a meaning: what is expected, in words, and its reading; undefined when it is none. */
export interface Form<T> {
  readonly expected: string;
  read(text: string): T | undefined;
}

export class YamlReader {
  readonly file: string;
  readonly root: Node | null;
  readonly faults: FaultList;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  constructor(file: string, text: string, faults: FaultList) {
    this.file = file;
    this.faults = faults;
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.#document = document;
    for (const { pos, message } of document.errors) this.#noteAt(pos[0], message);
    this.root = document.errors.length > 0 ? null : document.contents;
  }

  place(node: Node | null): { file: string; line: number; column: number } {
    return this.#placeAt(node?.range?.[0] ?? 0);
  }

  note(node: Node | null, message: string): undefined {
    this.#noteAt(node?.range?.[0] ?? 0, message);
    return undefined;
  }

  /** The values of a section by key; keys that are none of `known` are faults. `subject` names the section in them. */
  section(node: Node | null, subject: string, known: readonly string[]): Map<string, Node | null> {
    const values = new Map<string, Node | null>();
    for (const [key, name, value] of this.#pairs(node, subject)) {
      if (known.includes(name)) values.set(name, value);
      else this.note(key, `unknown key "${name}" in ${subject}; known are ${known.join(", ")}`);
    }
    return values;
  }

  /** The values of a section whose keys are names of the author's choice. */
  named(node: Node | null, subject: string): [string, Node | null][] {
    return this.#pairs(node, subject).map(([, name, value]) => [name, value]);
  }

  list(node: Node | null | undefined, subject: string): (Node | null)[] {
    if (node === undefined) return [];
    const meant = this.#meant(node);
    if (isSeq(meant)) return meant.items as (Node | null)[];
    this.note(node, `${subject} is expected to be a list`);
    return [];
  }

  text<T>(node: Node | null, subject: string, form: Form<T>): T | undefined {
    const meant = this.#meant(node);
    const written = isScalar(meant) && meant.value !== null ? sourceOf(meant) : null;
    const value = written === null ? undefined : form.read(written);
    if (value !== undefined) return value;
    const found = written === null ? "no text" : JSON.stringify(written);
    return this.note(node, `${subject} is ${found}: expected ${form.expected}`);
  }

  /** A list of texts; those that are none are faults and left out. */
  texts<T>(node: Node | null | undefined, subject: string, form: Form<T>): T[] {
    return this.list(node, subject).flatMap((item) => this.text(item, `an item of ${subject}`, form) ?? []);
  }

  #pairs(node: Node | null, subject: string): [Node, string, Node | null][] {
    const meant = this.#meant(node);
    if (isMap(meant)) {
      return meant.items.map(({ key, value }) => [key as Node, sourceOf(key as Scalar), value as Node | null]);
    }
    this.note(node, `${subject} is expected to be a section`);
    return [];
  }

  /** What an alias (`*zones`) stands for; any other node is meant itself. */
  #meant(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }

  #noteAt(offset: number, message: string): void {
    this.faults.error(this.#placeAt(offset), message);
  }

  #placeAt(offset: number): { file: string; line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line, column: col };
  }
}

/** A scalar as it was written: ids of digits keep their leading zeros, dates their digits. */
export function sourceOf(node: Scalar): string {
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
