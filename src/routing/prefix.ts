// Address prefixes in text: "192.0.2.0/24", "2001:db8::/32", or an address alone, which is a prefix of its full length.
// Octets behind the prefix's length count for nothing and are cleared (RFC 4291 §2.3).

import { OctetWriter } from "../base/octets.ts";
import { scanIpv4, scanIpv6 } from "../dns/fields/addresses.ts";

export interface Prefix {
  readonly family: 4 | 6;
  /** 4 or 16 octets. */
  readonly octets: Uint8Array;
  readonly length: number;
}

const encoder = new TextEncoder();

/** The prefix that `text` spells, or null when it spells none. */
export function scanPrefix(text: string): Prefix | null {
  const [, address, length] = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  if (address === undefined) return null;
  const family = address.includes(":") ? 6 : 4;
  const out = new OctetWriter(16);
  const octets = encoder.encode(address);
  if (!(family === 6 ? scanIpv6 : scanIpv4)(octets, 0, octets.length, out)) return null;
  const size = length === undefined ? out.length * 8 : Number(length);
  return size > out.length * 8 ? null : { family, octets: masked(out.copy(), size), length: size };
}

/** Clears all bits behind the first `length`, in place. */
export function masked(octets: Uint8Array, length: number): Uint8Array {
  for (let i = 0; i < octets.length; i++) {
    const kept = length - i * 8;
    if (kept < 8) octets[i] &= kept <= 0 ? 0 : 0xff00 >>> kept;
  }
  return octets;
}
