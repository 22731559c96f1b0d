// The records of key-signing keys: ECDSA P-256, algorithm 13.

import { expect, test } from "vitest";
import { Name } from "../../../src/dns/name.ts";
import { signingKeys } from "../../../src/server/signing-keys.ts";
import { describeKey } from "../../../src/store/signing-keys.ts";

test("RFC 6605 §6.1: the example's key has its tag, its digest and its DS record", () => {
  const text = "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
  const owner = new Name(Uint8Array.from([7, ...Buffer.from("example"), 3, ...Buffer.from("net"), 0]));
  const key = describeKey(owner, Buffer.from(text, "base64"), signingKeys);
  expect(key.KeyTag).toBe(55_648);
  expect(key.DNSKEYRecord).toBe(`257 3 13 ${text}`);
  expect(key.DSRecord).toBe("55648 13 2 B4C8C1FE2E7477127B27115656AD6256F424625BF5C1E2770CE6D6E37DF61D17");
});

test("RFC 6605 §4: a public key is x and y, 64 octets, and no two are the same", () => {
  const [one, two] = [signingKeys.newPair(), signingKeys.newPair()];
  expect(one.publicKey.length).toBe(64);
  expect(one.publicKey).not.toEqual(two.publicKey);
  expect(one.privateKey).not.toBe(two.privateKey);
});
