// The resolver: questions in, resolutions out, in between the walk from the root (RFC 1034 §5.3.3). Without sockets and
// without timers of its own: see ./port.ts. It carries out what tasks ask for (./task.ts): sends their queries (./exchanges.ts),
// starts sub-tasks, merges equal questions, and gives expired data when the servers are slow (RFC 8767 §5).
// Invariants: every task ends by its budget's deadline; `done` is called once; no packet can make anything here throw.

import type { Trace } from "../trace/steps.ts";
import type { Delegation } from "./delegations.ts";
import type { Endpoint, TransportFault, UpstreamEvents, UpstreamPort } from "./port.ts";
import type { Question, Resolution } from "./question.ts";
import type { ResolverSettings } from "./settings.ts";
import type { Effect, Purpose, Task, TaskEvent } from "./task.ts";
import type { World } from "./world.ts";
import type { DnssecCrypto } from "../dnssec/crypto.ts";
import type { Timer } from "../base/timer-heap.ts";
import { maxTasks, maxWaitersPerTask } from "../base/limits.ts";
import { cancel, TimerHeap } from "../base/timer-heap.ts";
import { ExtendedError, Rcode } from "../dns/codes.ts";
import { Budget } from "./budget.ts";
import { DelegationStore } from "./delegations.ts";
import { Exchanges } from "./exchanges.ts";
import { FailureMemory } from "./failures.ts";
import { findStale } from "./stale.ts";
import { questionKey } from "./question.ts";
import { resolutionOf } from "./resolution.ts";
import { ServerMemory } from "./servers.ts";
import { newStatistics } from "./statistics.ts";
import { newTask } from "./task.ts";
import { ProofStore } from "./validation/proof-store.ts";
import { TrustStore } from "./validation/trust.ts";
import { step } from "./walk.ts";

/** How long a client waits before it is given expired data, if there is any (RFC 8767 §5). */
const staleAfterMs = 1_800;

export interface ResolverWorld extends Pick<World, "clock" | "random" | "cache"> {
  readonly port: UpstreamPort;
  /** Without it nothing is validated. */
  readonly crypto?: DnssecCrypto;
}

export interface Request {
  readonly trace: Trace | null;
  /** "unchecked": nothing is validated. "plain": nor is anything made by DNS64. "prefetch": the cache's own answer does not count, a new one is fetched. */
  readonly purpose: "answer" | "unchecked" | "plain" | "prefetch";
}

/** One who waits for a task: a client, or a task for its sub-task. */
interface Waiter {
  readonly budget: Budget;
  readonly trace: Trace | null;
  /** Where it joined a task that may take longer than it has time itself. */
  timer: Timer | null;
  /** `narrowed`: it failed for reasons that lie in who asked. */
  give(resolution: Resolution, narrowed: boolean): void;
  /** The task failed for its own budget's sake, which says nothing to a waiter with another: it asks again. */
  again(): void;
}

interface Flight {
  readonly task: Task;
  readonly key: string;
  readonly waiters: Waiter[];
  /** The task that this one waits for, to see circles. */
  waitsFor: Flight | null;
}

export class Resolver implements UpstreamEvents {
  readonly world: World;
  readonly #timers = new TimerHeap();
  readonly #flights = new Map<string, Flight>();
  readonly #exchanges: Exchanges;
  #taskCount = 0;
  #tasksInFlight = 0;

  constructor(settings: ResolverSettings, { clock, random, cache, port, crypto }: ResolverWorld) {
    this.world = {
      settings,
      clock,
      random,
      cache,
      crypto: crypto ?? null,
      trust: new TrustStore(settings.trustAnchors),
      proofs: new ProofStore(),
      delegations: new DelegationStore(),
      servers: new ServerMemory(),
      failures: new FailureMemory(),
      statistics: newStatistics(),
      cookieSecret: Uint8Array.from({ length: 16 }, () => random.below(256)),
    };
    this.#exchanges = new Exchanges(this.world, port, this.#timers);
    for (const kind of ["stub", "forward"] as const) this.#configure(kind);
  }

  get nextWakeMs(): number {
    return this.#timers.nextMs;
  }

  /** Queries that wait for a response. */
  get openExchanges(): number {
    return this.#exchanges.openCount;
  }

