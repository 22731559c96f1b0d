import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 6742 §2.1, §2.3: NID and L64 are four groups of hex digits", () => {
  expectRdata("NID", "10 0014:4fff:ff20:ee64", "000a 00144fffff20ee64");
  expectRdata("L64", "10 2001:0db8:1140:1000", null);
  expectRefused("NID", "10 ::1", /64 bits/);
});

test("RFC 6742 §2.2, §2.4: L32 is a dotted quad, LP a name", () => {
  expectRdata("L32", "10 10.1.2.0", null);
  expectRdata("LP", "10 l64-subnet1.example.com.", null);
});
