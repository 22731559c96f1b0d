// The servers that can be asked for the present zone: every address that is known, which of them are worth a query, and
// who among them is asked (RFC 1034 §5.3.3 step 3). What is known to be lame, dead or no server's is passed over, told, and
// comes back only when nothing better is left.

import type { Name } from "../dns/name.ts";
import type { NameServer } from "./delegations.ts";
import type { Endpoint } from "./port.ts";
import type { Server } from "./servers.ts";
import type { Attempt, Candidate, Task } from "./task.ts";
import type { World } from "./world.ts";
import { maxTriesPerServer } from "../base/limits.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { addressOctets, addressText, forbiddenBlock } from "./addresses.ts";
import { Rank } from "./cache/record-cache.ts";
import { endpointKey } from "./servers.ts";
import { noAuthority, visitOf, zoneOf } from "./task.ts";

/**
 * Every address of the zone's servers that is known and may be asked. "others": also the glue of the delegations that the
 * servers' own names lie in, for when those zones tell nothing, or addresses that lead nowhere.
 */
export function knownServers(task: Task, world: World, glue: "its own" | "others"): Candidate[] {
  const { addresses, delegation } = visitOf(task);
  const { servers, kind } = delegation;
  const candidates = new Map<string, Candidate>();
  const add = (ns: NameServer, endpoint: Endpoint, source: Candidate["source"]): void => {
    const key = endpointKey(endpoint);
    if (candidates.has(key) || !isWanted(endpoint, world)) return;
    if (kind !== "stub" && kind !== "forward" && ruleOutForbidden(task, ns, endpoint, world)) return;
    candidates.set(key, { ns: ns.name, server: world.servers.at(endpoint), source });
  };
  for (const ns of servers) {
    const source = kind === "hint" ? "hint" : kind === "referral" ? "glue" : "configuration";
    for (const endpoint of addresses.get(ns.name.key) ?? []) add(ns, endpoint, "lookup");
    for (const endpoint of cachedAddresses(ns, world)) add(ns, endpoint, "cache");
    for (const endpoint of ns.glue) add(ns, endpoint, source);
    if (glue === "others") for (const endpoint of glueElsewhere(ns, world)) add(ns, endpoint, "glue");
  }
  return [...candidates.values()];
}

/** Whether a zone has, or may have, a server that is not among those that are distrusted. */
export function hasOtherServers(zone: Name, distrusted: ReadonlySet<string>, world: World): boolean {
  const delegation = world.delegations.closest(zone, world.clock.nowMs());
  if (delegation === null) return true;
  return delegation.servers.some((ns) => {
    const known = [...ns.glue, ...cachedAddresses(ns, world)];
    if (known.length === 0) return !ns.name.isWithin(zone);
    return known.some((endpoint) => isWanted(endpoint, world) && !distrusted.has(endpointKey(endpoint)));
  });
}

/** What was said of a server's address beside the delegations above its name, the nearest first. */
function glueElsewhere({ name }: NameServer, { delegations, clock }: World): readonly Endpoint[] {
  for (let at = name; ;) {
    const own = delegations.closest(at, clock.nowMs());
    const glue = own?.servers.find((one) => one.name.equals(name))?.glue ?? [];
    if (glue.length > 0 || own === null || own.zone.isRoot) return glue;
    at = own.zone.parent;
  }
}

function cachedAddresses(ns: NameServer, world: World): Endpoint[] {
  const nowMs = world.clock.nowMs();
  const endpoints: Endpoint[] = [];
  for (const type of [RRType.A, RRType.AAAA]) {
    const entry = world.cache.find(ns.name, type);
    if (entry?.kind !== "data" || entry.expiresMs <= nowMs || entry.rank < Rank.answer) continue;
    for (const rdata of entry.rrset.rdatas)
      endpoints.push({ address: addressText(rdata), port: world.settings.serverPort });
  }
  return endpoints;
}

function isWanted({ address }: Endpoint, { settings }: World): boolean {
  return address.includes(":") ? settings.ipv6 : settings.ipv4;
}

/** Whether a server's address is none that may be asked; the first time that is told, and counts as an attempt. */
function ruleOutForbidden(task: Task, { name }: NameServer, endpoint: Endpoint, { settings }: World): boolean {
  const scope = settings.allowPrivateUpstreams ? "private" : "public";
  const block = forbiddenBlock(addressOctets(endpoint.address), scope);
  if (block === null) return false;
  const key = endpointKey(endpoint);
  if (!visitOf(task).attempts.has(key)) {
    task.trace?.note("server.forbidden", { ns: name, server: key, block });
    passOver(task, key);
    task.faults.push(
      noAuthority(task, `${printName(name.wire)} has the address ${endpoint.address}, which is no server's`),
    );
  }
  return true;
}

