// Whom to ask next, and what (RFC 1034 §5.3.3 steps 2 and 3). Every known server of the zone gets its turn before one gets a
// second; among equals ./servers.ts chooses. Only when no known address is left that answers is one looked up, and only a few are:
// a referral to many names without addresses must not become as many walks (NXNSAttack).

import type { Endpoint, Transport } from "./port.ts";
import type { Question } from "./question.ts";
import type { Server } from "./servers.ts";
import type { Attempt, Candidate, Effect, StateName, Task, Waiting } from "./task.ts";
import type { NameServer } from "./delegations.ts";
import type { QueryForm } from "./upstream-query.ts";
import type { World } from "./world.ts";
import { maxQueriesPerTask, maxTriesPerServer } from "../base/limits.ts";
import { sipHash24 } from "../base/siphash.ts";
import { ExtendedError } from "../dns/codes.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { addressOctets, addressText, forbiddenBlock } from "./addresses.ts";
import { Rank } from "./cache/record-cache.ts";
import { lookUp, nextLookup, tellMissingGlue } from "./lookups.ts";
import { minimised, nextLabels } from "./minimise.ts";
import { endpointKey, timeoutMs } from "./servers.ts";
import { fail, noAuthority } from "./task.ts";
import { cookieFor } from "./upstream-query.ts";

export function target(task: Task, world: World): StateName | Effect {
  const spent = task.queries >= maxQueriesPerTask ? `${maxQueriesPerTask} queries were sent` : null;
  const why = spent ?? task.budget.exhausted(world.clock.nowMs());
  if (why !== null) {
    task.trace?.note("limit.budget", { why });
    task.faults.push(noAuthority(task, why));
    return fail(task, "budget");
  }
  chooseQuestion(task, world);
  if (task.again !== null) {
    const again = task.again;
    task.again = null;
    return send(task, again, world);
  }
  const known = knownServers(task, world, "its own");
  const usable = known.filter((candidate) => isUsable(task, candidate, world));
  const responsive = usable.filter((candidate) => !wasSilent(task, candidate));
  if (responsive.length > 0) return send(task, choose(task, responsive, world), world);
  const lookup = nextLookup(task, known, world);
  if (lookup !== null) return lookUp(task, lookup);
  if (usable.length > 0) return send(task, choose(task, usable, world), world);
  const more = knownServers(task, world, "others").filter((candidate) => isUsable(task, candidate, world));
  if (more.length > 0) return send(task, choose(task, more, world), world);
  const last = lastResort(task, known, world);
  if (last !== null) return send(task, last, world);
  tellMissingGlue(task, known);
  const reason = task.faults.at(-1)?.text ?? "none has an address that may be asked";
  task.trace?.note("servers.exhausted", { zone: task.delegation!.zone, why: reason });
  // RFC 8914 §4.23: what the network said of single servers comes beside it.
  if (!task.faults.some(({ code }) => code === ExtendedError["No Reachable Authority"])) {
    task.faults.push(
      noAuthority(task, known.length === 0 ? "no server of it has a usable address" : "no server of it answered"),
    );
  }
  return fail(task, task.narrowed ? "budget" : "failure");
}

/** How many labels the servers of this zone need to see (RFC 9156 §2.3); steps that the cache knows already are skipped. */
function chooseQuestion(task: Task, world: World): void {
  const { sought, delegation } = task;
  if (task.minimising === "off") {
    task.asking = sought;
    return;
  }
  const zone = delegation!.zone;
  if (task.asking.name.labelCount > zone.labelCount) return; // chosen already
  showMore(task, zone.labelCount, world);
}

/** Shows the next labels beyond `shown`. */
export function showMore(task: Task, shown: number, world: World): void {
  const nowMs = world.clock.nowMs();
  for (let labels = shown; ;) {
    labels = nextLabels(task.sought.name, labels, task.hidden);
    task.asking = minimised(task.sought, labels);
    if (task.asking === task.sought) return;
    const known = world.cache.find(task.asking.name, task.asking.type);
    if (known === null || known.kind === "nxdomain" || known.kind === "failure" || known.expiresMs <= nowMs) return;
    if (known.rank < Rank.answer) return;
  }
}

