// docs/lessons is what scripts/lesson-pages.ts makes of the gallery today, a page for each lesson and no other.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lessonPages } from "../../../scripts/lesson-pages.ts";

const folder = new URL("../../../docs/lessons/", import.meta.url);
const pages = lessonPages();

test("every lesson has a page, and every page a lesson", () => {
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
});

test("the pages are fresh: node scripts/lesson-pages.ts writes them", () => {
  const stale = [...pages].filter(([file, text]) => readFileSync(new URL(file, folder), "utf8") !== text);
  expect(stale.map(([file]) => file)).toEqual([]);
});

test("no number is left out of a page, and no page is without a trace", () => {
  const texts = [...pages].filter(([file]) => file !== "README.md");
  expect(texts.filter(([, text]) => /\{(queries|seconds)/.test(text)).map(([file]) => file)).toEqual([]);
  expect(texts.filter(([, text]) => !text.includes("RFC 1034 §5.3.3")).map(([file]) => file)).toEqual([]);
});
