// The vocabulary of traces is kept: no id stands in two tables, every sentence says its operands, docs/rfc.md is what the
// tables say, and every step is reached by a test: its id stands in a call of expectSteps (test/trace/expect-steps.ts).

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { citationFaults, rfcPage } from "../../scripts/rfc-page.ts";
import type { Step } from "../../src/trace/step.ts";
import { allSteps, stepTables } from "../../src/trace/steps.ts";
import { root, sourcesBelow } from "./source.ts";

const ids = Object.keys(allSteps);

test("no id stands in two tables", () => {
  expect(Object.values(stepTables).flatMap((table) => Object.keys(table))).toEqual(ids);
  expect(ids.length).toBeGreaterThan(60);
});

test("a sentence ends as one, says its operands, and no unit after what brings its own", () => {
  expect(
    Object.entries<Step>(allSteps).flatMap(([id, step]) => complaints(step).map((why) => `${id}: ${why}`)),
  ).toEqual([]);
});

test("planted sentences are complained about", () => {
  const planted: Step = { rfc: "", sentence: "{age} s of {name", operands: { age: "seconds", type: "type" } };
  expect(complaints(planted)).toEqual(["no full stop", "age brings its unit itself", "type is not said"]);
});

test("docs/rfc.md is what the tables say: node scripts/rfc-page.ts writes it", () => {
  expect(citationFaults()).toEqual([]);
  expect(readFileSync(join(root, "docs/rfc.md"), "utf8")).toBe(rfcPage());
});

test("every step is reached by a test", () => {
  const reached = stepsAskedFor(sourcesBelow("test"));
  expect(reached.files).toBeGreaterThan(1);
  expect(
    ids.filter((id) => !reached.ids.has(id)),
    "a test with expectSteps must ask for them",
  ).toEqual([]);
  const known = new Set(ids);
  expect(
    [...reached.ids].filter((id) => !known.has(id)),
    "there are no such steps",
  ).toEqual([]);
});

test("planted calls are read, tables that a call reads too, and nothing else", () => {
  const path = "test/x.test.ts";
  const call = `expectSteps(trace, ["a.b", ...more, "c.d"]); expectOther(["e.f"]); const x = "g.h"; expectSteps(["i.j"]);`;
  expect(stepsAskedFor([{ path, text: call }])).toEqual({ files: 1, ids: new Set(["a.b", "c.d"]) });
  const table = `for (const { steps } of [{ steps: ["question.asked"], not: "a.b" }]) expectSteps(trace, steps);`;
  expect(stepsAskedFor([{ path, text: table }])).toEqual({ files: 1, ids: new Set(["question.asked"]) });
  expect(stepsAskedFor([{ path, text: `const x = ["question.asked"];` }])).toEqual({ files: 0, ids: new Set() });
});

function complaints({ sentence, operands }: Step): string[] {
  const found: string[] = [];
  if (!/^[A-Z{].*\.$/.test(sentence)) found.push("no full stop");
  for (const [key, kind] of Object.entries(operands)) {
    if (!new RegExp(`\\{${key}[|}]`).test(sentence)) found.push(`${key} is not said`);
    const units = { milliseconds: "ms|milliseconds", seconds: "s|seconds", octets: "octets|bytes" } as const;
    if (kind in units && new RegExp(`\\{${key}\\} (${units[kind as keyof typeof units]})\\b`).test(sentence))
      found.push(`${key} brings its unit itself`);
  }
  return found;
}

/**
 * The literals in the second argument of every call of expectSteps; where that is no literal array, the ids anywhere in
 * the file, which then holds the table. And how many files have such calls.
 */
function stepsAskedFor(sources: readonly { readonly path: string; readonly text: string }[]): {
  files: number;
  ids: Set<string>;
} {
  const found = new Set<string>();
  let files = 0;
  for (const { path, text } of sources) {
    const literals = new Set<string>();
    let calls = 0;
    let tables = 0;
    if (!text.includes("expectSteps(")) continue;
    new Visitor({
      CallExpression: ({ callee, arguments: [, list] }) => {
        if (callee.type !== "Identifier" || callee.name !== "expectSteps" || list === undefined) return;
        calls++;
        if (list.type !== "ArrayExpression") tables++;
        else
          for (const item of list.elements)
            if (item?.type === "Literal" && typeof item.value === "string") found.add(item.value);
      },
      Literal: ({ value }) => {
        if (typeof value === "string" && Object.hasOwn(allSteps, value)) literals.add(value);
      },
    }).visit(parseSync(path, text).program);
    if (calls > 0) files++;
    if (tables > 0) for (const id of literals) found.add(id);
  }
  return { files, ids: found };
}
