import { describe, expect, test } from "vitest";
import { RRType, allTypes } from "../../src/dns/types.ts";
import { expectMalformed, expectRdata, expectRefused } from "../rfc/support.ts";
import { rdataCases } from "./rdata-cases.ts";

describe.each(rdataCases.map((cases) => [cases.type, cases] as const))("%s", (type, { good, refused, malformed }) => {
  for (const [text, wire, printed] of good) {
    test(`text and octets of ${JSON.stringify(text)}`, () => expectRdata(type, text, wire, printed));
  }
  if (refused.length > 0) test.each(refused)("refuses %j", (text, sentence) => expectRefused(type, text, sentence));
  if (malformed.length > 0) test.each(malformed)("refuses the octets %j", (wire) => expectMalformed(type, wire));
});

test("every type that has fields has cases", () => {
  const tested = new Set<string>(rdataCases.map(({ type }) => type));
  const missing = allTypes().filter((row) => row.fields.length > 0 && !tested.has(row.mnemonic));
  expect(missing.map((row) => row.mnemonic)).toEqual([]);
  expect(allTypes()).toHaveLength(Object.keys(RRType).length);
});
