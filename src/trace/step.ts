// What a step is: one decision that the program can take, in words. The tables are in ./steps/, all of them in ./steps.ts.
// A step has the clause that it obeys, one plain sentence with its operands in braces, the kinds of the operands, and an
// Extended DNS Error where the registry has one. Nothing here decides anything: who decides notes the step.
// Invariants, both held by types: an operand in braces is declared, and a step is noted with what it declares.

import type { Name } from "../dns/name.ts";

/** What an operand is, and so how a sentence says it and what JSON makes of it. */
export interface OperandValues {
  /** A domain name. JSON: its text, absolute; sentences leave the last dot out and call the root by its name. */
  name: Name;
  /** An RR type. JSON: its mnemonic. */
  type: number;
  /** A response code. JSON: its mnemonic. */
  rcode: number;
  /** An address with or without a port, as text; sentences leave the port out where it is 53. */
  server: string;
  /** A whole number of things. JSON: the number, as for the next three. */
  count: number;
  /** Sentences say these three with their unit: "12.5 ms", "300 s", "1232 octets". */
  milliseconds: number;
  seconds: number;
  octets: number;
  /** Anything that is text already. */
  text: string;
  /** A record in zone text (./record-text.ts). */
  record: string;
}
export type OperandKind = keyof OperandValues;

/** What kind of act a step is: tellings give each a sign and a colour, and a paragraph to each server that is chosen. */
export type Act =
  /** Somebody is chosen to be asked. */
  | "ask"
  /** A question goes out. */
  | "send"
  /** Something usable came back. */
  | "hear"
  /** Something that came is not believed, or not used. */
  | "reject"
  /** A cache is looked into, or filled. */
  | "cache"
  /** Everything else on the way. */
  | "decide"
  /** Something that was tried did not work out. */
  | "fail"
  /** It is done. */
  | "answer";

export interface Step {
  /** The clause, as "RFC 1034 §5.3.3"; several are set apart by ", ". Empty for what no RFC asks for. */
  readonly rfc: string;
  /** One sentence, present tense, operands in braces: {name}, or with the words for one and for more {count|record|records}. */
  readonly sentence: string;
  readonly operands: Readonly<Record<string, OperandKind>>;
  /** "decide" unless said. */
  readonly act?: Act;
  /** The Extended DNS Error that an answer carries when this step decided it (RFC 8914). */
  readonly extendedError?: number;
}

/** The words in braces of a sentence. */
type Spoken<Sentence extends string> = Sentence extends `${string}{${infer Key}}${infer Rest}`
  ? (Key extends `${infer Bare}|${string}` ? Bare : Key) | Spoken<Rest>
  : never;

/** Each step again, its sentence replaced by a complaint where it speaks of what `operands` does not declare. */
type Sound<Table> = {
  readonly [Id in keyof Table]: Table[Id] extends {
    readonly sentence: infer Sentence;
    readonly operands: infer Declared;
  }
    ? Exclude<Spoken<Sentence & string>, keyof Declared> extends never
      ? unknown
      : { readonly sentence: `no operand: ${Exclude<Spoken<Sentence & string>, keyof Declared> & string}` }
    : unknown;
};

/** A table of steps, checked but not widened, so that each step's operands keep their types. */
export function steps<const Table extends Readonly<Record<string, Step>>>(table: Table & Sound<Table>): Table {
  return table;
}

/** The operands that a step must be noted with. */
export type OperandsOf<One extends Step> = {
  readonly [Key in keyof One["operands"]]: OperandValues[One["operands"][Key]];
};
