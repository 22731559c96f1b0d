import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 3596 §2.1: an AAAA record is sixteen octets", () => {
  expectRdata("AAAA", "4321:0:1:2:3:4:567:89ab", "4321000000010002000300040567 89ab");
  expectMalformed("AAAA", "43210000");
});
