import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 3445 §3: KEY has flags, protocol 3, algorithm and key", () => {
  expectRdata("KEY", "512 3 8 AwEAAcbvC2QN", null);
  expectMalformed("KEY", "0200");
});
