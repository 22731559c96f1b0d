// Token buckets: what is admitted over any time is burst + rate x time, to the request.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Throttle, throttleOctets } from "../../../src/gateway/engine/throttle.ts";

function admitted(limits: { rateLimit: number; burstLimit: number }, timesMs: readonly number[]): number {
  const throttle = new Throttle(new ArrayBuffer(throttleOctets(64)));
  const bucket = throttle.bucket("a", limits);
  return timesMs.filter((ms) => bucket === null || throttle.take(bucket, ms)).length;
}

const every = (stepMs: number, count: number): number[] => Array.from({ length: count }, (_, i) => 1_000 + i * stepMs);

test.each([
  // 100,000 requests over 10 s, less one step.
  { rateLimit: 10_000, burstLimit: 5_000, stepMs: 0.05, count: 200_000, least: 104_990, most: 105_000 },
  { rateLimit: 100, burstLimit: 20, stepMs: 0.1, count: 100_000, least: 1_019, most: 1_020 },
  { rateLimit: 3, burstLimit: 1, stepMs: 1, count: 10_000, least: 30, most: 31 },
  { rateLimit: 0.5, burstLimit: 2, stepMs: 10, count: 1_000, least: 6, most: 7 },
  // Slower than the rate: all of them.
  { rateLimit: 100, burstLimit: 1, stepMs: 10.001, count: 500, least: 500, most: 500 },
  { rateLimit: 1e-9, burstLimit: 1e6, stepMs: 1, count: 100, least: 100, most: 100 },
  { rateLimit: 1e-9, burstLimit: 3, stepMs: 1, count: 100, least: 3, most: 3 },
  { rateLimit: 1e12, burstLimit: 2, stepMs: 1, count: 100, least: 100, most: 100 },
  { rateLimit: 0, burstLimit: 100, stepMs: 1, count: 100, least: 0, most: 0 },
  { rateLimit: 100, burstLimit: 0, stepMs: 1, count: 100, least: 0, most: 0 },
  { rateLimit: -1, burstLimit: -1, stepMs: 0, count: 100, least: 100, most: 100 },
])("$rateLimit a second and $burstLimit at once, one each $stepMs ms", ({ stepMs, count, least, most, ...limits }) => {
  const got = admitted(limits, every(stepMs, count));
  expect(got).toBeGreaterThanOrEqual(least);
  expect(got).toBeLessThanOrEqual(most);
});

test("it agrees with a bucket that is refilled at each request", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }),
      (rate, burst, gaps) => {
        // A rate of which a token's time is a whole number of nanoseconds, so that both count alike.
        const rateLimit = 1e9 / Math.round(1e9 / rate);
        let at = 5_000;
        const times = gaps.map((gap) => (at += gap));
        let tokens = burst;
        let last = 5_000;
        const naive = times.filter((ms) => {
          tokens = Math.min(burst, tokens + ((ms - last) / 1000) * rateLimit);
          last = ms;
          if (tokens < 1 - 1e-9) return false;
          tokens -= 1;
          return true;
        }).length;
        expect(admitted({ rateLimit, burstLimit: burst }, times)).toBe(naive);
      },
    ),
  );
});

test("buckets of one table do not touch each other, and two handles of one name are one bucket", () => {
  const throttle = new Throttle(new SharedArrayBuffer(throttleOctets(1_024)));
  const limits = { rateLimit: 1, burstLimit: 2 };
  const buckets = Array.from({ length: 100 }, (_, i) => throttle.bucket(`key-${i}`, limits)).filter(
    (one) => one !== null,
  );
  for (const bucket of buckets) expect([1, 2, 3].map(() => throttle.take(bucket, 1_000))).toEqual([true, true, false]);
  const again = throttle.bucket("key-7", limits);
  expect(again !== null && throttle.take(again, 1_000)).toBe(false);
});

test("a full table gives up the bucket that is full soonest", () => {
  const throttle = new Throttle(new ArrayBuffer(throttleOctets(8)));
  const limits = { rateLimit: 1, burstLimit: 1 };
  const busy = throttle.bucket("busy", { rateLimit: 0.001, burstLimit: 1 });
  expect(busy !== null && throttle.take(busy, 1_000)).toBe(true);
  for (let i = 0; i < 100; i++) {
    const bucket = throttle.bucket(`idle-${i}`, limits);
    expect(bucket !== null && throttle.take(bucket, 1_000 + i * 2_000)).toBe(true);
  }
  expect(busy !== null && throttle.take(busy, 202_000)).toBe(false);
});

test("5,001 at once with a cap of 5,000: one is refused", () => {
  const throttle = new Throttle(new SharedArrayBuffer(throttleOctets(8)));
  const letIn = Array.from({ length: 5_001 }, () => throttle.enter(5_000));
  expect(letIn.filter((one) => !one)).toHaveLength(1);
  throttle.leave();
  expect(throttle.enter(5_000)).toBe(true);
});

test("requests of a thread that died are counted out, and those of others are not", () => {
  const buffer = new SharedArrayBuffer(throttleOctets(8));
  const [main, first, second] = [0, 1, 2].map((member) => new Throttle(buffer, member));
  expect([first.enter(3), first.enter(3), second.enter(3), main.enter(3)]).toEqual([true, true, true, false]);
  main.abandon(1);
  expect([main.enter(3), main.enter(3), main.enter(3)]).toEqual([true, true, false]);
  second.leave();
  expect(main.enter(3)).toBe(true);
});

test("threads that share a buffer never give one token twice, nor lose one", async () => {
  const buffer = new SharedArrayBuffer(throttleOctets(64));
  const burst = 20_000;
  const taken = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const worker = new Worker(new URL("./throttle-thread.ts", import.meta.url), { workerData: { buffer, burst } });
      const [count] = (await once(worker, "message")) as [number];
      return count;
    }),
  );
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(burst);
});

test("a bucket that threads look for at once for the first time is one bucket", async () => {
  const [threads, buckets, burst] = [2, 3_000, 40];
  const buffer = new SharedArrayBuffer(throttleOctets(buckets * 8));
  const workerData = { buffer, gate: new SharedArrayBuffer(4), threads, buckets, burst };
  const taken = await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL("./throttle-settling-thread.ts", import.meta.url), { workerData });
      const [count] = (await once(worker, "message")) as [number];
      return count;
    }),
  );
  // A token may be taken of a slot in the moment in which it is given up.
  const all = taken.reduce((sum, count) => sum + count, 0);
  expect(all).toBeGreaterThanOrEqual(buckets * burst);
  expect(all).toBeLessThanOrEqual(buckets * burst + 3);
});

test("a buffer without room for a bucket is refused", () => {
  expect(() => new Throttle(new ArrayBuffer(64))).toThrow("64 octets holds no bucket");
});
