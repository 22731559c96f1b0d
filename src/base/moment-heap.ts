// Things that wait for a moment each, the earliest first: a binary heap by time, then by whoever came first. It knows where each stands,
// so one whose moment changes is moved, and one that is not wanted any more leaves nothing behind. Timers with an action, most of
// which are cancelled late or never: ./timer-heap.ts.

interface Place<T> {
  readonly thing: T;
  readonly order: number;
  atMs: number;
  index: number;
}

export class MomentHeap<T> {
  readonly #heap: Place<T>[] = [];
  readonly #places = new Map<T, Place<T>>();
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the earliest is due; Infinity when there is none. */
  get firstMs(): number {
    return this.#heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** The earliest, which stays; null when there is none. */
  get first(): T | null {
    return this.#heap[0]?.thing ?? null;
  }

  has(thing: T): boolean {
    return this.#places.has(thing);
  }

  /** Has it wait for this moment, and for no other one. */
  set(thing: T, atMs: number): void {
    const place = this.#places.get(thing) ?? this.#enter(thing, atMs);
    place.atMs = atMs;
    this.#settle(place);
  }

  /** Does nothing where it does not wait. */
  delete(thing: T): void {
    const place = this.#places.get(thing);
    if (place === undefined) return;
    this.#places.delete(thing);
    const last = this.#heap.pop()!;
    if (last === place) return;
    this.#put(last, place.index);
    this.#settle(last);
  }

  #enter(thing: T, atMs: number): Place<T> {
    const place: Place<T> = { thing, atMs, order: this.#order++, index: this.#heap.length };
    this.#heap.push(place);
    this.#places.set(thing, place);
    return place;
  }

  /** Up to where nobody above is later, or down to where nobody below is earlier. */
  #settle(place: Place<T>): void {
    const heap = this.#heap;
    let at = place.index;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(place, heap[above]); above = (at - 1) >> 1) {
      this.#put(heap[above], at);
      at = above;
    }
    for (let below = 2 * at + 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below++;
      if (!isBefore(heap[below], place)) break;
      this.#put(heap[below], at);
      at = below;
    }
    this.#put(place, at);
  }

  #put(place: Place<T>, at: number): void {
    place.index = at;
    this.#heap[at] = place;
  }
}

function isBefore<T>(a: Place<T>, b: Place<T>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
