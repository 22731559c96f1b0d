// Fills DNSSEC's port (../dnssec/crypto.ts) with node:crypto: RSA (RFC 3110, RFC 5702), ECDSA (RFC 6605), EdDSA (RFC 8080)
// and, for zones of old scenarios, DSA (RFC 2536). How a DNSKEY's octets become a key is in ./public-keys.ts.
// Invariants: nothing throws; what OpenSSL refuses to read is "unusable", what it refuses to believe "invalid".

import { createHash, type KeyObject, verify } from "node:crypto";
import { maxImportedKeys } from "../base/limits.ts";
import { BoundedMap } from "../base/bounded-map.ts";
import { latin1 } from "../base/octets.ts";
import type { DnssecCrypto } from "../dnssec/crypto.ts";
import { keyForms, type KeyForm } from "./public-keys.ts";

const imported = new BoundedMap<KeyObject | "unusable">(maxImportedKeys);

export const nodeDnssecCrypto: DnssecCrypto = {
  digest: (name, octets) => createHash(name).update(octets).digest(),
  verify(algorithm, publicKey, data, signature) {
    const form = keyForms.get(algorithm);
    if (form === undefined) return "unusable";
    const key = importKey(algorithm, form, publicKey);
    if (key === "unusable") return key;
    const read = form.readSignature(signature);
    if (read === null) return "invalid";
    try {
      return verify(form.hash, data, { key, dsaEncoding: read.encoding }, read.octets) ? "valid" : "invalid";
    } catch {
      return "invalid";
    }
  },
};

function importKey(algorithm: number, form: KeyForm, publicKey: Uint8Array): KeyObject | "unusable" {
  const name = `${algorithm} ${latin1(publicKey)}`;
  const known = imported.touch(name);
  if (known !== undefined) return known;
  const key = readKey(form, publicKey);
  imported.set(name, key);
  return key;
}

function readKey(form: KeyForm, publicKey: Uint8Array): KeyObject | "unusable" {
  try {
    return form.importKey(publicKey) ?? "unusable";
  } catch {
    return "unusable";
  }
}
