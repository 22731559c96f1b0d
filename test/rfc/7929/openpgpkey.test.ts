import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 7929 §2.3: OPENPGPKEY is base64, in words if long", () => {
  expectRdata("OPENPGPKEY", "AwEA AcbvC2QN", null, "AwEAAcbvC2QN");
  expectMalformed("OPENPGPKEY", "");
});
