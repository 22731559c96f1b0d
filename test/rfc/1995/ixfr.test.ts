import { expect, test } from "vitest";
import { typeRow } from "../../../src/dns/types.ts";

test("RFC 1995 §2: IXFR is a type of questions, 251", () => {
  expect(typeRow(251)).toMatchObject({ mnemonic: "IXFR", meta: true });
});
