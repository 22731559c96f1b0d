// The port to a library of cryptography: DNSSEC's arithmetic stays pure and runs in a browser tab. node:crypto fills it
// in ../crypto/dnssec-crypto.ts. What signs is another port, SigningKey in ./sign.ts.
// Invariant: nothing here throws, whatever octets it gets; keys and signatures come from strangers.

export type DigestName = "SHA-1" | "SHA-256" | "SHA-384";

export interface DnssecCrypto {
  digest(name: DigestName, octets: Uint8Array): Uint8Array;
  /**
   * `publicKey` is DNSKEY's field, `signature` RRSIG's. "unusable": a malformed key, or an algorithm that the port lacks.
   */
  verify(
    algorithm: number,
    publicKey: Uint8Array,
    data: Uint8Array,
    signature: Uint8Array,
  ): "valid" | "invalid" | "unusable";
}
