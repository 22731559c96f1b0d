// RFC 7518 §3.1: the signatures that are checked are those by a private key; a secret that both sides share, and no
// signature at all, are no proof to a gateway.

import { expect, test } from "vitest";
import { parseToken } from "../../../src/gateway/engine/authorizers/token.ts";

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test.each([
  ...["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"].map(
    (alg) => [alg, true] as const,
  ),
  ...["HS256", "HS384", "HS512", "none", "NONE", "rs256", "RS128", "EdDSA", ""].map((alg) => [alg, false] as const),
])("RFC 7518 §3.1: %s", (alg, isKnown) => {
  expect(parseToken(`${part({ alg, kid: "one" })}.${part({})}.AQID`) !== null).toBe(isKnown);
});
