import { expect, test } from "vitest";
import { RRType } from "../../../src/dns/types.ts";
import { expectRdata } from "../support.ts";

test("RFC 4431 §2: DLV is a DS by another number", () => {
  expectRdata("DLV", "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118", null);
  expect(RRType.DLV).toBe(32769);
});
