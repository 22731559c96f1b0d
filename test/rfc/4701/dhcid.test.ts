import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 4701 §3.6: the DHCID examples", () => {
  expectRdata("DHCID", "AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=", null);
  expectRdata("DHCID", "AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY=", null);
  expectMalformed("DHCID", "");
});
