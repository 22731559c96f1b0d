import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 4034 §2: DNSKEY", () => {
  expectRdata("DNSKEY", "256 3 5 AwEAAcbvC2QN", null);
  expectMalformed("DNSKEY", "01000305");
});

test("RFC 4034 §3.2: RRSIG times in both forms", () => {
  expectRdata("RRSIG", "A 5 3 86400 20030322173103 20030220173103 2642 example.com. AwEAAcbvC2QN", null);
  expectRdata(
    "RRSIG",
    "A 5 3 86400 1048354263 1045762263 2642 example.com. AwEAAcbvC2QN",
    null,
    "A 5 3 86400 20030322173103 20030220173103 2642 example.com. AwEAAcbvC2QN",
  );
  expectRefused("RRSIG", "A 5 3 1 20030230000000 1 1 a. AwEAAcbvC2QN", /is not a time/);
});

test("RFC 4034 §4.3: the NSEC example", () => {
  expectRdata(
    "NSEC",
    "host.example.com. A MX RRSIG NSEC TYPE1234",
    "04686f7374076578616d706c6503636f6d00 0006400100000003 041b000000000000000000000000000000000000000000000000000020",
  );
});

test("RFC 4034 §4.1.2: windows ascend, hold 1 to 32 octets, and end in no zero", () => {
  expectMalformed("NSEC", "00 010101 000101");
  expectMalformed("NSEC", "00 0000");
  expectMalformed("NSEC", "00 00020100");
});

test("RFC 4034 §5.4: the DS example", () => {
  expectRdata(
    "DS",
    "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118",
    "ec4505012bb183af5f22588179a53b0a98631fad1a292118",
  );
  expectRefused("DS", "60485 5 1 2bb1", /its algorithm makes 20/);
});

test("RFC 4034 Appendix A.1: algorithms by mnemonic", () => {
  expectRdata("DNSKEY", "256 3 RSASHA1 AwEAAcbvC2QN", null, "256 3 5 AwEAAcbvC2QN");
});
