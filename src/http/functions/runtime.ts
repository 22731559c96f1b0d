// Runs functions: a pool of instances for each version, bounds for all of them together. A call is refused at once when the
// function has as many in flight as it may (Lambda's 429), and when no instance could take it for a while; everything else
// is an answer. Instances that nobody needed for some minutes end. DG: lambda-concurrency, invocation-scaling.
// Invariants: no call is without an answer, also when the service stops. Read next: ./pool.ts, ./instance.ts.

import { maxPayloadOctets, maxFunctionInstances, maxStartingInstances } from "../../base/limits.ts";
import type { Completed, Invocation, Refused, Streaming } from "../../gateway/functions/port.ts";
import { type Answer, StreamedAnswer, WholeAnswer } from "./answer.ts";
import { Call } from "./call.ts";
import { CallsInFlight } from "./calls-in-flight.ts";
import { environmentOf } from "./environment.ts";
import type { FunctionPlan } from "./plan.ts";
import { Pool } from "./pool.ts";
import { RemoteRuntimes } from "./remote.ts";

export interface FunctionLine {
  readonly plan: FunctionPlan;
  /** Null for what is said outside of any invocation. */
  readonly requestId: string | null;
  readonly line: string;
}

export interface RuntimeOptions {
  /** A handler's output. */
  readonly line: (line: FunctionLine) => void;
  /** The API's own address, for handlers' AWS clients; null where there is none. */
  readonly endpointUrl?: () => string | null;
  /** Executions at once of functions that reserved nothing. */
  readonly concurrency?: number;
  readonly instances?: number;
  readonly initMs?: number;
  readonly idleMs?: number;
  /** How long a call waits for an instance. */
  readonly waitMs?: number;
}

const defaults = {
  concurrency: 1000,
  instances: maxFunctionInstances,
  initMs: 10_000,
  idleMs: 300_000,
  waitMs: 10_000,
};
const tickMs = 20;
const sweepMs = 10_000;
const unreserved = "";
/** An upper bound of the fixed text around an event's lines, which has 900 characters. */
const mostNamesLength = 2000;
/** A character of an event's lines takes at most six in its text: that is one of a body which has to be escaped. */
const mostWritten = 6;

