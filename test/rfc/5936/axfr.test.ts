import { expect, test } from "vitest";
import { typeRow } from "../../../src/dns/types.ts";

test("RFC 5936 §1: AXFR is a type of questions, 252", () => {
  expect(typeRow(252)).toMatchObject({ mnemonic: "AXFR", meta: true });
});
