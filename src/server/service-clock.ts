// The service's clock: the system's, or ahead of it by as much as a test has moved it (testing.clock). The API and the
// health checks go by it; DNS itself, whose TTLs count in resolvers that nobody moved, goes by the system's.

import type { Clock } from "../base/clock.ts";
import { systemClock } from "../net/upstream/system-clock.ts";

export class ServiceClock implements Clock {
  #aheadMs = 0;

  nowMs(): number {
    return systemClock.nowMs() + this.#aheadMs;
  }

  wallSeconds(): number {
    return Math.floor(this.wallMs() / 1000);
  }

  /** Milliseconds since 1970-01-01 UTC. */
  wallMs(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Goes forward, never back. */
  advance(ms: number): void {
    if (ms < 0) throw new RangeError(`The clock cannot go back by ${-ms} ms.`);
    this.#aheadMs += ms;
  }
}
