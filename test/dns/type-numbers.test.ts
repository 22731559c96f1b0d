// Types and classes recognised on octets.

import { expect, test } from "vitest";
import { classNumberAt } from "../../src/dns/codes.ts";
import { isMetaType, RRType, typeNumberAt } from "../../src/dns/types.ts";

const at = (scan: typeof typeNumberAt, text: string): number =>
  scan(new TextEncoder().encode(` ${text} `), 1, text.length + 1);

test("RFC 1035 §5.1: every mnemonic in either case, and RFC 3597 §5: every number", () => {
  for (const [word, number] of Object.entries(RRType)) {
    expect([
      word,
      at(typeNumberAt, word),
      at(typeNumberAt, word.toLowerCase()),
      at(typeNumberAt, `type${number}`),
    ]).toEqual([word, number, number, number]);
  }
  expect([
    at(typeNumberAt, "TYPE0"),
    at(typeNumberAt, "TYPE65535"),
    at(classNumberAt, "in"),
    at(classNumberAt, "CLASS65535"),
  ]).toEqual([0, 65_535, 1, 65_535]);
});

test.each([
  "",
  "B",
  "AA",
  "TYPE",
  "TYPE65536",
  "TYPE1x",
  "TYPE-1",
  "NSAP\u000dPTR",
  "A\u0000",
  "N\u0013",
  "X".repeat(40),
])("%j is no type", (word) => {
  expect(at(typeNumberAt, word)).toBe(-1);
});

test("RFC 6895 §3.1: types of questions and messages are not data", () => {
  expect([RRType.OPT, RRType.TSIG, RRType.AXFR, RRType.ANY, 128, 0].map(isMetaType)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  expect([RRType.A, RRType.DS, RRType.CAA, RRType.URI, 65_280].map(isMetaType)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
