import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 4291 §2.2: the three forms of text", () => {
  expectRdata("AAAA", "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", null, "abcd:ef01:2345:6789:abcd:ef01:2345:6789");
  expectRdata("AAAA", "2001:DB8:0:0:8:800:200C:417A", null, "2001:db8::8:800:200c:417a");
  expectRdata("AAAA", "0:0:0:0:0:0:13.1.68.3", null, "::d01:4403");
  expectRdata("AAAA", "::FFFF:129.144.52.38", null, "::ffff:129.144.52.38");
});

test('RFC 4291 §2.2: "::" stands once', () => {
  expectRefused("AAAA", "1::2::3", /not an IPv6 address/);
});
