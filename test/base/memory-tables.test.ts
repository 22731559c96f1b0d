// Tables in memory: the conformance suite, and tables of many blocks.

import { expect, test } from "vitest";
import { MemoryTables } from "../../src/base/memory-tables.ts";
import { seededRandom } from "../../src/base/random.ts";
import { testKeyOrder, testTables } from "./tables-conformance.ts";

testKeyOrder();
testTables(() => new MemoryTables());

test("ten thousand rows in random order, half of them deleted again", () => {
  const tables = new MemoryTables();
  const random = seededRandom(7);
  const kept = new Set<string>();
  for (let i = 0; i < 10_000; i++) {
    const key = String(random.below(1_000_000));
    if (i % 2 === 0) kept.add(key);
    tables.put("t", key, "");
    if (i % 2 === 1 && !kept.has(key)) tables.delete("t", key);
  }
  expect(Array.from(tables.scan("t", {}), ([key]) => key)).toEqual([...kept].toSorted());
});
