// A region: the memory of one zone, laid down front to back and given back as a whole.
// Nothing inside a region is ever freed alone; what a change supersedes is counted as garbage,
// and ./compact.ts copies what lives into a new region when garbage outweighs it.
// Blocks double up to 1 MiB: a zone of five records costs 256 octets, one of a million wastes at most one block's end.

import type { BlockAllocator, Memory } from "../base/memory.ts";
import { blockOrder } from "../base/memory.ts";

const maxBlockOrder = 18; // 1 MiB

/** A block with the order of its size, as the allocator wants it back. */
export interface Block {
  readonly at: number;
  readonly order: number;
}

export class Region {
  readonly memory: Memory;
  /** Words that were laid down, and how many of them nobody reads any more. */
  usedWords = 0;
  garbageWords = 0;
  readonly #allocator: BlockAllocator;
  #blocks: Block[] = [];
  #at = 0;
  #end = 0;

  constructor(allocator: BlockAllocator) {
    this.#allocator = allocator;
    this.memory = allocator.memory;
  }

  /** Room for `words` words; contents undefined. Throws OutOfMemory. */
  allocate(words: number): number {
    if (this.#at + words > this.#end) this.#addBlock(words);
    const pointer = this.#at;
    this.#at += words;
    this.usedWords += words;
    return pointer;
  }

  /** Notes that `words` words of this region are superseded. */
  discard(words: number): void {
    this.garbageWords += words;
  }

  /** A block of its own, for what is replaced as a whole: hash tables. The caller returns it. */
  takeBlock(words: number): Block {
    const order = blockOrder(words);
    return { at: this.#allocator.take(order), order };
  }

  /** Returns a block of its own that nobody was ever led to. */
  giveBlock({ at, order }: Block): void {
    this.#allocator.give(at, order);
  }

  /** Every block, for the allocator; the region is empty afterwards. */
  release(): Block[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    this.#at = this.#end = this.usedWords = this.garbageWords = 0;
    return blocks;
  }

  #addBlock(words: number): void {
    const order = Math.max(blockOrder(words), Math.min(blockOrder(Math.max(1, this.usedWords / 2)), maxBlockOrder));
    const at = this.#allocator.take(order);
    this.#blocks.push({ at, order });
    this.#at = at;
    this.#end = at + 2 ** order;
  }
}
