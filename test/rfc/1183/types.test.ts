import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 1183 §1: AFSDB has a subtype and a host", () => {
  expectRdata("AFSDB", "1 bigbird.toaster.com.", null);
  expectMalformed("AFSDB", "0001");
});

test("RFC 1183 §2.2: RP has a mailbox and a name of texts", () => {
  expectRdata("RP", "louie.trantor.umd.edu. LAM1.people.umd.edu.", null);
});

test("RFC 1183 §3.1: X25 is four digits or more", () => {
  expectRdata("X25", '"311061700956"', null);
  expectRefused("X25", '"abc"', /PSDN address/);
});

test("RFC 1183 §3.2: ISDN may have a sub-address", () => {
  expectRdata("ISDN", '"150862028003217" "004"', null);
  expectRdata("ISDN", '"150862028003217"', null);
});

test("RFC 1183 §3.3: RT has a preference and a host", () => {
  expectRdata("RT", "2 Relay.Prime.COM.", null);
});
