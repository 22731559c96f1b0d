// The engine's cryptography: every algorithm signs and verifies with a key of its kind (RFC 7518 §3), a hash and a code are
// those of the standard, and ids are never the same. Vectors of JSON Web Signatures: ../../rfc/7515/signatures.test.ts.

import { constants, generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import type { JsonWebKey } from "../../../src/gateway/engine/ports.ts";
import { gatewayCrypto } from "../../../src/server/gateway/gateway-crypto.ts";

const octets = Buffer.from("what is signed");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const curves = {
  "256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
  "512": generateKeyPairSync("ec", { namedCurve: "P-521" }),
};

const bits = ["256", "384", "512"] as const;
const algorithms = ["RS", "PS", "ES"].flatMap((family) =>
  bits.map((size) => [`${family}${size}`, family, size] as const),
);

function signed(family: string, size: (typeof bits)[number], curve = size): { key: JsonWebKey; signature: Buffer } {
  const { publicKey, privateKey } = family === "ES" ? curves[curve] : rsa;
  const padding = family === "PS" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(size) / 8 } : {};
  const options = { key: privateKey, dsaEncoding: "ieee-p1363" as const, ...padding };
  const key = publicKey.export({ format: "jwk" }) as JsonWebKey;
  return { key, signature: sign(`sha${size}`, octets, options) };
}

test.each(algorithms)("%s", async (algorithm, family, size) => {
  const { key, signature } = signed(family, size);
  expect(await gatewayCrypto.verify(algorithm, key, octets, signature)).toBe(true);
  expect(await gatewayCrypto.verify(algorithm, key, Buffer.from("another"), signature)).toBe(false);
  for (const [other] of algorithms)
    if (other !== algorithm) expect(await gatewayCrypto.verify(other, key, octets, signature), other).toBe(false);
});

test("RFC 7518 §3.4: a signature by another curve is none, though hash and signature fit", async () => {
  const { key, signature } = signed("ES", "256", "384");
  expect(await gatewayCrypto.verify("ES256", key, octets, signature)).toBe(false);
});

test("hashes, codes and ids", () => {
  expect(Buffer.from(gatewayCrypto.sha256(Buffer.from("abc"))).toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  const key = Buffer.alloc(20, 0x0b);
  expect(Buffer.from(gatewayCrypto.hmacSha256(key, Buffer.from("Hi There"))).toString("hex")).toBe(
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  );
  expect(gatewayCrypto.newId()).not.toBe(gatewayCrypto.newId());
});
