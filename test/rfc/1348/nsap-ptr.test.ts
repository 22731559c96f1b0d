import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 1348 §3: NSAP-PTR holds a name", () => {
  expectRdata("NSAP-PTR", "foo.bar.com.", null);
  expectMalformed("NSAP-PTR", "0166");
});
