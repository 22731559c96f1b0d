// Keeps the cells in which requests are counted against quotas (./quota-cells.ts) in step with the table of usage: what is
// left is loaded when a key is first seen, when its day is over and when somebody says that it changed; what was used is
// given back by `flush`, which whoever owns a timer calls every second.
// Invariant: what the table has left, less what waits here, is what requests are let through by, whichever thread counts them.

import type { Clock } from "../../base/clock.ts";
import { maxQuotaCells } from "../../base/limits.ts";
import { QuotaCells, type QuotaLease, quotaOctets, QuotaTaker } from "./quota-cells.ts";
import type { UsageBook, UsedRequests } from "./usage-book.ts";
import { dayMs, dayOf } from "./usage-periods.ts";

interface Meter {
  readonly planId: string;
  readonly keyId: string;
  readonly lease: QuotaLease;
  /** Of which day the requests are that are counted now. */
  day: number;
  /** When the quota's period is over. */
  periodEndMs: number;
  /** How many of the requests taken are in the table. */
  booked: number;
  /** How many are in the table, or wait with their day for it. */
  dated: number;
}

export class QuotaMeter {
  readonly #book: UsageBook;
  readonly #clock: Clock;
  readonly #cells: QuotaCells;
  readonly #taker: QuotaTaker;
  /** By plan and key; the one that was given its cell first stands first. */
  readonly #meters = new Map<string, Meter>();
  readonly #free: number[] = [];
  #used = 0;
  #owners = 0n;
  /** Counts of days that are over. */
  #earlier: UsedRequests[] = [];

  /** `buffer`: where the cells are, for threads to share. */
  constructor(
    book: UsageBook,
    clock: Clock,
    buffer: ArrayBuffer | SharedArrayBuffer = new ArrayBuffer(quotaOctets(maxQuotaCells)),
  ) {
    this.#book = book;
    this.#clock = clock;
    this.#cells = new QuotaCells(buffer);
    this.#taker = new QuotaTaker(this.#cells, clock, (planId, keyId) => this.lease(planId, keyId));
  }

  /** Counts one request; false when nothing is left, or the key is not in the plan, and then nothing is counted. */
  take(planId: string, keyId: string): boolean {
    return this.#taker.take(planId, keyId);
  }

  /** Where a key in a plan is counted, good from now until its day is over; null when the key is not in the plan. */
  lease(planId: string, keyId: string): QuotaLease | null {
    const nowMs = this.#clock.wallSeconds() * 1000;
    const name = `${planId} ${keyId}`;
    const known = this.#meters.get(name);
    if (known !== undefined && this.#cells.isGood(known.lease, nowMs)) return known.lease;
    if (known !== undefined) this.#turnDay(known, dayOf(nowMs));
    const allowance = this.#book.load(planId, keyId, nowMs);
    if (allowance === null) {
      this.#drop(name);
      return null;
    }
    const meter = known ?? this.#newMeter(planId, keyId, dayOf(nowMs));
    this.#meters.set(name, meter);
    // Of a period that goes on, the table does not know yet what waits; of a new one there is nothing to know.
    const base = meter.periodEndMs === allowance.untilMs ? meter.booked : meter.dated;
    meter.periodEndMs = allowance.untilMs;
    this.#cells.allow(meter.lease, base + allowance.remaining, Math.min(allowance.untilMs, (meter.day + 1) * dayMs));
    return meter.lease;
  }

  /** Gives the counts back, as one transaction. They wait on when that fails. */
  flush(): void {
    const meters = [...this.#meters.values()].map((meter) => ({ meter, taken: this.#cells.taken(meter.lease) }));
    const used = [...this.#earlier];
    for (const { meter, taken } of meters) {
      const { planId, keyId, day, dated } = meter;
      if (taken > dated) used.push({ planId, keyId, day, count: taken - dated });
    }
    this.#book.flush(used);
    this.#earlier = [];
    for (const { meter, taken } of meters) meter.booked = meter.dated = taken;
  }

  /** Plans, keys or what is left changed: all is loaded anew, with nothing lost. */
  forget(): void {
    for (const { lease } of this.#meters.values()) this.#cells.callBack(lease);
    this.flush();
  }

  #newMeter(planId: string, keyId: string, day: number): Meter {
    const lease = { cell: this.#freeCell(), owner: ++this.#owners };
    this.#cells.giveOut(lease);
    return { planId, keyId, lease, day, periodEndMs: 0, booked: 0, dated: 0 };
  }

  #freeCell(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#used < this.#cells.count) return this.#used++;
    for (const name of this.#meters.keys()) {
      this.#drop(name);
      break;
    }
    return this.#free.pop()!;
  }

  /** What it counted waits for the table, which drops what belongs to nobody. */
  #drop(name: string): void {
    const meter = this.#meters.get(name);
    if (meter === undefined) return;
    this.#cells.callBack(meter.lease);
    this.#date(meter);
    this.#meters.delete(name);
    this.#free.push(meter.lease.cell);
  }

  #turnDay(meter: Meter, day: number): void {
    if (meter.day === day) return;
    this.#date(meter);
    meter.day = day;
  }

  #date(meter: Meter): void {
    const { planId, keyId, day } = meter;
    const taken = this.#cells.taken(meter.lease);
    if (taken > meter.dated) this.#earlier.push({ planId, keyId, day, count: taken - meter.dated });
    meter.dated = taken;
  }
}
