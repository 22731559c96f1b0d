// Fills TSIG's port (../authority/tsig-keys.ts) with node:crypto: HMAC with the hashes of SHA-2, and SHA-1 (RFC 8945 §6).
// The same in workers and in the thread that sends zones.

import { createHmac } from "node:crypto";
import type { Hmac } from "../authority/tsig-keys.ts";

const hashes = {
  "hmac-sha256": "sha256",
  "hmac-sha384": "sha384",
  "hmac-sha512": "sha512",
  "hmac-sha224": "sha224",
  "hmac-sha1": "sha1",
} as const;

export const nodeHmac: Hmac = (algorithm, secret, octets) =>
  createHmac(hashes[algorithm], secret).update(octets).digest();
