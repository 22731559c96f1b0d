// Tokens of a user pool for tests: signed by keys of the test's own, as Cognito signs them.

import { createPrivateKey, type KeyObject, generateKeyPairSync, sign } from "node:crypto";
import type { JsonWebKey } from "../../../../src/gateway/engine/ports.ts";

export const pool = "eu-west-1_Books";
export const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;

export interface PoolKey {
  readonly kid: string;
  readonly secret: KeyObject;
  readonly published: JsonWebKey;
}

export function poolKey(kid: string, alg = "RS256"): PoolKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = publicKey.export({ format: "jwk" });
  return {
    kid,
    secret: createPrivateKey(privateKey.export({ format: "pem", type: "pkcs8" })),
    published: { ...jwk, kty: "RSA", kid, alg, use: "sig" },
  };
}

export type Claims = Readonly<Record<string, unknown>>;

export function tokenOf(claims: Claims, { kid, secret }: PoolKey, header: Claims = {}): string {
  const head = part({ alg: "RS256", kid, ...header });
  const signed = `${head}.${part(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), secret).toString("base64url")}`;
}

export function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
