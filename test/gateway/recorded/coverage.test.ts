// The recorded answers of API Gateway are played again, all of them, but for those that need another service of AWS: ./cases.ts is
// held to the records beside the checkout, and to the scenarios that are there.

import { describe, expect, test } from "vitest";
import { controlScenarios } from "../control/recorded/scenarios.ts";
import { cases, type LeftOut } from "./cases.ts";
import { missing, readRecords } from "./records.ts";
import { stackScenarios } from "./stack-scenarios.ts";

interface Case {
  readonly file: string;
  readonly name: string;
  readonly place: string | LeftOut;
}

const all: readonly Case[] = Object.entries(cases).flatMap(([file, tests]) =>
  Object.entries(tests).map(([name, place]) => ({ file, name, place })),
);

/** What is there in `one` and not in `other`, and what is named twice. */
function odd(one: readonly string[], other: readonly string[]): string[] {
  const twice = one.filter((name, at) => one.indexOf(name) !== at);
  return [...one.filter((name) => !other.includes(name)), ...twice];
}

const titled = ({ file, name }: Pick<Case, "file" | "name">): string => `${file} :: ${name}`;
const placed = (place: string): readonly Case[] => all.filter((one) => one.place === place);

describe.skipIf(missing !== "")(`recorded answers${missing}`, () => {
  const recorded = [...readRecords()].flatMap(([file, tests]) => [...tests.keys()].map((name) => ({ file, name })));

  test("every record stands in the table, and nothing else does", () => {
    expect(recorded.length).toBeGreaterThan(200);
    expect(odd(recorded.map(titled), all.map(titled))).toEqual([]);
    expect(odd(all.map(titled), recorded.map(titled))).toEqual([]);
  });
});

test("what the table says is played is played, and what is played the table says", () => {
  const ofControl = controlScenarios.map(({ name }) => name);
  const inControl = placed("control").map(({ name }) => name);
  expect([odd(ofControl, inControl), odd(inControl, ofControl)]).toEqual([[], []]);
  const ofStack = stackScenarios.map(titled);
  const inStack = placed("stack").map(titled);
  expect([odd(ofStack, inStack), odd(inStack, ofStack)]).toEqual([[], []]);
});

test("a case that is missing, too much or doubled is found", () => {
  expect(odd(["a", "b"], ["b"])).toEqual(["a"]);
  expect(odd(["a", "a"], ["a"])).toEqual(["a"]);
  expect(odd(["a"], ["a", "b"])).toEqual([]);
});
