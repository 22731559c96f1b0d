// Changes that are older than the configuration keeps them are forgotten, a few a transaction, and not after the end.

import { expect, test } from "vitest";
import { HistorySweeps } from "../../src/server/history-sweeps.ts";
import { change, newWorld, setOf, startMs, type World } from "../store/fixture.ts";

const dayMs = 86_400_000;

function sweepsOf(
  { store, context }: World,
  days: number | null,
  nowMs: number,
): { sweeps: HistorySweeps; warnings: string[] } {
  const warnings: string[] = [];
  const tell = (_: object, message: string): unknown => warnings.push(message);
  const log = { debug: tell, info: tell, warn: tell, error: tell, flush: () => {} };
  return { sweeps: new HistorySweeps({ store, days, context: () => ({ ...context, nowMs }), log }), warnings };
}

function newHistory(): World {
  const world = newWorld();
  for (let i = 0; i < 1000; i++) change(world, ["UPSERT", setOf("www.example.test", "A", [`192.0.2.${i % 250}`])]);
  return world;
}

test.each([
  [400, 399, 1001],
  [400, 401, 1],
  [null, 4000, 1001],
])("with %j days kept, after %i days %i changes are left", async (days, after, left) => {
  const world = newHistory();
  const { sweeps, warnings } = sweepsOf(world, days, startMs + after * dayMs);
  await sweeps.sweep();
  expect([world.store.history(world.zoneId, world.context).length, warnings]).toEqual([left, []]);
});

test("a sweep that is closed stops where it is, and one that finds no disk says so", async () => {
  const world = newHistory();
  const { sweeps } = sweepsOf(world, 1, startMs + 9 * dayMs);
  const swept = sweeps.sweep();
  sweeps.close();
  await swept;
  const { length } = world.store.history(world.zoneId, world.context);
  expect(length).toBeGreaterThan(500);
  expect(length).toBeLessThan(1001);
  const other = sweepsOf(world, 1, startMs + 9 * dayMs);
  world.tables.transaction = () => {
    throw new Error("disk I/O error");
  };
  await other.sweeps.sweep();
  expect(other.warnings).toEqual(["old changes could not be forgotten; tomorrow again"]);
});
