import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 3123 §4: prefixes by family, negated or not, trailing zeros left out", () => {
  expectRdata("APL", "1:192.168.32.0/21 !1:192.168.38.0/28", "0001 15 03 c0a820 0001 1c 83 c0a826");
  expectRdata("APL", "2:2001:db8::/32", "0002 20 04 20010db8");
});

test("RFC 3123 §4: a trailing zero octet, or a prefix longer than the address, is malformed", () => {
  expectMalformed("APL", "00011504c0a82000");
  expectMalformed("APL", "000121 03c0a820");
});

test("RFC 3123 §4: families without a text form are carried", () => {
  expectRdata("APL", "\\# 5 0003010101", "0003010101");
});
