import { expect, test } from "vitest";
import { RRType, typeRow } from "../../../src/dns/types.ts";

test("RFC 1034 §4.3.2 step 6: the name servers and mail exchanges whose addresses are additional data", () => {
  expect(typeRow(RRType.NS).target).toEqual({ prefix: 0 });
  expect(typeRow(RRType.MX).target).toEqual({ prefix: 2 });
  expect(typeRow(RRType.PTR).target).toBeNull();
});

test("RFC 1034 §3.6.2: one CNAME at a name, one SOA at an apex", () => {
  expect(typeRow(RRType.CNAME).singleton).toBe(true);
  expect(typeRow(RRType.SOA).singleton).toBe(true);
  expect(typeRow(RRType.NS).singleton).toBe(false);
});
