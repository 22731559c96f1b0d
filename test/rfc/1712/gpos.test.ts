import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 1712 §3: GPOS is three decimal numbers in strings", () => {
  expectRdata("GPOS", '"-32.6882" "116.8652" "10.0"', null);
  expectRefused("GPOS", '"east" "1" "2"', /decimal number/);
});
