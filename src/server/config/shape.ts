// What a value of signpost.yaml may look like, as data: the table of keys is built from these shapes.
// From one shape come the TypeScript type, the reading and its faults, the page and the JSON Schema.
// Read next: table.ts for the keys, read.ts for the reading.

/** A text with a meaning: what is expected, in words for people, and the reading, undefined when it is none. */
export interface Form<T> {
  readonly expected: string;
  read(text: string): T | undefined;
  /** A secret: what was given is told to nobody, not even where it is wrong. */
  readonly isHidden?: true;
}

/** What tells the sections of a list apart: the value of a key, and how values that mean the same are spelt alike. */
export interface Identity {
  readonly key: string;
  readonly spell: (value: string) => string;
}

/** The TypeScript type of a shape's values; nothing of it exists when the program runs. */
interface Typed<T> {
  readonly "~type"?: T;
}

export type Shape<T = unknown> = Typed<T> &
  (
    | { readonly kind: "flag" }
    | { readonly kind: "integer"; readonly least: number; readonly most: number }
    | { readonly kind: "text"; readonly form: Form<unknown> }
    | { readonly kind: "choice"; readonly words: readonly string[] }
    | { readonly kind: "optional"; readonly of: Shape }
    | { readonly kind: "list"; readonly of: Shape; readonly identity: Identity | null }
    | { readonly kind: "map"; readonly of: Shape }
    | { readonly kind: "section"; readonly keys: Keys }
  );

export interface Key<T = unknown> {
  readonly shape: Shape<T>;
  readonly doc: string;
  /** The value when nobody says one, as it would stand in the file; undefined when it must be said. */
  readonly fallback: unknown;
}

export type Keys = { readonly [name: string]: Key };
export type ValueOf<S> = S extends Shape<infer T> ? T : never;
type SectionValue<K extends Keys> = { readonly [P in keyof K]: K[P] extends Key<infer T> ? T : never };

export const flag: Shape<boolean> = { kind: "flag" };

export function integer(least: number, most: number): Shape<number> {
  return { kind: "integer", least, most };
}

export function text<T>(form: Form<T>): Shape<T> {
  return { kind: "text", form };
}

export function choice<const W extends readonly string[]>(...words: W): Shape<W[number]> {
  return { kind: "choice", words };
}

export function optional<T>(of: Shape<T>): Shape<T | null> {
  return { kind: "optional", of };
}

export function list<T>(of: Shape<T>): Shape<readonly T[]> {
  return { kind: "list", of, identity: null };
}

/** A list of sections of which no two have the same value of a key. */
export function listBy<T>(
  key: string & keyof T,
  of: Shape<T>,
  spell = (value: string): string => value,
): Shape<readonly T[]> {
  return { kind: "list", of, identity: { key, spell } };
}

/** Names of the user's choice, each with a value of one shape. */
export function map<T>(of: Shape<T>): Shape<{ readonly [name: string]: T }> {
  return { kind: "map", of };
}

export function section<const K extends Keys>(keys: K): Shape<SectionValue<K>> {
  return { kind: "section", keys };
}

export function key<T>(shape: Shape<T>, fallback: unknown, doc: string): Key<T> {
  return { shape, fallback, doc };
}

/** A key without a default. */
export function required<T>(shape: Shape<T>, doc: string): Key<T> {
  return { shape, fallback: undefined, doc };
}

/** A section's key: its default is made of its keys' defaults. */
export function group<T>(shape: Shape<T>, doc: string): Key<T> {
  return { shape, fallback: {}, doc };
}

/** What a value must look like, in words that end a sentence beginning with "expected". */
export function expected(shape: Shape): string {
  switch (shape.kind) {
    case "flag":
      return "true or false";
    case "integer":
      return `a whole number from ${shape.least} to ${shape.most}`;
    case "text":
      return shape.form.expected;
    case "choice":
      return `one of ${shape.words.join(", ")}`;
    case "optional":
      return `${expected(shape.of)}, or null`;
    case "list":
      return `a list; each item: ${expected(shape.of)}`;
    case "map":
      return `names, each with ${expected(shape.of)}`;
    case "section":
      return `the keys ${Object.keys(shape.keys).join(", ")}`;
  }
}
