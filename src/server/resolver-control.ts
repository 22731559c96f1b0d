// Requests of the API, answered in the resolver's thread, where everything lies: the cache, the traces, the numbers.
// A flush takes away what the selected records are in: the records, what is known of their zones' servers and failures, and
// all ready answers, which are made again from what is left.

import type { Clock } from "../base/clock.ts";
import { maxOpenDumps, maxPageEntries } from "../base/limits.ts";
import { codeName, Rcode } from "../dns/codes.ts";
import { Name } from "../dns/name.ts";
import type { AnswerTable } from "../resolver/answer-table.ts";
import { printDumpLine, scanDumpLine } from "../resolver/cache/inspection.ts";
import type { CachedEntry, PackedCache } from "../resolver/cache/packed-cache.ts";
import type { Workbench } from "../lab/workbench.ts";
import { forget } from "../resolver/forget.ts";
import type { Resolver } from "../resolver/resolver.ts";
import { rttBoundsMs } from "../resolver/statistics.ts";
import { composeTrace } from "../trace/ending.ts";
import type { AnchorState } from "./anchor-states.ts";
import { durationBoundsMs } from "./durations.ts";
import type { ResolverDesk } from "./resolver-desk.ts";
import type {
  CachePage,
  ResolverReplies,
  ResolverRequest,
  ResolverState,
  Selection,
  ServerState,
} from "./resolver-requests.ts";

/** What the network below the resolver tells of itself; the simulated one has no sockets. */
export interface NetworkState {
  readonly octetsSent: number;
  readonly octetsReceived: number;
  readonly openSockets: number;
  readonly openConnections: number;
}

export interface ControlWorld {
  readonly desk: ResolverDesk;
  readonly resolver: Resolver;
  readonly cache: PackedCache;
  readonly answers: AnswerTable;
  readonly clock: Clock;
  readonly network: () => NetworkState;
  readonly workbench: Workbench | null;
  readonly anchors: () => readonly AnchorState[];
  settle(): void;
}

/** Servers that a page of statistics lists, the most asked ones. */
const maxListedServers = 200;
/** Faults told of one load. */
const maxToldFaults = 20;

export class ResolverControl {
  readonly #world: ControlWorld;
  /** Dumps that go on, by cursor. */
  readonly #dumps = new Map<number, Iterator<CachedEntry>>();
  #dumpCount = 0;

  constructor(world: ControlWorld) {
    this.#world = world;
  }

  /** `done` is called once, perhaps before this returns. */
  answer(request: ResolverRequest, done: (reply: ResolverReplies[ResolverRequest["op"]]) => void): void {
    const { desk } = this.#world;
    switch (request.op) {
      case "resolve": {
        const question = { name: new Name(request.name), type: request.type };
        desk.trace(question, (trace) => done(composeTrace(trace)));
        return this.#world.settle();
      }
      case "traces":
        return done(desk.traces.latest());
      case "trace": {
        const trace = desk.traces.find(request.id);
        return done(trace === null ? null : composeTrace(trace));
      }
      case "statistics":
        return done(this.#state());
      case "anchors":
        return done(this.#world.anchors());
      case "show":
        return done(this.#show(request.selection, request.offset, request.limit));
      case "dump":
        return done(this.#dump(request.cursor));
      case "flush":
        return done(this.#flush(request.selection));
      case "load":
        return done(this.#load(request.text));
      case "lab":
        return done(this.#world.workbench?.servers() ?? null);
      case "changeServer":
        return done(this.#world.workbench?.change(request.server, request.text) ?? null);
    }
  }

  #show(selection: Selection, offset: number, limit: number): CachePage {
    const { cache, clock } = this.#world;
    const wanted = matcherOf(selection);
    const nowMs = clock.nowMs();
    const lines: string[] = [];
    let at = 0;
    for (const entry of cache.entries()) {
      if (!wanted(entry) || at++ < offset) continue;
      if (lines.length === limit) return { lines, next: offset + limit };
      lines.push(printDumpLine(entry, nowMs));
    }
    return { lines, next: null };
  }

  /** One page of everything. A dump keeps its place between pages; of too many the oldest ends early. */
  #dump(cursor: number | null): CachePage {
    const { cache, clock } = this.#world;
    const dumps = this.#dumps;
    const number = cursor ?? ++this.#dumpCount;
    const entries = cursor === null ? cache.entries() : dumps.get(cursor);
    if (entries === undefined) return { lines: [], next: null };
    dumps.delete(number);
    const nowMs = clock.nowMs();
    const lines: string[] = [];
    for (let next = entries.next(); next.done !== true; next = entries.next()) {
      lines.push(printDumpLine(next.value, nowMs));
      if (lines.length < maxPageEntries) continue;
      if (dumps.size >= maxOpenDumps) for (const oldest of [...dumps.keys()].slice(0, 1)) dumps.delete(oldest);
      dumps.set(number, entries);
      return { lines, next: number };
    }
    return { lines, next: null };
  }

  #flush({ name, type, reach }: Selection): number {
    const { answers, resolver } = this.#world;
    const removed = forget(resolver.world, { name: name === null ? null : new Name(name), type, reach });
    answers.clear();
    return removed;
  }

  #load(text: string): ResolverReplies["load"] {
    const { cache, answers, clock } = this.#world;
    const nowMs = clock.nowMs();
    const faults: string[] = [];
    let taken = 0;
    for (const [i, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      const entry = scanDumpLine(line, nowMs);
      if (typeof entry === "string") faults.push(`line ${i + 1}: ${entry}`);
      else if (cache.store(entry.name, entry.type, entry.entry)) taken++;
    }
    answers.clear();
    return { taken, faults: faults.slice(0, maxToldFaults) };
  }

  #state(): ResolverState {
    const { desk, resolver, cache, answers, clock, network } = this.#world;
    const { statistics, servers } = resolver.world;
    const { rcodes, ...numbers } = statistics;
    const nowMs = clock.nowMs();
    const listed: ServerState[] = [...servers.all()]
      .toSorted((a, b) => b.queries - a.queries)
      .slice(0, maxListedServers)
      .map(({ key, srttMs, queries, answers: answered, timeouts, deadUntilMs }) => ({
        server: key,
        rttMs: srttMs < 0 ? null : Math.round(srttMs * 100) / 100,
        queries,
        answers: answered,
        timeouts,
        isDead: deadUntilMs > nowMs,
      }));
    return {
      ...numbers,
      ...network(),
      cacheEntries: cache.entryCount,
      cacheOctets: cache.octets,
      answerEntries: answers.entryCount,
      answerOctets: answers.octets,
      rttBoundsMs,
      durationBoundsMs,
      durationCounts: desk.durations.counts,
      durationSumMs: desk.durations.sumMs,
      rcodes: Object.fromEntries([...rcodes].map(([code, count]) => [codeName(Rcode, code, "RCODE"), count])),
      tasks: resolver.tasksInFlight,
      waiting: desk.waiting,
      turnedAway: desk.turnedAway,
      servers: listed,
    };
  }
}

function matcherOf({ name, type, reach }: Selection): (entry: CachedEntry) => boolean {
  const wanted = name === null ? null : new Name(name);
  return (entry) => {
    if (type !== null && entry.type !== type) return false;
    if (wanted === null) return true;
    return reach === "subtree" ? entry.name.isWithin(wanted) : entry.name.equals(wanted);
  };
}
