// Time in service: intervals from a clock that never goes back, dates from the one that people set.

import type { Clock } from "../../base/clock.ts";

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallSeconds: () => Math.floor(Date.now() / 1000),
};
