import { test } from "vitest";
import { expectMalformed, expectRdata, expectRefused } from "../support.ts";

test("RFC 8976 §2.2: serial, scheme, hash and digest", () => {
  expectRdata("ZONEMD", `2018031500 1 1 ${"62".repeat(48)}`, null);
  expectRefused("ZONEMD", "1 1 1 abcd", /its algorithm makes 48/);
});

test("RFC 8976 §2.2.4: a digest is twelve octets at least", () => {
  expectRdata("ZONEMD", `1 1 240 ${"62".repeat(12)}`, null);
  expectMalformed("ZONEMD", `00000001 01 f0 ${"62".repeat(11)}`);
});
