import { expect, test } from "vitest";
import { RRType, allTypes, typeRow } from "../../../src/dns/types.ts";

test("RFC 6895 §3.1: types of questions and messages are told from data", () => {
  expect(allTypes().filter((row) => row.meta && row.number >= 249 && row.number <= 255)).toHaveLength(7);
  expect(typeRow(RRType.OPT).meta).toBe(true);
  expect(typeRow(RRType.TXT).meta).toBe(false);
});
