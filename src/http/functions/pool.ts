// The instances of one function, one version: calls take an instance that is free, the warmest first; where none is, they
// wait in order for whichever comes first, one that gets free or one that starts. Starting costs what hundreds of quick calls
// do, so where instances are there already, others start only if these get through too slowly, or not at all. Where every
// call of late was quick, an instance that gets free is given several together; what it does not come to, it gives back.
// An instance that cannot start answers the call that has waited longest with why.
// Read next: ./runtime.ts, who says when an instance may start.

import { mostTogether } from "./batch-progress.ts";
import type { Call } from "./call.ts";
import { type Failure, failureOf, sandboxLines } from "./failure.ts";
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
/** How long calls that one instance is given together take at most, if each is as slow as the slowest of late. */
const togetherMs = 2;
/** How soon a slow call is forgotten: one of a hundred milliseconds after some seventy quick ones. */
const slowestDecay = 0.95;

export class Pool {
  readonly plan: FunctionPlan;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #initMs: number;
  readonly #events: PoolEvents;
  readonly #all = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #waiting: Call[] = [];
  /** Whether those that wait are given to whoever is idle when this turn of the loop ends. */
  #givesLater = false;
  /** Who waits for the end of which. */
  readonly #closing = new Map<Instance, () => void>();
  #starting = 0;
  /** Looks of the runtime since an instance last got free. */
  #looks = 0;
  /** How fast the handler can be, in milliseconds: its quickest call of late; Infinity before there was one. */
  #quickestMs = Infinity;
  #slowestMs = Infinity;
  /** Set when it is closed: whoever waits is told so. */
  #refuse: ((call: Call) => void) | null = null;
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
    if (waiting <= this.#starting || this.#idle.length > 0) return false;
    return there === 0 || this.#looks >= patientLooks || (waiting * this.#quickestMs) / there > startMs;
  }

  /** Looks after its calls and instances; to be called often while anything is busy. */
  look(nowMs: number): void {
    for (const instance of this.#all) if (instance.isBusy) instance.look(nowMs);
    if (this.hasWaiting) this.#looks++;
  }

  /** Takes out who came before this and waits still. One that starts has a clock of its own, so it is waited for. */
  *withdrawBefore(timeMs: number): Iterable<Call> {
    while (this.#starting === 0 && this.#waiting.length > 0 && this.#waiting[0].arrivedMs < timeMs)
      yield this.#waiting.shift()!;
  }

  /** Whether it holds nothing any more. */
  get isGone(): boolean {
    return this.#isRetired && this.#all.size === 0 && this.#waiting.length === 0;
  }

  /** When the instance that is idle for longest became so; null where none is. */
  get idleSinceMs(): number | null {
    return this.#idle[0]?.idleSinceMs ?? null;
  }

  get isBusy(): boolean {
    return this.#idle.length < this.#all.size;
  }

  /** Runs the call now, or puts it in the queue; quick ones wait for those that come in the same turn of the loop. */
  take(call: Call): void {
    if (this.#mostTogether > 1 || this.#idle.length === 0) {
      this.#waiting.push(call);
      if (this.#idle.length > 0) this.#giveLater();
    } else this.#idle.pop()!.run([call]);
  }

  #giveLater(): void {
    if (this.#givesLater) return;
    this.#givesLater = true;
    setImmediate(() => {
      this.#givesLater = false;
      this.#give();
      this.#events.changed();
    });
  }

  #give(): void {
    while (this.hasWaiting && this.#idle.length > 0) this.#idle.pop()!.run(this.#next());
  }

  startInstance(): void {
    let instance: Instance;
    try {
      instance = new Instance(this.plan, this.#environment, this.#initMs, {
        ready: () => {
          this.#starting--;
          this.#free(instance);
        },
        failed: (failure, printed) => {
          this.#starting--;
          this.#failFirst(failure, printed);
        },
        answered: (tookMs) => this.#learn(tookMs),
        free: () => this.#free(instance),
        givenBack: (calls) => this.#waitAgain(calls),
        unusable: () => this.#leaveIdle(instance),
        ended: () => this.#ended(instance),
        line: (requestId, line) => this.#events.line(this.plan, requestId, line),
      });
    } catch (error) {
      this.#failFirst(() => failureOf(error, "Runtime.ExitError"), []);
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
    this.#give();
    for (const instance of this.#idle.splice(0)) instance.end();
  }

  /** Ends everything; whoever waits is told so by `refuse`. */
  async close(refuse: (call: Call) => void): Promise<void> {
    this.#isRetired = true;
    this.#refuse = refuse;
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
    if (this.hasWaiting) instance.run(this.#next());
    else if (this.#isRetired) instance.end();
    else this.#idle.push(instance);
    this.#events.changed();
  }

  /** Those of the queue that one instance gets. */
  #next(): Call[] {
    return this.#waiting.splice(0, this.#mostTogether);
  }

  get #mostTogether(): number {
    return Math.max(1, Math.min(mostTogether, Math.floor(togetherMs / this.#slowestMs)));
  }

  /** A quick call lowers the least at once, a slow one raises the most at once; both go back slowly. */
  #learn(tookMs: number): void {
    this.#quickestMs = Math.min(tookMs, this.#quickestMs * quickestGrowth + quickestStepMs);
    this.#slowestMs = Math.max(tookMs, this.#slowestMs === Infinity ? 0 : this.#slowestMs * slowestDecay);
  }

  /** They came before whoever waits now. */
  #waitAgain(calls: readonly Call[]): void {
    if (this.#refuse !== null) {
      for (const call of calls) this.#refuse(call);
      return;
    }
    this.#waiting.unshift(...calls);
    // An instance may have got free meanwhile.
    this.#give();
    this.#events.changed();
  }

  #failFirst(failure: (requestId: string) => Failure, printed: readonly string[]): void {
    const call = this.#waiting.shift();
    if (call !== undefined) {
      const told = failure(call.requestId);
      for (const line of [...printed, ...sandboxLines(told)]) call.line(line);
      call.fail(JSON.stringify(told), 0);
    }
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
