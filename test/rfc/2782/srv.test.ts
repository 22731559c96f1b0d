import { expect, test } from "vitest";
import { RRType, typeRow } from "../../../src/dns/types.ts";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 2782: SRV has priority, weight, port and target", () => {
  expectRdata("SRV", "0 1 9 old-slow-box.example.com.", null);
  expectRdata("SRV", "0 0 0 .", "0000 0000 0000 00");
  expectRefused("SRV", "0 1 65536 a.", /0 to 65535/);
});

test("RFC 2782: the target is never compressed", () => {
  expect(typeRow(RRType.SRV).compressible).toBeNull();
  expect(typeRow(RRType.SRV).target).toEqual({ prefix: 6 });
});
