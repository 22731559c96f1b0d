import { expect, test } from "vitest";
import { typeRow } from "../../../src/dns/types.ts";
import { expectRdata } from "../support.ts";

test("RFC 9824 §2: NXNAME is 128, a mark in NSEC bitmaps and no data", () => {
  expectRdata("NSEC", "\\000.a. RRSIG NSEC NXNAME", null);
  expect(typeRow(128)).toMatchObject({ mnemonic: "NXNAME", meta: true });
});
