// NSEC: the next name of a zone in canonical order, and the types at this one (RFC 4034 §4). What lies between does not exist.
// Only arithmetic: which records prove a denial together is the business of whoever asks.
// Used by validators (signatures are checked elsewhere) and for NSEC3's set of types, which has the same form.

import { compareNames, Name, nameLength } from "../dns/name.ts";

export interface Nsec {
  readonly owner: Name;
  readonly next: Name;
  readonly rdata: Uint8Array;
  /** Where the set of types begins in the RDATA. */
  readonly bitmapAt: number;
}

/** Reads an NSEC's RDATA. Octets that are none become a record without types that leads to the root. */
export function readNsec(owner: Name, rdata: Uint8Array): Nsec {
  const size = nameLength(rdata, 0, rdata.length);
  if (size < 0) return { owner, next: Name.root, rdata, bitmapAt: rdata.length };
  return { owner, next: new Name(rdata.subarray(0, size)), rdata, bitmapAt: size };
}

/** Whether the windows from `bitmapAt` on have the type's bit (RFC 4034 §4.1.2). */
export function hasType(rdata: Uint8Array, bitmapAt: number, type: number): boolean {
  for (let at = bitmapAt; at + 2 <= rdata.length; at += 2 + rdata[at + 1]) {
    if (rdata[at] !== type >>> 8) continue;
    const octet = (type & 0xff) >> 3;
    const i = at + 2 + octet;
    return octet < rdata[at + 1] && i < rdata.length && (rdata[i] & (0x80 >> (type & 7))) !== 0;
  }
  return false;
}

/** All types whose bits are set in the windows from `bitmapAt` on. */
export function typesIn(rdata: Uint8Array, bitmapAt: number): number[] {
  const types: number[] = [];
  for (let at = bitmapAt; at + 2 <= rdata.length; at += 2 + rdata[at + 1]) {
    const end = Math.min(rdata.length, at + 2 + rdata[at + 1]);
    for (let i = at + 2; i < end; i++) {
      for (let bit = 0; bit < 8; bit++) {
        if ((rdata[i] & (0x80 >> bit)) !== 0) types.push((rdata[at] << 8) | ((i - at - 2) << 3) | bit);
      }
    }
  }
  return types;
}

/**
 * Whether the name lies strictly between the owner and the next name in canonical order (RFC 4034 §6.1). The zone's last
 * record leads back to the apex (RFC 4034 §4.1.1); one that leads out of the zone, or back elsewhere, covers nothing.
 */
export function nsecCovers({ owner, next }: Nsec, name: Name, zone: Name): boolean {
  if (!owner.isWithin(zone) || !next.isWithin(zone) || !name.isWithin(zone)) return false;
  if (compareNames(owner.wire, name.wire) >= 0) return false;
  return compareNames(owner.wire, next.wire) < 0 ? compareNames(name.wire, next.wire) < 0 : next.equals(zone);
}
