// The resolver has no timers (resolver/port.ts): whoever called into it calls `settle`, and it is woken when it is time.
// One timer serves them all, set to the earliest moment.

import type { Clock } from "../../base/clock.ts";
import type { UpstreamEvents } from "../../resolver/port.ts";

/** What setTimeout can wait for; the timer is then set anew. */
const longestTimerMs = 2 ** 31 - 1;

export class WakeTimer {
  readonly #clock: Clock;
  readonly #events: Pick<UpstreamEvents, "nextWakeMs" | "wake">;
  #timer: NodeJS.Timeout | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, events: Pick<UpstreamEvents, "nextWakeMs" | "wake">) {
    this.#clock = clock;
    this.#events = events;
  }

  /** Sets the timer to when the resolver wants to be woken. It is never woken before this returns. */
  settle(): void {
    const nextMs = this.#events.nextWakeMs;
    if (nextMs === this.#timerMs) return;
    this.stop();
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timerMs = nextMs;
    const waitMs = Math.min(Math.max(Math.ceil(nextMs - this.#clock.nowMs()), 0), longestTimerMs);
    this.#timer = setTimeout(() => {
      this.stop();
      if (this.#events.nextWakeMs <= this.#clock.nowMs()) this.#events.wake();
      this.settle();
    }, waitMs);
  }

  /** Nobody is woken any more until `settle`. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerMs = Number.POSITIVE_INFINITY;
  }
}
