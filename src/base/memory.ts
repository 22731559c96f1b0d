// One arena of shared memory: what the writer lays down, every worker reads.
// The arena is a SharedArrayBuffer of a large fixed size whose pages the system commits when they are first touched,
// so there is one Int32Array over all of it, it never moves, and its size is a bound, not a cost.
// A pointer is the index of a 32-bit word; 0 is the null pointer. Octets stand at pointer * 4.
// Invariants: one writer; blocks are powers of two; a freed block is coalesced with its buddy.
// What blocks hold, and when a reader may still look at one, is not known here: see ../zone/layout.ts and ../zone/epochs.ts.

/** Words at the arena's start that belong to nobody's block: the head of ../zone/layout.ts. */
export const reservedWords = 4096;

/** The smallest and the largest block: 256 octets and 1 GiB. */
const minOrder = 6;
const maxOrder = 28;

/** Sizes to try, in octets: where address space is short (ulimit -v, a strict overcommit), a smaller arena still serves. */
const arenaSizes = [8 * 2 ** 30, 4 * 2 ** 30, 2 ** 31, 2 ** 30, 2 ** 29, 2 ** 28];

/** The views of an arena: all that a reader needs. */
export class Memory {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  /** For octets that are read several at once, wherever they begin. */
  readonly view: DataView;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  /** A new arena, at most `maxOctets` large. Throws RangeError where not even the smallest can be allocated. */
  static create(maxOctets: number = arenaSizes[0]): Memory {
    let refusal: unknown;
    for (const size of arenaSizes) {
      if (size > maxOctets && size !== arenaSizes.at(-1)) continue;
      try {
        return new Memory(new SharedArrayBuffer(size));
      } catch (error) {
        refusal = error;
      }
    }
    throw refusal;
  }
}

/** Raised when a block does not fit: the caller's change is refused, what is served stays. */
export class OutOfMemory extends Error {
  constructor(octets: number) {
    super(`the zones need more memory than the arena holds (${octets} more octets)`);
    this.name = "OutOfMemory";
  }
}

/** Hands out blocks of an arena: a buddy allocator whose books are the writer's own, outside the arena. */
export class BlockAllocator {
  readonly memory: Memory;
  /** Words in blocks that are handed out. */
  usedWords = 0;
  readonly #free: Set<number>[] = Array.from({ length: maxOrder + 1 }, () => new Set<number>());
  #frontier = reservedWords;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** A block of 2^order words, its contents undefined. Throws OutOfMemory. */
  take(order: number): number {
    for (let have = order; have <= maxOrder; have++) {
      const [block] = this.#free[have];
      if (block === undefined) continue;
      this.#free[have].delete(block);
      this.#split(block, have, order);
      this.usedWords += 2 ** order;
      return block;
    }
    return this.#extend(order);
  }

  /** Returns a block of 2^order words that no reader can reach any more. */
  give(block: number, order: number): void {
    this.usedWords -= 2 ** order;
    this.#insert(block, order);
  }

  #insert(block: number, order: number): void {
    let at = block;
    let size = order;
    for (; size < maxOrder; size++) {
      const buddy = at % 2 ** (size + 1) === 0 ? at + 2 ** size : at - 2 ** size;
      if (!this.#free[size].delete(buddy)) break;
      at = Math.min(at, buddy);
    }
    this.#free[size].add(at);
    this.#lowerFrontier();
  }

  /** Free blocks right below the frontier join the untouched rest, whatever their sizes. */
  #lowerFrontier(): void {
    for (let order = minOrder; order <= maxOrder; order++) {
      if (!this.#free[order].delete(this.#frontier - 2 ** order)) continue;
      this.#frontier -= 2 ** order;
      order = minOrder - 1;
    }
  }

  #split(block: number, have: number, want: number): void {
    for (let order = have - 1; order >= want; order--) this.#free[order].add(block + 2 ** order);
  }

  #extend(order: number): number {
    const size = 2 ** order;
    const start = Math.ceil(this.#frontier / size) * size;
    if (order > maxOrder || start + size > this.memory.words.length) throw new OutOfMemory(size * 4);
    // The gap that alignment leaves becomes free blocks, each aligned to its own size.
    while (this.#frontier < start) {
      let gap = minOrder;
      while (this.#frontier % 2 ** (gap + 1) === 0 && this.#frontier + 2 ** (gap + 1) <= start) gap++;
      this.#free[gap].add(this.#frontier);
      this.#frontier += 2 ** gap;
    }
    this.#frontier = start + size;
    this.usedWords += size;
    return start;
  }
}

/** The order of the smallest block that holds `words`. */
export function blockOrder(words: number): number {
  return Math.max(minOrder, Math.ceil(Math.log2(words)));
}
