import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 7218 §2: words for the numbers of TLSA", () => {
  expectRdata(
    "TLSA",
    "DANE-EE SPKI SHA2-256 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971",
    null,
    "3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971",
  );
  expectRdata("TLSA", "PKIX-TA Cert Full 00", null, "0 0 0 00");
  expectRefused("TLSA", "DANE SPKI FULL 00", /not a number/);
});
