import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 4025 §2.3, §2.5: the gateway is what its type says", () => {
  expectRdata("IPSECKEY", "10 1 2 192.0.2.38 AwEAAcbvC2QN", null);
  expectRdata("IPSECKEY", "10 0 2 . AwEAAcbvC2QN", null);
  expectRdata("IPSECKEY", "10 2 2 2001:db8:0:8002::2000:1 AwEAAcbvC2QN", null);
  expectRdata("IPSECKEY", "10 3 2 mygateway.example.com. AwEAAcbvC2QN", null);
  expectRefused("IPSECKEY", "10 1 2 a. AAAA", /IPv4 address/);
});

test("RFC 4025 §2.4: no key at all", () => {
  expectRdata("IPSECKEY", "10 1 0 192.0.2.38", "0a0100c0000226");
});
