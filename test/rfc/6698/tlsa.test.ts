import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 6698 §2.2: usage, selector, matching type and data in hex", () => {
  expectRdata("TLSA", "0 0 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971", null);
  expectRdata("TLSA", "3 0 0 30820307", "03000030820307");
  expectRefused("TLSA", "3 1 1 abcd", /its algorithm makes 32/);
  expectMalformed("TLSA", "030101");
});
