// The block allocator: blocks never overlap, and what is given back is whole again.

import { expect, test } from "vitest";
import { BlockAllocator, blockOrder, Memory, OutOfMemory, reservedWords } from "../../src/base/memory.ts";

test("blocks are aligned to their size, apart, and outside the reserved words", () => {
  const allocator = new BlockAllocator(new Memory(new SharedArrayBuffer(2 ** 22)));
  const taken = new Map<number, number>();
  let seed = 3;
  const random = (below: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % below;
  for (let round = 0; round < 3000; round++) {
    if (random(2) === 0 && taken.size > 0) {
      const [at, order] = [...taken][random(taken.size)];
      taken.delete(at);
      allocator.give(at, order);
    } else if (taken.size < 60) {
      const order = 6 + random(6);
      const at = allocator.take(order);
      expect(at % 2 ** order).toBe(0);
      expect(at).toBeGreaterThanOrEqual(reservedWords);
      for (const [other, size] of taken) expect(at + 2 ** order <= other || other + 2 ** size <= at).toBe(true);
      taken.set(at, order);
    }
  }
  expect(allocator.usedWords).toBe([...taken.values()].reduce((sum, order) => sum + 2 ** order, 0));
});

test("buddies that come back join: after small blocks, a large one fits again", () => {
  const allocator = new BlockAllocator(new Memory(new SharedArrayBuffer(2 ** 20))); // 2^18 words
  const small = Array.from({ length: 2048 }, () => allocator.take(6));
  expect(() => allocator.take(17)).toThrow(OutOfMemory);
  for (const at of small) allocator.give(at, 6);
  expect(allocator.take(17) % 2 ** 17).toBe(0);
});

test("an arena that is full says so, and goes on serving what it holds", () => {
  const allocator = new BlockAllocator(new Memory(new SharedArrayBuffer(2 ** 16)));
  const first = allocator.take(13);
  expect(() => allocator.take(13)).toThrow("more memory than the arena holds");
  allocator.give(first, 13);
  expect(allocator.take(13)).toBe(first);
});

test("orders hold what they are asked for", () => {
  expect([1, 64, 65, 128, 129, 2 ** 18].map(blockOrder)).toEqual([6, 6, 7, 7, 8, 18]);
});
