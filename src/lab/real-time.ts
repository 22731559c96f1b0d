// Real time: a timer waits for what is due next, in the network or in the resolver. For `serve --lab`, where links take
// as long as they say. After each call into the resolver from elsewhere, call `settle`, so that the timer is right again.

import type { Clock } from "../base/clock.ts";
import type { UpstreamEvents } from "../resolver/port.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";

export class RealTime {
  readonly #clock: Clock;
  readonly #network: Pick<SimulatedNetwork, "nextMs" | "deliver">;
  readonly #resolver: Pick<UpstreamEvents, "nextWakeMs" | "wake">;
  #timer: NodeJS.Timeout | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  constructor(
    clock: Clock,
    network: Pick<SimulatedNetwork, "nextMs" | "deliver">,
    resolver: Pick<UpstreamEvents, "nextWakeMs" | "wake">,
  ) {
    this.#clock = clock;
    this.#network = network;
    this.#resolver = resolver;
  }

  /** Sets the timer to what is due next. Nothing happens before this returns. */
  settle(): void {
    const nextMs = Math.min(this.#network.nextMs, this.#resolver.nextWakeMs);
    if (nextMs === this.#timerMs) return;
    this.stop();
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timerMs = nextMs;
    const waitMs = Math.min(Math.max(Math.ceil(nextMs - this.#clock.nowMs()), 0), longestTimerMs);
    this.#timer = setTimeout(() => this.#turn(), waitMs);
  }

  /** Nothing happens any more until `settle`. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerMs = Number.POSITIVE_INFINITY;
  }

  #turn(): void {
    this.stop();
    this.#network.deliver();
    if (this.#resolver.nextWakeMs <= this.#clock.nowMs()) this.#resolver.wake();
    this.settle();
  }
}

/** What setTimeout can wait for; the timer is then set anew. */
const longestTimerMs = 2 ** 31 - 1;
