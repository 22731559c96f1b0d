import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 2535 §5.2: NXT has a bitmap of types up to 127", () => {
  expectRdata("NXT", "medium.foo.tld. A MX SIG NXT", null);
  expectRefused("NXT", "a. CAA", /from 1 to 127/);
  expectMalformed("NXT", "00 80");
});
