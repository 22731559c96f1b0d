import { expect, test } from "vitest";
import { Class, Opcode, Rcode } from "../../../src/dns/codes.ts";

test("RFC 2136 §1.3, §2.2, §2.3: UPDATE, its rcodes and class NONE", () => {
  expect(Opcode.UPDATE).toBe(5);
  expect([Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET, Rcode.NOTAUTH, Rcode.NOTZONE]).toEqual([6, 7, 8, 9, 10]);
  expect(Class.NONE).toBe(254);
});
