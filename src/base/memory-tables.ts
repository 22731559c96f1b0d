// Tables in memory, for tests, for a browser tab and for services that need not last. Each table is a row of blocks in
// key order, so that a scan starts anywhere and an insertion moves a few hundred rows at most; a transaction keeps the
// rows as they were before it, to put them back when its work throws.

import { compareKeys, type ScanRange, type Tables } from "./tables.ts";

/** Rows of a block; a fuller one is split in two. */
const blockRows = 512;

interface Block {
  readonly keys: string[];
  readonly values: string[];
}

export class MemoryTables implements Tables {
  readonly #tables = new Map<string, SortedRows>();
  #undo: (() => void)[] | null = null;

  get(table: string, key: string): string | null {
    return this.#rows(table).get(key);
  }

  put(table: string, key: string, value: string): void {
    const rows = this.#rows(table);
    const before = rows.get(key);
    rows.put(key, value);
    this.#undo?.push(() => (before === null ? rows.delete(key) : rows.put(key, before)));
  }

  delete(table: string, key: string): boolean {
    const rows = this.#rows(table);
    const before = rows.get(key);
    if (before === null) return false;
    rows.delete(key);
    this.#undo?.push(() => rows.put(key, before));
    return true;
  }

  *scan(table: string, range: ScanRange): Iterable<readonly [key: string, value: string]> {
    const { prefix = "", from = "", limit = Infinity } = range;
    const rows = this.#rows(table);
    let next = rows.ceiling(compareKeys(prefix, from) > 0 ? prefix : from, "included");
    for (let left = limit; left > 0 && next !== null && next[0].startsWith(prefix); left--) {
      yield next;
      // Found anew each time: the reader may have changed the table meanwhile.
      next = rows.ceiling(next[0], "excluded");
    }
  }

  count(table: string, prefix: string): number {
    return Array.from(this.scan(table, { prefix })).length;
  }

  transaction<Result>(work: () => Result): Result {
    if (this.#undo !== null) throw new Error("Transactions do not nest.");
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return work();
    } catch (error) {
      this.#undo = null;
      for (const step of undo.toReversed()) step();
      throw error;
    } finally {
      this.#undo = null;
    }
  }

  #rows(table: string): SortedRows {
    let rows = this.#tables.get(table);
    if (rows === undefined) this.#tables.set(table, (rows = new SortedRows()));
    return rows;
  }
}

class SortedRows {
  readonly #blocks: Block[] = [{ keys: [], values: [] }];

  get(key: string): string | null {
    const block = this.#blocks[this.#blockOf(key)];
    const at = lowerBound(block.keys, key);
    return block.keys[at] === key ? block.values[at] : null;
  }

  put(key: string, value: string): void {
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    const at = lowerBound(block.keys, key);
    if (block.keys[at] === key) {
      block.values[at] = value;
      return;
    }
    block.keys.splice(at, 0, key);
    block.values.splice(at, 0, value);
    if (block.keys.length <= blockRows) return;
    const half = blockRows >> 1;
    this.#blocks.splice(index + 1, 0, { keys: block.keys.splice(half), values: block.values.splice(half) });
  }

  delete(key: string): void {
    const index = this.#blockOf(key);
    const { keys, values } = this.#blocks[index];
    const at = lowerBound(keys, key);
    if (keys[at] !== key) return;
    keys.splice(at, 1);
    values.splice(at, 1);
    if (keys.length === 0 && this.#blocks.length > 1) this.#blocks.splice(index, 1);
  }

  /** The first row at or behind a key. */
  ceiling(key: string, itself: "included" | "excluded"): readonly [key: string, value: string] | null {
    for (let index = this.#blockOf(key); index < this.#blocks.length; index++) {
      const { keys, values } = this.#blocks[index];
      let at = lowerBound(keys, key);
      if (itself === "excluded" && keys[at] === key) at++;
      if (at < keys.length) return [keys[at], values[at]];
    }
    return null;
  }

  /** The last block that begins at or before the key; the first one when none does. */
  #blockOf(key: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (compareKeys(this.#blocks[middle].keys[0], key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Where the key is, or would stand. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(keys[middle], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
