// Changes on their way from the store to DNS. A change is answered once its propagation time is over (testing.changePropagationMs,
// by the service's clock), and acknowledged when every worker answers from it: until then GetChange says PENDING, and
// afterwards nobody is told the old answer. Changes become visible in the order of their commits.
// Without a propagation time a change passes through at once, and no timer is set. What waits is known in memory only:
// a process that ends leaves the rest to the next one, which serves from its start whatever is stored.

import type { Clock } from "../base/clock.ts";
import type { Image } from "../zone/image.ts";

export interface Publication {
  readonly changeIds: readonly string[];
  /** Makes it visible; returns the version of the image that shows it. */
  readonly publish: () => number;
}

export interface ChangeQueueParts {
  readonly image: Pick<Image, "seenByAll">;
  readonly clock: Clock;
  /** How long a change is held back. */
  readonly propagationMs: number;
  /** Every worker answers from the change. */
  readonly acknowledge: (changeId: string) => void;
  readonly failed: (changeIds: readonly string[], fault: unknown) => void;
}

/** How often it is asked whether every worker has a change: a batch of packets takes less than this. */
const askEveryMs = 1;

export class ChangeQueue {
  readonly #parts: ChangeQueueParts;
  /** Not visible yet, in the order of their commits. */
  #pending: (Publication & { readonly dueMs: number })[] = [];
  /** Visible, but perhaps not to every worker. */
  readonly #published: { readonly version: number; readonly changeIds: readonly string[] }[] = [];
  #due: NodeJS.Timeout | null = null;
  #asking: NodeJS.Timeout | null = null;

  constructor(parts: ChangeQueueParts) {
    this.#parts = parts;
  }

  add(publication: Publication): void {
    const { clock, propagationMs } = this.#parts;
    this.#pending.push({ ...publication, dueMs: propagationMs === 0 ? 0 : clock.nowMs() + propagationMs });
    this.passTime();
  }

  /** Publishes what is due: called by itself, and by whoever has moved the clock. */
  passTime(): void {
    this.#publishUntil(this.#parts.clock.nowMs());
  }

  /** Publishes everything, due or not. */
  flush(): void {
    this.#publishUntil(Number.POSITIVE_INFINITY);
  }

  /** Publishes and acknowledges nothing any more. */
  close(): void {
    if (this.#due !== null) clearTimeout(this.#due);
    if (this.#asking !== null) clearTimeout(this.#asking);
    this.#due = this.#asking = null;
  }

  #publishUntil(nowMs: number): void {
    for (let [next] = this.#pending; next !== undefined && next.dueMs <= nowMs; [next] = this.#pending) {
      this.#pending.shift();
      this.#publish(next);
    }
    this.close();
    this.#acknowledge();
    this.#awaitDue();
  }

  #publish({ changeIds, publish }: Publication): void {
    try {
      this.#published.push({ version: publish(), changeIds });
    } catch (fault) {
      // The change is stored, and stays PENDING: nobody answers by it.
      this.#parts.failed(changeIds, fault);
    }
  }

  #acknowledge(): void {
    const { image, acknowledge } = this.#parts;
    this.#asking = null;
    for (let [next] = this.#published; next !== undefined && image.seenByAll(next.version); [next] = this.#published) {
      for (const id of next.changeIds) acknowledge(id);
      this.#published.shift();
    }
    if (this.#published.length === 0) return;
    this.#asking = setTimeout(() => this.#acknowledge(), askEveryMs);
    this.#asking.unref();
  }

  #awaitDue(): void {
    const [next] = this.#pending;
    if (next === undefined) return;
    this.#due = setTimeout(() => this.passTime(), Math.ceil(next.dueMs - this.#parts.clock.nowMs()));
    this.#due.unref();
  }
}
