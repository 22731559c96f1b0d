// Changes on their way from the store to DNS. A change is answered once its propagation time is over (testing.changePropagationMs,
// by the service's clock), and acknowledged when every worker answers from it: until then GetChange says PENDING, and
// afterwards nobody is told the old answer. Changes become visible in the order of their commits.
// One that finds no memory is held: it stays PENDING, is tried again, ever more rarely, and holds back what touches the same
// zones and collections, but not what frees memory. Without a propagation time a change passes through at once, and no timer
// is set. What waits is known in memory only: a process that ends leaves it to the next one, which serves whatever is stored.

import type { Clock } from "../base/clock.ts";
import { OutOfMemory } from "../base/memory.ts";
import type { Image } from "../zone/image.ts";

export interface Publication {
  readonly changeIds: readonly string[];
  /** Zones and collections, by id: what touches one of these comes behind what touched it before. */
  readonly touches: readonly string[];
  /** Whether it gives memory back: then it waits for nothing. */
  readonly frees: boolean;
  /** Makes it visible; returns the version of the image that shows it. Throws OutOfMemory, and then nothing has happened. */
  readonly publish: () => number;
}

export interface ChangeQueueParts {
  readonly image: Pick<Image, "answeredByAll">;
  readonly clock: Clock;
  /** How long a change is held back. */
  readonly propagationMs: number;
  /** Every worker answers from the change. */
  readonly acknowledge: (changeId: string) => void;
  /** A change that cannot be shown, ever: a fault of ours. */
  readonly failed: (changeIds: readonly string[], fault: unknown) => void;
  /** There are more or fewer changes than before that wait for memory. */
  readonly held: (count: number) => void;
}

/** How often it is asked whether every worker has a change: a batch of packets takes less than this. */
const askEveryMs = 1;
/** When a held change is tried again. */
const firstRetryMs = 1_000;
const lastRetryMs = 60_000;
/** After memory was freed: workers let go of it within a batch of packets. */
const soonMs = 5;

export class ChangeQueue {
  readonly #parts: ChangeQueueParts;
  /** Not due yet, in the order of their commits. */
  #pending: (Publication & { readonly dueMs: number })[] = [];
  /** Due, and without room, in the order of their commits. */
  #held: Publication[] = [];
  /** Visible, but perhaps not to every worker. */
  readonly #published: { readonly version: number; readonly changeIds: readonly string[] }[] = [];
  #due: NodeJS.Timeout | null = null;
  #asking: NodeJS.Timeout | null = null;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = firstRetryMs;

  constructor(parts: ChangeQueueParts) {
    this.#parts = parts;
  }

  /** How many changes wait for memory. */
  get heldCount(): number {
    return this.#held.length;
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
    this.#tryHeld();
  }

  /** Publishes and acknowledges nothing any more. */
  close(): void {
    for (const timer of [this.#due, this.#asking, this.#retry]) if (timer !== null) clearTimeout(timer);
    this.#due = this.#asking = this.#retry = null;
  }

  #publishUntil(nowMs: number): void {
    for (let [next] = this.#pending; next !== undefined && next.dueMs <= nowMs; [next] = this.#pending) {
      this.#pending.shift();
      const isLate = !next.frees && this.#held.some(({ touches }) => touches.some((id) => next.touches.includes(id)));
      if (isLate || !this.#publish(next)) this.#hold(next);
      else if (next.frees && this.#held.length > 0) this.#retryIn(soonMs);
    }
    this.#acknowledge();
    this.#awaitDue();
  }

  /** False when there is no room for it now. */
  #publish({ changeIds, publish }: Publication): boolean {
    try {
      this.#published.push({ version: publish(), changeIds });
    } catch (fault) {
      if (fault instanceof OutOfMemory) return false;
      // The change is stored, and stays PENDING: nobody answers by it.
      this.#parts.failed(changeIds, fault);
    }
    return true;
  }

  #hold(publication: Publication): void {
    this.#held.push(publication);
    this.#parts.held(this.#held.length);
    if (this.#retry === null) this.#retryIn(this.#retryMs);
  }

  #retryIn(ms: number): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#tryHeld(), ms);
    this.#retry.unref();
  }

  #tryHeld(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    const before = this.#held.length;
    const blocked = new Set<string>();
    this.#held = this.#held.filter((next) => {
      const isShown = !next.touches.some((id) => blocked.has(id)) && this.#publish(next);
      if (!isShown) for (const id of next.touches) blocked.add(id);
      return !isShown;
    });
    const count = this.#held.length;
    if (count !== before) this.#parts.held(count);
    this.#retryMs = count < before ? firstRetryMs : Math.min(this.#retryMs * 2, lastRetryMs);
    if (count > 0) this.#retryIn(this.#retryMs);
    this.#acknowledge();
  }

  #acknowledge(): void {
    const { image, acknowledge } = this.#parts;
    if (this.#asking !== null) clearTimeout(this.#asking);
    this.#asking = null;
    for (
      let [next] = this.#published;
      next !== undefined && image.answeredByAll(next.version);
      [next] = this.#published
    ) {
      for (const id of next.changeIds) acknowledge(id);
      this.#published.shift();
    }
    if (this.#published.length === 0) return;
    this.#asking = setTimeout(() => this.#acknowledge(), askEveryMs);
    this.#asking.unref();
  }

  #awaitDue(): void {
    if (this.#due !== null) clearTimeout(this.#due);
    this.#due = null;
    const [next] = this.#pending;
    if (next === undefined) return;
    this.#due = setTimeout(() => this.passTime(), Math.ceil(next.dueMs - this.#parts.clock.nowMs()));
    this.#due.unref();
  }
}
