// The probe plan in virtual time: every interval a probe of each prober, and never a burst.

import { expect, test } from "vitest";
import { Beats, nextBeat } from "../../src/health/beats.ts";
import { bad, endpoint, good, HealthWorld } from "./world.ts";

/** The most probes that begin in any 100 ms. */
function fullest(atMs: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < atMs.length; last++) {
    while (atMs[last] - atMs[first] >= 100) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

test.each([
  { checks: 300, intervalSeconds: 30, probers: 1, most: 2 },
  { checks: 6_000, intervalSeconds: 30, probers: 2, most: 60 },
  { checks: 2_000, intervalSeconds: 10, probers: 2, most: 60 },
] as const)(
  "$checks checks every $intervalSeconds s by $probers probers start at most $most probes in 100 ms (API:HealthCheckConfig, RequestInterval)",
  ({ checks, intervalSeconds, probers, most }) => {
    const world = new HealthWorld(probers, 123_456);
    for (let i = 0; i < checks; i++) world.define(endpoint(`check-${i}`, { index: i + 1, intervalSeconds }));
    world.runTo(123_456 + 60_000);
    const starts = world.sent.map(({ atMs }) => atMs);
    expect(starts.length).toBe((checks * probers * 60) / intervalSeconds);
    expect(fullest(starts)).toBeLessThanOrEqual(most);
  },
);

test("checks that come and go leave no burst behind", () => {
  const world = new HealthWorld(2);
  for (let i = 0; i < 4_000; i++) {
    world.define(endpoint(`check-${i}`, { intervalSeconds: i % 3 === 0 ? 10 : 30 }));
    if (i % 2 === 1) world.checks.remove(`check-${i - 1}`);
  }
  world.runTo(60_000);
  // 2,000 checks: a third every 10 s, the others every 30 s, two probes each.
  const mean = world.sent.length / 600;
  expect(world.sent.length).toBeGreaterThan(8_000);
  expect(fullest(world.sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(2 * mean + 4);
});

test("the probers of a check are spread over its interval", () => {
  const beat = new Beats().take(30_000, 3);
  const times = beat.offsetsMs.map((_, prober) => nextBeat(beat, prober, 0)).toSorted((a, b) => a - b);
  expect(times[1] - times[0]).toBeGreaterThan(9_800);
  expect(times[2] - times[1]).toBeGreaterThan(9_800);
  expect(nextBeat(beat, 0, times[0])).toBeGreaterThan(times[0]);
});

test.each([
  { intervalSeconds: 10, failureThreshold: 1 },
  { intervalSeconds: 10, failureThreshold: 3 },
  { intervalSeconds: 30, failureThreshold: 3 },
  { intervalSeconds: 30, failureThreshold: 10 },
] as const)(
  "an endpoint that dies is unhealthy within $intervalSeconds s × $failureThreshold, and healthy again as soon (DG:dns-failover-determining-health-of-endpoints)",
  ({ intervalSeconds, failureThreshold }) => {
    const world = new HealthWorld(2);
    world.define(endpoint("a", { intervalSeconds, failureThreshold }));
    world.runTo(100_000);
    const boundMs = intervalSeconds * 1_000 * failureThreshold;
    world.find = () => bad;
    world.runTo(100_000 + boundMs);
    expect(world.checks.statusOf("a")).toBe("unhealthy");
    expect(world.published.at(-1)?.[2]).toBeGreaterThan(100_000 + boundMs - intervalSeconds * 1_000);
    world.find = () => good;
    world.runTo(100_000 + 2 * boundMs);
    expect(world.checks.statusOf("a")).toBe("healthy");
  },
);

test("a machine that slept skips what it missed", () => {
  const world = new HealthWorld(2);
  for (let i = 0; i < 1_000; i++) world.define(endpoint(`check-${i}`));
  world.runTo(30_000);
  const before = world.sent.length;
  world.clock.advanceTo(3_600_000);
  world.checks.wake();
  expect(world.sent.length - before).toBeLessThan(100);
  world.runTo(3_630_000);
  expect(world.sent.length - before).toBeGreaterThan(1_800);
});

test("a prober with two probes under way sends no third", () => {
  const world = new HealthWorld(1);
  world.find = () => null;
  world.define(endpoint("a", { intervalSeconds: 10 }));
  world.runTo(100_000);
  expect(world.sent.length).toBe(2);
});

test("a check that is removed or disabled is not probed any more", () => {
  const world = new HealthWorld(2);
  world.define(endpoint("a"), endpoint("b"));
  world.runTo(30_000);
  world.checks.remove("a");
  world.define(endpoint("b", { disabled: true }));
  expect(world.cancelled).toEqual(["a", "b"]);
  const before = world.sent.length;
  world.runTo(120_000);
  expect(world.sent.length).toBe(before);
  expect(world.checks.nextWakeMs).toBe(Number.POSITIVE_INFINITY);
});
