// Lines one after the other, and what is left of a text.

import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "../../src/base/line-reader.ts";

const line = fc.string({ unit: "binary", maxLength: 8 }).map((text) => text.replaceAll("\n", ""));

test("lines come as they were written, and the rest with its line feeds", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.string({ unit: "binary" }), (lines, rest) => {
      const reader = new LineReader([...lines, rest].join("\n"));
      expect(lines.map(() => reader.next())).toEqual(lines);
      expect(reader.rest()).toBe(rest);
      expect([reader.next(), reader.rest()]).toEqual(["", ""]);
    }),
  );
});

test("the last line needs no end", () => {
  const reader = new LineReader("a\nb");
  expect([reader.next(), reader.next(), reader.next()]).toEqual(["a", "b", ""]);
});
