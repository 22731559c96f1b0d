// Signing a zone again and again: its records change, its signatures grow old. What is good still is kept (./kept-signatures.ts), and
// the serial grows where anything is new, so that secondaries fetch it (RFC 1034 §4.3.5): to what the zone's own SOA says where that
// is ahead of what was given out, else by one.

import type { Name } from "../dns/name.ts";
import { type RRset, setKey } from "../dns/rrset.ts";
import { serialDistance } from "../dns/serial.ts";
import { sameOctets } from "../base/octets.ts";
import { type KeepingTimes, KeptSignatures } from "./kept-signatures.ts";
import { readRrsig } from "./rrsig.ts";
import { signZone, type ZoneSigning } from "./sign-zone.ts";
import { withSerial, zoneSerial } from "./zone-serial.ts";

/**
 * The zone's sets, signed; `last` itself where they would say nothing new. `sets` are the zone as it is written, `last` as it was
 * given out, or null where it never was.
 */
export function resignZone(
  apex: Name,
  sets: readonly RRset[],
  last: readonly RRset[] | null,
  signing: ZoneSigning,
  keeping: KeepingTimes,
): readonly RRset[] {
  if (last === null) return signZone(apex, sets, signing);
  const written = zoneSerial(apex, sets) ?? 0;
  const given = zoneSerial(apex, last) ?? 0;
  const isAhead = serialDistance(given, written) > 0;
  const sign = (serial: number, old: readonly RRset[]): RRset[] =>
    signZone(apex, withSerial(apex, sets, serial), { ...signing, kept: new KeptSignatures(apex, old, keeping) });
  const signed = sign(isAhead ? written : given, last);
  if (isAhead) return signed;
  return sameSets(signed, last) ? last : sign((given + 1) >>> 0, signed);
}

/** Seconds from now on until the first signature ends; less than none where one has. */
export function soonestEnd(sets: Iterable<RRset>, nowSeconds: number): number {
  let soonest = Number.POSITIVE_INFINITY;
  for (const { signatures } of sets)
    for (const rdata of signatures)
      soonest = Math.min(soonest, serialDistance(nowSeconds, readRrsig(rdata).expiration));
  return soonest;
}

/** Whether the octets are the same, whatever the order of the sets. */
function sameSets(some: readonly RRset[], others: readonly RRset[]): boolean {
  const byKey = new Map(others.map((set) => [setKey(set), set]));
  return some.length === byKey.size && some.every((set) => isSame(set, byKey.get(setKey(set))));
}

function isSame(a: RRset, b: RRset | undefined): boolean {
  return (
    b !== undefined &&
    a.ttlSeconds === b.ttlSeconds &&
    sameOctets(a.owner.wire, b.owner.wire) &&
    sameLists(a.rdatas, b.rdatas) &&
    sameLists(a.signatures, b.signatures)
  );
}

function sameLists(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return some.length === others.length && some.every((octets, i) => sameOctets(octets, others[i]));
}
