import { expect, test } from "vitest";
import { newKey, records, signed, verdict } from "../../dnssec/records.ts";
import { isRevoked } from "../../../src/dnssec/dnskey.ts";

test("RFC 5011 §2.1: a key that was taken back speaks for the DNSKEY set, and for nothing else", () => {
  const key = newKey(257 | 0x80);
  const check = (text: string): string =>
    verdict({ set: signed(records(text), "example.", key), zone: "example.", keys: [key.read] });
  expect(isRevoked(key.read)).toBe(true);
  expect(check(`example. 60 DNSKEY 385 3 15 ${key.read.publicKey.toBase64()}`)).toBe("valid");
  expect(check("example. 60 A 192.0.2.1")).toBe("no key");
});
