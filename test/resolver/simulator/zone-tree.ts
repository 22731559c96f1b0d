// A random zone tree as plain objects, drawn from a seed: zones below zones, hosts that serve them, names with data, aliases
// that lead anywhere, wildcards. ./oracle.ts answers from it directly; ./world.ts makes zone text and servers of it.

import type { Random } from "../../../src/base/random.ts";

export interface Host {
  readonly name: string;
  readonly address: string;
  readonly serves: Zone[];
}

export interface Zone {
  readonly origin: string;
  readonly parent: Zone | null;
  readonly hosts: Host[];
  /** The zones right below it. */
  readonly children: Zone[];
  /** "name type" to RDATA as text; the zone's own NS are in `hosts`. */
  readonly sets: Map<string, { readonly ttl: number; readonly rdatas: string[] }>;
}

export interface Tree {
  /** Parents before children. */
  readonly zones: readonly Zone[];
  readonly hosts: readonly Host[];
  /** Names that own data, and some that do not exist. */
  readonly names: readonly string[];
}

const ttls = [0, 1, 5, 30, 300, 3600, 86_400];
const labels = ["www", "mail", "a", "b", "x1", "very-long-label-with-letters", "_tcp", "m"];

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)];
}

export function chance(random: Random, percent: number): boolean {
  return random.below(100) < percent;
}

export function isBelow(name: string, ancestor: string): boolean {
  return ancestor === "." || name === ancestor || name.endsWith(`.${ancestor}`);
}

/** The deepest zone that a name lies in. */
export function zoneOf(zones: readonly Zone[], name: string): Zone {
  return zones.filter(({ origin }) => isBelow(name, origin)).at(-1)!;
}

export function under(label: string, origin: string): string {
  return origin === "." ? `${label}.` : `${label}.${origin}`;
}

export function growTree(random: Random): Tree {
  const zones = growZones(random);
  const hosts: Host[] = [];
  for (const zone of zones) staff(zone, zones, hosts, random);
  const names: string[] = [];
  for (const zone of zones.slice(1)) furnish(zone, zones, names, random);
  for (const zone of zones) for (const { name } of zone.hosts) names.push(name);
  return { zones, hosts, names };
}

/** Zones in the order of their depth, so that `zoneOf` finds the deepest last. */
function growZones(random: Random): Zone[] {
  const grow = (origin: string, parent: Zone | null): Zone => {
    const zone: Zone = { origin, parent, hosts: [], children: [], sets: new Map() };
    parent?.children.push(zone);
    return zone;
  };
  const root = grow(".", null);
  const tops = ["com.", "org.", "io."].slice(0, 1 + random.below(3)).map((origin) => grow(origin, root));
  const seconds = tops.flatMap((top) =>
    Array.from({ length: 1 + random.below(3) }, (_, i) => grow(`z${i}.${top.origin}`, top)),
  );
  const thirds = seconds
    .filter(() => chance(random, 30))
    .map((second) => grow(under(pick(random, ["sub", "far.down", "a.b"]), second.origin), second));
  return [root, ...tops, ...seconds, ...thirds];
}

/** One to three servers for a zone: its own, or such as others have. */
function staff(zone: Zone, zones: readonly Zone[], hosts: Host[], random: Random): void {
  const count = 1 + random.below(3);
  while (zone.hosts.length < count) {
    const borrowed = hosts.length > 0 && zone.parent !== null && chance(random, 35);
    const host = borrowed ? pick(random, hosts) : newHost(zone, zones, hosts, random);
    if (zone.hosts.includes(host)) break;
    zone.hosts.push(host);
    host.serves.push(zone);
  }
}

function newHost(zone: Zone, zones: readonly Zone[], hosts: Host[], random: Random): Host {
  const number = hosts.length;
  // A server's name may lie in its zone, or in any other: then it has to be looked up, maybe in a circle.
  const home = zone.parent === null || chance(random, 70) ? zone : pick(random, zones.slice(1));
  const name = home.parent === null ? `${"abcdefgh"[number]}.root-servers.` : `ns${number}.${home.origin}`;
  const host = { name, address: `127.53.${1 + (number >> 7)}.${1 + (number & 127)}`, serves: [] };
  zoneOf(zones, name).sets.set(`${name} A`, { ttl: pick(random, ttls.slice(3)), rdatas: [host.address] });
  hosts.push(host);
  return host;
}

function furnish(zone: Zone, zones: readonly Zone[], names: string[], random: Random): void {
  const add = (name: string, type: string, ...rdatas: string[]): void => {
    if (zoneOf(zones, name) !== zone || [...zone.sets.keys()].some((key) => clashes(key, name, type))) return;
    zone.sets.set(`${name} ${type}`, { ttl: pick(random, ttls), rdatas });
    names.push(name);
  };
  for (let i = 2 + random.below(5); i > 0; i--) {
    const name = under(Array.from({ length: 1 + random.below(3) }, () => pick(random, labels)).join("."), zone.origin);
    const target =
      chance(random, 80) && names.length > 0 ? pick(random, names) : under("nowhere", pick(random, zones).origin);
    switch (random.below(8)) {
      case 0:
      case 1:
        add(name, "CNAME", target);
        break;
      case 2:
        add(name, "TXT", ...Array.from({ length: 1 + random.below(12) }, (_, n) => `"${"t".repeat(200)}${n}"`));
        break;
      case 3:
        add(under(`d${i}`, zone.origin), "DNAME", pick(random, zones.slice(1)).origin);
        names.push(under(`${pick(random, labels)}.d${i}`, zone.origin));
        break;
      case 4:
        add(under(`*.w${i}`, zone.origin), "A", `192.0.2.${random.below(256)}`);
        names.push(under(`${pick(random, labels)}.w${i}`, zone.origin));
        break;
      case 5:
        add(name, "MX", `10 ${target}`);
        break;
      default:
        add(name, "A", ...Array.from({ length: 1 + random.below(4) }, (_, n) => `192.0.2.${i * 16 + n}`));
    }
  }
  names.push(under("nobody", zone.origin), under(`a.b.${pick(random, labels)}`, zone.origin), zone.origin);
}

/** A CNAME stands alone, and below a DNAME stands nothing. */
function clashes(key: string, name: string, type: string): boolean {
  const [owner, other] = key.split(" ");
  if (owner === name) return type === other || type === "CNAME" || other === "CNAME";
  if (other === "DNAME" && isBelow(name, owner)) return true;
  return type === "DNAME" && isBelow(owner, name);
}
