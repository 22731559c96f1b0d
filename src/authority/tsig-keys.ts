// The keys of TSIG (RFC 8945 §2): who has the secret signs messages with it. Names and algorithms are compared as domain
// names are; a key is good for its own algorithm alone, so nobody is talked into a weaker one.
// The hash itself is a port that the server fills (../crypto/hmac.ts). How a message is judged and signed: ./tsig.ts.

import { lowerCase } from "../base/octets.ts";
import { type Name, sameName } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";

/**
 * RFC 8945 §6: the algorithms, and how many octets their MACs have. SHA-1 must be had and should not be used: a key is good for
 * its own algorithm alone, so it weakens nobody else's. MD5 must not be used, and is not offered.
 */
export const macOctets = {
  "hmac-sha256": 32,
  "hmac-sha384": 48,
  "hmac-sha512": 64,
  "hmac-sha224": 28,
  "hmac-sha1": 20,
} as const;
export type TsigAlgorithm = keyof typeof macOctets;

export interface TsigKey {
  /** As text, for people. */
  readonly name: string;
  /** The name and the algorithm's, in lower case and wire form (RFC 8945 §4.3.3). */
  readonly wire: Uint8Array;
  readonly algorithm: TsigAlgorithm;
  readonly algorithmWire: Uint8Array;
  readonly secret: Uint8Array;
  /** What its bearer may do: sign queries, or have zones transferred, too. */
  readonly scope: "queries" | "transfers";
}

export type Hmac = (algorithm: TsigAlgorithm, secret: Uint8Array, octets: Uint8Array) => Uint8Array;

/** What TSIG needs: keys, the hash, and the time, in seconds since 1970. */
export interface TsigParts {
  readonly keys: readonly TsigKey[];
  readonly hmac: Hmac;
  readonly nowSeconds: () => number;
}

export function tsigKey(name: Name, algorithm: TsigAlgorithm, secret: Uint8Array, scope: TsigKey["scope"]): TsigKey {
  const wire = name.wire.map((octet) => lowerCase[octet]); // a label's length is no letter
  const algorithmWire = Uint8Array.of(algorithm.length, ...new TextEncoder().encode(algorithm), 0);
  return { name: printName(wire), wire, algorithm, algorithmWire, secret, scope };
}

/** The key with the names that stand in a message; null when we do not hold it. */
export function findKey(keys: readonly TsigKey[], bytes: Uint8Array, name: number, algorithm: number): TsigKey | null {
  for (const key of keys)
    if (sameName(key.wire, 0, bytes, name) && sameName(key.algorithmWire, 0, bytes, algorithm)) return key;
  return null;
}
