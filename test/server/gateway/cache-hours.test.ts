// How long caches of stages were on: every change of a stage, and the time between.

import { expect, test } from "vitest";
import type { Stage } from "../../../src/gateway/model/shapes.ts";
import { CacheHours } from "../../../src/server/gateway/cache-hours.ts";

const hourMs = 3_600_000;

function stage(size: string | null): Stage {
  return {
    deploymentId: "d",
    stageName: "prod",
    cacheClusterEnabled: size !== null,
    ...(size !== null && { cacheClusterSize: size }),
    cacheClusterStatus: size === null ? "NOT_AVAILABLE" : "AVAILABLE",
    methodSettings: {},
    tracingEnabled: false,
    createdDate: 0,
    lastUpdatedDate: 0,
  };
}

/** Each step waits so many hours, then the stage is like this; the hours are read after one more. */
test.each<
  [steps: readonly (readonly [waitHours: number, size: string | null])[], hours: Record<string, number> | null]
>([
  [[], null],
  [[[0, null]], null],
  [[[2, "0.5"]], { "0.5": 1 }],
  [
    [
      [0, "0.5"],
      [2, "0.5"],
    ],
    { "0.5": 3 },
  ],
  [
    [
      [0, "0.5"],
      [2, null],
      [5, null],
    ],
    { "0.5": 2 },
  ],
  [
    [
      [0, "0.5"],
      [2, "1.6"],
      [3, "0.5"],
    ],
    { "0.5": 3, "1.6": 3 },
  ],
])("%j comes to %j", (steps, hours) => {
  let nowMs = 0;
  const meter = new CacheHours(() => nowMs);
  for (const [waitHours, size] of steps) {
    nowMs += waitHours * hourMs;
    meter.notice("a1", "prod", stage(size));
  }
  nowMs += hourMs;
  expect(meter.stages()).toEqual(hours === null ? [] : [{ apiId: "a1", stageName: "prod", hours }]);
});

test("a stage that goes keeps what it had; what is forgotten begins anew", () => {
  let nowMs = 0;
  const meter = new CacheHours(() => nowMs);
  meter.notice("a1", "prod", stage("0.5"));
  meter.notice("a1", "test", stage("0.5"));
  nowMs = hourMs;
  meter.notice("a1", "test", null);
  nowMs = 2 * hourMs;
  expect(meter.stages().map(({ hours }) => hours)).toEqual([{ "0.5": 2 }, { "0.5": 1 }]);
  meter.forget();
  nowMs = 5 * hourMs;
  expect(meter.stages()).toEqual([{ apiId: "a1", stageName: "prod", hours: { "0.5": 3 } }]);
});
