// How long a text may be for a pattern to be tried unwatched, and that it is then really quick.

import fc from "fast-check";
import { expect, test } from "vitest";
import { maxRegexInputCharacters } from "../../../src/base/limits.ts";
import { freeLength } from "../../../src/gateway/matching/ways.ts";

test.each([
  ["abc", ""],
  ["^abc", ""],
  ["^(?:GET|POST)$", ""],
  ["^.*$", ""],
  ["^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?)?$", ""],
  ["^(\\d{1,3}\\.){3}\\d{1,3}$", ""],
  ["^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$", ""],
  ["^[()|+*\\]]+$", ""],
  ["^[[a-z]--[\\(\\|\\)]]+$", "v"],
  ["^\\u{1F600}\\p{Lu}+$", "v"],
  ["^(?<name>a)(?=b)(?!c)(?<=d)(?<!e)(?i:f)(?-i:g)x{,2}", ""],
])("%s (%s) can be tried with any text", (source, flags) => {
  expect(freeLength(new RegExp(source, flags))).toBe(maxRegexInputCharacters);
});

test.each([
  ["^[\\w.-]+@[\\w-]+\\.[a-z]+$", "", 46],
  ["[a-z]+", "", 315],
  ["\\s+$", "", 315],
  ["^a*|b", "", 315],
  ["^(\\w+\\s?)*$", "", 4],
  ["(a|aa)+$", "", 11],
  ["^(a|b)*$", "", 15],
  ["^(a{1,9}){1,9}$", "", 6],
  ["^(?:(?=(?<a1>a+))\\k<a1>)+$", "v", 4],
  ["^a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?$", "", 0],
  ["^(?:a?){20}", "", 0],
])("%s (%s) is watched with more than a few characters", (source, flags, most) => {
  expect(freeLength(new RegExp(source, flags))).toBeLessThanOrEqual(most);
});

test("a pattern that is tried unwatched is quick, whatever it is", () => {
  const source = fc.string({
    unit: fc.constantFrom("a", "b", ".", "(", ")", "|", "*", "+", "?", "{2,}", "{3}", "[ab]"),
  });
  fc.assert(
    fc.property(source, fc.constantFrom("", "^"), fc.constantFrom("", "$", "c"), (body, start, end) => {
      const regex = compiled(`${start}${body}${end}`);
      fc.pre(regex !== null);
      const text = "ab".repeat(50).slice(0, Math.max(0, freeLength(regex)));
      const before = process.threadCpuUsage();
      for (const tried of [text, `${text.replaceAll("b", "a").slice(1)}!`]) regex.test(tried);
      expect(process.threadCpuUsage(before).user).toBeLessThan(100_000);
    }),
    { numRuns: 2000 },
  );
});

function compiled(source: string): RegExp | null {
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}
