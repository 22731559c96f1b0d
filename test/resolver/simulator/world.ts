// The world of one run: the tree's servers on a simulated network, some of them sound, some odd but answerable, some broken,
// some with poison, and somebody off the path who forges. All is drawn from the seed.

import type { VirtualClock } from "../../../src/base/clock.ts";
import type { Random } from "../../../src/base/random.ts";
import { changing } from "../../../src/lab/faults/kind.ts";
import { faultKinds } from "../../../src/lab/faults/table.ts";
import { type Link, plainLink } from "../../../src/lab/link.ts";
import type { Handler, SimulatedNetwork } from "../../../src/lab/simulated-network.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { RRType } from "../../../src/dns/types.ts";
import { readMessage } from "../../../src/lab/scenario/message.ts";
import { scanRecords } from "../../../src/lab/zone-file.ts";
import { putU16, u16At } from "../../../src/base/octets.ts";
import { replyTo, zoneServer, type Zones } from "../internet.ts";
import { evilAddress, liar, taintedBy } from "./liar.ts";
import { chance, growTree, type Host, isBelow, pick, type Tree, type Zone } from "./zone-tree.ts";

/** What a server with this health may make of a question: sound ones, and odd ones, always answer in the end. */
export type Health = "sound" | "odd" | "broken";

export interface World {
  readonly tree: Tree;
  readonly health: ReadonlyMap<Host, Health>;
  /** Zones of which nobody can know the truth. */
  readonly tainted: ReadonlySet<Zone>;
  /** When addresses change; what was true before may be given for as long as its TTL says. */
  readonly changeMs: number;
  /** For a failing seed: what is wrong with whom. */
  readonly description: readonly string[];
}

const oddities = ["lower-cases", "truncates-always", "strips-edns", "formerr-on-edns", "badvers", "nodata-without-soa"];
const failings = [
  "refused", "servfail", "notimp", "drops-edns", "not-authoritative", "lame-upward", "drops", "tcp-only", "udp-only",
  "tcp-refused", "tcp-closes", "wrong-id", "garbage",
]; // prettier-ignore

const evil: Handler = ({ octets }) => {
  const { name, type } = readMessage(octets)!.question!;
  const answer = type === RRType.A ? `${printName(name.wire)} 86400 A ${evilAddress}` : "";
  return [{ octets: replyTo(octets, { answer }), delayMs: 0 }];
};

export function buildWorld(random: Random, clock: VirtualClock, network: SimulatedNetwork): World {
  const tree = growTree(random);
  const health = new Map<Host, Health>();
  const liars: Host[] = [];
  const description: string[] = [];
  const trouble = pick(random, [0, 0, 15, 40, 70]);
  const changeMs = chance(random, 30) ? random.below(10_000_000) : Number.POSITIVE_INFINITY;
  network.serve(evilAddress, evil);
  for (const host of tree.hosts) {
    const server = changingServer(host, changeMs, clock, random);
    const { handler, link, kind, words } = drawServer(server, host, tree, trouble, random);
    network.serve(host.address, handler, link);
    health.set(host, kind);
    if (words === "lies") liars.push(host);
    description.push(
      `${host.name} ${host.address} ${kind}: ${words}; ${host.serves.map(({ origin }) => origin).join(" ")}`,
    );
  }
  if (chance(random, 30)) {
    description.push("somebody forges");
    forge(network, random);
  }
  if (changeMs < Number.POSITIVE_INFINITY) description.push(`addresses change at ${changeMs} ms`);
  return { tree, health, tainted: taintedBy(liars, tree), changeMs, description };
}

/** From `changeMs` on the addresses in its zones are others: the same, in another block. */
function changingServer(host: Host, changeMs: number, clock: VirtualClock, random: Random): Handler {
  const zones: Zones = Object.fromEntries(host.serves.map((zone) => [zone.origin, textOf(zone)]));
  const before = zoneServer(zones, host.name, clock, random);
  if (changeMs === Number.POSITIVE_INFINITY) return before;
  const moved = Object.entries(zones).map(([origin, text]) => [origin, text.replaceAll(blocks.before, blocks.after)]);
  const after = zoneServer(Object.fromEntries(moved) as Zones, host.name, clock, random);
  return (asked) => (asked.nowMs < changeMs ? before(asked) : after(asked));
}

/** Where data addresses lie before and after they change. */
export const blocks = { before: "192.0.2.", after: "203.0.113." } as const;

