// The question that a transfer begins with, as its client writes it (RFC 5936 §2.1, RFC 1995 §3). How the answer is read:
// ./incoming-transfer.ts.

import { OctetWriter } from "../base/octets.ts";
import { Class } from "../dns/codes.ts";
import { RRType } from "../dns/types.ts";
import type { ZoneRecord } from "../zone/difference.ts";
import type { TransferQuestion } from "./incoming-transfer.ts";

/** `held`: the SOA of the version that the client has, which IXFR brings along; null for AXFR. */
export function composeTransferQuery(
  { zone, id, type }: Omit<TransferQuestion, "serial">,
  held: ZoneRecord | null,
): Uint8Array {
  const out = new OctetWriter();
  out.u16(id);
  out.u16(0);
  for (const count of [1, 0, held === null ? 0 : 1, 0]) out.u16(count);
  out.octets(zone.wire);
  out.u16(type);
  out.u16(Class.IN);
  if (held === null) return out.copy();
  out.octets(held.owner);
  out.u16(RRType.SOA);
  out.u16(Class.IN);
  out.u32(0); // its TTL says nothing here
  out.u16(held.rdata.length);
  out.octets(held.rdata);
  return out.copy();
}