/**
 * Every address of the zone's servers that is known and may be asked. "others": also the glue of the delegations that the
 * servers' own names lie in, for when those zones tell nothing, or addresses that lead nowhere.
 */
function knownServers(task: Task, world: World, glue: "its own" | "others"): Candidate[] {
  const { servers, kind } = task.delegation!;
  const candidates = new Map<string, Candidate>();
  const add = (ns: NameServer, endpoint: Endpoint, source: Candidate["source"]): void => {
    const key = endpointKey(endpoint);
    if (candidates.has(key) || !isWanted(endpoint, world)) return;
    if (kind !== "stub" && kind !== "forward" && isForbidden(task, ns, endpoint, world)) return;
    candidates.set(key, { ns: ns.name, server: world.servers.at(endpoint), source });
  };
  for (const ns of servers) {
    const source = kind === "hint" ? "hint" : kind === "referral" ? "glue" : "configuration";
    for (const endpoint of task.looked.get(ns.name.key) ?? []) add(ns, endpoint, "lookup");
    for (const endpoint of cachedAddresses(ns, world)) add(ns, endpoint, "cache");
    for (const endpoint of ns.glue) add(ns, endpoint, source);
    if (glue === "others") for (const endpoint of glueElsewhere(ns, world)) add(ns, endpoint, "glue");
  }
  return [...candidates.values()];
}

