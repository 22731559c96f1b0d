// The five numbers that end an SOA's RDATA (RFC 1035 §3.3.13): serial, REFRESH, RETRY, EXPIRE, MINIMUM. They stand at fixed places
// from its end, so the names before them are not read. All take valid octets whose RDATA ends at `end`: a packed record will do.
// How serials compare: ./serial.ts.

import { putU32, u32At } from "../base/octets.ts";

/** Octets of the five. */
export const soaNumberOctets = 20;

export function soaSerial(bytes: Uint8Array, end: number = bytes.length): number {
  return u32At(bytes, end - soaNumberOctets);
}

export function putSoaSerial(rdata: Uint8Array, serial: number): void {
  putU32(rdata, rdata.length - soaNumberOctets, serial);
}

/** Seconds; of those that look after a copy of the zone (RFC 1034 §4.3.5). */
export function soaPeriods(rdata: Uint8Array): {
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
} {
  const at = rdata.length - soaNumberOctets;
  return { refresh: u32At(rdata, at + 4), retry: u32At(rdata, at + 8), expire: u32At(rdata, at + 12) };
}

/** Seconds; how long what is not there may be kept, unless the SOA's own TTL is less (RFC 2308 §4). */
export function soaMinimum(bytes: Uint8Array, end: number = bytes.length): number {
  return u32At(bytes, end - 4);
}
