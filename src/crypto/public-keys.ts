// DNSKEY's octets as keys of node:crypto, a row an algorithm: RSA as exponent and modulus (RFC 3110 §2), DSA as T, Q, P, G
// and Y (RFC 2536 §2), ECDSA as x and y (RFC 6605 §4), EdDSA as one run of octets (RFC 8080 §3). RSA, ECDSA and EdDSA go
// in as JSON Web Keys; for DSA there are none, so its key is composed in DER.
// Invariant: sizes out of bounds are null here, before OpenSSL sees them.

import { createPublicKey, type KeyObject } from "node:crypto";
import { maxRsaExponentOctets, maxRsaModulusBits, minRsaModulusBits } from "../base/limits.ts";
import { DnssecAlgorithm } from "../dns/codes.ts";

export interface KeyForm {
  /** null where the algorithm brings its own, as EdDSA does. */
  readonly hash: string | null;
  importKey(publicKey: Uint8Array): KeyObject | null;
  /** null for a signature that has not the algorithm's form. */
  readSignature(signature: Uint8Array): ReadSignature | null;
}

/** A signature as OpenSSL wants it: its octets, and how the two numbers of DSA and ECDSA are put together. */
interface ReadSignature {
  readonly octets: Uint8Array;
  readonly encoding: "der" | "ieee-p1363";
}

/** The keys that can be read, by algorithm. */
export const keyForms: ReadonlyMap<number, KeyForm> = new Map<number, KeyForm>([
  [DnssecAlgorithm.DSA, dsa()],
  [DnssecAlgorithm.NSEC3DSA, dsa()],
  [DnssecAlgorithm.RSASHA1, rsa("sha1")],
  [DnssecAlgorithm.NSEC3RSASHA1, rsa("sha1")],
  [DnssecAlgorithm.RSASHA256, rsa("sha256")],
  [DnssecAlgorithm.RSASHA512, rsa("sha512")],
  [DnssecAlgorithm.ECDSAP256SHA256, ecdsa("sha256", "P-256", 32)],
  [DnssecAlgorithm.ECDSAP384SHA384, ecdsa("sha384", "P-384", 48)],
  [DnssecAlgorithm.ED25519, eddsa("Ed25519", 32, 64)],
  [DnssecAlgorithm.ED448, eddsa("Ed448", 57, 114)],
]);

function rsa(hash: string): KeyForm {
  return { hash, importKey: importRsa, readSignature: (octets) => ({ octets, encoding: "der" }) };
}

/** The exponent's length in one octet, or zero and two; the exponent; the modulus (RFC 3110 §2). */
function importRsa(publicKey: Uint8Array): KeyObject | null {
  const short = publicKey[0] !== 0;
  const from = short ? 1 : 3;
  const size = short ? publicKey[0] : (publicKey[1] << 8) | publicKey[2];
  if (!(publicKey.length > from + size)) return null;
  const exponent = withoutZeros(publicKey.subarray(from, from + size));
  const modulus = withoutZeros(publicKey.subarray(from + size));
  if (exponent.length === 0 || exponent.length > maxRsaExponentOctets || modulus.length === 0) return null;
  const bits = modulus.length * 8 - (Math.clz32(modulus[0]) - 24);
  if (bits < minRsaModulusBits || bits > maxRsaModulusBits) return null;
  return fromJwk({ kty: "RSA", n: digits(modulus), e: digits(exponent) });
}

function ecdsa(hash: string, curve: string, octets: number): KeyForm {
  return {
    hash,
    importKey(publicKey) {
      if (publicKey.length !== 2 * octets) return null;
      const [x, y] = [publicKey.subarray(0, octets), publicKey.subarray(octets)].map(digits);
      return fromJwk({ kty: "EC", crv: curve, x, y });
    },
    // r and s, each as long as the curve's order (RFC 6605 §4).
    readSignature: (signature) =>
      signature.length === 2 * octets ? { octets: signature, encoding: "ieee-p1363" } : null,
  };
}

function eddsa(curve: string, octets: number, signatureOctets: number): KeyForm {
  return {
    hash: null,
    importKey: (publicKey) =>
      publicKey.length === octets ? fromJwk({ kty: "OKP", crv: curve, x: digits(publicKey) }) : null,
    readSignature: (octets) => (octets.length === signatureOctets ? { octets, encoding: "der" } : null),
  };
}

const dsaQOctets = 20;
const maxDsaT = 8; // RFC 2536 §2: P of 512 to 1024 bits
const derSequence = 0x30;

function dsa(): KeyForm {
  return {
    hash: "sha1",
    importKey: importDsa,
    // T, r and s (RFC 2536 §3); signers of old wrote DER, which no T can be taken for.
    readSignature(signature) {
      if (signature[0] === derSequence) return { octets: signature, encoding: "der" };
      if (signature.length !== 1 + 2 * dsaQOctets) return null;
      return { octets: signature.subarray(1), encoding: "ieee-p1363" };
    },
  };
}

/** T in one octet, Q in twenty, then P, G and Y in 64 + 8 T each (RFC 2536 §2). */
function importDsa(publicKey: Uint8Array): KeyObject | null {
  const t = publicKey[0];
  const size = 64 + 8 * t;
  const pAt = 1 + dsaQOctets;
  if (t > maxDsaT || publicKey.length !== pAt + 3 * size) return null;
  const number = (at: number, octets: number): Uint8Array => der(0x02, unsigned(publicKey.subarray(at, at + octets)));
  const parameters = der(derSequence, number(pAt, size), number(1, dsaQOctets), number(pAt + size, size));
  const algorithm = der(derSequence, dsaIdentifier, parameters);
  const key = der(0x03, Uint8Array.of(0), number(pAt + 2 * size, size));
  return createPublicKey({ key: Buffer.from(der(derSequence, algorithm, key)), format: "der", type: "spki" });
}

/** 1.2.840.10040.4.1, id-dsa. */
const dsaIdentifier = Uint8Array.of(0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01);

/** A value of DER with its tag and length. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Uint8Array.of(tag, body.length), body]);
  if (body.length < 0x100) return Buffer.concat([Uint8Array.of(tag, 0x81, body.length), body]);
  return Buffer.concat([Uint8Array.of(tag, 0x82, body.length >>> 8, body.length & 0xff), body]);
}

/** A number as DER's INTEGER holds it: no needless zeros, and one where the highest bit would make it negative. */
function unsigned(octets: Uint8Array): Uint8Array {
  const number = withoutZeros(octets);
  return number.length === 0 || number[0] >= 0x80 ? Buffer.concat([Uint8Array.of(0), number]) : number;
}

function withoutZeros(octets: Uint8Array): Uint8Array {
  let at = 0;
  while (at < octets.length && octets[at] === 0) at++;
  return octets.subarray(at);
}

function fromJwk(key: JsonWebKeyOctets): KeyObject {
  return createPublicKey({ key, format: "jwk" });
}

type JsonWebKeyOctets = Readonly<Record<string, string>>;

function digits(octets: Uint8Array): string {
  return octets.toBase64({ alphabet: "base64url", omitPadding: true });
}
