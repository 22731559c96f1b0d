// The memory in which requests are counted against quotas: limits that move, leases that end, cells that change hands, threads.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { QuotaCells, type QuotaLease, quotaOctets, QuotaTaker } from "../../../src/gateway/control/quota-cells.ts";
import { QuotaMeter } from "../../../src/gateway/control/quota-meter.ts";
import type { UsageBook, UsedRequests } from "../../../src/gateway/control/usage-book.ts";

const wallMs = 1_600_000_000_000;
const dayMs = 86_400_000;

test("a limit lets through what is left of it, and what it is raised by", () => {
  const cells = new QuotaCells(new ArrayBuffer(quotaOctets(2)));
  const lease: QuotaLease = { cell: 1, owner: 7n };
  cells.giveOut(lease);
  expect(cells.isGood(lease, 0)).toBe(false);
  cells.allow(lease, 2, 1_000);
  expect([cells.isGood(lease, 999), cells.isGood(lease, 1_000)]).toEqual([true, false]);
  expect([1, 2, 3].map(() => cells.take(lease))).toEqual([true, true, false]);
  cells.allow(lease, 3, 1_000);
  expect([cells.take(lease), cells.take(lease), cells.taken(lease)]).toEqual([true, false, 3]);
  cells.allow(lease, Infinity, 1_000);
  expect(cells.take(lease)).toBe(true);
  cells.callBack(lease);
  expect(cells.isGood(lease, 0)).toBe(false);
  cells.giveOut({ cell: 1, owner: 8n });
  cells.allow({ cell: 1, owner: 8n }, 1, 1_000);
  expect([cells.isGood(lease, 0), cells.isGood({ cell: 1, owner: 8n }, 0)]).toEqual([false, true]);
});

test("threads that count by one lease let through its limit, no more and no less", async () => {
  const buffer = new SharedArrayBuffer(quotaOctets(4));
  const cells = new QuotaCells(buffer);
  const lease: QuotaLease = { cell: 3, owner: 1n };
  cells.giveOut(lease);
  cells.allow(lease, 50_000, dayMs);
  const counts = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const worker = new Worker(new URL("./quota-thread.ts", import.meta.url), { workerData: { buffer, lease } });
      const [count] = (await once(worker, "message")) as [number];
      return count;
    }),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50_000);
  expect(cells.taken(lease)).toBe(50_000);
});

/** A table of usage that holds plain numbers, and refuses when it is told so. */
class Book implements UsageBook {
  readonly used = new Map<string, number>();
  isFull = false;
  limit = 10;

  load(planId: string, keyId: string): { remaining: number; untilMs: number } | null {
    if (keyId === "nobody") return null;
    const used = this.used.get(`${planId} ${keyId}`) ?? 0;
    return { remaining: Math.max(0, this.limit - used), untilMs: wallMs + 30 * dayMs };
  }

  flush(used: readonly UsedRequests[]): void {
    if (this.isFull) throw new Error("full");
    for (const { planId, keyId, count } of used) {
      const name = `${planId} ${keyId}`;
      this.used.set(name, (this.used.get(name) ?? 0) + count);
    }
  }
}

test("two takers of one meter share what is left, also across a change and a table that is full", () => {
  const book = new Book();
  const clock = new VirtualClock(0, wallMs / 1000);
  const buffer = new SharedArrayBuffer(quotaOctets(8));
  const meter = new QuotaMeter(book, clock, buffer);
  const other = new QuotaTaker(new QuotaCells(buffer), clock, (planId, keyId) => meter.lease(planId, keyId));
  const take = (count: number, taker: { take: QuotaMeter["take"] }): number =>
    Array.from({ length: count }, () => taker.take("p", "k")).filter(Boolean).length;
  expect([take(3, meter), take(3, other)]).toEqual([3, 3]);
  book.isFull = true;
  expect(() => meter.forget()).toThrow("full");
  // Six are taken, and the table does not know it yet.
  expect([take(3, other), take(3, meter)]).toEqual([3, 1]);
  book.isFull = false;
  meter.flush();
  expect(book.used.get("p k")).toBe(10);
  book.limit = 12;
  meter.forget();
  expect([take(5, other), take(5, meter)]).toEqual([2, 0]);
  meter.flush();
  expect(book.used.get("p k")).toBe(12);
  expect([other.take("p", "nobody"), meter.take("p", "nobody")]).toEqual([false, false]);
});

test("more keys than cells: the one that was counted longest gives way, and nothing that it counted is lost", () => {
  const book = new Book();
  const meter = new QuotaMeter(book, new VirtualClock(0, wallMs / 1000), new ArrayBuffer(quotaOctets(2)));
  for (const key of ["a", "b", "c", "a", "d"]) expect(meter.take("p", key)).toBe(true);
  meter.flush();
  expect(Object.fromEntries(book.used)).toEqual({ "p a": 2, "p b": 1, "p c": 1, "p d": 1 });
});
