// The instances of one function, one version: calls take an instance that is free, the warmest first; where none is, they
// wait in order for whichever comes first, one that gets free or one that starts. Starting costs what hundreds of quick calls
// do, so where instances are there already, others start only if these get through too slowly, or not at all.
// An instance that cannot start answers the call that has waited longest with why.
// Read next: ./runtime.ts, who says when an instance may start.

import type { Call } from "./call.ts";
import { type Failure, failureOf } from "./failure.ts";
import { Instance } from "./instance.ts";
import type { FunctionPlan } from "./plan.ts";

export interface PoolEvents {
  /** Something got free, ended or started: whoever waits for room may look again. */
  changed(): void;
  line(plan: FunctionPlan, requestId: string | null, line: string): void;
}

/** What a start takes, about: who waits less than this gets nothing from one. */
const startMs = 50;
/** Looks without an instance that got free, after which those that are there do not help. */
const patientLooks = 2;
/** How soon a handler that became slow is known to be. */
const quickestGrowth = 1.1;
const quickestStepMs = 0.05;

export class Pool {
  readonly plan: FunctionPlan;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #initMs: number;
  readonly #events: PoolEvents;
  readonly #all = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #waiting: Call[] = [];
  /** Who waits for the end of which. */
  readonly #closing = new Map<Instance, () => void>();
  #starting = 0;
  /** Looks of the runtime since an instance last got free. */
  #looks = 0;
  /** How fast the handler can be, in milliseconds: its quickest call of late; Infinity before there was one. */
  #quickestMs = Infinity;
  #isRetired = false;

  constructor(plan: FunctionPlan, environment: Readonly<Record<string, string>>, initMs: number, events: PoolEvents) {
    this.plan = plan;
    this.#environment = environment;
    this.#initMs = initMs;
    this.#events = events;
  }

  get size(): number {
    return this.#all.size;
  }

  get starting(): number {
    return this.#starting;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether one more instance would be of use. */
  get wantsInstance(): boolean {
    const waiting = this.#waiting.length;
    const there = this.#all.size - this.#starting;
    if (waiting <= this.#starting) return false;
    return there === 0 || this.#looks >= patientLooks || (waiting * this.#quickestMs) / there > startMs;
  }

  /** Called once in a while as long as calls wait. */
  look(): void {
    this.#looks++;
  }

  /** Whether it holds nothing any more. */
  get isGone(): boolean {
    return this.#isRetired && this.#all.size === 0 && this.#waiting.length === 0;
  }

  /** When the instance that is idle for longest became so; null where none is. */
  get idleSinceMs(): number | null {
    return this.#idle[0]?.idleSinceMs ?? null;
  }

  get busy(): Iterable<Instance> {
    return this.#all.values().filter((instance) => instance.isBusy);
  }

  /** Runs the call now, or puts it in the queue. */
  take(call: Call): "running" | "waiting" {
    const instance = this.#idle.pop();
    if (instance === undefined) {
      this.#waiting.push(call);
      return "waiting";
    }
    instance.run(call);
    return "running";
  }

  isWaiting(call: Call): boolean {
    return this.#waiting.includes(call);
  }

  /** Takes back a call that waits; false when it runs already. */
  withdraw(call: Call): boolean {
    const at = this.#waiting.indexOf(call);
    if (at < 0) return false;
    this.#waiting.splice(at, 1);
    return true;
  }

  startInstance(): void {
    let instance: Instance;
    try {
      instance = new Instance(this.plan, this.#environment, this.#initMs, {
        ready: () => {
          this.#starting--;
          this.#free(instance);
        },
        failed: (failure) => {
          this.#starting--;
          this.#failFirst(failure);
        },
        free: (tookMs) => {
          // A quick one counts at once, and less with every one that takes longer.
          this.#quickestMs = Math.min(tookMs, this.#quickestMs * quickestGrowth + quickestStepMs);
          this.#free(instance);
        },
        unusable: () => this.#leaveIdle(instance),
        ended: () => this.#ended(instance),
        line: (requestId, line) => this.#events.line(this.plan, requestId, line),
      });
    } catch (error) {
      this.#failFirst(() => failureOf(error, "Runtime.ExitError"));
      return;
    }
    this.#starting++;
    this.#all.add(instance);
  }

  /** Ends the instance that is idle for longest. */
  endIdle(): void {
    this.#idle.shift()?.end();
  }

  /** No call comes any more: what is idle ends now, the rest when it has finished and nobody waits. */
  retire(): void {
    this.#isRetired = true;
    for (const instance of this.#idle.splice(0)) instance.end();
  }

  /** Ends everything; whoever waits is told so by `refuse`. */
  async close(refuse: (call: Call) => void): Promise<void> {
    this.#isRetired = true;
    for (const call of this.#waiting.splice(0)) refuse(call);
    await Promise.all(Array.from(this.#all, (instance) => this.#endNow(instance)));
  }

  #endNow(instance: Instance): Promise<void> {
    return new Promise((resolve) => {
      this.#closing.set(instance, resolve);
      instance.end();
    });
  }

  #free(instance: Instance): void {
    this.#looks = 0;
    const call = this.#waiting.shift();
    if (call !== undefined) instance.run(call);
    else if (this.#isRetired) instance.end();
    else this.#idle.push(instance);
    this.#events.changed();
  }

  #failFirst(failure: (requestId: string) => Failure): void {
    const call = this.#waiting.shift();
    call?.fail(JSON.stringify(failure(call.requestId)), 0);
    this.#events.changed();
  }

  #leaveIdle(instance: Instance): void {
    const at = this.#idle.indexOf(instance);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #ended(instance: Instance): void {
    this.#all.delete(instance);
    this.#closing.get(instance)?.();
    this.#closing.delete(instance);
    this.#events.changed();
  }
}
