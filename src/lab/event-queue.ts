// What is to happen when: a binary heap by time, and by the order of entering for what happens at the same time, so
// that a run with the same seed is the same run.

interface Entry<Event> {
  readonly atMs: number;
  readonly order: number;
  readonly event: Event;
}

export class EventQueue<Event> {
  readonly #heap: Entry<Event>[] = [];
  #order = 0;

  /** When the next event is due; Infinity when there is none. */
  get nextMs(): number {
    return this.#heap.length === 0 ? Number.POSITIVE_INFINITY : this.#heap[0].atMs;
  }

  add(atMs: number, event: Event): void {
    const heap = this.#heap;
    const entry = { atMs, order: this.#order++, event };
    let at = heap.length;
    for (; at > 0; at = (at - 1) >> 1) {
      const parent = heap[(at - 1) >> 1];
      if (isBefore(parent, entry)) break;
      heap[at] = parent;
    }
    heap[at] = entry;
  }

  /** Takes out the next event if it is due at `nowMs`. */
  takeDue(nowMs: number): Event | undefined {
    if (this.nextMs > nowMs) return undefined;
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first.event;
  }

  /** Puts an entry where the first one was, and below all that come before it. */
  #sink(entry: Entry<Event>): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (child >= heap.length || isBefore(entry, heap[child])) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
