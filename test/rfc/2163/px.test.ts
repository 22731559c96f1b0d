import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 2163 §4: PX maps between two names", () => {
  expectRdata("PX", "10 net2.it. PRMD-net2.ADMD-p400.C-it.", null);
  expectMalformed("PX", "000a00");
});
