import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 7553 §4.5: URI has priority, weight and a target in quotes", () => {
  expectRdata("URI", '10 1 "ftp://ftp1.example.com/public"', null);
  expectRefused("URI", '10 1 ""', /is empty/);
  expectMalformed("URI", "000a0001");
});
