import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 9886 §5.1, §5.2: HHIT and BRID are octets in base64", () => {
  expectRdata("HHIT", "gppsaGVsbG8=", "829a6c68656c6c6f");
  expectRdata("BRID", "AQID", "010203");
  expectMalformed("HHIT", "");
});
