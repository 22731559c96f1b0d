// Key pairs that sign zones, by node:crypto: made anew, made from a seed, or taken from a private key that was kept.
// RSA (RFC 5702), ECDSA (RFC 6605) and EdDSA (RFC 8080); retired algorithms only verify. Files: ./private-key-text.ts.
// From a seed the same key comes every time; with EdDSA, whose signatures hold no chance, the same zone is the same octets.

import { createECDH, createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { maxRsaModulusBits } from "../base/limits.ts";
import { sameOctets } from "../base/octets.ts";
import { DnssecAlgorithm } from "../dns/codes.ts";
import { algorithmName } from "../dnssec/algorithms.ts";
import { keyProtocol, keyTag } from "../dnssec/dnskey.ts";
import type { SigningKey } from "../dnssec/sign.ts";

export interface PrivateKey extends SigningKey {
  /** The numbers of the private key, by their names in a JSON Web Key. */
  readonly numbers: PrivateNumbers;
}

export type PrivateNumbers = Readonly<Record<string, Uint8Array>>;

interface SigningForm {
  readonly hash: string | null;
  make(bits: number): KeyObject;
  /** null where no key comes from a seed. */
  readonly fromSeed: ((seed: Uint8Array) => KeyObject) | null;
  /** How long a seed is, where that is given. */
  readonly seedOctets: number | null;
  /** null for numbers that are no key of the algorithm. */
  fromNumbers(numbers: PrivateNumbers, publicKey: Uint8Array): KeyObject | null;
  /** DNSKEY's field. */
  publicKey(numbers: PrivateNumbers): Uint8Array;
}

/** The usual one first. */
const forms: ReadonlyMap<number, SigningForm> = new Map<number, SigningForm>([
  [DnssecAlgorithm.ECDSAP256SHA256, ecdsa("sha256", "P-256", "prime256v1", 32)],
  [DnssecAlgorithm.ED25519, eddsa("Ed25519", 32, "302e020100300506032b657004220420")],
  [DnssecAlgorithm.RSASHA256, rsa("sha256")],
  [DnssecAlgorithm.ECDSAP384SHA384, ecdsa("sha384", "P-384", "secp384r1", 48)],
  [DnssecAlgorithm.ED448, eddsa("Ed448", 57, "3047020100300506032b6571043b0439")],
  [DnssecAlgorithm.RSASHA512, rsa("sha512")],
]);

/** RFC 5702 §2 wants as much of the larger of its two algorithms. */
const minSigningBits = 1_024;

/** Algorithms that sign, the usual one first. */
export const signingAlgorithms: readonly number[] = [...forms.keys()];

/** The same as people write them, in the same order. */
export const signingAlgorithmWords: readonly string[] = signingAlgorithms.map((one) =>
  algorithmName(one).toLowerCase(),
);

export interface NewKey {
  readonly algorithm: number;
  /** DNSKEY's flags: 256 for a zone key, 257 for one that a DS names. */
  readonly flags: number;
  /** Of an RSA key; 2048 where nothing is said. */
  readonly bits?: number;
  /** What the key comes from instead of chance; the octets that Ed25519 and Ed448 have for a private key, any number for ECDSA. */
  readonly seed?: Uint8Array;
}

/** Makes a key pair, or says why there is none of that kind. */
export function newSigningKey({ algorithm, flags, bits = 2048, seed }: NewKey): PrivateKey | string {
  const form = forms.get(algorithm);
  if (form === undefined) return `keys of algorithm ${algorithm} are not made`;
  if (bits < minSigningBits || bits > maxRsaModulusBits)
    return `an RSA key has ${minSigningBits} to ${maxRsaModulusBits} bits`;
  if (seed === undefined) return signingKey(form, algorithm, flags, form.make(bits));
  if (form.fromSeed === null) return "an RSA key cannot come from a seed";
  if (form.seedOctets !== null && seed.length !== form.seedOctets)
    return `the seed of algorithm ${algorithm} has ${form.seedOctets} octets, not ${seed.length}`;
  return signingKey(form, algorithm, flags, form.fromSeed(seed));
}

/** The key pair of a DNSKEY's RDATA and the private numbers that were kept, or why they are none. */
export function signingKeyOf(dnskey: Uint8Array, numbers: PrivateNumbers): PrivateKey | string {
  const algorithm = dnskey[3];
  const form = forms.get(algorithm);
  if (form === undefined) return `keys of algorithm ${algorithm} do not sign here`;
  let key: KeyObject | null;
  try {
    key = form.fromNumbers(numbers, dnskey.subarray(4));
  } catch {
    key = null;
  }
  if (key === null) return "the private key is not one of its algorithm";
  return matched(signingKey(form, algorithm, (dnskey[0] << 8) | dnskey[1], key), dnskey);
}

/** The key pair of a DNSKEY's RDATA and a private key in PKCS #8, or why they are none. */
export function pkcs8SigningKey(dnskey: Uint8Array, pkcs8: Uint8Array): PrivateKey | string {
  const form = forms.get(dnskey[3]);
  if (form === undefined) return `keys of algorithm ${dnskey[3]} do not sign here`;
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
    return matched(signingKey(form, dnskey[3], (dnskey[0] << 8) | dnskey[1], key), dnskey);
  } catch {
    return "the private key cannot be read";
  }
}

