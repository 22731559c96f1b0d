// The serial of a zone that is there as sets: secondaries fetch it only when it has grown (RFC 1034 §4.3.5, RFC 1996 §3.11).
// Which one comes next is up to whoever gives the zone out: ./resign-zone.ts, ../cli/zone/serial.ts.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import { putSoaSerial, soaSerial } from "../dns/soa.ts";
import { RRType } from "../dns/types.ts";

/** The SOA's serial; null where the zone has no SOA. */
export function zoneSerial(apex: Name, sets: readonly RRset[]): number | null {
  const soa = sets.find((set) => isSoa(apex, set));
  return soa === undefined ? null : soaSerial(soa.rdatas[0]);
}

/** The sets, the SOA with another serial; what had signed it does so no more. */
export function withSerial(apex: Name, sets: readonly RRset[], serial: number): readonly RRset[] {
  return sets.map((set) => {
    if (!isSoa(apex, set)) return set;
    const rdata = Uint8Array.from(set.rdatas[0]);
    putSoaSerial(rdata, serial);
    return { ...set, rdatas: [rdata], signatures: [] };
  });
}

function isSoa(apex: Name, { owner, type }: RRset): boolean {
  return type === RRType.SOA && owner.equals(apex);
}
