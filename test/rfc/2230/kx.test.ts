import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 2230 §3.1: KX has a preference and a name", () => {
  expectRdata("KX", "1 rt1.example.", null);
  expectMalformed("KX", "0001");
});
