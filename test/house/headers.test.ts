// Every file of src/ opens by telling the reader what it is: some lines of comment, a blank line, then the code.

import { expect, test } from "vitest";
import { sourcesBelow } from "./source.ts";

const sources = sourcesBelow("src");

/** One line says too little; beyond a dozen, nobody reads. The aim is 3 to 10. */
const fewest = 2;
const most = 12;

/** Headers with a drawing of a packed layout, which has as many lines as it needs. */
const drawings: readonly string[] = ["src/zone/layout.ts"];

test("there are sources to look at", () => {
  expect(sources.length).toBeGreaterThan(10);
});

test("every file opens with a header", () => {
  const wrong = sources
    .map(({ path, text }) => ({ path, lines: headerLines(text) }))
    .filter(({ path, lines }) => lines < fewest || (lines > most && !drawings.includes(path)))
    .map(({ path, lines }) => `${path}: ${lines} lines of header comment instead of ${fewest} to ${most}`);
  expect(wrong).toEqual([]);
});

test.each([
  ["import a from 'a';", 0],
  ["// One.\n\ncode();", 1],
  ["// One.\n// Two.\n// Three.\ncode();", 3],
  ["/**\n * One.\n * Two.\n */\ncode();", 4],
  ["#!/usr/bin/env node\n// One.\n// Two.\n", 2],
])("header lines of %j are counted", (text, lines) => {
  expect(headerLines(text)).toBe(lines);
});

function headerLines(text: string): number {
  const lines = text.split("\n");
  if (lines[0].startsWith("#!")) lines.shift();
  const isBlock = lines[0].startsWith("/*");
  if (isBlock) return lines.findIndex((line) => line.includes("*/")) + 1;
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return end === -1 ? lines.length : end;
}
