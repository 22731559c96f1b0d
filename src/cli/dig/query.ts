// One query as octets: the header, one question, and EDNS with what a curious client wants to know
// (RFC 1035 §4.1, RFC 6891 §6.1). It says that it understands AD.

import { OctetWriter } from "../../base/octets.ts";
import { Class, EdnsOption } from "../../dns/codes.ts";
import { headerOctets } from "../../dns/message-view.ts";
import type { Name } from "../../dns/name.ts";
import { RRType } from "../../dns/types.ts";

export interface Query {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  /** Ask for DNSSEC records. */
  readonly dnssec: boolean;
  /** Whether the answer may come from elsewhere: RD (RFC 1035 §4.1.1). */
  readonly recursion: "desired" | "not desired";
  /** Whether a resolver shall validate: CD, turned round (RFC 4035 §3.2.2). */
  readonly checking: "enabled" | "disabled";
  /** With IXFR: the serial of the version that is there already (RFC 1995 §3). */
  readonly since: number | null;
  /** The client subnet to claim (RFC 7871 §6): family 4 or 6, the address's octets, the prefix length. */
  readonly subnet: Subnet | null;
  /** 8 octets of the client, or 16 to 40 when a server gave its half (RFC 7873 §4). */
  readonly cookie: Uint8Array;
}

/** What most queries say beside the question. */
export const plainly = {
  dnssec: false,
  recursion: "desired",
  checking: "enabled",
  since: null,
  subnet: null,
} as const satisfies Partial<Query>;

export interface Subnet {
  readonly family: 4 | 6;
  readonly octets: Uint8Array;
  readonly length: number;
}

/** UDP octets that fit any path unfragmented, as everybody agreed on DNS flag day 2020. */
const udpSize = 1232;
const recursionDesired = 0x0100;
const authenticData = 0x0020;
const checkingDisabled = 0x0010;
const dnssecOk = 0x8000;

export function composeQuery(query: Query, id: number): Uint8Array {
  const out = new OctetWriter(512);
  out.u16(id);
  const recursion = query.recursion === "desired" ? recursionDesired : 0;
  out.u16(recursion | authenticData | (query.checking === "disabled" ? checkingDisabled : 0));
  for (const count of [1, 0, query.since === null ? 0 : 1, 1]) out.u16(count);
  out.octets(query.name.wire);
  out.u16(query.type);
  out.u16(query.class);
  if (query.since !== null) composeVersion(out, query.since);
  out.u8(0);
  out.u16(RRType.OPT);
  out.u16(udpSize);
  out.u16(0); // extended RCODE and version, both 0
  out.u16(query.dnssec ? dnssecOk : 0);
  const options = composeOptions(query);
  out.u16(options.length);
  out.octets(options);
  return out.copy();
}

/** An SOA of the zone that is asked for, of which only the serial means something (RFC 1995 §3). */
function composeVersion(out: OctetWriter, serial: number): void {
  out.u16(0xc000 | headerOctets); // the question's name
  out.u16(RRType.SOA);
  out.u16(Class.IN);
  out.u32(0);
  out.u16(22);
  out.u16(0); // two roots in place of the server and the mailbox
  for (const word of [serial, 0, 0, 0, 0]) out.u32(word);
}

function composeOptions(query: Query): Uint8Array {
  const out = new OctetWriter(128);
  composeOption(out, EdnsOption.NSID, new Uint8Array(0));
  composeOption(out, EdnsOption.COOKIE, query.cookie);
  if (query.subnet !== null) composeOption(out, EdnsOption["CLIENT-SUBNET"], subnetOctets(query.subnet));
  return out.copy();
}

function composeOption(out: OctetWriter, code: number, data: Uint8Array): void {
  out.u16(code);
  out.u16(data.length);
  out.octets(data);
}

/** Only the prefix's octets travel, the bits behind it zero (RFC 7871 §6). */
function subnetOctets(subnet: Subnet): Uint8Array {
  const out = new OctetWriter(20);
  out.u16(subnet.family === 4 ? 1 : 2);
  out.u8(subnet.length);
  out.u8(0);
  for (let bit = 0, i = 0; bit < subnet.length; bit += 8, i++) {
    const kept = Math.min(8, subnet.length - bit);
    out.u8(subnet.octets[i] & (0xff << (8 - kept)));
  }
  return out.copy();
}
