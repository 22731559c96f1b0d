// Rows of the type table: types that say where and how a service is reached.
// How a row is read: ./row.ts. The parameters of SVCB and HTTPS: ../fields/service-params.ts.

import { ipv4 } from "../fields/addresses.ts";
import { named, u16, u8 } from "../fields/integers.ts";
import { eui48, eui64, locator64 } from "../fields/identifiers.ts";
import { rrType } from "../fields/bitmaps.ts";
import { host, loweredName, verbatimName } from "../fields/names.ts";
import { prefixList } from "../fields/prefixes.ts";
import { gateway, relayType } from "../fields/gateways.ts";
import { location } from "../fields/location.ts";
import { serviceParams } from "../fields/service-params.ts";
import { restText, string, strings } from "../fields/strings.ts";
import { row } from "./row.ts";

const binding = { priority: u16, target: host(verbatimName), params: serviceParams };

/** Schemes of generalised notification (RFC 9859 §2.2). */
const notifyScheme = named(u8, { NOTIFY: 1 }, "name", "NOTIFY or a number from 0 to 255");

export const serviceTypes = {
  LOC: row("RFC 1876 §2", "where a host stands on Earth", { location }),
  NAPTR: row("RFC 3403 §4.1", "a rewriting rule", {
    order: u16,
    preference: u16,
    flags: string,
    services: string,
    regexp: string,
    replacement: loweredName,
  }),
  KX: row("RFC 2230 §3.1", "a key exchanger", { preference: u16, exchanger: host(loweredName) }),
  APL: row("RFC 3123 §4", "a list of address prefixes", { prefixes: prefixList }),
  SVCB: row("RFC 9460 §2", "how a service is reached", binding),
  HTTPS: row("RFC 9460 §9", "how a web origin is reached", binding),
  DSYNC: row("RFC 9859 §2.1", "where to notify a parent", {
    type: rrType,
    scheme: notifyScheme,
    port: u16,
    target: verbatimName,
  }),
  NID: row("RFC 6742 §2.1", "an ILNP node identifier", { preference: u16, nodeId: locator64 }),
  L32: row("RFC 6742 §2.2", "an ILNPv4 locator", { preference: u16, locator: ipv4 }),
  L64: row("RFC 6742 §2.3", "an ILNPv6 locator", { preference: u16, locator: locator64 }),
  LP: row("RFC 6742 §2.4", "a pointer to locators", { preference: u16, fqdn: verbatimName }),
  EUI48: row("RFC 7043 §3", "a 48-bit interface address", { address: eui48 }),
  EUI64: row("RFC 7043 §4", "a 64-bit interface address", { address: eui64 }),
  URI: row("RFC 7553 §4", "a service as a URI", { priority: u16, weight: u16, target: restText("a URI", 1) }),
  AMTRELAY: row("RFC 8777 §4", "a multicast relay", { precedence: u8, relayType, relay: gateway(1, 0x7f) }),
  RESINFO: row("RFC 9606 §5", "what a resolver can do", { text: strings }),
};
