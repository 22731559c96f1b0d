import { expect, test } from "vitest";
import { Rcode } from "../../../src/dns/codes.ts";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 2930 §2: TKEY, a type of messages", () => {
  expectRdata("TKEY", "a. 20250101000000 20250102000000 3 0 4 AQIDBA== 0", null);
  expectMalformed("TKEY", "00");
});

test("RFC 2930 §2.6: its error codes", () => {
  expect([Rcode.BADMODE, Rcode.BADNAME, Rcode.BADALG]).toEqual([19, 20, 21]);
});
