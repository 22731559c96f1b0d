// How long a denial may be kept: the lesser of the SOA's TTL and its MINIMUM (RFC 2308 §3), and so long may the NSEC that
// proves it (RFC 9077 §3). Used by ./authority.ts and ./online-answers.ts.

import { soaMinimum } from "../dns/soa.ts";
import { recordOctets, rrsetRecords, rrsetTtl } from "../zone/layout.ts";
import type { Memory } from "../base/memory.ts";

/** In seconds; `soa` is a zone's packed SOA. */
export function negativeTtl(memory: Memory, soa: number): number {
  const end = (soa + rrsetRecords) * 4 + recordOctets(memory, soa);
  return Math.min(memory.words[soa + rrsetTtl] >>> 0, soaMinimum(memory.bytes, end));
}