function newAttempt(): Attempt {
  return { udp: 0, tcp: 0, transport: "udp", edns: "wanted", trust: "authoritative", state: "open", cookies: 0 };
}

/** As if it had been asked in vain. */
function passOver(task: Task, serverKey: string): void {
  visitOf(task).attempts.set(serverKey, { ...newAttempt(), state: "over" });
}

export function attemptOf(task: Task, { server }: Candidate): Attempt {
  const { attempts } = visitOf(task);
  const known = attempts.get(server.key);
  if (known !== undefined) return known;
  const made = newAttempt();
  attempts.set(server.key, made);
  return made;
}

/** Whether a server may be asked now; one that may not is told, and is out for the rest of the task. */
export function admit(task: Task, candidate: Candidate, world: World): boolean {
  const { server } = candidate;
  const nowMs = world.clock.nowMs();
  const attempt = visitOf(task).attempts.get(server.key);
  if (attempt !== undefined) return attempt.state === "open" && !isSpent(attempt);
  const zone = zoneOf(task);
  const reason = world.servers.lameness(server, zone, nowMs);
  if (reason !== null) {
    // "recursive" may still serve when nothing better is left: see lastResort.
    task.trace?.note("server.lame-known", { server: server.key, zone, reason });
    passOver(task, server.key);
    task.faults.push(noAuthority(task, `${server.key} is lame: ${reason}`));
    return false;
  }
  if (task.budget.distrusted.has(server.key)) {
    task.trace?.note("server.distrusted", { server: server.key });
    passOver(task, server.key);
    return false;
  }
  if (server.deadUntilMs <= nowMs) return true;
  task.trace?.note("server.dead-known", { server: server.key, count: server.timeouts });
  passOver(task, server.key);
  task.faults.push(noAuthority(task, `${server.key} does not answer`));
  return false;
}

/** Whether it left two queries of this task unanswered: then a server whose address must be found first is the better hope. */
export function wasSilent(task: Task, { server }: Candidate): boolean {
  return (visitOf(task).attempts.get(server.key)?.udp ?? 0) >= 2;
}

/** RFC 9520 §3.1: three queries over UDP, then one over TCP, and no more. */
function isSpent(attempt: Attempt): boolean {
  return attempt.tcp > 0;
}

/** Who was asked least often, then by speed. */
export function choose(task: Task, usable: readonly Candidate[], { servers, random }: World): Candidate {
  const { attempts } = visitOf(task);
  const tries = (candidate: Candidate): number => {
    const attempt = attempts.get(candidate.server.key);
    return attempt === undefined ? 0 : attempt.udp + attempt.tcp;
  };
  const least = Math.min(...usable.map(tries));
  const pool = usable.filter((candidate) => tries(candidate) === least);
  const server: Server = servers.choose(
    pool.map((candidate) => candidate.server),
    random,
  );
  return pool.find((candidate) => candidate.server === server)!;
}

/** When nothing else is left: a server that counts as dead, or whose data was bogus, gets one try, a recursive one is asked as such. */
export function lastResort(task: Task, known: readonly Candidate[], world: World): Candidate | null {
  const nowMs = world.clock.nowMs();
  const zone = zoneOf(task);
  for (const candidate of known) {
    const attempt = attemptOf(task, candidate);
    if (attempt.udp > 0 || attempt.tcp > 0 || attempt.state === "open") continue;
    const lame = world.servers.lameness(candidate.server, zone, nowMs);
    const isPassedOver = candidate.server.deadUntilMs > nowMs || task.budget.distrusted.has(candidate.server.key);
    if (lame === null && isPassedOver) {
      attempt.udp = maxTriesPerServer - 1; // one datagram, one connection
      attempt.state = "open";
      return candidate;
    }
  }
  for (const candidate of known) {
    const attempt = attemptOf(task, candidate);
    if (attempt.trust === "recursive") continue;
    if (world.servers.lameness(candidate.server, zone, nowMs) !== "recursive") continue;
    Object.assign(attempt, { ...newAttempt(), trust: "recursive" });
    task.trace?.note("server.as-resolver", { server: candidate.server.key, zone });
    return candidate;
  }
  return null;
}
