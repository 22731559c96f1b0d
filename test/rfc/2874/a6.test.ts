import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 2874 §3.1: A6 has a prefix length, a suffix and a prefix name", () => {
  expectRdata("A6", "64 ::1:2:3:4 pre.example.", null);
  expectRdata("A6", "0 2001:db8::1", null);
  expectRdata("A6", "128 pre.example.", null);
  expectRefused("A6", "129 a.", /0 to 128/);
});

test("RFC 2874 §3.1.1: the bits before the suffix are zero", () => {
  expectMalformed("A6", "3c ffff000000000000000000");
});
