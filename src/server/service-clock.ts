// The service's clock: the system's, or ahead of it by as much as a test has moved it (testing.clock). The API and the
// health checks go by it; DNS itself, whose TTLs count in resolvers that nobody moved, goes by the system's.
// How far it is ahead lies in shared memory, so that every thread that opens it there shows the same time.

import type { Clock } from "../base/clock.ts";
import { systemClock } from "../net/upstream/system-clock.ts";

/** How far one call may move it: ten years, nobody tests for longer. */
export const mostSecondsAhead = 315_360_000;

export class ServiceClock implements Clock {
  /** For the clocks of other threads. */
  readonly shared: SharedArrayBuffer;
  readonly #aheadMs: Float64Array;

  constructor(shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#aheadMs = new Float64Array(shared);
  }

  nowMs(): number {
    return systemClock.nowMs() + this.#aheadMs[0];
  }

  wallSeconds(): number {
    return Math.floor(this.wallMs() / 1000);
  }

  /** Milliseconds since 1970-01-01 UTC. */
  wallMs(): number {
    return Date.now() + this.#aheadMs[0];
  }

  /** Goes forward, never back; one thread alone says so. */
  advance(ms: number): void {
    if (ms < 0) throw new RangeError(`The clock cannot go back by ${-ms} ms.`);
    this.#aheadMs[0] += ms;
  }
}
