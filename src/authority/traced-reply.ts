// What a trace is told of a reply as a message: what its cookie was worth, why it says nothing, what did not fit.
// Only called while somebody listens: nothing here is on the way of an ordinary answer.

import { EdnsOption, ExtendedError, Rcode } from "../dns/codes.ts";
import { printIpv4, printIpv6 } from "../dns/fields/addresses.ts";
import { recordCount } from "../zone/layout.ts";
import { Section } from "./answer.ts";
import { CookieState } from "./cookies.ts";
import { nameFrom } from "./traced-names.ts";
import type { Memory } from "../base/memory.ts";
import type { Trace } from "../trace/steps.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { Answer } from "./answer.ts";
import type { ClientSubnet } from "./client-subnet.ts";
import type { Encoder } from "./encoder.ts";

/** A query that could be read, and asks something. */
export function tellQuery(trace: Trace, { bytes, start, end, qname, qtype }: MessageView): void {
  const message = bytes.subarray(start, end);
  trace.note("request.received", { octets: message.length, name: nameFrom(qname, 0), type: qtype }, message);
}

export function tellCookie(trace: Trace, state: CookieState | null): void {
  switch (state) {
    case null:
      return;
    case CookieState.malformed:
      return trace.note("request.options-malformed", {});
    case CookieState.clientOnly:
      return trace.note("request.cookie-new", {});
    case CookieState.invalid:
      return trace.note("request.cookie-invalid", {});
    case CookieState.valid:
      return trace.note("request.cookie-valid", {});
    default:
      return state satisfies never;
  }
}

/** Whom the query is asked for, or why that cannot be told. */
export function tellSubnet(trace: Trace, query: MessageView, subnet: ClientSubnet): void {
  if (!subnet.present) {
    if (query.edns.find(query.bytes, EdnsOption["CLIENT-SUBNET"]) >= 0) trace.note("request.subnet-unused", {});
    return;
  }
  const { family, octets, source } = subnet;
  const address = family === 4 ? printIpv4(octets, 0) : printIpv6(octets, 0);
  trace.note("request.subnet", { subnet: `${address}/${source}` });
}

/** Why nothing is answered, and whether the answer went into the message whole: `encoder` has just written it. */
export function tellReply(trace: Trace, memory: Memory, encoder: Encoder, answer: Answer): void {
  if (answer.extendedError === ExtendedError.Prohibited) trace.note("request.prohibited", {});
  else if (answer.rcode === Rcode.REFUSED) trace.note("request.not-ours", {});
  const room = encoder.writer.limit - encoder.writer.start;
  if (encoder.truncated) return trace.note("request.truncated", { room });
  let records = 0;
  for (let i = 0; i < answer.count; i++)
    if (answer.sections[i] === Section.additional) records += recordsOf(memory, answer, i);
  records -= encoder.counts[Section.additional];
  if (records > 0) trace.note("request.left-out", { records, room });
}

/** Records of an entry, with its signatures. */
function recordsOf(memory: Memory, answer: Answer, i: number): number {
  const signatures = answer.signatures[i];
  const made = signatures < 0 ? answer.made.countOf(signatures) : 0;
  return recordCount(memory, answer.rrsets[i]) + (signatures > 0 ? recordCount(memory, signatures) : made);
}
