// The shortest honest reply, for when the responder's own may not go out: REFUSED by an access list, SERVFAIL after a
// fault of ours, an empty TC=1 when rates are limited. Header, the question as it came, and an OPT record where the
// message had one (RFC 6891 §6.1.1), with the reason (RFC 8914). Reads hostile octets: every step is bounded.

import { EdnsOption, ExtendedError } from "../dns/codes.ts";

const headerOctets = 12;
const optOctets = 11;
const reasonOctets = 6;
const optType = 41; // RFC 6891 §6.1.2
const udpPayload = 1232; // what we take over UDP: draft-ietf-dnsop-avoid-fragmentation §3.1

/** Rcode and flag of a terse reply: the low four bits of the header's second word, and TC (RFC 1035 §4.1.1). */
export const Terse = { servfail: 2, refused: 5, truncated: 0x200 } as const;
export type Terse = (typeof Terse)[keyof typeof Terse];

/** Offset after the first question's name, or -1 when there is no whole question (RFC 1035 §4.1.2). */
export function questionNameEnd(rx: Uint8Array, start: number, end: number): number {
  if (end - start < headerOctets + 5 || (rx[start + 4] | rx[start + 5]) === 0) return -1;
  let at = start + headerOctets;
  for (;;) {
    const size = rx[at];
    if (size === 0) break;
    at += size + 1;
    if (size > 63 || at >= end || at - start > headerOctets + 254) return -1;
  }
  return at + 5 <= end ? at + 1 : -1;
}

/** Writes the reply; returns its octets, 0 when the message is no query that may be answered. */
export function composeTerse(
  kind: Terse,
  rx: Uint8Array,
  start: number,
  end: number,
  tx: Uint8Array,
  txStart: number,
  room: number,
): number {
  if (end - start < headerOctets || (rx[start + 2] & 0x80) !== 0) return 0; // RFC 1035 §4.1.1: QR, a response
  const nameEnd = questionNameEnd(rx, start, end);
  const question = nameEnd < 0 || rx[start + 4] !== 0 || rx[start + 5] !== 1 ? 0 : nameEnd + 4 - start - headerOctets;
  const hasOpt = question > 0 && standsOpt(rx, start, nameEnd + 4, end);
  const reason = kind === Terse.truncated ? 0 : reasonOctets;
  const length = headerOctets + question + (hasOpt ? optOctets + reason : 0);
  if (length > room) return 0;
  tx.fill(0, txStart, txStart + length);
  tx[txStart] = rx[start];
  tx[txStart + 1] = rx[start + 1];
  tx[txStart + 2] = 0x80 | (rx[start + 2] & 0x79) | (kind === Terse.truncated ? 0x02 : 0); // QR, the opcode and RD kept
  tx[txStart + 3] = (rx[start + 3] & 0x10) | (kind & 0x0f); // CD kept
  if (question === 0) return length;
  tx[txStart + 5] = 1;
  for (let i = 0; i < question; i++) tx[txStart + headerOctets + i] = rx[start + headerOctets + i];
  if (!hasOpt) return length;
  tx[txStart + 11] = 1;
  const opt = txStart + headerOctets + question;
  composeOpt(tx, opt, rx, nameEnd + 4);
  if (reason > 0) composeReason(tx, opt, kind === Terse.refused ? ExtendedError.Prohibited : ExtendedError.Other);
  return length;
}

/** Whether an OPT record follows the question, where all senders put it: first of the additional section. */
function standsOpt(rx: Uint8Array, start: number, at: number, end: number): boolean {
  const between = rx[start + 6] | rx[start + 7] | rx[start + 8] | rx[start + 9];
  if (between !== 0 || (rx[start + 10] | rx[start + 11]) === 0) return false;
  return at + optOctets <= end && rx[at] === 0 && rx[at + 1] === 0 && rx[at + 2] === optType;
}

function composeOpt(tx: Uint8Array, at: number, rx: Uint8Array, queryOpt: number): void {
  tx[at + 2] = optType;
  tx[at + 3] = udpPayload >>> 8;
  tx[at + 4] = udpPayload & 255;
  tx[at + 7] = rx[queryOpt + 7] & 0x80; // DO is copied: RFC 6891 §6.1.4
}

/** The OPT record's only option, an Extended DNS Error: RFC 8914 §2. */
function composeReason(tx: Uint8Array, opt: number, infoCode: number): void {
  tx[opt + 10] = reasonOctets;
  tx[opt + 12] = EdnsOption.EDE;
  tx[opt + 14] = 2;
  tx[opt + 16] = infoCode;
}
