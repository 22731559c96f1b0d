import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 7208 §3.1: the SPF type has the form of TXT", () => {
  expectRdata("SPF", '"v=spf1 +mx a:colo.example.com/28 -all"', null);
  expectMalformed("SPF", "");
});
