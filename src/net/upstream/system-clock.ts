// Time in service: intervals from a clock that never goes back and that all threads share (../shared-time.ts), dates from
// the one that people set.

import type { Clock } from "../../base/clock.ts";
import { sharedNowMs } from "../shared-time.ts";

export const systemClock: Clock = {
  nowMs: sharedNowMs,
  wallSeconds: () => Math.floor(Date.now() / 1000),
};
