import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 9461 §5: dohpath is a template with the variable dns", () => {
  expectRdata("SVCB", '1 . alpn="h2" dohpath="/dns-query{?dns}"', null);
  expectRefused("SVCB", "1 . alpn=h2 dohpath=/dns-query", /variable dns/);
  expectMalformed("SVCB", "0001 00 0007 0000");
});
