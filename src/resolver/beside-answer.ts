// What stands beside an answer when responses are not minimal: the name servers of the zone that the answer is from, and
// their addresses (RFC 1034 §4.3.2 steps 4 and 6, where they may be added). What the zone itself said goes before what its
// parent said (RFC 2181 §5.4.1). Nothing is asked for it, and nothing is answered from it.

import type { RRset } from "../dns/rrset.ts";
import type { Delegation, NameServer } from "./delegations.ts";
import type { Task } from "./task.ts";
import type { World } from "./world.ts";
import type { Name } from "../dns/name.ts";
import { Class } from "../dns/codes.ts";
import { makeRRset } from "../dns/rrset.ts";
import { RRType } from "../dns/types.ts";
import { addressOctets } from "./addresses.ts";
import { Rank } from "./cache/record-cache.ts";
import { secondsLeft } from "./from-cache.ts";

export interface Beside {
  readonly authority: readonly RRset[];
  readonly additional: readonly RRset[];
}

export const nothingBeside: Beside = { authority: [], additional: [] };

export function besideAnswer(task: Task, world: World): Beside {
  const { name, type } = task.sought;
  const nowMs = world.clock.nowMs();
  // A zone's DS is its parent's (RFC 4035 §3.1.4.1).
  const delegation = world.delegations.closest(type === RRType.DS ? name.parent : name, nowMs);
  if (delegation === null || delegation.kind !== "referral") return nothingBeside;
  const { zone } = delegation;
  const isAnswer = task.answer.some((set) => set.type === RRType.NS && set.owner.equals(zone));
  return {
    authority: isAnswer ? [] : nameServers(task, delegation, world),
    additional: delegation.servers.flatMap((server) => addressesOf(server, delegation, world)),
  };
}

/** What the zone said, else what its parent did; beside a secure answer only what is secure as well, as AD speaks of it (RFC 4035 §3.2.3). */
function nameServers({ security }: Task, delegation: Delegation, world: World): RRset[] {
  const { zone } = delegation;
  const told = known(zone, RRType.NS, world);
  if (security !== "secure") return [told ?? nameServersOf(delegation, world.clock.nowMs())];
  return told !== null && world.cache.find(zone, RRType.NS)?.security === "secure" ? [told] : [];
}

/** A set that a zone's own servers told, with what is left of its TTL. */
function known(name: Name, type: number, { cache, clock }: World): RRset | null {
  const entry = cache.find(name, type);
  if (entry?.kind !== "data" || entry.rank < Rank.answer || entry.expiresMs <= clock.nowMs()) return null;
  return { ...entry.rrset, ttlSeconds: secondsLeft(entry, clock.nowMs()) };
}

function nameServersOf(delegation: Delegation, nowMs: number): RRset {
  const names = delegation.servers.map(({ name }) => name.wire);
  return makeRRset(delegation.zone, RRType.NS, Class.IN, delegationSecondsLeft(delegation, nowMs), names);
}

function addressesOf({ name, glue }: NameServer, delegation: Delegation, world: World): RRset[] {
  const ttlSeconds = delegationSecondsLeft(delegation, world.clock.nowMs());
  return [RRType.A, RRType.AAAA].flatMap((type) => {
    const told = known(name, type, world);
    if (told !== null) return [told];
    const octets = type === RRType.A ? 4 : 16;
    const rdatas = glue.map(({ address }) => addressOctets(address)).filter(({ length }) => length === octets);
    return rdatas.length === 0 ? [] : [makeRRset(name, type, Class.IN, ttlSeconds, rdatas)];
  });
}

function delegationSecondsLeft({ expiresMs }: Delegation, nowMs: number): number {
  return Math.floor((expiresMs - nowMs) / 1000);
}
