import { expect, test } from "vitest";
import { RRType, typeRow } from "../../../src/dns/types.ts";
import { expectRdata } from "../support.ts";

test("RFC 6672 §2.1, §2.4: DNAME holds one name, uncompressed, once at an owner", () => {
  expectRdata("DNAME", "frobozz.example.", null);
  expect(typeRow(RRType.DNAME)).toMatchObject({ singleton: true, compressible: null });
});
