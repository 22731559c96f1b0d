// Which zone a file holds.

import { expect, test } from "vitest";
import { printName } from "../../src/dns/text/name-text.ts";
import { findOrigin } from "../../src/zone/origin.ts";
import { name, octets } from "./reading.ts";

/** `apex` or `apex < origin`, as the file begins. */
function found(text: string, named: string | null): string {
  const origin = findOrigin(octets(text), named === null ? null : name(named));
  if (origin === null) return "nothing";
  const apex = printName(origin.apex.wire, 0);
  const first = printName(origin.origin.wire, 0);
  return apex === first ? apex : `${apex} < ${first}`;
}

test.each([
  ["", "a.test", "a.test."],
  ["", null, "nothing"],
  ["; words\n\n@ SOA ns h 1 2 3 4 5\n", "a.test", "a.test."],
  ["@ SOA ns h 1 2 3 4 5\n", null, "nothing"],
  ["$ORIGIN b.test.\n@ SOA ns h 1 2 3 4 5\n", "a.test", "b.test. < a.test."],
  ["$ORIGIN b.test.\n@ SOA ns h 1 2 3 4 5\n", null, "b.test."],
  ["$TTL 5\n$ORIGIN test.\n$ORIGIN b\n@ NS ns\n", null, "b.test."],
  ["$ORIGIN .\nb.test 60 IN SOA ns h 1 2 3 4 5\n", "a.test", "b.test. < a.test."],
  ["$ORIGIN test.\nb 60 IN SOA ns h 1 2 3 4 5\n", "a.test", "b.test. < a.test."],
  ["b.test. IN 60 SOA ns h 1 2 3 4 5\n", "a.test", "b.test."],
  ["b.a.test. SOA ns h 1 2 3 4 5\n", "a.test", "b.a.test. < a.test."],
  ["ns A 192.0.2.1\n@ SOA ns h 1 2 3 4 5\n$ORIGIN b.test.\n", "a.test", "a.test."],
  ["$INCLUDE head\nb.test. SOA ns h 1 2 3 4 5\n", "a.test", "b.test."],
  [". SOA ns h 1 2 3 4 5\n", "root", "."],
])("%j in a file named %j holds %s", (text, named, expected) => {
  expect(found(text, named)).toBe(expected);
});
