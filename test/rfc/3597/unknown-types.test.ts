import { expect, test } from "vitest";
import { OctetWriter } from "../../../src/base/octets.ts";
import { canonicalRdata, parseRdata } from "../../../src/dns/rdata.ts";
import { RRType } from "../../../src/dns/types.ts";
import { digitsOf, expectRdata, expectRefused, octets, scanText } from "../support.ts";

test("RFC 3597 §5: TYPEnnn and \\# length hex stand for any type", () => {
  expectRdata("A", "\\# 4 0A000001", "0a000001", "10.0.0.1");
  expect(digitsOf(scanText(731, "\\# 6 abcd ( ef 01 23 45 )") as Uint8Array)).toBe("abcdef012345");
  expect(scanText(62347, "\\# 0")).toEqual(new Uint8Array(0));
});

test("RFC 3597 §5: the length and the digits must agree, and a known type keeps its rules", () => {
  expectRefused("A", "\\# 4 0A0000", /3 octets of data where/);
  expectRefused("A", "\\# 5 0A00000100", /no valid data of type A/);
  expectRefused("TXT", "\\# 1 g", /not hexadecimal/);
  expectRefused("TXT", "\\# 65536 00", /length from 0 to 65535/);
  expect(scanText(731, "abc")).toMatch(/must be written as/);
});

test("RFC 3597 §4: names in later types are read with pointers where older servers wrote them, and never in new ones", () => {
  const message = octets("0161 00 | 0001 0001 0001 c000");
  expect(parseRdata(RRType.SRV, message, 3, 11, new OctetWriter())).toBe(true);
  expect(parseRdata(RRType.SVCB, octets("0161 00 | 0001 c000"), 3, 7, new OctetWriter())).toBe(false);
});

test("RFC 3597 §7: an unknown type's octets are canonical as they are", () => {
  const out = new OctetWriter();
  canonicalRdata(731, octets("0141"), 0, 2, out);
  expect(digitsOf(out.copy())).toBe("0141");
});
