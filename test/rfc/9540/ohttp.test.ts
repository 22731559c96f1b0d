import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 9540 §4: ohttp has no value", () => {
  expectRdata("HTTPS", "1 . ohttp", "0001 00 0008 0000");
  expectRefused("HTTPS", "1 . ohttp=1", /without a value/);
  expectMalformed("HTTPS", "0001 00 0008 0001 00");
});
