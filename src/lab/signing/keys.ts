// The keys of the lab's zones. They come from the zones' names: everybody can know them, and nobody must trust them elsewhere.
// The same lab has the same keys at every start, so that what a student wrote down stays true.

import { createHash } from "node:crypto";
import { type PrivateKey, newSigningKey } from "../../crypto/signing-keys.ts";
import { DnssecAlgorithm } from "../../dns/codes.ts";
import type { Name } from "../../dns/name.ts";

/** DNSKEY's flags of a key that signs all of a zone and that the parent vouches for (RFC 4034 §2.1.1). */
const signsAll = 257;

export function keyOf(apex: Name, algorithm: number, flags: number = signsAll): PrivateKey {
  return made(apex, algorithm, flags, "key");
}

/** The key that comes after the first, or came before it. */
export function nextKey(apex: Name, algorithm: number): PrivateKey {
  return made(apex, algorithm, signsAll, "next key");
}

function made(apex: Name, algorithm: number, flags: number, purpose: string): PrivateKey {
  const octets = algorithm === DnssecAlgorithm.ED448 ? 57 : 32;
  const hash = createHash("shake256", { outputLength: octets });
  const seed = hash.update(`Signpost lab, ${purpose}, ${apex.key}`, "latin1").digest();
  const key = newSigningKey({ algorithm, flags, seed: new Uint8Array(seed) });
  if (typeof key === "string") throw new Error(key);
  return key;
}

/** Algorithms whose keys come from seeds. */
export const labAlgorithms: readonly string[] = ["ECDSAP256SHA256", "ECDSAP384SHA384", "ED25519", "ED448"];
