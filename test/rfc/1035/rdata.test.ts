import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 1035 §3.4.1: an A record is four octets", () => {
  expectRdata("A", "10.2.0.52", "0a020034");
  expectRefused("A", "10.2.0.256", /"256" is not an octet/);
  expectMalformed("A", "0a0200");
});

test("RFC 1035 §3.3.13: SOA holds two names and five numbers", () => {
  expectRdata("SOA", "venera. action\\.domains. 20 7200 600 3600000 60", null);
  expectMalformed("SOA", "0000");
});

test("RFC 1035 §3.3.2, §3.3.7, §3.3.9, §3.3.14: HINFO, MINFO, MX and TXT", () => {
  expectRdata("HINFO", '"DEC-2060" "TOPS20"', null);
  expectRdata("MINFO", "a.example. b.example.", null);
  expectRdata("MX", "10 venera.isi.edu.", null);
  expectRdata("TXT", '"one" "two"', "036f6e65 0374776f");
});

test("RFC 1035 §3.3.1, §3.3.11, §3.3.12: CNAME, NS and PTR hold one name", () => {
  for (const type of ["CNAME", "NS", "PTR"] as const)
    expectRdata(type, "host", "04686f7374 076578616d706c65 00", "host.example.");
});

test("RFC 1035 §3.3.3 to §3.3.6, §3.3.8: the mail types of 1987", () => {
  for (const type of ["MB", "MD", "MF", "MG", "MR"] as const) expectRdata(type, "a.", "016100");
});

test("RFC 1035 §3.3.10: NULL is anything", () => {
  expectRdata("NULL", "\\# 2 beef", "beef");
});

test("RFC 1035 §3.4.2: WKS is a bitmap of ports", () => {
  expectRdata("WKS", "10.0.0.1 6 21 25", "0a000001 06 00000440");
  expectMalformed("WKS", "0a00000106000000");
});

test("RFC 1035 §3.2.1: RDLENGTH is the judge, no octet less and none more", () => {
  expectMalformed("MX", "000a");
  expectMalformed("MX", "000a 00 00");
});
