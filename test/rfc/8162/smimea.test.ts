import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 8162 §2: SMIMEA has the form of TLSA", () => {
  expectRdata("SMIMEA", "3 0 0 30820307", null);
  expectMalformed("SMIMEA", "030000");
});
