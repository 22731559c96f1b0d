// A record cache in a plain Map: what the packed one must behave like, and small worlds need no more.

import type { Name } from "../../src/dns/name.ts";
import type { CacheEntry, RecordCache } from "../../src/resolver/cache/record-cache.ts";
import type { Clock } from "../../src/base/clock.ts";

interface Slot {
  readonly name: Name;
  readonly type: number;
  readonly entry: CacheEntry;
}

export class MapCache implements RecordCache {
  readonly #slots = new Map<string, Slot>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get entryCount(): number {
    return this.#slots.size;
  }

  get octets(): number {
    return this.#slots.size * 500;
  }

  find(name: Name, type: number): CacheEntry | null {
    return this.#slots.get(`${name.key}/${type}`)?.entry ?? null;
  }

  store(name: Name, type: number, entry: CacheEntry): boolean {
    const old = this.find(name, type);
    const isOutranked = old !== null && old.kind !== "failure" && entry.kind !== "failure" && old.rank > entry.rank;
    if (isOutranked && old.expiresMs > this.#clock.nowMs()) return false;
    this.#slots.set(`${name.key}/${type}`, { name, type, entry });
    return true;
  }

  flush(name: Name, type: number | null, reach: "name" | "subtree"): number {
    const doomed = [...this.#slots].filter(
      ([, slot]) =>
        (type === null || slot.type === type) && (reach === "name" ? slot.name.equals(name) : slot.name.isWithin(name)),
    );
    for (const [key] of doomed) this.#slots.delete(key);
    return doomed.length;
  }

  entries(): IterableIterator<Slot> {
    return this.#slots.values();
  }
}
