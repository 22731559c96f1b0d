// TSIG as far as a server without keys goes (RFC 8945): every key is unknown, and that is said in the reply's own TSIG.
// The error reply is not signed: it carries the key's name and algorithm, an empty MAC and the error (RFC 8945 §5.2.1).

import { u16At } from "../base/octets.ts";
import { Class, Rcode } from "../dns/codes.ts";
import { skipName } from "../dns/message-view.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { MessageWriter } from "../dns/message-writer.ts";
import { nameLength } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";

/** Octets of TSIG RDATA after the algorithm's name and without MAC: time, fudge, sizes, id, error. */
const fixedOctets = 16;
const timeOctets = 6;

/** Whether the query's TSIG record can be read: names whole, sizes adding up (RFC 8945 §4.2). */
export function isReadableTsig(query: MessageView): boolean {
  const { bytes, tsig, end } = query;
  const head = skipName(bytes, tsig, end);
  if (nameLength(bytes, tsig, end) !== head - tsig) return false; // RFC 8945 §4.2: not compressed
  const rdata = head + 10;
  const rdataEnd = rdata + u16At(bytes, head + 8);
  const algorithm = nameLength(bytes, rdata, rdataEnd);
  if (algorithm < 0 || rdata + algorithm + fixedOctets > rdataEnd) return false;
  const mac = u16At(bytes, rdata + algorithm + timeOctets + 2);
  const afterMac = rdata + algorithm + timeOctets + 4 + mac;
  return afterMac + 6 <= rdataEnd && afterMac + 6 + u16At(bytes, afterMac + 4) === rdataEnd;
}

/** Writes the TSIG record that tells BADKEY; the query's own is readable. Returns false when it does not fit. */
export function writeBadKey(writer: MessageWriter, query: MessageView): boolean {
  const { bytes, tsig, end } = query;
  const head = skipName(bytes, tsig, end);
  const algorithm = head + 10;
  const algorithmEnd = algorithm + nameLength(bytes, algorithm, end);
  const size = algorithmEnd - algorithm + fixedOctets;
  if (writer.at + (head - tsig) + 10 + size > writer.limit) return false;
  writer.octets(bytes, tsig, head);
  writer.u16(RRType.TSIG);
  writer.u16(Class.ANY);
  writer.u16(0);
  writer.u16(0);
  writer.u16(size);
  writer.octets(bytes, algorithm, algorithmEnd + timeOctets + 2); // algorithm, time signed, fudge: as they came
  writer.u16(0);
  writer.u16(query.id);
  writer.u16(Rcode.BADKEY);
  writer.u16(0);
  return true;
}
