// Zone transfers as far as a name server's answering thread decides them: who may have a zone (RFC 5936 §5), which zones can be
// told in records, and what IXFR says at once (RFC 1995 §2, §4). The zone itself is sent by another thread, through the port
// below: composing a large one takes seconds, in which this one has other clients.
// The messages of a transfer: ./transfer-composer.ts. Who fills the port: ../server/transfers/transfer-link.ts.

import { u16At } from "../base/octets.ts";
import { headerOctets, type MessageView, skipName } from "../dns/message-view.ts";
import type { Name } from "../dns/name.ts";
import { serialDistance } from "../dns/serial.ts";
import { soaNumberOctets, soaSerial } from "../dns/soa.ts";
import { RRType } from "../dns/types.ts";
import type { Client } from "./client.ts";
import type { TsigKey } from "./tsig-keys.ts";

export interface Transfers {
  /** Whether a client may have a zone, whatever the scope of the key that its query is signed with. */
  allows(client: Client, key: TsigKey | null, zone: Name): boolean;
  /**
   * Takes the query, copying what it needs: the zone at its name in `view` goes to the client later, in as many messages as
   * it takes. False: there is no room for more.
   */
  begin(query: MessageView, client: Client, view: number): boolean;
}

/** The serial that an IXFR query brings (RFC 1995 §3): of the SOA in its authority section; null when there is none to be read. */
export function serialOfQuery(query: MessageView): number | null {
  const { counts } = query;
  return counts[1] === 0 && counts[2] === 1 ? serialBehindQuestion(query) : null;
}

/** The serial that a notice brings (RFC 1996 §3.7): of the SOA in its answer section; null when there is none to be read. */
export function serialOfNotice(notice: MessageView): number | null {
  return notice.counts[1] === 1 ? serialBehindQuestion(notice) : null;
}

function serialBehindQuestion({ bytes, start, questionEnd, end }: MessageView): number | null {
  if (questionEnd === start + headerOctets) return null;
  const head = skipName(bytes, questionEnd, end);
  if (head < 0 || u16At(bytes, head) !== RRType.SOA) return null;
  const rdata = head + 10;
  const rdataEnd = rdata + u16At(bytes, head + 8);
  const first = skipName(bytes, rdata, rdataEnd);
  const second = first < 0 ? -1 : skipName(bytes, first, rdataEnd);
  return second < 0 || second + soaNumberOctets !== rdataEnd ? null : soaSerial(bytes, rdataEnd);
}

/** Whether a zone's copy with serial `theirs` is as new as `ours`, or newer (RFC 1982 §3.2). */
export function isCurrent(theirs: number, ours: number): boolean {
  return serialDistance(ours, theirs) >= 0;
}
