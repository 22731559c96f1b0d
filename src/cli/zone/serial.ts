// The serial of a zone that is signed anew: secondaries fetch it only when it has grown (RFC 1034 §4.3.5, RFC 1996 §3.11).
// It grows as serial numbers do, round 2^32.

import type { Name } from "../../dns/name.ts";
import type { RRset } from "../../dns/rrset.ts";
import { serialDistance } from "../../dns/serial.ts";
import { withSerial, zoneSerial } from "../../dnssec/zone-serial.ts";

/** "time" is seconds since 1970, where the serial is not beyond that already. */
export type SerialPolicy = "keep" | "increment" | "time";

export const serialPolicies: readonly SerialPolicy[] = ["keep", "increment", "time"];

/** The sets, the SOA's serial as the policy has it. */
export function withNextSerial(
  apex: Name,
  sets: readonly RRset[],
  policy: SerialPolicy,
  nowSeconds: number,
): readonly RRset[] {
  const serial = zoneSerial(apex, sets);
  if (policy === "keep" || serial === null) return sets;
  const isAhead = serialDistance(serial, nowSeconds) > 0;
  return withSerial(apex, sets, policy === "time" && isAhead ? nowSeconds : serial + 1);
}
