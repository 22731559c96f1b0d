// RRSIG: a signature over an RRset, and the octets that it signs (RFC 4034 §3, RFC 6840 §5.1).
// The labels field says how much of the owner was there when it was signed: fewer labels than the owner has mean that
// the set was made from a wildcard, and the wildcard's name is what was signed (RFC 4034 §3.1.3, RFC 4035 §5.3.2).
// Verifying is in ./verify.ts, making in ./sign.ts; both sign and check what signedData returns.

import type { RRset } from "../dns/rrset.ts";
import { lowerCase, OctetWriter, u16At, u32At } from "../base/octets.ts";
import { Name, nameLength } from "../dns/name.ts";
import { canonicalRdata } from "../dns/rdata.ts";
import { canonicalOrder } from "../dns/rrset.ts";

export interface Rrsig {
  readonly rdata: Uint8Array;
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  /** Seconds since 1970, modulo 2^32 (RFC 4034 §3.1.5). */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: Name;
  readonly signature: Uint8Array;
}

const signerAt = 18;
const asterisk = 0x2a;

/** Reads an RRSIG's RDATA. Octets that are none become a signature that holds nowhere: of nothing, by the root. */
export function readRrsig(rdata: Uint8Array): Rrsig {
  const size = nameLength(rdata, signerAt, rdata.length);
  return {
    rdata,
    typeCovered: size < 0 ? 0 : u16At(rdata, 0),
    algorithm: rdata[2],
    labels: rdata[3],
    originalTtl: u32At(rdata, 4),
    expiration: u32At(rdata, 8),
    inception: u32At(rdata, 12),
    keyTag: u16At(rdata, 16),
    signer: size < 0 ? Name.root : new Name(rdata.subarray(signerAt, signerAt + size)),
    signature: size < 0 ? rdata.subarray(rdata.length) : rdata.subarray(signerAt + size),
  };
}

/**
 * signed data = RRSIG RDATA without the signature | RR(1) | RR(2) | … (RFC 4034 §3.1.8.1), with the owner as it was signed,
 * the original TTL, and each RDATA in canonical form and order.
 */
export function signedData(set: RRset, rrsig: Rrsig): Uint8Array {
  const out = new OctetWriter(512);
  out.octets(rrsig.rdata, 0, signerAt);
  lowerName(rrsig.signer, out);
  const owner = sourceOfSynthesis(set.owner, rrsig) ?? set.owner;
  for (const rdata of canonicalOrder(set.type, set.rdatas)) {
    lowerName(owner, out);
    out.u16(set.type);
    out.u16(set.class);
    out.u32(rrsig.originalTtl);
    const lengthAt = out.length;
    out.u16(0);
    canonicalRdata(set.type, rdata, 0, rdata.length, out);
    const size = out.length - lengthAt - 2;
    out.bytes[lengthAt] = size >>> 8;
    out.bytes[lengthAt + 1] = size;
  }
  return out.copy();
}

/** The wildcard that a set of this owner was made from, when its signature says that it was; null when it was not. */
export function sourceOfSynthesis(owner: Name, rrsig: Rrsig): Name | null {
  let surplus = signedLabels(owner) - rrsig.labels;
  if (surplus <= 0) return null;
  const { wire } = owner;
  // A wildcard's own asterisk is a label that nobody counts, and it goes as the others do.
  if (isWildcard(owner)) surplus++;
  let at = 0;
  for (; surplus > 0; surplus--) at += wire[at] + 1;
  const source = new Uint8Array(2 + wire.length - at);
  source[0] = 1;
  source[1] = asterisk;
  source.set(wire.subarray(at), 2);
  return new Name(source);
}

/** What the labels field of an owner's signature holds: neither the root nor a leading asterisk counts (RFC 4034 §3.1.3). */
export function signedLabels(owner: Name): number {
  return owner.labelCount - (isWildcard(owner) ? 1 : 0);
}

function isWildcard({ wire }: Name): boolean {
  return wire[0] === 1 && wire[1] === asterisk;
}

function lowerName({ wire }: Name, out: OctetWriter): void {
  for (let i = 0; i < wire.length; i++) out.u8(lowerCase[wire[i]]);
}
