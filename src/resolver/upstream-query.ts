// The query as it goes to a server: random id (RFC 5452 §9.1), random case (0x20), EDNS with 1232 octets (RFC 9715 §3.2),
// DO (RFC 4035 §3.2.1), and a cookie (RFC 7873 §5.1). No client's data goes along: no ECS, no other option.

import type { Random } from "../base/random.ts";
import type { Question } from "./question.ts";
import { OctetWriter } from "../base/octets.ts";
import { Class, EdnsOption } from "../dns/codes.ts";
import { flagDO } from "../dns/edns.ts";
import { headerOctets, headerRD } from "../dns/message-view.ts";
import { RRType } from "../dns/types.ts";

/** What we take over UDP: below every path's MTU, so that answers are not fragmented (RFC 9715 §3.2). */
export const upstreamUdpOctets = 1232;

const clientCookieOctets = 8;

export interface QueryForm {
  /** "must return": a response in another case is a forger's or a lax server's. "may return": over TCP, where that can be told apart. */
  readonly casing: "must return" | "may return" | "not mixed";
  readonly recursion: "desired" | "not desired";
  /** The cookie option's data; null sends EDNS without one, "no EDNS" sends none at all. */
  readonly edns: Uint8Array | null | "no EDNS";
}

export interface SentQuery {
  readonly id: number;
  readonly octets: Uint8Array;
  /** The question section ends here: what must come back octet by octet. */
  readonly questionEnd: number;
  /** The name as it was asked, before its case was mixed. */
  readonly name: Uint8Array;
  readonly form: QueryForm;
}

export function composeQuery(question: Question, form: QueryForm, random: Random): SentQuery {
  const id = random.below(0x1_0000);
  const out = new OctetWriter(headerOctets + question.name.wire.length + 44);
  out.u16(id);
  out.u16(form.recursion === "desired" ? headerRD : 0);
  for (const count of [1, 0, 0, form.edns === "no EDNS" ? 0 : 1]) out.u16(count);
  const nameAt = out.length;
  out.octets(question.name.wire);
  if (form.casing !== "not mixed") mixCase(out.bytes, nameAt, random);
  out.u16(question.type);
  out.u16(Class.IN);
  const questionEnd = out.length;
  if (form.edns !== "no EDNS") composeOpt(out, form.edns);
  return { id, octets: out.copy(), questionEnd, name: question.name.wire, form };
}

/** The cookie option's data for a server: our part, then the server's when it gave us one (RFC 7873 §4). */
export function cookieFor(clientCookie: Uint8Array, serverCookie: Uint8Array | null): Uint8Array {
  const cookie = new Uint8Array(clientCookieOctets + (serverCookie?.length ?? 0));
  cookie.set(clientCookie.subarray(0, clientCookieOctets));
  if (serverCookie !== null) cookie.set(serverCookie, clientCookieOctets);
  return cookie;
}

function composeOpt(out: OctetWriter, cookie: Uint8Array | null): void {
  out.u8(0);
  out.u16(RRType.OPT);
  out.u16(upstreamUdpOctets);
  out.u16(0);
  out.u16(flagDO);
  out.u16(cookie === null ? 0 : 4 + cookie.length);
  if (cookie === null) return;
  out.u16(EdnsOption.COOKIE);
  out.u16(cookie.length);
  out.octets(cookie);
}

/** Turns each letter over with the chance of a coin: as many bits to guess as the name has letters (draft-vixie-dnsext-dns0x20). */
function mixCase(bytes: Uint8Array, nameAt: number, random: Random): void {
  let coins = 0;
  let left = 0;
  for (let at = nameAt; bytes[at] !== 0; at += bytes[at] + 1) {
    for (let i = at + 1; i <= at + bytes[at]; i++) {
      const lower = bytes[i] | 0x20;
      if (lower < 0x61 || lower > 0x7a) continue;
      if (left === 0) {
        coins = random.below(0x1_0000);
        left = 16;
      }
      bytes[i] = (coins & 1) === 0 ? lower : lower & ~0x20;
      coins >>>= 1;
      left--;
    }
  }
}
