import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 1706 §5: NSAP is 0x and hex digits, dots being decoration", () => {
  expectRdata("NSAP", "0x47.0005.80.005a00", "47000580005a00", "0x47000580005a00");
  expectRefused("NSAP", "47", /NSAP address/);
  expectRefused("NSAP", "0x470", /NSAP address/);
});
