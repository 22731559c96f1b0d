import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 8659 §4.1, §4.2: flags, tag and value", () => {
  expectRdata("CAA", '0 issue "ca1.example.net; account=230123"', null);
  expectRdata("CAA", '128 tbs "Unknown"', "80 03 746273 556e6b6e6f776e");
  expectRdata("CAA", '0 issue ";"', "00 05 6973737565 3b");
});

test("RFC 8659 §4.1: a tag is letters and digits, at least one", () => {
  expectRefused("CAA", '0 a-b "x"', /property tag/);
  expectMalformed("CAA", "00 00 61");
  expectMalformed("CAA", "00 02 612d 61");
});
