// DNSKEY: a zone's public key, and its tag, by which signatures and DS records find it (RFC 4034 §2, Appendix B).
// A tag is a checksum, no name: two keys of a zone may have the same, and who looks one up tries both.
// What the octets of `publicKey` mean is the algorithm's business, behind the port of ./crypto.ts.

import { u16At } from "../base/octets.ts";
import { DnssecAlgorithm } from "../dns/codes.ts";

export interface DnsKey {
  readonly rdata: Uint8Array;
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly tag: number;
}

/** RFC 4034 §2.1.1, and RFC 5011 §3 for the key that its owner takes back. */
export const KeyFlag = { zone: 0x0100, revoked: 0x0080, entryPoint: 0x0001 } as const;

export const keyProtocol = 3; // RFC 4034 §2.1.2

/** Reads the RDATA of a DNSKEY or CDNSKEY. */
export function readDnsKey(rdata: Uint8Array): DnsKey {
  return {
    rdata,
    flags: u16At(rdata, 0),
    protocol: rdata[2],
    algorithm: rdata[3],
    publicKey: rdata.subarray(4),
    tag: keyTag(rdata),
  };
}

/** RFC 4034 Appendix B: a checksum in 16-bit words over the whole RDATA. */
export function keyTag(rdata: Uint8Array): number {
  // RFC 4034 Appendix B.1: of the first algorithm, two octets of the modulus, the last but two and the last but one.
  if (rdata[3] === DnssecAlgorithm.RSAMD5) return u16At(rdata, rdata.length - 3);
  let sum = 0;
  for (let i = 0; i < rdata.length; i++) sum += i % 2 === 0 ? rdata[i] << 8 : rdata[i];
  return (sum + (sum >>> 16)) & 0xffff;
}

/** Whether the key may sign a zone's data: the bit is set, the protocol is DNSSEC (RFC 4034 §2.1.1, §2.1.2). */
export function isZoneKey(key: DnsKey): boolean {
  return (key.flags & KeyFlag.zone) !== 0 && key.protocol === keyProtocol;
}

/** Whether its owner took the key back (RFC 5011 §2.1). */
export function isRevoked(key: DnsKey): boolean {
  return (key.flags & KeyFlag.revoked) !== 0;
}

/** Whether the key is meant as an anchor's or a DS record's; a hint, which validators must not obey (RFC 4034 §2.1.1). */
export function isEntryPoint(key: DnsKey): boolean {
  return (key.flags & KeyFlag.entryPoint) !== 0;
}
