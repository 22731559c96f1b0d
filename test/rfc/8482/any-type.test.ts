import { expect, test } from "vitest";
import { typeRow } from "../../../src/dns/types.ts";

test("RFC 8482 §1: ANY is a type of questions, 255", () => {
  expect(typeRow(255)).toMatchObject({ mnemonic: "ANY", meta: true });
});
