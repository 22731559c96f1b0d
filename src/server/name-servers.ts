// Strict delegation sets: which address is which name server's, from the configuration, and whether we listen there.
// Each of the 2,048 name servers of the pool (../store/name-servers.ts) has the address at its number in every range,
// unless it is said to be elsewhere. Read next: ./name-server-zones.ts, ../authority/server-addresses.ts.

import { isWildcard, parseAddress, printAddress, printEndpoint } from "../net/address.ts";
import type { Endpoint } from "../net/address.ts";
import { type Prefix, scanPrefix } from "../routing/prefix.ts";
import { poolSize, serverNameAt, serverNumber } from "../store/name-servers.ts";
import { firstServerView } from "../zone/views.ts";
import type { Config } from "./config.ts";
import type { NameServerView } from "./routing-data.ts";

export type DelegationSettings = Config["dns"]["delegationSets"];

/** Every name server with its addresses, in the order of the pool; none in easy mode, where all are everywhere. */
export function nameServerViews({ mode, ranges, servers }: DelegationSettings): NameServerView[] {
  if (mode === "easy") return [];
  const elsewhere = new Map(servers.map(({ name, addresses }) => [serverNumber(name), addresses]));
  const prefixes = ranges.map((text) => scanPrefix(text)).filter((prefix) => prefix !== null);
  return Array.from({ length: poolSize }, (_, number) => ({
    view: viewOfServer(number),
    addresses: elsewhere.get(number) ?? prefixes.map((range) => addressIn(range, number)),
  }));
}

/** The view of the zones of the name server of this name. */
export function viewOfNameServer(name: string): number | null {
  const number = serverNumber(name);
  return number === null ? null : viewOfServer(number);
}

function viewOfServer(number: number): number {
  return firstServerView + number;
}

function addressIn({ family, octets, length }: Prefix, number: number): string {
  const address = octets.slice();
  let rest = number;
  // The bits of the range's own prefix stay: it has room for every number.
  for (let at = address.length - 1; rest > 0 && at * 8 + 8 > length; at--) {
    rest += address[at];
    address[at] = rest & 255;
    rest >>>= 8;
  }
  return printAddress(family, address);
}

/** What is wrong with listening at `listen` alone: one sentence, or null. */
export function deafness(views: readonly NameServerView[], listen: readonly Endpoint[]): string | null {
  const heard = new Set(listen.map(({ address }) => printedAddress(address)));
  const everywhere = listen.map(({ address }) => parseAddress(address)).filter((parsed) => parsed !== null && isWildcard(parsed.octets)); // prettier-ignore
  const families = new Set(everywhere.map((parsed) => parsed?.family));
  for (const [number, { addresses }] of views.entries()) {
    const deaf = addresses.find(
      (text) => !heard.has(printedAddress(text)) && !families.has(text.includes(":") ? 6 : 4),
    );
    if (deaf === undefined) continue;
    const wildcard = printEndpoint({ address: deaf.includes(":") ? "::" : "0.0.0.0", port: listen[0]?.port ?? 53 });
    return `dns.delegationSets.mode is strict, and nobody listens at ${deaf}, the address of ${serverNameAt(number)}: dns.listen must hold it, or ${wildcard}.`;
  }
  return null;
}

function printedAddress(text: string): string {
  const parsed = parseAddress(text);
  return parsed === null ? text : printAddress(parsed.family, parsed.octets);
}
