// For how long a reply may be kept by HTTP's caches: RFC 8484 §5.1. What has no TTL, and what is cut short or failed, may not
// be kept at all.

import { u16At, u32At } from "../base/octets.ts";
import { Rcode } from "../dns/codes.ts";
import { headerTC, MessageFault, MessageView, skipName } from "../dns/message-view.ts";
import { soaMinimum } from "../dns/soa.ts";
import { RRType } from "../dns/types.ts";

const view = new MessageView();
/** From a record's type to its RDATA. */
const fixedOctets = 10;

/** Seconds: the least TTL of the answers, or for how long a denial holds (RFC 2308 §5); 0 for replies that may not be kept. */
export function freshnessSeconds(reply: Uint8Array): number {
  if (view.parse(reply, 0, reply.length) !== MessageFault.none || (view.bits & headerTC) !== 0) return 0;
  if (view.rcode !== Rcode.NOERROR && view.rcode !== Rcode.NXDOMAIN) return 0;
  const [, answers, authority] = view.counts;
  let at = view.questionEnd;
  let least = Infinity;
  for (let i = 0; i < answers + authority; i++) {
    const head = skipName(reply, at, reply.length);
    const next = head + fixedOctets + u16At(reply, head + 8);
    const ttl = u32At(reply, head + 4);
    if (i < answers) least = Math.min(least, ttl);
    else if (answers === 0 && u16At(reply, head) === RRType.SOA) least = Math.min(least, ttl, soaMinimum(reply, next));
    at = next;
  }
  return least === Infinity ? 0 : least;
}
