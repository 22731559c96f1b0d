// RSA keys as DNSKEY has them, made and signed with by node, read by our port.

import { constants, generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const { n = "", e = "" } = publicKey.export({ format: "jwk" });
const modulus = Buffer.from(n, "base64url");
const exponent = Buffer.from(e, "base64url");
const data = new TextEncoder().encode("what is signed");

const check = (key: readonly Uint8Array[], algorithm = 5, hash = "sha1"): string => {
  const signature = sign(hash, data, { key: privateKey, padding: constants.RSA_PKCS1_PADDING });
  return nodeDnssecCrypto.verify(algorithm, Buffer.concat(key), data, signature);
};

test("RFC 3110 §2: the exponent's length in one octet, or in three", () => {
  expect(check([Uint8Array.of(3), exponent, modulus])).toBe("valid");
  expect(check([Uint8Array.of(0, 0, 3), exponent, modulus])).toBe("valid");
  expect(check([Uint8Array.of(3), exponent, modulus], 7)).toBe("valid");
  expect(check([Uint8Array.of(3), exponent, modulus], 8, "sha256")).toBe("valid");
  expect(check([Uint8Array.of(3), exponent, modulus], 10, "sha512")).toBe("valid");
  expect(check([Uint8Array.of(3), exponent, modulus], 8)).toBe("invalid");
});

test.each([
  ["nothing", []],
  ["a length alone", [Uint8Array.of(3)]],
  ["half a long length", [Uint8Array.of(0, 1)]],
  ["no modulus", [Uint8Array.of(3), exponent]],
  ["no exponent", [Uint8Array.of(0, 0, 0), modulus]],
  ["an exponent of zeros", [Uint8Array.of(3, 0, 0, 0), modulus]],
  ["a modulus of zeros", [Uint8Array.of(3), exponent, new Uint8Array(128)]],
  ["a modulus of 511 bits", [Uint8Array.of(3), exponent, Uint8Array.of(0x7f), modulus.subarray(0, 63)]],
  ["a modulus of 4097 bits", [Uint8Array.of(3), exponent, new Uint8Array(513).fill(1)]],
  ["an exponent that would take long", [Uint8Array.of(9), new Uint8Array(9).fill(0xff), modulus]],
])("RFC 3110 §2: a key of %s is unusable", (_, key) => {
  expect(check(key)).toBe("unusable");
});

test("RFC 3110 §3: RSA with MD5 is not known here", () => {
  expect(check([Uint8Array.of(3), exponent, modulus], 1)).toBe("unusable");
});
