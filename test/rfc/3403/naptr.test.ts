import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 3403 §4.1: NAPTR has two numbers, three strings and a name", () => {
  expectRdata("NAPTR", '100 50 "s" "http+N2L+N2C+N2R" "" www.example.com.', null);
  expectRdata("NAPTR", '100 100 "u" "" "/urn:cid:.+@([^\\\\.]+\\\\.)(.*)$/\\\\2/i" .', null);
  expectMalformed("NAPTR", "00640032017300");
});
