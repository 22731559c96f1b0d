// Making a signature: the RRSIG of an RRset (RFC 4034 §3). Who holds the private key is behind SigningKey; on floor 6 that
// is ../crypto/signing-keys.ts. What of a zone is signed, and by which key, is ./sign-zone.ts's business.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import { OctetWriter } from "../base/octets.ts";
import { readRrsig, signedData, signedLabels } from "./rrsig.ts";

export interface SigningKey {
  /** The DNSKEY's RDATA. */
  readonly dnskey: Uint8Array;
  readonly tag: number;
  readonly algorithm: number;
  /** The signature as RRSIG's field has it. */
  sign(data: Uint8Array): Uint8Array;
}

/** Seconds since 1970, both within the signature's life (RFC 4034 §3.1.5). */
export interface SignatureTimes {
  readonly inception: number;
  readonly expiration: number;
}

/** The RDATA of the RRSIG over the set, by a key of the zone. */
export function signRRset(set: RRset, zone: Name, key: SigningKey, times: SignatureTimes): Uint8Array {
  const out = new OctetWriter(256);
  out.u16(set.type);
  out.u8(key.algorithm);
  out.u8(signedLabels(set.owner));
  out.u32(set.ttlSeconds);
  out.u32(times.expiration);
  out.u32(times.inception);
  out.u16(key.tag);
  out.octets(zone.wire);
  out.octets(key.sign(signedData(set, readRrsig(out.copy()))));
  return out.copy();
}
