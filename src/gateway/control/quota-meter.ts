// Counts requests against quotas in memory, exactly: what is left is loaded when a key is first seen, when its period is over and
// when somebody says that it changed; what was used is given back by `flush`, which whoever owns a timer calls every second.
// Invariant: remaining in the table, less what waits here, is what a request is let through by.

import type { Clock } from "../../base/clock.ts";
import type { Allowance, UsageBook, UsedRequests } from "./usage-book.ts";
import { dayOf } from "./usage-periods.ts";

interface Meter {
  readonly planId: string;
  readonly keyId: string;
  remaining: number;
  untilMs: number;
  /** Of which day the waiting ones are. */
  day: number;
  waiting: number;
  /** What is left has to be asked for anew. */
  isStale: boolean;
}

export class QuotaMeter {
  readonly #book: UsageBook;
  readonly #clock: Clock;
  readonly #meters = new Map<string, Meter>();
  /** Counts of days that are over. */
  #earlier: UsedRequests[] = [];

  constructor(book: UsageBook, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
  }

  /** Counts one request; false when nothing is left, or the key is not in the plan, and then nothing is counted. */
  take(planId: string, keyId: string): boolean {
    const nowMs = this.#clock.wallSeconds() * 1000;
    const meter = this.#meter(planId, keyId, nowMs);
    if (meter === null || meter.remaining < 1) return false;
    meter.remaining--;
    meter.waiting++;
    return true;
  }

  /** Gives the counts back, as one transaction. They wait on when that fails. */
  flush(): void {
    const used = [...this.#earlier];
    for (const { planId, keyId, day, waiting } of this.#meters.values())
      if (waiting > 0) used.push({ planId, keyId, day, count: waiting });
    this.#book.flush(used);
    this.#earlier = [];
    for (const meter of this.#meters.values()) meter.waiting = 0;
  }

  /** Plans, keys or what is left changed: all is loaded anew, with nothing lost. */
  forget(): void {
    // Counts that cannot be given back now wait on, and are taken off what is loaded.
    for (const meter of this.#meters.values()) meter.isStale = true;
    this.flush();
    this.#meters.clear();
  }

  #meter(planId: string, keyId: string, nowMs: number): Meter | null {
    const name = `${planId} ${keyId}`;
    const known = this.#meters.get(name);
    if (known !== undefined && !known.isStale && nowMs < known.untilMs) {
      this.#turnDay(known, dayOf(nowMs));
      return known;
    }
    if (known !== undefined) this.#turnDay(known, dayOf(nowMs));
    const allowance = this.#book.load(planId, keyId, nowMs);
    if (allowance === null) {
      this.#meters.delete(name);
      return null;
    }
    const meter = newMeter(planId, keyId, allowance, dayOf(nowMs));
    meter.waiting = known?.waiting ?? 0;
    meter.remaining -= meter.waiting;
    this.#meters.set(name, meter);
    return meter;
  }

  #turnDay(meter: Meter, day: number): void {
    if (meter.day === day) return;
    const { planId, keyId, waiting } = meter;
    if (waiting > 0) this.#earlier.push({ planId, keyId, day: meter.day, count: waiting });
    meter.day = day;
    meter.waiting = 0;
  }
}

function newMeter(planId: string, keyId: string, { remaining, untilMs }: Allowance, day: number): Meter {
  return { planId, keyId, remaining, untilMs, day, waiting: 0, isStale: false };
}
