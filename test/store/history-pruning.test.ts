// Histories that forget: by number and by age, the oldest first; what is kept is exact.

import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { leastAgeMs } from "../../src/store/history-pruning.ts";
import type { ResourceRecordSet } from "../../src/store/shapes.ts";
import { change, faultOf, newPrivateZone, newWorld, newZone, setOf, startMs, type World } from "./fixture.ts";

const dayMs = 86_400_000;

/** The world at another time. */
function at(world: World, ms: number): World {
  return { ...world, context: { ...world.context, nowMs: startMs + ms } };
}

function versions({ store, context, zoneId }: World, id = zoneId): (number | null)[] {
  return store.history(id, context).map(({ version }) => version);
}

/** Steps until the end; few rows a step, so that steps end everywhere. */
function sweep({ store, context }: World, beforeMs: number, rows = 3): number {
  let steps = 1;
  for (let cursor: string | null = null; ; steps++) {
    cursor = store.sweepHistory({ beforeMs, cursor, rows }, context);
    if (cursor === null) return steps;
  }
}

test("of a zone's changes so many are kept, and none is forgotten while it is young", () => {
  const world = newWorld({ changesPerZone: 3 });
  for (let i = 0; i < 5; i++) change(world, ["UPSERT", setOf("www.example.test", "A", [`192.0.2.${i}`])]);
  expect(versions(world)).toEqual([1, 2, 3, 4, 5, 6]);
  const later = at(world, leastAgeMs + 1);
  const { Id } = change(later, ["UPSERT", setOf("www.example.test", "A", ["192.0.2.5"])]);
  expect(versions(later)).toEqual([5, 6, 7]);
  const said = faultOf(() => later.store.rollBack({ zoneId: later.zoneId, version: 3 }, later.context));
  expect(said).toBe(`InvalidInput: Zone ${later.zoneId} has versions 4 to 7, not 3. Older ones are forgotten.`);
  later.store.rollBack({ zoneId: later.zoneId, version: 4 }, later.context);
  expect([...later.store.recordSets(later.zoneId)].at(-1)?.ResourceRecords).toEqual([{ Value: "192.0.2.2" }]);
  expect(faultOf(() => later.store.getChange({ Id }, later.context))).toBe("none");
});

test("a bound that is far exceeded is reached in steps", () => {
  const world = newWorld({ changesPerZone: 1 });
  for (let i = 0; i < 40; i++) change(world, ["UPSERT", setOf("www.example.test", "A", [`192.0.2.${i}`])]);
  const later = at(world, leastAgeMs + 1);
  const lengths = Array.from({ length: 4 }, (_, i) => {
    change(later, ["UPSERT", setOf("www.example.test", "A", [`198.51.100.${i}`])]);
    return versions(later).length;
  });
  expect(lengths).toEqual([26, 11, 3, 4]);
});

test("what is kept is exact, whatever was done and forgotten", () => {
  const world = newWorld({ changesPerZone: 8 });
  const random = seededRandom(11);
  const states = new Map<number, string>();
  const key = ({ Name, Type }: ResourceRecordSet): string => `${Name} ${Type}`;
  const stateOf = (sets: Iterable<ResourceRecordSet>): string => Array.from(sets, (set) => JSON.stringify(set)).toSorted().join("\n"); // prettier-ignore
  for (let step = 0; step < 120; step++) {
    const now = at(world, step * (leastAgeMs / 3));
    const { store, zoneId, context } = now;
    const current = [...store.recordSets(zoneId)].filter(({ Type }) => Type === "A");
    const victim = current[random.below(Math.max(current.length, 1))];
    if (victim !== undefined && random.below(3) === 0) change(now, ["DELETE", victim]);
    else change(now, ["UPSERT", setOf(`h${random.below(6)}.example.test`, "A", [`192.0.2.${step}`])]);
    if (step % 10 === 9) sweep(now, context.nowMs - random.below(4) * leastAgeMs, 1 + random.below(4));
    const latest = store.zone(zoneId)!.version;
    const sets = new Map(Array.from(store.recordSets(zoneId), (set) => [key(set), set]));
    states.set(latest, stateOf(sets.values()));
    const kept = versions(now).map((version) => version ?? 0);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => latest - kept.length + 1 + i));
    for (let version = Math.max(kept[0] - 1, 1); version <= latest; version++) {
      const then = new Map(sets);
      for (const { before, after } of store.difference({ zoneId, from: latest, to: version }, context)) {
        if (before !== null) then.delete(key(before));
        if (after !== null) then.set(key(after), after);
      }
      const state = states.get(version);
      if (state !== undefined) expect(stateOf(then.values()), `version ${version} of ${latest}`).toBe(state);
    }
  }
});

test("what is older than its days goes: of zones that are gone all, of zones that are there all but the latest", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  const gone = newZone(store, context, "gone.test");
  store.deleteHostedZone({ Id: gone }, context);
  const quiet = newZone(store, context, "quiet.test");
  const { Id: first } = change(world, ["CREATE", setOf("a.example.test", "A", ["192.0.2.1"])]);
  const hidden = newPrivateZone(world, "hidden.test");
  const VPC = { VPCId: "vpc-2", VPCRegion: "eu-west-1" };
  const { ChangeInfo } = store.associateVPCWithHostedZone({ HostedZoneId: hidden, VPC }, context);
  const later = at(world, 10 * dayMs);
  change(later, ["CREATE", setOf("b.example.test", "A", ["192.0.2.1"])]);
  expect(sweep(later, startMs)).toBeGreaterThan(2);
  expect(versions(later)).toEqual([1, 2, 3]);
  sweep(later, startMs + dayMs);
  expect([versions(later), versions(later, quiet), versions(later, hidden)]).toEqual([[3], [1], [1]]);
  expect(faultOf(() => store.history(gone, later.context))).toMatch(/^NoSuchHostedZone/);
  for (const Id of [first, ChangeInfo.Id])
    expect(faultOf(() => store.getChange({ Id }, later.context))).toMatch(/^NoSuchChange/);
  sweep(at(world, 10 * dayMs + 1000), startMs + 20 * dayMs);
  expect(versions(later), "young").toEqual([3]);
  expect(store.zone(zoneId)?.version).toBe(3);
});
