// Rows of the type table: the common types of every zone (RFC 1035 §3.3, RFC 3596, RFC 2782, RFC 6672, RFC 8659).
// How a row is read: ./row.ts. The kinds of fields: ../fields/.

import { ipv4, ipv6 } from "../fields/addresses.ts";
import { seconds, u16, u32, u8 } from "../fields/integers.ts";
import { compressedName, host, loweredName } from "../fields/names.ts";
import { patterned, restText, strings, word } from "../fields/strings.ts";
import { row } from "./row.ts";

/** CAA tags are one or more ASCII letters and digits (RFC 8659 §4.1). */
const caaTag = word(patterned("a CAA property tag of letters and digits", /^[A-Za-z0-9]+$/));

export const basicTypes = {
  A: row("RFC 1035 §3.4.1", "a host's IPv4 address", { address: ipv4 }),
  NS: row("RFC 1035 §3.3.11", "an authoritative name server", { nsdname: host(compressedName) }),
  CNAME: row("RFC 1035 §3.3.1", "the canonical name of an alias", { cname: compressedName }, "singleton"),
  SOA: row(
    "RFC 1035 §3.3.13",
    "the start of a zone of authority",
    {
      mname: compressedName,
      rname: compressedName,
      serial: u32,
      refresh: seconds,
      retry: seconds,
      expire: seconds,
      minimum: seconds,
    },
    "singleton",
  ),
  PTR: row("RFC 1035 §3.3.12", "a pointer to another name", { ptrdname: compressedName }),
  MX: row("RFC 1035 §3.3.9", "a mail exchange", { preference: u16, exchange: host(compressedName) }),
  TXT: row("RFC 1035 §3.3.14", "text", { text: strings }),
  AAAA: row("RFC 3596 §2.1", "a host's IPv6 address", { address: ipv6 }),
  SRV: row("RFC 2782", "where a service is found", {
    priority: u16,
    weight: u16,
    port: u16,
    target: host(loweredName),
  }),
  DNAME: row("RFC 6672 §2.1", "a name for a whole subtree", { target: loweredName }, "singleton"),
  CAA: row("RFC 8659 §4.1", "who may issue certificates", {
    flags: u8,
    tag: caaTag,
    value: restText("a CAA value", 0),
  }),
};
