// Names that never leave this machine: what a stranger's server is asked about them is at best wasted and at worst a leak
// (RFC 6761, RFC 6303, RFC 7686, RFC 7793, RFC 8375, RFC 9462, RFC 9476, RFC 9665). Each zone is empty but for its SOA and
// NS (RFC 6303 §3), except localhost, which has its addresses (RFC 6761 §6.3) and is what they lead back to.
// A stub or forward zone of the operator's goes before all of them, but that one above them leads nowhere with names that are this
// machine's or the resolver's own.

import type { RRset } from "../dns/rrset.ts";
import type { Question } from "./question.ts";
import type { ResolverSettings } from "./settings.ts";
import { OctetWriter } from "../base/octets.ts";
import { Class, Rcode } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import { makeRRset } from "../dns/rrset.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";

const ttlSeconds = 10_800;

const emptyZones = [
  "localhost invalid test onion local alt home.arpa resolver.arpa service.arpa",
  "0.in-addr.arpa 10.in-addr.arpa 127.in-addr.arpa 254.169.in-addr.arpa 168.192.in-addr.arpa",
  "2.0.192.in-addr.arpa 100.51.198.in-addr.arpa 113.0.203.in-addr.arpa 255.255.255.255.in-addr.arpa",
  Array.from({ length: 16 }, (_, i) => `${16 + i}.172.in-addr.arpa`).join(" "),
  Array.from({ length: 64 }, (_, i) => `${64 + i}.100.in-addr.arpa`).join(" "),
  `${"0.".repeat(32)}ip6.arpa 1.${"0.".repeat(31)}ip6.arpa`,
  "d.f.ip6.arpa 8.e.f.ip6.arpa 9.e.f.ip6.arpa a.e.f.ip6.arpa b.e.f.ip6.arpa 8.b.d.0.1.0.0.2.ip6.arpa",
].flatMap((line) => line.split(" "));

const ofThisMachine = ["localhost", "127.in-addr.arpa", `1.${"0.".repeat(31)}ip6.arpa`, "invalid"];
/** The zones of this machine: a laboratory may have all the others to itself. */
const ownZones = keysOf(...ofThisMachine, "local");
/** What is asked here is meant for whoever is asked: nobody else is to hear of it (RFC 6761 §6.3, §6.4, RFC 7686 §2, RFC 9462 §6.4). */
const neverForwarded = keysOf(...ofThisMachine, "onion", "resolver.arpa");
const zones = new Map<string, Name>(emptyZones.map((text) => [parsed(text).key, parsed(text)]));
const localhost = parsed("localhost");
/** RFC 9462 §6.4: whatever is asked for there exists, and has nothing. */
const resolverArpa = parsed("resolver.arpa");
/** RFC 9462 §4. */
const designationName = parsed("_dns.resolver.arpa");
const nobody = parsed("nobody.invalid");
const loopbackNames = new Set([parsed("1.0.0.127.in-addr.arpa").key, parsed(`1.${"0.".repeat(31)}ip6.arpa`).key]);

export interface LocalAnswer {
  readonly zone: Name;
  readonly rcode: number;
  readonly answer: readonly RRset[];
  readonly authority: readonly RRset[];
  readonly ttlSeconds: number;
}

/** The answer to a question about a local name; null when the name is not local. */
export function localAnswer(
  { name, type }: Question,
  { localZones: reach, designated }: Pick<ResolverSettings, "localZones" | "designated">,
): LocalAnswer | null {
  const zone = localZone(name);
  if (zone === null || reach === "none" || (reach === "this machine" && !ownZones.has(zone.key))) return null;
  const isDesignation = designated.length > 0 && name.equals(designationName);
  if (isDesignation && type === RRType.SVCB)
    return { zone, rcode: Rcode.NOERROR, answer: [designations(designated)], authority: [], ttlSeconds };
  // Between a zone and its parent stands nothing: the DS is denied as any other type (RFC 6303 §3).
  const answer = dataAt(name, zone, type);
  if (answer !== null) return { zone, rcode: Rcode.NOERROR, answer: [answer], authority: [], ttlSeconds };
  const exists =
    name.equals(zone) ||
    zone.equals(localhost) ||
    zone.equals(resolverArpa) ||
    loopbackNames.has(name.key) ||
    isAbove(name);
  return { zone, rcode: exists ? Rcode.NOERROR : Rcode.NXDOMAIN, answer: [], authority: [soa(zone)], ttlSeconds };
}

/** Whether a local zone is answered here whatever zone above it the operator named servers for. */
export function isNeverForwarded(zone: Name): boolean {
  return neverForwarded.has(zone.key);
}

/** RFC 9462 §4: the resolver that was asked tells how it is reached encrypted. */
function designations(designated: readonly Uint8Array[]): RRset {
  return makeRRset(designationName, RRType.SVCB, Class.IN, ttlSeconds, designated);
}

function localZone(name: Name): Name | null {
  for (let at = name; at.wire[0] !== 0; at = at.parent) {
    const zone = zones.get(at.key);
    if (zone !== undefined) return zone;
  }
  return null;
}

function dataAt(name: Name, zone: Name, type: number): RRset | null {
  if (zone.equals(localhost)) {
    if (type === RRType.A) return rrset(name, type, Uint8Array.of(127, 0, 0, 1));
    if (type === RRType.AAAA) return rrset(name, type, new Uint8Array(16).fill(1, 15));
  }
  if (loopbackNames.has(name.key) && type === RRType.PTR) return rrset(name, type, localhost.wire);
  if (!name.equals(zone)) return null;
  if (type === RRType.SOA) return soa(zone);
  return type === RRType.NS ? rrset(name, type, zone.wire) : null;
}

/** Whether a name with data lies below this one: an empty non-terminal exists (RFC 8020 §1). */
function isAbove(name: Name): boolean {
  return [...loopbackNames].some((key) => key.endsWith(name.key));
}

function soa(zone: Name): RRset {
  const out = new OctetWriter(64);
  out.octets(zone.wire);
  out.octets(nobody.wire);
  for (const number of [1, 3600, 1200, 604_800, ttlSeconds]) out.u32(number);
  return rrset(zone, RRType.SOA, out.copy());
}

function rrset(owner: Name, type: number, rdata: Uint8Array): RRset {
  return makeRRset(owner, type, Class.IN, ttlSeconds, [rdata]);
}

function keysOf(...texts: string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => parsed(text).key));
}

function parsed(text: string): Name {
  return nameFromText(text) as Name;
}
