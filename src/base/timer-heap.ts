// Timers without a clock: its owner asks for the next moment, waits by its own means, and says when it came.
// A binary heap by time, then by age. A cancelled timer stays until it would be due, without its action.

export interface Timer {
  readonly atMs: number;
  readonly order: number;
  action: (() => void) | null;
}

export class TimerHeap {
  readonly #heap: Timer[] = [];
  #order = 0;

  /** When the next timer is due; Infinity when there is none. */
  get nextMs(): number {
    this.#dropCancelled();
    return this.#heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  add(atMs: number, action: () => void): Timer {
    const timer: Timer = { atMs, order: this.#order++, action };
    const heap = this.#heap;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(timer, heap[above])) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = timer;
    return timer;
  }

  /** Runs what is due, oldest first, and what that makes due. */
  run(nowMs: number): void {
    while (this.nextMs <= nowMs) this.#pop().action?.();
  }

  #dropCancelled(): void {
    while (this.#heap.length > 0 && this.#heap[0].action === null) this.#pop();
  }

  #pop(): Timer {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below++;
      if (!isBefore(heap[below], last)) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

/** The timer will not act; it may be cancelled twice. */
export function cancel(timer: Timer | null): void {
  if (timer !== null) timer.action = null;
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
