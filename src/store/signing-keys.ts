// The port to key pairs and digests for key-signing keys, and what is computed of a public key: the DNSKEY record, its tag
// (RFC 4034 Appendix B) and the DS record (RFC 4034 §5.1.4). Route 53 knows one algorithm: ECDSA P-256 with SHA-256, 13
// (DG:dns-configuring-dnssec). A public key of it is 64 octets, x and y (RFC 6605 §4).

import { DnssecAlgorithm } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import type { DnssecCrypto } from "../dnssec/crypto.ts";
import { KeyFlag, keyProtocol, keyTag } from "../dnssec/dnskey.ts";
import { digestOfKey } from "../dnssec/ds.ts";

export interface KeyPair {
  /** x and y, 64 octets. */
  readonly publicKey: Uint8Array;
  /** As kept in the store: PKCS #8 in base64. */
  readonly privateKey: string;
}

/** A pair with the DNSKEY that it is published as. */
export interface ZoneKeyPair {
  /** RDATA. */
  readonly dnskey: Uint8Array;
  /** PKCS #8 in base64. */
  readonly privateKey: string;
}

/** Filled by whoever has a crypto library. */
export interface SigningKeys extends Pick<DnssecCrypto, "digest"> {
  readonly newPair: () => KeyPair;
}

/** Flags of a key that a DS names, and of a zone's other key: zone key with and without secure entry point (RFC 4034 §2.1.1). */
export const kskFlags: number = KeyFlag.zone | KeyFlag.entryPoint;
export const zskFlags: number = KeyFlag.zone;
const algorithm = DnssecAlgorithm.ECDSAP256SHA256;
const sha256Digest = 2; // SHA-256, of the registry of DS digests

/** What the API tells of a key. */
export interface KeyDescription {
  readonly Flag: number;
  readonly SigningAlgorithmMnemonic: string;
  readonly SigningAlgorithmType: number;
  readonly DigestAlgorithmMnemonic: string;
  readonly DigestAlgorithmType: number;
  readonly KeyTag: number;
  readonly DigestValue: string;
  readonly PublicKey: string;
  readonly DSRecord: string;
  readonly DNSKEYRecord: string;
}

/** The RDATA of the DNSKEY record (RFC 4034 §2.1). */
export function dnskeyOf(flags: number, publicKey: Uint8Array): Uint8Array {
  return Uint8Array.from([flags >>> 8, flags & 0xff, keyProtocol, algorithm, ...publicKey]);
}

export function describeKey(owner: Name, publicKey: Uint8Array, crypto: Pick<SigningKeys, "digest">): KeyDescription {
  const rdata = dnskeyOf(kskFlags, publicKey);
  const tag = keyTag(rdata);
  const digest = digestOfKey(owner, rdata, "SHA-256", crypto).toHex().toUpperCase();
  const key = publicKey.toBase64();
  return {
    Flag: kskFlags,
    SigningAlgorithmMnemonic: "ECDSAP256SHA256",
    SigningAlgorithmType: algorithm,
    DigestAlgorithmMnemonic: "SHA-256",
    DigestAlgorithmType: sha256Digest,
    KeyTag: tag,
    DigestValue: digest,
    PublicKey: key,
    DSRecord: `${tag} ${algorithm} ${sha256Digest} ${digest}`,
    DNSKEYRecord: `${kskFlags} ${keyProtocol} ${algorithm} ${key}`,
  };
}
