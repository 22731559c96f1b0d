// Events: invocations that are answered at once and run afterwards. They wait in memory, so they are lost with the process;
// a function's error is tried again twice, a minute and then two minutes later, and while the function has no room the
// event comes back, at ever longer intervals, for up to six hours. DG: invocation-async-error-handling.

import { maxQueuedEvents, maxQueuedEventsOctets } from "../../base/limits.ts";
import type { Completed, Refused } from "../../gateway/functions/port.ts";

export interface QueuedEvent {
  readonly octets: number;
  /** Runs it, by what the function is then. */
  run(): Promise<Completed | Refused>;
  /** It failed for good, and why. */
  lost(why: string): void;
}

export interface EventTimes {
  readonly retryMs: readonly number[];
  readonly firstBackoffMs: number;
  readonly mostBackoffMs: number;
  readonly mostAgeMs: number;
}

const usualTimes: EventTimes = {
  retryMs: [60_000, 120_000],
  firstBackoffMs: 1_000,
  mostBackoffMs: 300_000,
  mostAgeMs: 21_600_000,
};

export class EventQueue {
  readonly #times: EventTimes;
  readonly #timers = new Set<NodeJS.Timeout>();
  #events = 0;
  #octets = 0;
  #isClosed = false;

  constructor(times: EventTimes = usualTimes) {
    this.#times = times;
  }

  get size(): number {
    return this.#events;
  }

  add(event: QueuedEvent): "queued" | "full" {
    if (this.#isClosed || this.#events >= maxQueuedEvents || this.#octets + event.octets > maxQueuedEventsOctets)
      return "full";
    this.#events++;
    this.#octets += event.octets;
    this.#later(0, () => void this.#run(event, performance.now(), 0, this.#times.firstBackoffMs));
    return "queued";
  }

  /** Forgets what waits. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #run(event: QueuedEvent, addedMs: number, errors: number, backoffMs: number): Promise<void> {
    const result = await event.run();
    if (this.#isClosed) return;
    const again = (delayMs: number, failed: number, backoff: number, why: string): void => {
      if (performance.now() + delayMs - addedMs > this.#times.mostAgeMs) this.#drop(event, why);
      else this.#later(delayMs, () => void this.#run(event, addedMs, failed, backoff));
    };
    if (result.kind === "refused") {
      const { code, message } = result;
      if (code !== "TooManyRequestsException" && code !== "ServiceException") this.#drop(event, message);
      else again(backoffMs, errors, Math.min(backoffMs * 2, this.#times.mostBackoffMs), message);
    } else if (result.functionError === null) this.#done(event);
    else if (errors < this.#times.retryMs.length)
      again(this.#times.retryMs[errors], errors + 1, this.#times.firstBackoffMs, result.payload);
    else this.#drop(event, result.payload);
  }

  #drop(event: QueuedEvent, why: string): void {
    this.#done(event);
    event.lost(why);
  }

  #done({ octets }: QueuedEvent): void {
    this.#events--;
    this.#octets -= octets;
  }

  #later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }
}
