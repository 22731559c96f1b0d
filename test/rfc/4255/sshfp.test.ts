import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 4255 §3.2: the SSHFP example", () => {
  expectRdata("SSHFP", "2 1 123456789abcdef67890123456789abcdef67890", null);
  expectRefused("SSHFP", "2 1 1234", /its algorithm makes 20/);
  expectMalformed("SSHFP", "0201");
});
