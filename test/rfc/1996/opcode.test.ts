import { expect, test } from "vitest";
import { Opcode } from "../../../src/dns/codes.ts";

test("RFC 1996 §3.1: NOTIFY is opcode 4", () => {
  expect(Opcode.NOTIFY).toBe(4);
});
