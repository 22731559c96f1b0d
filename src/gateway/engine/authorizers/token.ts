// JSON Web Tokens in their compact form (RFC 7519 §3, RFC 7515 §7.1): taken apart here, believed by nobody until the signature
// is found true. Only signatures by a private key are known (RFC 7518 §3.1: RS, PS and ES); "none" and shared secrets are not.

import { isObject } from "../../../base/json-object.ts";

export interface Token {
  readonly algorithm: string;
  readonly kid: string;
  readonly claims: Fields;
  /** What was signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

type Fields = Readonly<Record<string, unknown>>;

const algorithms: ReadonlySet<string> = new Set(
  ["RS", "PS", "ES"].flatMap((family) => [256, 384, 512].map((bits) => `${family}${bits}`)),
);

/** null: it is no token, or none of a kind that could be checked. */
export function parseToken(text: string): Token | null {
  const parts = text.split(".");
  if (parts.length !== 3) return null;
  const header = parseJsonPart(parts[0]);
  const claims = parseJsonPart(parts[1]);
  const signature = decodePart(parts[2]);
  if (header === null || claims === null || signature === null) return null;
  const { alg, kid, crit } = header;
  // An extension that has to be understood is not (RFC 7515 §4.1.11).
  if (typeof alg !== "string" || !algorithms.has(alg) || typeof kid !== "string" || crit !== undefined) return null;
  return { algorithm: alg, kid, claims, signed: new TextEncoder().encode(`${parts[0]}.${parts[1]}`), signature };
}

function parseJsonPart(part: string): Fields | null {
  const octets = decodePart(part);
  if (octets === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(octets));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** base64url without padding (RFC 7515 §2). */
function decodePart(part: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    return Uint8Array.fromBase64(part, { alphabet: "base64url" });
  } catch {
    return null;
  }
}