/** What was said of a server's address beside the delegations above its name, the nearest first. */
function glueElsewhere({ name }: NameServer, { delegations, clock }: World): readonly Endpoint[] {
  for (let at = name; ;) {
    const own = delegations.closest(at, clock.nowMs());
    const glue = own?.servers.find((one) => one.name.equals(name))?.glue ?? [];
    if (glue.length > 0 || own === null || own.zone.wire[0] === 0) return glue;
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

function isForbidden(task: Task, { name }: NameServer, endpoint: Endpoint, { settings }: World): boolean {
  const scope = settings.allowPrivateUpstreams ? "private" : "public";
  const block = forbiddenBlock(addressOctets(endpoint.address), scope);
  if (block === null) return false;
  const key = endpointKey(endpoint);
  if (!task.attempts.has(key)) {
    task.trace?.note("server.forbidden", { ns: name, server: key, block });
    task.attempts.set(key, { ...newAttempt(), state: "over" });
    task.faults.push(
      noAuthority(task, `${printName(name.wire)} has the address ${endpoint.address}, which is no server's`),
    );
  }
  return true;
}

function newAttempt(): Attempt {
  return { udp: 0, tcp: 0, transport: "udp", edns: "wanted", trust: "authoritative", state: "open", cookies: 0 };
}

export function attemptOf(task: Task, { server }: Candidate): Attempt {
  const known = task.attempts.get(server.key);
  if (known !== undefined) return known;
  const made = newAttempt();
  task.attempts.set(server.key, made);
  return made;
}

function isUsable(task: Task, candidate: Candidate, world: World): boolean {
  const { server } = candidate;
  const nowMs = world.clock.nowMs();
  const attempt = task.attempts.get(server.key);
  if (attempt !== undefined) return attempt.state === "open" && !isSpent(attempt);
  const { zone } = task.delegation!;
  const reason = world.servers.lameness(server, zone, nowMs);
  if (reason !== null) {
    // "recursive" may still serve when nothing better is left: see lastResort.
    task.trace?.note("server.lame-known", { server: server.key, zone, reason });
    task.attempts.set(server.key, { ...newAttempt(), state: "over" });
    task.faults.push(noAuthority(task, `${server.key} is lame: ${reason}`));
    return false;
  }
  if (server.deadUntilMs <= nowMs) return true;
  task.trace?.note("server.dead-known", { server: server.key, count: server.timeouts });
  task.attempts.set(server.key, { ...newAttempt(), state: "over" });
  task.faults.push(noAuthority(task, `${server.key} does not answer`));
  return false;
}

/** Whether it left two queries of this task unanswered: then a server whose address must be found first is the better hope. */
function wasSilent(task: Task, { server }: Candidate): boolean {
  return (task.attempts.get(server.key)?.udp ?? 0) >= 2;
}

/** RFC 9520 §3.1: three queries over UDP, then one over TCP, and no more. */
function isSpent(attempt: Attempt): boolean {
  return attempt.tcp > 0;
}

/** Who was asked least often, then by speed. */
function choose(task: Task, usable: readonly Candidate[], { servers, random }: World): Candidate {
  const tries = (candidate: Candidate): number => {
    const attempt = task.attempts.get(candidate.server.key);
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

/** When nothing else is left: a server that counts as dead gets one try, a recursive one is asked as such. */
function lastResort(task: Task, known: readonly Candidate[], world: World): Candidate | null {
  const nowMs = world.clock.nowMs();
  for (const candidate of known) {
    const attempt = attemptOf(task, candidate);
    if (attempt.udp > 0 || attempt.tcp > 0 || attempt.state === "open") continue;
    const lame = world.servers.lameness(candidate.server, task.delegation!.zone, nowMs);
    if (lame === null && candidate.server.deadUntilMs > nowMs) {
      attempt.udp = maxTriesPerServer - 1; // one datagram, one connection
      attempt.state = "open";
      return candidate;
    }
  }
  for (const candidate of known) {
    const attempt = attemptOf(task, candidate);
    if (attempt.trust === "recursive") continue;
    if (world.servers.lameness(candidate.server, task.delegation!.zone, nowMs) !== "recursive") continue;
    Object.assign(attempt, { ...newAttempt(), trust: "recursive" });
    task.trace?.note("server.as-resolver", { server: candidate.server.key, zone: task.delegation!.zone });
    return candidate;
  }
  return null;
}

/** Fixes what goes to the server and how long it is waited for. */
function send(task: Task, candidate: Candidate, world: World): Effect {
  const attempt = attemptOf(task, candidate);
  const { server, ns, source } = candidate;
  const tries = attempt.udp + attempt.tcp;
  const transport = attempt.transport === "tcp" || attempt.udp >= maxTriesPerServer ? "tcp" : "udp";
  // After two silences the fault may be with EDNS (RFC 6891 §7).
  const withEdns = attempt.edns === "wanted" && (transport === "tcp" || attempt.udp < maxTriesPerServer - 1);
  const question: Question = task.asking;
  const nowMs = world.clock.nowMs();
  // A connection takes a round trip before the query's own.
  const wait = timeoutMs(server, transport === "tcp" ? tries + 1 : tries);
  const waiting: Waiting = {
    candidate,
    attempt,
    transport,
    question,
    form: {
      casing: caseMixing(server, transport, world),
      recursion: task.delegation!.kind === "forward" || attempt.trust === "recursive" ? "desired" : "not desired",
      // A connection proves the server's address; there its cookie is asked for anew.
      edns: withEdns ? cookieFor(clientCookie(server, world), transport === "tcp" ? null : server.cookie) : "no EDNS",
    },
    timeoutMs: Math.min(wait, task.budget.deadlineMs - nowMs),
  };
  if (transport === "tcp") attempt.tcp++;
  else attempt.udp++;
  task.queries++;
  task.budget.queries++;
  if (question !== task.sought) task.hidden++;
  if (task.trace !== null) {
    const rtt = server.srttMs < 0 ? "not asked yet" : `${Math.round(server.srttMs)} ms away`;
    task.trace.note("server.chosen", { ns, server: server.key, source, rtt });
    const hidden = task.sought.name.labelCount - question.name.labelCount;
    if (hidden > 0) task.trace.note("minimise.hide", { server: server.key, name: question.name, count: hidden });
    const { name, type } = question;
    task.trace.note("query.sent", { server: server.key, transport, name, type, timeout: waiting.timeoutMs });
  }
  task.waiting = waiting;
  task.state = "sent";
  return { kind: "send", waiting };
}

function caseMixing(server: Server, transport: Transport, { settings, clock }: World): QueryForm["casing"] {
  if (!settings.caseRandomisation || server.ignoresCaseUntilMs > clock.nowMs()) return "not mixed";
  return transport === "udp" ? "must return" : "may return";
}

/** RFC 7873 §4.1: ours for this server alone, so that servers cannot compare notes. */
function clientCookie(server: Server, { cookieSecret }: World): Uint8Array {
  const cookie = new Uint8Array(8);
  const key = Uint8Array.from(server.key, (letter) => letter.charCodeAt(0));
  sipHash24(cookieSecret, key, key.length, cookie, 0);
  return cookie;
}
