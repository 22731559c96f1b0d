// Small files, short functions. The bounds are what a reader holds in mind, and they only ever shrink: a file or a
// function over its bound is split, or stands in a list below with the reason why it reads better whole.

import { expect, test } from "vitest";
import { parseSource, type Source, sourcesBelow } from "./source.ts";

const sources = sourcesBelow("src");

const longestFile = 600;
const longestFunction = 70;

/** Tables: one row a thing, nothing to hold in mind across rows. */
const tables: readonly string[] = ["apigateway", "lambda", "route53"].map((service) => `src/aws/${service}/model.ts`);

/** `path name`: functions that are longer, and why. */
const longFunctions: Readonly<Record<string, string>> = {};

test("there are files and functions to look at", () => {
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.flatMap((source) => source.functions).length).toBeGreaterThan(50);
});

test(`no file is over ${longestFile} lines`, () => {
  expect(sources.flatMap(fileComplaints)).toEqual([]);
});

test(`no function is over ${longestFunction} lines`, () => {
  expect(sources.flatMap(functionComplaints)).toEqual([]);
});

test("half of the files are under 160 lines, nine of ten under 320", () => {
  const lengths = sources.map((source) => source.lineCount);
  expect(quantile(lengths, 0.5)).toBeLessThanOrEqual(160);
  expect(quantile(lengths, 0.9)).toBeLessThanOrEqual(320);
});

test("half of the functions are under 12 lines, nine of ten under 40", () => {
  const lengths = sources.flatMap((source) => source.functions.map((span) => span.lines));
  expect(quantile(lengths, 0.5)).toBeLessThanOrEqual(12);
  expect(quantile(lengths, 0.9)).toBeLessThanOrEqual(40);
});

test("the lists of exceptions name nothing that has gone", () => {
  const paths = new Set(sources.map((source) => source.path));
  const functions = new Set(sources.flatMap((source) => source.functions.map((span) => `${source.path} ${span.name}`)));
  expect(tables.filter((path) => !paths.has(path))).toEqual([]);
  expect(Object.keys(longFunctions).filter((name) => !functions.has(name))).toEqual([]);
});

test("a planted long file and a planted long function are found", () => {
  const body = "  call();\n".repeat(longestFunction - 1);
  const planted = parseSource("src/base/x.ts", `const brace = "}{";\nfunction long() {\n${body}}\n${"\n".repeat(540)}`);
  expect(functionComplaints(planted)).toEqual(["src/base/x.ts:2: long has 71 lines"]);
  expect(fileComplaints(planted)).toEqual(["src/base/x.ts has 612 lines"]);
  expect(functionComplaints(parseSource("src/base/x.ts", `function fits() {\n${body.slice(10)}}\n`))).toEqual([]);
});

function fileComplaints(source: Source): string[] {
  if (source.lineCount <= longestFile || tables.includes(source.path)) return [];
  return [`${source.path} has ${source.lineCount} lines`];
}

function functionComplaints(source: Source): string[] {
  return source.functions
    .filter((span) => span.lines > longestFunction && !(`${source.path} ${span.name}` in longFunctions))
    .map((span) => `${source.path}:${span.line}: ${span.name} has ${span.lines} lines`);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)];
}
