// The engine's cryptography, from node: hashes and codes for signatures of AWS, and what tokens are signed with (RFC 7518
// §3.1). A token's key comes from its issuer, so a key that is none, or another algorithm's, verifies nothing.

import { createHash, createHmac, createPublicKey, randomUUID, verify } from "node:crypto";
import type { CryptoPort, JsonWebKey } from "../../gateway/engine/ports.ts";

interface Algorithm {
  readonly hash: string;
  readonly keyType: "rsa" | "ec";
  readonly padding?: "pss";
  /** Of elliptic keys: an algorithm goes with one curve (RFC 7518 §3.4). */
  readonly curve?: string;
}

const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ["RS256", { hash: "sha256", keyType: "rsa" }],
  ["RS384", { hash: "sha384", keyType: "rsa" }],
  ["RS512", { hash: "sha512", keyType: "rsa" }],
  ["PS256", { hash: "sha256", keyType: "rsa", padding: "pss" }],
  ["PS384", { hash: "sha384", keyType: "rsa", padding: "pss" }],
  ["PS512", { hash: "sha512", keyType: "rsa", padding: "pss" }],
  ["ES256", { hash: "sha256", keyType: "ec", curve: "prime256v1" }],
  ["ES384", { hash: "sha384", keyType: "ec", curve: "secp384r1" }],
  ["ES512", { hash: "sha512", keyType: "ec", curve: "secp521r1" }],
]);

const pssPadding = 6;

export const gatewayCrypto: CryptoPort = {
  newId: randomUUID,
  sha256: (octets) => createHash("sha256").update(octets).digest(),
  hmacSha256: (key, octets) => createHmac("sha256", key).update(octets).digest(),
  verify: (algorithm, publicKey, octets, signature) =>
    new Promise((resolve) => {
      const known = algorithms.get(algorithm);
      const key = known === undefined ? null : keyOf(publicKey, known);
      if (known === undefined || key === null) {
        resolve(false);
        return;
      }
      const options = {
        key,
        // Tokens carry r and s as they are, not wrapped in DER.
        dsaEncoding: "ieee-p1363" as const,
        ...(known.padding === "pss" && { padding: pssPadding }),
      };
      verify(known.hash, octets, options, signature, (error, isRight) => resolve(error === null && isRight));
    }),
};

function keyOf(given: JsonWebKey, { keyType, curve }: Algorithm): ReturnType<typeof createPublicKey> | null {
  try {
    const key = createPublicKey({ key: given, format: "jwk" });
    const isRight = key.asymmetricKeyType === keyType && key.asymmetricKeyDetails?.namedCurve === curve;
    return isRight ? key : null;
  } catch {
    return null;
  }
}