/** The zone file: its NS, its data, the delegations to the zones right below it, and glue for what lies in those. */
function textOf(zone: Zone): string {
  const lines: string[] = [];
  const glue = new Map<string, string>();
  for (const { origin, hosts } of [zone, ...zone.children]) {
    for (const { name, address } of hosts) {
      lines.push(`${origin} 3600 NS ${name}`);
      if (zone.children.some((child) => isBelow(name, child.origin))) glue.set(name, address);
    }
  }
  for (const [key, { ttl, rdatas }] of zone.sets) {
    const [owner, type] = key.split(" ");
    for (const rdata of rdatas) lines.push(`${owner} ${ttl} ${type} ${rdata}`);
  }
  for (const [name, address] of glue) lines.push(`${name} 3600 A ${address}`);
  return lines.join("\n");
}

interface Drawn {
  readonly handler: Handler;
  readonly link: Link;
  readonly kind: Health;
  readonly words: string;
}

function drawServer(server: Handler, host: Host, tree: Tree, trouble: number, random: Random): Drawn {
  const link = { ...plainLink, rttMs: pick(random, [2, 20, 80, 150]) };
  if (!chance(random, trouble)) return { handler: server, link, kind: "sound", words: "nothing" };
  switch (random.below(7)) {
    case 0: {
      const name = pick(random, oddities);
      return { handler: wrap(name, server, random), link, kind: "odd", words: name };
    }
    case 1:
      return { handler: poisoned(server, host, tree, random), link, kind: "odd", words: "adds poison" };
    case 2: {
      const wild = { ...link, jitterMs: 60, duplicatePercent: 40, reorderPercent: 40 };
      return { handler: server, link: wild, kind: "odd", words: "duplicates and reorders" };
    }
    case 3: {
      const lossy = { ...link, lossPercent: pick(random, [10, 30, 60, 95]), jitterMs: 100 };
      return { handler: server, link: lossy, kind: "broken", words: `loses ${lossy.lossPercent} %` };
    }
    case 4: {
      const rttMs = pick(random, [600, 1500, 4000, 12_000]);
      return {
        handler: dying(server, random),
        link: { ...link, rttMs },
        kind: "broken",
        words: `${rttMs} ms away, and dies`,
      };
    }
    case 5:
      // A root that lies taints all there is.
      if (host.serves.some(({ parent }) => parent === null))
        return { handler: server, link, kind: "sound", words: "nothing" };
      return { handler: liar(server, tree, random), link, kind: "broken", words: "lies" };
    default: {
      const name = pick(random, failings);
      return { handler: wrap(name, server, random), link, kind: "broken", words: name };
    }
  }
}

function wrap(name: string, server: Handler, random: Random): Handler {
  return faultKinds.get(name)!.wrap(server, {}, { random, serverOf: () => server });
}

/** Works for a while, is away for a while. */
function dying(server: Handler, random: Random): Handler {
  const deathMs = random.below(60_000);
  const backMs = deathMs + random.below(120_000);
  return (asked) => (asked.nowMs < deathMs || asked.nowMs > backMs ? server(asked) : []);
}

/** Adds to every answer what is not so, of names that the server has no say over. */
function poisoned(server: Handler, host: Host, tree: Tree, random: Random): Handler {
  const isForeign = (name: string): boolean => !host.serves.some(({ origin }) => isBelow(name, origin));
  const victims = victimsOf(host, tree).filter(isForeign);
  if (victims.length === 0) return server;
  const victim = pick(random, victims);
  const stolen = pick(random, tree.zones).origin;
  const lie = scanRecords(`${victim} 86400 A ${evilAddress}`);
  const delegation = isForeign(stolen) ? scanRecords(`${stolen} 86400 NS ${host.name}`) : [];
  return changing(server, (message) => ({
    ...message,
    answer: message.answer.length > 0 ? [...message.answer, ...lie] : [],
    authority: [...message.authority, ...delegation],
    additional: [...message.additional, ...lie],
  }));
}

/** Where its aliases lead and whom it refers to: there a lie would do most harm. Else any name. */
function victimsOf({ serves }: Host, { names }: Tree): readonly string[] {
  const targets = serves.flatMap(({ sets }) =>
    [...sets].flatMap(([key, { rdatas }]) => (key.endsWith(" CNAME") ? rdatas : [])),
  );
  const referred = serves.flatMap(({ children }) => children.flatMap(({ hosts }) => hosts.map(({ name }) => name)));
  return targets.length + referred.length > 0 ? [...targets, ...referred] : names;
}

/** Off the path: he knows what is asked and when, but not the id. */
function forge(network: SimulatedNetwork, random: Random): void {
  network.onSend = ({ exchange, octets, name, type, to, transport }) => {
    if (transport === "tcp" || !chance(random, 20)) return;
    const answer = type === "A" ? `${name} 86400 A ${evilAddress}` : "";
    const forged = replyTo(octets, { answer, authority: answer === "" ? ". 86400 NS a.evil." : "" });
    putU16(forged, 0, u16At(forged, 0) ^ (1 + random.below(0xffff)));
    network.inject(exchange, forged, to, random.below(5));
  };
}
