// What the types hold of the vocabulary: a sentence speaks only of declared operands, and a note brings them all.

import { expect, test } from "vitest";
import type { steps } from "../../src/trace/step.ts";
import type { Operands } from "../../src/trace/steps.ts";

type Table<Sentence extends string, Declared extends object> = {
  readonly "a.b": { readonly rfc: ""; readonly sentence: Sentence; readonly operands: Declared };
};
/** The type that a table's sentence must have; never where the sentence speaks of what is not declared. */
type Asked<Sentence extends string, Declared extends Readonly<Record<string, "count" | "name">>> = Parameters<
  typeof steps<Table<Sentence, Declared>>
>[0]["a.b"]["sentence"];
type IsRefused<Type> = [Type] extends [never] ? true : false;

test("a sentence with an undeclared operand is a type error", () => {
  const refused: IsRefused<Asked<"Of {who}: {n|thing|things}.", { n: "count" }>> = true;
  const alsoRefused: IsRefused<Asked<"{n|thing|things}.", { who: "name" }>> = true;
  const taken: IsRefused<Asked<"Of {who}: {n|thing|things}.", { n: "count"; who: "name" }>> = false;
  expect([refused, alsoRefused, taken]).toEqual([true, true, false]);
});

test("a step is noted with all its operands, each of its kind", () => {
  type Noted = Operands<"zone.negative-ttl">;
  const seconds: Noted["seconds"] = 300;
  const isName: Noted["zone"] extends { readonly wire: Uint8Array } ? true : false = true;
  expect([seconds, isName]).toEqual([300, true]);
});
