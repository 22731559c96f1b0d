import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 7477 §2.1: CSYNC has a serial, flags and types", () => {
  expectRdata("CSYNC", "66 3 A NS AAAA", "00000042 0003 0004 60000008");
  expectMalformed("CSYNC", "0000004200");
});