function matched(made: PrivateKey, dnskey: Uint8Array): PrivateKey | string {
  return sameOctets(made.dnskey, dnskey) ? made : "the private key is not that of the DNSKEY record";
}

function signingKey(form: SigningForm, algorithm: number, flags: number, key: KeyObject): PrivateKey {
  const numbers = numbersOf(key);
  const publicKey = form.publicKey(numbers);
  const dnskey = Uint8Array.of(flags >>> 8, flags & 0xff, keyProtocol, algorithm, ...publicKey);
  const input = { key, dsaEncoding: "ieee-p1363" } as const;
  return { dnskey, tag: keyTag(dnskey), algorithm, numbers, sign: (data) => sign(form.hash, data, input) };
}

function numbersOf(key: KeyObject): PrivateNumbers {
  const { kty: _kty, crv: _crv, ...numbers } = key.export({ format: "jwk" }) as Record<string, string>;
  return Object.fromEntries(Object.entries(numbers).map(([name, digits]) => [name, Buffer.from(digits, "base64url")]));
}

function fromJwk(head: Readonly<Record<string, string>>, numbers: PrivateNumbers): KeyObject {
  const body = Object.entries(numbers).map(([name, octets]) => [name, Buffer.from(octets).toString("base64url")]);
  return createPrivateKey({ key: { ...head, ...Object.fromEntries(body) }, format: "jwk" });
}

function rsa(hash: string): SigningForm {
  return {
    hash,
    seedOctets: null,
    make: (bits) => generateKeyPairSync("rsa", { modulusLength: bits, publicExponent: 65_537 }).privateKey,
    fromSeed: null,
    fromNumbers: (numbers) => fromJwk({ kty: "RSA" }, numbers),
    // The exponent's length, the exponent, the modulus (RFC 3110 §2); no exponent of ours has 256 octets.
    publicKey: ({ n, e }) => Buffer.concat([Uint8Array.of(e.length), e, n]),
  };
}

function ecdsa(hash: string, crv: string, curve: string, octets: number): SigningForm {
  const fromScalar = (scalar: Uint8Array): KeyObject => {
    const pair = createECDH(curve);
    pair.setPrivateKey(scalar);
    const point = pair.getPublicKey().subarray(1);
    return fromJwk({ kty: "EC", crv }, { x: point.subarray(0, octets), y: point.subarray(octets), d: scalar });
  };
  return {
    hash,
    seedOctets: null,
    make: () => generateKeyPairSync("ec", { namedCurve: crv }).privateKey,
    fromSeed: (seed) => fromScalar(scalarOf(seed, curve, octets)),
    // Leading zeros are often left out in files.
    fromNumbers: ({ d }) =>
      d.length > octets ? null : fromScalar(Buffer.concat([new Uint8Array(octets - d.length), d])),
    publicKey: ({ x, y }) => Buffer.concat([x, y]),
  };
}

/** The first of SHA-512(seed | 0), SHA-512(seed | 1), … that is a private key of the curve: nearly always the very first. */
function scalarOf(seed: Uint8Array, curve: string, octets: number): Uint8Array {
  for (let round = 0; ; round++) {
    const scalar = createHash("sha512").update(seed).update(Uint8Array.of(round)).digest().subarray(0, octets);
    try {
      createECDH(curve).setPrivateKey(scalar);
      return scalar;
    } catch {
      // Zero, or beyond the curve's order.
    }
  }
}

/** `head`: PKCS #8 in DER up to the private key's octets. */
function eddsa(crv: string, octets: number, head: string): SigningForm {
  const fromSeed = (seed: Uint8Array): KeyObject =>
    createPrivateKey({ key: Buffer.concat([Buffer.from(head, "hex"), seed]), format: "der", type: "pkcs8" });
  return {
    hash: null,
    seedOctets: octets,
    make: () => (crv === "Ed448" ? generateKeyPairSync("ed448") : generateKeyPairSync("ed25519")).privateKey,
    fromSeed,
    fromNumbers: ({ d }) => (d.length === octets ? fromSeed(d) : null),
    publicKey: ({ x }) => x,
  };
}
