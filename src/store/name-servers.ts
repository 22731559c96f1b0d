// Name servers of hosted zones: four names, one of each of com, net, org and co.uk, out of a pool of 2,048, as the service
// has them. `ns-1356.awsdns-41.org` says where in the pool it is: 512 numbers a top level, eight of them a group.
// Law: zones of the same name, and zones above and below one another, share no name server (AWS API: CreateHostedZone,
// ConflictingDomainExists), so that each server knows which of them a query is for.

import { plainHost } from "../base/host-name.ts";
import type { Random } from "../base/random.ts";
import type { RouteName } from "./names.ts";
import { prefixOf, type Tables } from "../base/tables.ts";
import { ApiFault } from "./faults.ts";
import { findZone, type HostedZoneRow } from "./hosted-zone-rows.ts";
import { keysOfAncestors } from "./names.ts";
import { table } from "./table-names.ts";

const topLevels = ["com", "net", "org", "co.uk"] as const;
const serversPerTopLevel = 512;
const serversPerGroup = 8;

/** What every private zone says: nobody can ask these. */
export const privateNameServers: readonly string[] = topLevels.map((_, index) => serverName(index, 0));

export function serverName(topLevel: number, number: number): string {
  const group = String(Math.floor(number / serversPerGroup)).padStart(2, "0");
  return `ns-${topLevel * serversPerTopLevel + number}.awsdns-${group}.${topLevels[topLevel]}`;
}

/** How many name servers there are. */
export const poolSize = topLevels.length * serversPerTopLevel;

/** Where in the pool a name server is, from 0; null for a name that is none of it. */
export function serverNumber(name: string): number | null {
  const number = Number(/^ns-(\d{1,4})\./i.exec(name)?.[1] ?? poolSize);
  return number < poolSize && serverNameAt(number) === plainHost(name) ? number : null;
}

/** The name server at a place in the pool. */
export function serverNameAt(number: number): string {
  return serverName(Math.floor(number / serversPerTopLevel), number % serversPerTopLevel);
}

/** Four names in random order, none of `taken`. */
export function drawNameServers(random: Random, taken: ReadonlySet<string>): readonly string[] {
  return shuffled(
    topLevels.map((_, topLevel) => drawOne(random, topLevel, taken)),
    random,
  );
}

/** Any of the top level, or else one of those that are free. */
function drawOne(random: Random, topLevel: number, taken: ReadonlySet<string>): string {
  const any = serverName(topLevel, random.below(serversPerTopLevel));
  if (!taken.has(any)) return any;
  const all = Array.from({ length: serversPerTopLevel }, (_, number) => serverName(topLevel, number));
  const free = all.filter((name) => !taken.has(name));
  if (free.length > 0) return free[random.below(free.length)];
  throw new ApiFault(
    "DelegationSetNotAvailable",
    "The limit on the number of hosted zones that have the same name, or names above and below it, has been reached.",
  );
}

function shuffled(names: readonly string[], random: Random): string[] {
  const order = [...names];
  for (let i = order.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

/** The public zones, of every account, that a zone of this name may share no server with. */
export function* relatedZones(tables: Tables, name: RouteName): Iterable<HostedZoneRow> {
  for (const key of keysOfAncestors(name).slice(0, -1)) yield* zonesNamed(tables, prefixOf(key));
  // The zone's own name, and every name below it.
  yield* zonesNamed(tables, name.key);
}

function* zonesNamed(tables: Tables, prefix: string): Iterable<HostedZoneRow> {
  for (const [key] of tables.scan(table.zoneNames, { prefix })) {
    const zone = findZone(tables, key.slice(key.indexOf(" ") + 1));
    if (zone !== null && !zone.isPrivate) yield zone;
  }
}

export function nameServersOf(zones: Iterable<HostedZoneRow>): Set<string> {
  const names = new Set<string>();
  for (const zone of zones) for (const name of zone.nameServers) names.add(name);
  return names;
}