  /** Tasks that are under way, sub-tasks included. */
  get tasksInFlight(): number {
    return this.#tasksInFlight;
  }

  /** Resolves a question of class IN. `done` is called once, perhaps before this returns. */
  resolve(question: Question, { trace, purpose }: Request, done: (resolution: Resolution) => void): void {
    const { clock, statistics } = this.world;
    if (purpose !== "prefetch") statistics.questions++;
    else {
      statistics.prefetches++;
      trace?.note("cache.prefetch", { name: question.name, type: question.type });
    }
    const nowMs = clock.nowMs();
    const budget = new Budget(nowMs);
    let given = false;
    let timer: Timer | null = null;
    const give = (resolution: Resolution): void => {
      if (given) return;
      given = true;
      cancel(timer);
      if (purpose !== "prefetch") this.#count(resolution);
      done(resolution);
    };
    const final = (resolution: Resolution): void => {
      // What is bogus is not covered up by what was true once (CVE-2026-46582).
      const isFailure = resolution.rcode === Rcode.SERVFAIL && resolution.security !== "bogus";
      give(
        (isFailure && purpose !== "prefetch" ? this.#stale(question, resolution.upstreamQueries, trace) : null) ??
          resolution,
      );
    };
    const ask = (): void => this.#ask(question, purpose, { budget, trace, timer: null, give: final, again: ask });
    ask();
    if (given || purpose === "prefetch" || !this.world.settings.serveStale) return;
    timer = this.#timers.add(nowMs + staleAfterMs, () => {
      const stale = this.#stale(question, budget.queries, trace);
      if (stale !== null) give(stale);
    });
  }

  received(exchange: number, octets: Uint8Array, from: Endpoint): void {
    this.#exchanges.received(exchange, octets, from);
  }

  failed(exchange: number, fault: TransportFault): void {
    this.#exchanges.failed(exchange, fault);
  }

  wake(): void {
    this.#timers.run(this.world.clock.nowMs());
  }

  #configure(kind: "stub" | "forward"): void {
    const { settings, delegations, clock } = this.world;
    for (const { zone, servers } of kind === "stub" ? settings.stubZones : settings.forwardZones) {
      const configured: Delegation = {
        zone,
        servers: servers.map((endpoint) => ({ name: zone, glue: [endpoint] })),
        kind,
        signed: [],
        storedMs: clock.nowMs(),
        expiresMs: Number.POSITIVE_INFINITY,
        origin: { server: "", zone },
      };
      delegations.configure(configured);
    }
  }

  /** Starts a task for a question, or joins the one that is under way. */
  #ask(question: Question, purpose: Purpose, waiter: Waiter): void {
    const key = flightKey(question, purpose);
    const running = this.#flights.get(key);
    if (running !== undefined && running.waiters.length < maxWaitersPerTask) {
      return this.#join(running, waiter, () => waiter.give(givenUp(question, "it took too long"), true));
    }
    if (running !== undefined || this.#tasksInFlight >= maxTasks) {
      return waiter.give(givenUp(question, "too many questions are being resolved"), true);
    }
    this.#run(this.#register(question, purpose, null, waiter), { kind: "begin" });
  }

  /** Waits for a task that is under way, but not beyond the waiter's own time; then `late` is called instead. */
  #join(running: Flight, waiter: Waiter, late: () => void): void {
    const { question, budget } = running.task;
    this.world.statistics.merged++;
    waiter.trace?.note("question.merged", { name: question.name, type: question.type });
    running.waiters.push(waiter);
    if (budget.deadlineMs <= waiter.budget.deadlineMs) return;
    waiter.timer = this.#timers.add(waiter.budget.deadlineMs, () => {
      running.waiters.splice(running.waiters.indexOf(waiter), 1);
      late();
    });
  }

  #run(flight: Flight, event: TaskEvent): void {
    this.#carryOut(flight, step(flight.task, event, this.world));
  }

  #carryOut(flight: Flight, effect: Effect): void {
    switch (effect.kind) {
      case "send":
        return this.#exchanges.begin(flight.task, effect.waiting, (event) => this.#run(flight, event));
      case "subtask":
        return this.#subtask(flight, effect.question, effect.purpose);
      case "done":
        return this.#finish(flight);
    }
  }

  #subtask(flight: Flight, question: Question, purpose: Purpose): void {
    const key = flightKey(question, purpose);
    const running = this.#flights.get(key);
    if (running !== undefined && leadsTo(running, flight))
      return this.#run(flight, { kind: "unaskable", why: "cycle" });
    if (running === undefined && this.#tasksInFlight >= maxTasks) {
      return this.#run(flight, { kind: "unaskable", why: "overload" });
    }
    const { task } = flight;
    const trace = task.trace?.nested() ?? null;
    const waiter: Waiter = {
      budget: task.budget,
      trace,
      timer: null,
      give: (resolution, narrowed) => {
        flight.waitsFor = null;
        this.#run(flight, { kind: "resolved", resolution, narrowed });
      },
      again: () => {
        flight.waitsFor = null;
        this.#subtask(flight, question, purpose);
      },
    };
    if (running !== undefined && running.waiters.length < maxWaitersPerTask) {
      flight.waitsFor = running;
      return this.#join(running, waiter, () => {
        flight.waitsFor = null;
        this.#run(flight, { kind: "unaskable", why: "deadline" });
      });
    }
    if (running !== undefined) return this.#run(flight, { kind: "unaskable", why: "overload" });
    const own = this.#register(question, purpose, task, waiter);
    flight.waitsFor = own;
    this.#run(own, { kind: "begin" });
  }

  #register(question: Question, purpose: Purpose, parent: Task | null, waiter: Waiter): Flight {
    const { budget, trace } = waiter;
    const nowMs = this.world.clock.nowMs();
    const task = newTask({ id: ++this.#taskCount, question, purpose, parent, budget, trace, nowMs });
    const flight: Flight = {
      task,
      key: flightKey(question, purpose),
      waiters: [waiter],
      waitsFor: null,
    };
    this.#flights.set(flight.key, flight);
    this.#tasksInFlight++;
    return flight;
  }

  #finish(flight: Flight): void {
    const { task, waiters } = flight;
    this.#flights.delete(flight.key);
    this.#tasksInFlight--;
    const resolution = resolutionOf(task, this.world);
    const ranDry = task.outcome!.cause === "budget";
    for (const waiter of waiters) {
      cancel(waiter.timer);
      if (ranDry && waiter.budget !== task.budget) waiter.again();
      else waiter.give(resolution, ranDry);
    }
    if (task.renew !== null) this.#renew(task.renew);
  }

  /** Fetches what is about to expire; nobody waits. */
  #renew(question: Question): void {
    if (this.#flights.has(flightKey(question, "prefetch"))) return;
    this.resolve(question, { trace: null, purpose: "prefetch" }, () => {});
  }

  #stale(question: Question, queries: number, trace: Trace | null): Resolution | null {
    if (!this.world.settings.serveStale) return null;
    return findStale(this.world, question, queries, trace);
  }

  #count({ rcode, stale, upstreamQueries }: Resolution): void {
    const { statistics } = this.world;
    if (stale) statistics.stale++;
    else if (rcode === Rcode.SERVFAIL) statistics.failures++;
    else if (upstreamQueries === 0) statistics.hits++;
    else statistics.misses++;
  }
}

/**
 * Only what is validated alike is the same question: an address that validation needs must not wait for the validation of itself.
 * What is fetched anew is another question than what the cache may answer.
 */
function flightKey(question: Question, purpose: Purpose): string {
  return purpose === "answer" || purpose === "synthesis"
    ? questionKey(question)
    : `${questionKey(question)}/${purpose}`;
}

/** Whether a flight waits for another, directly or through others: then that one must not wait for it. */
function leadsTo(from: Flight, to: Flight): boolean {
  for (let at: Flight | null = from; at !== null; at = at.waitsFor) if (at === to) return true;
  return false;
}

function givenUp(question: Question, text: string): Resolution {
  return {
    question,
    rcode: Rcode.SERVFAIL,
    answer: [],
    authority: [],
    additional: [],
    security: "unchecked",
    extendedErrors: [{ code: ExtendedError.Other, text }],
    ttlSeconds: 0,
    stale: false,
    upstreamQueries: 0,
  };
}
