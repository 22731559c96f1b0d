// Time as an argument: below floor 6 nothing looks at a clock by itself. Two times, because they answer two questions:
// how long (never goes back, no date) and which date (may be set while we run). A virtual clock serves tests and replays.

export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. Every interval, TTL and timer is measured with it. */
  nowMs(): number;
  /** Seconds since 1970-01-01 UTC: dates in signatures, cookies and logs. */
  wallSeconds(): number;
}

/** A clock that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #ms: number;
  readonly #wallStart: number;

  constructor(startMs = 0, wallStartSeconds = 1_600_000_000) {
    this.#ms = startMs;
    this.#wallStart = wallStartSeconds - startMs / 1000;
  }

  nowMs(): number {
    return this.#ms;
  }

  wallSeconds(): number {
    return Math.floor(this.#wallStart + this.#ms / 1000);
  }

  /** Goes to a later moment; an earlier one is a fault of the caller. */
  advanceTo(ms: number): void {
    if (ms < this.#ms) throw new Error(`The clock cannot go back from ${this.#ms} ms to ${ms} ms.`);
    this.#ms = ms;
  }
}
