import { expect, test } from "vitest";
import { RRType, typeRow } from "../../../src/dns/types.ts";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 9460 §2.2: keys ascend, none stands twice, values fill their length", () => {
  expectMalformed("SVCB", "0001 00 0003 0002 0035 0003 0002 0036");
  expectMalformed("SVCB", "0001 00 0004 0004 c0000201 0003 0002 0035");
  expectMalformed("SVCB", "0001 00 0003 0003 0035");
});

test("RFC 9460 §2.4.2: the parameters of an alias mean nothing, and are kept as they are", () => {
  expectRdata("SVCB", "0 foo. port=53", "0000 03666f6f00 0003 0002 0035");
  expectRdata("HTTPS", "0 . no-default-alpn", "0000 00 0002 0000");
  expectRdata("SVCB", "\\# 9 0000 00 0003 0002 0035", "0000 00 0003 0002 0035", "0 . port=53");
  expectRefused("SVCB", "0 foo. port=x", /port/);
});

test("RFC 9460 §7.1.1: no-default-alpn needs alpn", () => {
  expectRefused("HTTPS", "1 . no-default-alpn", /without alpn/);
  expectRdata("HTTPS", '1 . alpn="h3" no-default-alpn', null);
});

test("RFC 9460 §8: what is mandatory is there, once, in order", () => {
  expectMalformed("SVCB", "0001 00 0000 0004 0004 0001");
  expectMalformed("SVCB", "0001 00 0000 0002 0000");
  expectMalformed("SVCB", "0001 00 0000 0000");
});

test("RFC 9460 §2.2: the target is never compressed", () => {
  expect(typeRow(RRType.SVCB).compressible).toBeNull();
  expect(typeRow(RRType.HTTPS).target).toEqual({ prefix: 2 });
});