export class FunctionRuntime {
  readonly #options: Required<RuntimeOptions>;
  readonly #pools = new Map<string, Pool>();
  /** Pools of earlier revisions, until their last call has ended. */
  readonly #retired = new Set<Pool>();
  /** Pools whose calls wait. */
  readonly #hungry = new Set<Pool>();
  readonly #calls = new CallsInFlight();
  /** How many of them there are, by what shares a bound. */
  readonly #inFlight = new Map<string, number>();
  readonly #remote = new RemoteRuntimes();
  #tick: NodeJS.Timeout | null = null;
  #sweep: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: RuntimeOptions) {
    this.#options = { endpointUrl: () => null, ...defaults, ...options };
  }

  invoke(plan: FunctionPlan, invocation: Invocation, invokedArn: string): Promise<Completed | Refused> {
    return new Promise((resolve) => {
      this.#start(plan, invocation, invokedArn, new WholeAnswer(resolve));
    });
  }

  invokeStreaming(plan: FunctionPlan, invocation: Invocation, invokedArn: string): Promise<Streaming | Refused> {
    return new Promise((resolve) => {
      this.#start(plan, invocation, invokedArn, new StreamedAnswer(plan.version, resolve));
    });
  }

  /** Instances there are, for counters. */
  get instances(): number {
    let count = 0;
    for (const pool of this.#everyPool()) count += pool.size;
    return count;
  }

  /** Ends every instance. Calls that run are answered as failed, calls that wait are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#tick !== null) clearInterval(this.#tick);
    if (this.#sweep !== null) clearInterval(this.#sweep);
    const pools = [...this.#everyPool()];
    await Promise.all(pools.map((pool) => pool.close((call) => call.refuse(stopping))));
    this.#remote.close();
  }

  #start(plan: FunctionPlan, invocation: Invocation, invokedArn: string, answer: Answer): void {
    const refused = this.#refusal(plan, invocation);
    if (refused !== null) {
      answer.refuse(refused);
      return;
    }
    const shares = plan.reserved === null ? unreserved : plan.functionArn;
    this.#inFlight.set(shares, (this.#inFlight.get(shares) ?? 0) + 1);
    const call = new Call(plan, invocation, invokedArn, answer, () => {
      this.#calls.remove(call);
      this.#ended(shares);
    });
    this.#calls.add(call);
    this.#watch();
    if (plan.source.kind === "url") {
      this.#remote.run(plan.source.url, call);
      return;
    }
    const pool = this.#poolOf(plan);
    pool.take(call);
    if (pool.hasWaiting) this.#feed(pool);
  }

  #refusal({ reserved, functionArn }: FunctionPlan, invocation: Invocation): Refused | null {
    if (this.#isClosed) return stopping;
    if (isTooLarge(invocation)) return tooLarge;
    const inFlight = this.#inFlight.get(reserved === null ? unreserved : functionArn) ?? 0;
    if (inFlight < (reserved ?? this.#options.concurrency)) return null;
    return throttled(
      reserved === null ? "ConcurrentInvocationLimitExceeded" : "ReservedFunctionConcurrentInvocationLimitExceeded",
    );
  }

  #ended(shares: string): void {
    const left = (this.#inFlight.get(shares) ?? 1) - 1;
    if (left === 0) this.#inFlight.delete(shares);
    else this.#inFlight.set(shares, left);
  }

  #poolOf(plan: FunctionPlan): Pool {
    const known = this.#pools.get(plan.id);
    if (known !== undefined && known.plan.revision === plan.revision) return known;
    if (known !== undefined) this.#retire(known);
    const environment = environmentOf(plan, this.#options.endpointUrl());
    const pool: Pool = new Pool(plan, environment, this.#options.initMs, {
      changed: () => this.#changed(pool),
      line: (of, requestId, line) => this.#options.line({ plan: of, requestId, line }),
    });
    this.#pools.set(plan.id, pool);
    return pool;
  }

  #retire(pool: Pool): void {
    pool.retire();
    this.#pools.delete(pool.plan.id);
    if (!pool.isGone) this.#retired.add(pool);
  }

  #feed(pool: Pool): void {
    this.#hungry.add(pool);
    this.#makeRoom();
  }

  #changed(pool: Pool): void {
    if (this.#retired.size > 0 && pool.isGone) this.#retired.delete(pool);
    if (pool.hasWaiting) this.#hungry.add(pool);
    if (this.#hungry.size > 0 && !this.#isClosed) this.#makeRoom();
  }

  /** Starts instances where calls wait, as many as the machine may have; in need, one that is idle elsewhere ends first. */
  #makeRoom(): void {
    for (const pool of this.#hungry) {
      if (!pool.hasWaiting) this.#hungry.delete(pool);
      while (pool.wantsInstance && pool.starting < maxStartingInstances) {
        if (this.instances >= this.#options.instances) {
          this.#endLongestIdle();
          return;
        }
        pool.startInstance();
      }
    }
  }

  #endLongestIdle(): void {
    let longest: Pool | null = null;
    for (const pool of this.#pools.values()) {
      if (pool.idleSinceMs !== null && pool.idleSinceMs < (longest?.idleSinceMs ?? Infinity)) longest = pool;
    }
    longest?.endIdle();
  }

  *#everyPool(): Iterable<Pool> {
    yield* this.#pools.values();
    yield* this.#retired;
  }

  /** While anything is busy it is looked after; what was idle for long ends. */
  #watch(): void {
    this.#tick ??= setInterval(() => this.#look(), tickMs).unref();
    this.#sweep ??= setInterval(() => this.#endIdle(), Math.min(sweepMs, this.#options.idleMs)).unref();
  }

  #look(): void {
    const nowMs = performance.now();
    let isAnyBusy = this.#calls.size > 0;
    this.#calls.look(nowMs);
    for (const pool of this.#everyPool()) {
      if (!pool.isBusy && !pool.hasWaiting) continue;
      isAnyBusy = true;
      pool.look(nowMs);
      for (const call of pool.withdrawBefore(nowMs - this.#options.waitMs))
        call.refuse(throttled("ConcurrentInvocationLimitExceeded"));
    }
    if (this.#hungry.size > 0 && !this.#isClosed) this.#makeRoom();
    if (isAnyBusy || this.#tick === null) return;
    // The next call starts it again.
    clearInterval(this.#tick);
    this.#tick = null;
  }

  #endIdle(): void {
    const before = performance.now() - this.#options.idleMs;
    for (const pool of this.#pools.values()) {
      while (pool.idleSinceMs !== null && pool.idleSinceMs < before) pool.endIdle();
    }
  }
}

function isTooLarge(invocation: Invocation): boolean {
  const { packed } = invocation;
  // A character is three octets at most, so most events need no counting.
  const most = packed === undefined ? invocation.payload.length : packed.length * mostWritten + mostNamesLength;
  return most * 3 > maxPayloadOctets && Buffer.byteLength(invocation.payload) > maxPayloadOctets;
}

const stopping: Refused = {
  kind: "refused",
  code: "ServiceException",
  status: 500,
  message: "The server is stopping.",
};

const tooLarge: Refused = {
  kind: "refused",
  code: "RequestTooLargeException",
  status: 413,
  message: `Request must be smaller than ${maxPayloadOctets} bytes for the InvokeFunction operation`,
};

function throttled(reason: string): Refused {
  return { kind: "refused", code: "TooManyRequestsException", status: 429, message: "Rate Exceeded.", reason };
}
