// Rows of the type table: types of the early years and rare ones, still in the registry with a defined RDATA.
// How a row is read: ./row.ts. A zone of 1990 must load, so each has its text form.

import { ipv4 } from "../fields/addresses.ts";
import { oldTypeBitmap, portBitmap } from "../fields/bitmaps.ts";
import { dashedBase64Rest, optionalBase64Rest } from "../fields/encoded.ts";
import { atmAddress, nsap } from "../fields/identifiers.ts";
import { named, u16, u32, u64, u8 } from "../fields/integers.ts";
import { compressedName, host, loweredName } from "../fields/names.ts";
import { prefixedAddress } from "../fields/prefixes.ts";
import { optionalString, patterned, string, strings } from "../fields/strings.ts";
import { row } from "./row.ts";

const degrees = patterned("a decimal number in quotes or not", /^[-+]?\d+(\.\d+)?$/);

/** X.121 addresses are at least four digits (RFC 1183 §3.1). */
const psdnAddress = patterned("a PSDN address of four or more digits", /^\d{4,}$/);

export const rareTypes = {
  MD: row("RFC 1035 §3.3.4", "a mail destination, now MX", { madname: host(compressedName) }),
  MF: row("RFC 1035 §3.3.5", "a mail forwarder, now MX", { madname: host(compressedName) }),
  MB: row("RFC 1035 §3.3.3", "a mailbox", { madname: host(compressedName) }),
  MG: row("RFC 1035 §3.3.6", "a mail group's member", { mgmname: compressedName }),
  MR: row("RFC 1035 §3.3.8", "a mailbox's new name", { newname: compressedName }),
  NULL: row("RFC 1035 §3.3.10", "any octets", {}),
  WKS: row("RFC 1035 §3.4.2", "well-known services", {
    address: ipv4,
    protocol: named(u8, { ICMP: 1, TCP: 6, UDP: 17 }, "number"),
    services: portBitmap,
  }),
  HINFO: row("RFC 1035 §3.3.2", "a host's hardware and system", { cpu: string, os: string }),
  MINFO: row("RFC 1035 §3.3.7", "who answers for a mailbox", { rmailbx: compressedName, emailbx: compressedName }),
  RP: row("RFC 1183 §2.2", "a responsible person", { mailbox: loweredName, text: loweredName }),
  AFSDB: row("RFC 1183 §1", "an AFS cell's server", { subtype: u16, hostname: host(loweredName) }),
  X25: row("RFC 1183 §3.1", "an X.25 address", { address: psdnAddress }),
  ISDN: row("RFC 1183 §3.2", "an ISDN number", { address: string, subaddress: optionalString }),
  RT: row("RFC 1183 §3.3", "a host to route through", { preference: u16, intermediate: host(loweredName) }),
  NSAP: row("RFC 1706 §5", "an OSI address", { address: nsap }),
  "NSAP-PTR": row("RFC 1348 §3", "a pointer from an OSI address", { owner: loweredName }),
  PX: row("RFC 2163 §4", "X.400 mail mapping", { preference: u16, map822: loweredName, mapx400: loweredName }),
  GPOS: row("RFC 1712 §3", "a geographic position, now LOC", {
    longitude: degrees,
    latitude: degrees,
    altitude: degrees,
  }),
  NXT: row("RFC 2535 §5.2", "the next name, now NSEC", { nextDomainName: loweredName, types: oldTypeBitmap }),
  ATMA: row("ATM Forum AF-SAA-0069", "an ATM address", { address: atmAddress }),
  A6: row("RFC 2874 §3.1", "part of an IPv6 address, now AAAA", { address: prefixedAddress }),
  SINK: row("draft-eastlake-kitchen-sink-02", "anything", {
    meaning: u8,
    coding: u8,
    subcoding: u8,
    data: optionalBase64Rest,
  }),
  NINFO: row("draft-reid-dnsext-zs-01", "a zone's status", { text: strings }),
  SPF: row("RFC 7208 §3.1", "sender policy, now TXT", { text: strings }),
  AVC: row("the registry's AVC template", "application visibility and control", { text: strings }),
  DOA: row("draft-durand-doa-over-dns-03", "a digital object", {
    enterprise: u32,
    type: u32,
    location: u8,
    mediaType: string,
    data: dashedBase64Rest,
  }),
  WALLET: row("the registry's WALLET template", "a cryptocurrency address", { text: strings }),
  CLA: row("draft-johnson-dns-ipn-cla-07", "a convergence layer adapter", { text: strings }),
  IPN: row("draft-johnson-dns-ipn-cla-07", "a bundle protocol node number", { number: u64 }),
};
