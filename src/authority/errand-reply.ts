// The reply to a notice or an update (RFC 1996 §3.7, RFC 2136 §3.8): the head with its rcode, the question again, OPT where the message
// had one, with the reason of a refusal (RFC 8914), and a signature where the message was signed (RFC 8945 §5.3).
// Invariant: it is never longer than 512 octets but for a key's long names, so it fits whatever its client takes.

import { putU16 } from "../base/octets.ts";
import { EdnsOption, type Rcode } from "../dns/codes.ts";
import { optOctets } from "../dns/edns.ts";
import { headerOctets, headerQR, type MessageView } from "../dns/message-view.ts";
import { RRType } from "../dns/types.ts";
import type { Sealer } from "./tsig.ts";

export interface ErrandReplyParts {
  readonly rcode: (typeof Rcode)[keyof typeof Rcode];
  /** Flags of the header beside QR and the opcode. */
  readonly bits: number;
  /** Why, for people; null: nothing is said. */
  readonly reason: { readonly code: number; readonly text: string } | null;
  /** Our UDP payload size. */
  readonly maxUdpOctets: number;
  readonly sealer: Sealer | null;
}

const maxReasonOctets = 160;
const encoder = new TextEncoder();

export function composeErrandReply(message: MessageView, parts: ErrandReplyParts): Uint8Array {
  const { bytes, start, questionEnd, opcode, id, edns } = message;
  const { rcode, bits, reason, maxUdpOctets, sealer } = parts;
  const question = bytes.subarray(start + headerOctets, questionEnd);
  const said = edns.present && reason !== null ? reasonOption(reason.code, reason.text) : new Uint8Array(0);
  const length = headerOctets + question.length + (edns.present ? optOctets + said.length : 0);
  const reply = new Uint8Array(length + (sealer?.octets ?? 0));
  putU16(reply, 0, id);
  putU16(reply, 2, headerQR | (opcode << 11) | bits | rcode);
  putU16(reply, 4, 1);
  reply.set(question, headerOctets);
  if (edns.present) {
    const opt = headerOctets + question.length;
    putU16(reply, opt + 1, RRType.OPT);
    putU16(reply, opt + 3, maxUdpOctets);
    putU16(reply, opt + 9, said.length);
    reply.set(said, opt + optOctets);
    putU16(reply, 10, 1);
  }
  const end = sealer === null ? length : sealer.seal(reply, 0, length);
  return reply.subarray(0, end);
}

/** RFC 8914 §2. */
function reasonOption(code: number, text: string): Uint8Array {
  const octets = encoder.encode(text).subarray(0, maxReasonOctets);
  const option = new Uint8Array(6 + octets.length);
  putU16(option, 0, EdnsOption.EDE);
  putU16(option, 2, 2 + octets.length);
  putU16(option, 4, code);
  option.set(octets, 6);
  return option;
}
