// A server that lies about its own zones, and about everything else in the same breath. Nobody can know better about what it
// serves; what it says of others must find no belief. `tainted` are the zones where a liar can have had a hand in: his own,
// what lies below them, and those whose servers' names lie in such zones.

import type { Random } from "../../../src/base/random.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { readMessage } from "../../../src/lab/scenario/message.ts";
import type { Handler } from "../../../src/lab/simulated-network.ts";
import { replyTo, type ScriptReply } from "../internet.ts";
import { type Host, pick, type Tree, under, type Zone, zoneOf } from "./zone-tree.ts";

/** Whoever believes a lie comes here, and is told more of them. */
export const evilAddress = "127.53.99.66";

type Lie = (name: string, elsewhere: string, victim: string) => ScriptReply;

const lies: readonly Lie[] = [
  (name) => ({ answer: `${name} 86400 A ${evilAddress}` }),
  (name, elsewhere) => ({ answer: `${name} 86400 A ${evilAddress}`, authority: `${elsewhere} 86400 NS ns.evil.` }),
  (_, elsewhere) => ({ rcode: "NXDOMAIN", authority: `${elsewhere} 86400 SOA ns.evil. h.evil. 1 2 3 4 86400` }),
  (_, elsewhere) => ({ authority: `${elsewhere} 86400 SOA ns.evil. h.evil. 1 2 3 4 86400` }),
  (_, elsewhere) => ({
    flags: [],
    authority: `${elsewhere} 86400 NS ${under("ns", elsewhere)}`,
    additional: `${under("ns", elsewhere)} 86400 A ${evilAddress}`,
  }),
  (name, elsewhere) => ({
    flags: [],
    authority: `${name} 86400 NS ${under("ns", elsewhere)}`,
    additional: `${under("ns", elsewhere)} 86400 A ${evilAddress}`,
  }),
  (name, _, victim) => ({
    answer: `${name} 86400 CNAME ${victim}\n${victim} 86400 A ${evilAddress}\n${victim} 86400 TXT "a lie"`,
  }),
  (name, elsewhere, victim) => ({ answer: `${elsewhere} 86400 DNAME evil.\n${name} 86400 CNAME ${victim}` }),
  (name, elsewhere) => ({ answer: `${name} 86400 NS ns.evil.\n${elsewhere} 86400 NS ns.evil.` }),
  () => ({ rcode: "YXDOMAIN" }),
];

export function liar(server: Handler, { zones, names }: Tree, random: Random): Handler {
  return (asked) => {
    const question = readMessage(asked.octets)?.question ?? null;
    if (question === null || random.below(3) === 0) return server(asked);
    const reply = pick(random, lies)(printName(question.name.wire), pick(random, zones).origin, pick(random, names));
    return [{ octets: replyTo(asked.octets, reply), delayMs: 0 }];
  };
}

export function taintedBy(liars: readonly Host[], { zones }: Tree): ReadonlySet<Zone> {
  const tainted = new Set(liars.flatMap(({ serves }) => serves));
  for (let before = -1; before !== tainted.size;) {
    before = tainted.size;
    for (const zone of zones) {
      const isBelowLies = zone.parent !== null && tainted.has(zone.parent);
      const isServedByNamesOfLies = zone.hosts.some(({ name }) => tainted.has(zoneOf(zones, name)));
      if (isBelowLies || isServedByNamesOfLies) tainted.add(zone);
    }
  }
  return tainted;
}
