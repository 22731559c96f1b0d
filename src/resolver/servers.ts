// What is remembered of servers by address: round-trip time, silence, cookies, lameness. It steers which server is asked
// next, never what is believed. Round-trip times are smoothed as TCP does it (RFC 6298 §2); a server is chosen at random
// among those not much slower than the fastest, so that all stay measured and none can be predicted (RFC 5452 §9.2).
// Not remembered on purpose: that a server lacks EDNS; one forged FORMERR would take cookies away for good (CVE-2026-52690).

import type { Random } from "../base/random.ts";
import type { Name } from "../dns/name.ts";
import type { Endpoint } from "./port.ts";
import { maxLamePairs, maxRememberedServers } from "../base/limits.ts";
import { BoundedMap } from "../base/bounded-map.ts";

/** How long an unknown server is waited for at first, in milliseconds. */
const unknownTimeoutMs = 376;
/** What it counts as when one is chosen: near enough to be tried before a server that is known to be far. */
const unknownRttMs = 40;
const minTimeoutMs = 50;
const maxTimeoutMs = 3_000;
/** Servers are chosen among at random when they are this much slower than the fastest at most: a part of its time, or this time. */
const bandShare = 0.3;
const bandMs = 20;
/** One choice in so many falls on any server, however slow: that is how it is seen to have recovered. */
const exploreOneIn = 30;
const deadAfterTimeouts = 3;
const firstDeadMs = 15_000;
const maxDeadMs = 300_000;
const lameMs = 900_000;
const refusedMs = 60_000;
const noCaseMs = 3_600_000;

export interface Server {
  readonly endpoint: Endpoint;
  readonly key: string;
  /** Smoothed round-trip time and its variation; -1 while unknown. */
  srttMs: number;
  rttVarMs: number;
  queries: number;
  answers: number;
  /** Timeouts since the last answer, and until when it counts as dead because of them. */
  timeouts: number;
  deadUntilMs: number;
  /** The cookie that it gave us (RFC 7873 §5.3). */
  cookie: Uint8Array | null;
  /** Until when its answers are known not to keep the question's case. */
  ignoresCaseUntilMs: number;
}

export type LameReason = "refused" | "not authoritative" | "refers upwards" | "recursive";

interface Lameness {
  readonly reason: LameReason;
  readonly untilMs: number;
}

export class ServerMemory {
  readonly #servers = new BoundedMap<Server>(maxRememberedServers);
  readonly #lame = new BoundedMap<Lameness>(maxLamePairs);

  get count(): number {
    return this.#servers.size;
  }

  /** The memory of one address, made when it is new. */
  at(endpoint: Endpoint): Server {
    const key = endpointKey(endpoint);
    const known = this.#servers.touch(key);
    if (known !== undefined) return known;
    const made: Server = {
      endpoint,
      key,
      srttMs: -1,
      rttVarMs: 0,
      queries: 0,
      answers: 0,
      timeouts: 0,
      deadUntilMs: 0,
      cookie: null,
      ignoresCaseUntilMs: 0,
    };
    this.#servers.set(key, made);
    return made;
  }

  /** All that are remembered, least recently used first. */
  *all(): IterableIterator<Server> {
    for (const [, server] of this.#servers.entries()) yield server;
  }

  forget(): void {
    this.#servers.clear();
    this.#lame.clear();
  }

  markLame(server: Server, zone: Name, reason: LameReason, nowMs: number): void {
    const untilMs = nowMs + (reason === "refused" ? refusedMs : lameMs);
    this.#lame.set(`${server.key} ${zone.key}`, { reason, untilMs });
  }

  /** Why this server is no server of the zone, or null. */
  lameness(server: Server, zone: Name, nowMs: number): LameReason | null {
    const lame = this.#lame.peek(`${server.key} ${zone.key}`);
    return lame === undefined || lame.untilMs <= nowMs ? null : lame.reason;
  }

  /** Picks one of at least one server: the fast ones at random, now and then any. */
  choose(candidates: readonly Server[], random: Random): Server {
    if (random.below(exploreOneIn) === 0) return candidates[random.below(candidates.length)];
    const fastest = Math.min(...candidates.map(expectedMs));
    const band = candidates.filter((one) => expectedMs(one) <= fastest + Math.max(bandMs, fastest * bandShare));
    return band[random.below(band.length)];
  }
}

export function endpointKey({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** How long to wait for an answer when it was asked `tries` times before in this task (RFC 6298 §2.3 and §5.5). */
export function timeoutMs(server: Server, tries: number): number {
  const base = server.srttMs < 0 ? unknownTimeoutMs : server.srttMs + 4 * server.rttVarMs;
  return Math.min(maxTimeoutMs, Math.max(minTimeoutMs, base) * 2 ** tries);
}

/** A server answered: whatever it says, it is alive. */
export function noteAnswer(server: Server): void {
  server.answers++;
  server.timeouts = 0;
  server.deadUntilMs = 0;
}

/** RFC 6298 §2.2 and §2.3. Each query has an exchange of its own, so no answer is taken for another's (Karn's algorithm). */
export function noteRoundTrip(server: Server, rttMs: number): void {
  if (server.srttMs < 0) {
    server.srttMs = rttMs;
    server.rttVarMs = rttMs / 2;
    return;
  }
  server.rttVarMs = 0.75 * server.rttVarMs + 0.25 * Math.abs(server.srttMs - rttMs);
  server.srttMs = 0.875 * server.srttMs + 0.125 * rttMs;
}

/** A query got no answer in time, or could not be delivered. */
export function noteTimeout(server: Server, nowMs: number): void {
  server.timeouts++;
  if (server.timeouts < deadAfterTimeouts) return;
  server.deadUntilMs = nowMs + Math.min(maxDeadMs, firstDeadMs * 2 ** (server.timeouts - deadAfterTimeouts));
}

/** TCP too answers in another case than was asked: that is the server's way, no forger's. */
export function noteIgnoredCase(server: Server, nowMs: number): void {
  server.ignoresCaseUntilMs = nowMs + noCaseMs;
}

function expectedMs(server: Server): number {
  const measured = server.srttMs < 0 ? unknownRttMs : server.srttMs;
  // Silence counts as slowness until it answers again.
  return measured * 2 ** Math.min(server.timeouts, 5);
}
