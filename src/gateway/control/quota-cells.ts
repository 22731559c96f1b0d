// What is used and what is left of quotas, in memory that threads may share: a cell for each key in a plan. Whoever counts
// requests goes up to the cell's limit and not beyond, by one compare-and-exchange; whoever keeps the table of usage sets the
// limit, and calls all others back by letting the cell run out (./quota-meter.ts).
//
//   cell, four words of 64 bits: owner | taken | limit | good until, milliseconds since 1970-01-01 UTC
//
// Invariants: taken only grows, and never beyond the limit; a cell that changes hands changes its owner first.

import type { Clock } from "../../base/clock.ts";
import { maxQuotaCells } from "../../base/limits.ts";

/** Where a key is counted; void once the cell belongs to somebody else. */
export interface QuotaLease {
  readonly cell: number;
  readonly owner: bigint;
}

const cellWords = 4;
const [ownerAt, takenAt, limitAt, untilAt] = [0, 1, 2, 3];
const endless = 2n ** 62n;

/** Octets for so many cells. */
export function quotaOctets(cells: number): number {
  return cells * cellWords * 8;
}

export class QuotaCells {
  readonly count: number;
  readonly #words: BigInt64Array;

  constructor(buffer: ArrayBuffer | SharedArrayBuffer) {
    this.#words = new BigInt64Array(buffer);
    this.count = Math.floor(this.#words.length / cellWords);
  }

  /** Whether a request may be counted by this lease now. */
  isGood({ cell, owner }: QuotaLease, nowMs: number): boolean {
    const at = cell * cellWords;
    return Atomics.load(this.#words, at + ownerAt) === owner && nowMs < Number(Atomics.load(this.#words, at + untilAt));
  }

  /** Counts a request; false, and nothing counted, at the limit. */
  take({ cell }: QuotaLease): boolean {
    const words = this.#words;
    const at = cell * cellWords;
    for (;;) {
      const taken = Atomics.load(words, at + takenAt);
      if (taken >= Atomics.load(words, at + limitAt)) return false;
      if (Atomics.compareExchange(words, at + takenAt, taken, taken + 1n) === taken) return true;
    }
  }

  /** Requests counted since the cell was given out. */
  taken({ cell }: QuotaLease): number {
    return Number(Atomics.load(this.#words, cell * cellWords + takenAt));
  }

  /** Gives a cell to a new owner, empty and good for nothing yet. */
  giveOut({ cell, owner }: QuotaLease): void {
    const at = cell * cellWords;
    for (const word of [untilAt, limitAt, takenAt]) Atomics.store(this.#words, at + word, 0n);
    Atomics.store(this.#words, at + ownerAt, owner);
  }

  /** Lets requests through until so many are counted in all (Infinity: any number), or until a moment. */
  allow({ cell }: QuotaLease, limit: number, untilMs: number): void {
    const at = cell * cellWords;
    Atomics.store(this.#words, at + limitAt, limit === Infinity ? endless : BigInt(limit));
    Atomics.store(this.#words, at + untilAt, BigInt(untilMs));
  }

  /** Whoever counts next has to ask anew. */
  callBack({ cell }: QuotaLease): void {
    Atomics.store(this.#words, cell * cellWords + untilAt, 0n);
  }
}

/** One thread's way to the cells: it keeps its leases, and has those that are void renewed. */
export class QuotaTaker {
  readonly #cells: QuotaCells;
  readonly #clock: Clock;
  readonly #renew: (planId: string, keyId: string) => QuotaLease | null;
  readonly #leases = new Map<string, QuotaLease>();

  /** `renew`: the lease of a key in a plan as it is now; null when the key is not in the plan. */
  constructor(cells: QuotaCells, clock: Clock, renew: (planId: string, keyId: string) => QuotaLease | null) {
    this.#cells = cells;
    this.#clock = clock;
    this.#renew = renew;
  }

  /** Counts one request; false when nothing is left, or the key is not in the plan, and then nothing is counted. */
  take(planId: string, keyId: string): boolean {
    const name = `${planId} ${keyId}`;
    const known = this.#leases.get(name);
    if (known !== undefined && this.#cells.isGood(known, this.#clock.wallSeconds() * 1000))
      return this.#cells.take(known);
    const lease = this.#renew(planId, keyId);
    this.#leases.delete(name);
    if (lease === null) return false;
    if (this.#leases.size >= maxQuotaCells) this.#leases.clear();
    this.#leases.set(name, lease);
    return this.#cells.take(lease);
  }
}
