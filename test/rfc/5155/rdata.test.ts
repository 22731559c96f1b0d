import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test('RFC 5155 §3.3: NSEC3 in text, salt in hex or "-", next owner in base32hex', () => {
  expectRdata("NSEC3", "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM", null);
  expectRdata("NSEC3", "1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR", null, "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr");
  expectMalformed("NSEC3", "010000000000");
});

test("RFC 5155 §4.3: NSEC3PARAM in text", () => {
  expectRdata("NSEC3PARAM", "1 0 12 aabbccdd", "01 00 000c 04 aabbccdd");
  expectRdata("NSEC3PARAM", "1 0 0 -", "0100000000");
});
