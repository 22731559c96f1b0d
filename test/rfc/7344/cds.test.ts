import { test } from "vitest";
import { expectRdata } from "../support.ts";

test("RFC 7344 §3.1, §3.2: CDS and CDNSKEY have the forms of DS and DNSKEY", () => {
  expectRdata("CDS", "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118", null);
  expectRdata("CDNSKEY", "257 3 13 AwEAAcbvC2QN", null);
});
