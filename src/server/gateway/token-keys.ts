// The JSON Web Keys of token issuers, for authorizers that verify tokens: from where the configuration says, a file or a URL, or
// from the issuer's own /.well-known/jwks.json, as Cognito's user pools publish theirs (Cognito guide: verifying a JSON Web Token).

import { readFile } from "node:fs/promises";
import type { JsonWebKey, UpstreamPort } from "../../gateway/engine/ports.ts";

const timeoutMs = 5_000;

/** Throws with a sentence when the keys cannot be fetched. */
export function tokenKeys(
  issuers: { readonly [issuer: string]: string },
  upstream: UpstreamPort,
): (issuer: string) => Promise<readonly JsonWebKey[]> {
  return async (issuer) => {
    const place = Object.hasOwn(issuers, issuer)
      ? issuers[issuer]
      : `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`;
    const text = /^https?:\/\//.test(place) ? await fetched(place, upstream) : await readFile(place, "utf8");
    const { keys } = JSON.parse(text) as { keys?: unknown };
    if (!Array.isArray(keys)) throw new Error(`${place} holds no list of keys.`);
    return keys.filter(isKey);
  };
}

function isKey(value: unknown): value is JsonWebKey {
  return typeof value === "object" && value !== null && "kty" in value && typeof value.kty === "string";
}

async function fetched(url: string, upstream: UpstreamPort): Promise<string> {
  const reply = await upstream.send({
    method: "GET",
    url,
    headers: ["Accept", "application/json"],
    body: null,
    timeoutMs,
    certificate: "verified",
    answer: "whole",
    vpcLink: null,
  });
  if ("fault" in reply) throw new Error(`${url} cannot be asked: ${reply.why}.`);
  if (reply.status !== 200) throw new Error(`${url} answers ${reply.status}.`);
  return Buffer.from(reply.body as Uint8Array).toString("utf8");
}
