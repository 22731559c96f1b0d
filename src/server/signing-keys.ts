// Key pairs and digests for the store's port (../store/signing-keys.ts), by Node's crypto: ECDSA P-256 (RFC 6605 §4), the
// private key as PKCS #8, so that whoever signs with it later reads it as it lies.

import { generateKeyPairSync } from "node:crypto";
import { nodeDnssecCrypto } from "../crypto/dnssec-crypto.ts";
import type { SigningKeys } from "../store/signing-keys.ts";

export const signingKeys: SigningKeys = {
  newPair() {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    return {
      publicKey: Buffer.concat([Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]),
      privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
    };
  },
  digest: (name, octets) => nodeDnssecCrypto.digest(name, octets),
};
