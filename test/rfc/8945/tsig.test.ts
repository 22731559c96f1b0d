import { expect, test } from "vitest";
import { Rcode, badSignature } from "../../../src/dns/codes.ts";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 8945 §4.2: TSIG, a type of messages", () => {
  expectRdata("TSIG", "hmac-sha256. 1735689600 300 4 AQIDBA== 1234 0 0", null);
  expectMalformed("TSIG", "00");
});

test("RFC 8945 §3: its error codes", () => {
  expect([badSignature, Rcode.BADKEY, Rcode.BADTIME, Rcode.BADTRUNC]).toEqual([16, 17, 18, 22]);
});
