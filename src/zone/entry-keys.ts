// What the entries of a zone's nodes are kept under: an RRset under its type, the signatures of an RRset under the type that
// they cover and `signatureKey`. So signatures come and go with what they sign, and each keeps a TTL of its own: RRSIGs of
// one name are no RRset (RFC 4035 §2.2). Beside records, the apex of a signed zone leads to the index of its denials
// (./denial-index.ts) under `denialKey`, and that of one that is signed as it is answered has a number under `signerKey`
// (./signer.ts). Keys of the forest are views, and none of this.

import { u16At } from "../base/octets.ts";
import { RRType } from "../dns/types.ts";

export const signatureKey = 0x10000;
export const denialKey = 0x20000;
export const signerKey = 0x30000;

/** What a record of a type is kept under; `rdata[start]` is where its RDATA begins. */
export function keyOf(type: number, rdata: Uint8Array, start: number): number {
  return type === RRType.RRSIG ? signatureKey | u16At(rdata, start) : type;
}

/** The type of the records under a key. */
export function typeOfKey(key: number): number {
  return key < signatureKey ? key : RRType.RRSIG;
}

/** RFC 5155 §7.2.8: what makes no name exist, an NSEC3 and its signatures. */
export function isHashed(key: number): boolean {
  return (key & 0xffff) === RRType.NSEC3;
}

/** Whether this key leads to what proves denials. */
export function provesDenials(key: number): boolean {
  return key === RRType.NSEC || key === RRType.NSEC3;
}

/** Whether what the apex holds under this key says that the zone is signed, or how it denies. */
export function tellsOfSigning(key: number): boolean {
  return key === RRType.DNSKEY || key === RRType.NSEC3PARAM || key === (signatureKey | RRType.DNSKEY);
}
