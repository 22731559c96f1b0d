// What is left to chance comes as often as it should: chi-square tests on fixed seeds, at the level of 0.1 %.

import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { bad, good, latency, multi, PlainRouter, type PlainSets, to, weighted } from "./world.ts";

const draws = 10_000;

/** Chi-square's 0.999 quantile, for as many degrees of freedom as its index. */
const quantiles = [0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88, 29.59, 31.26, 32.91, 34.53, 36.12];

function counts(groups: PlainSets, seed: number): Map<string, number> {
  const router = new PlainRouter({ groups }, seededRandom(seed));
  const seen = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    for (const id of router.choose("www").ids) seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  return seen;
}

/** How far the counts are from the shares; -1 when something came that has no share. */
function chiSquare(seen: ReadonlyMap<string, number>, shares: Readonly<Record<string, number>>): number {
  if ([...seen.keys()].some((id) => !(id in shares))) return -1;
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
  return Object.entries(shares).reduce((sum, [id, share]) => {
    const expected = total * share;
    return sum + ((seen.get(id) ?? 0) - expected) ** 2 / expected;
  }, 0);
}

const weights: readonly { title: string; groups: PlainSets; shares: Readonly<Record<string, number>> }[] = [
  {
    title: "1 and 255, as on the page",
    groups: { www: [weighted("a", 1), weighted("b", 255)] },
    shares: { a: 1 / 256, b: 255 / 256 },
  },
  {
    title: "a share of all weights",
    groups: { www: [weighted("a", 10), weighted("b", 20), weighted("c", 70), weighted("d", 0)] },
    shares: { a: 0.1, b: 0.2, c: 0.7 },
  },
  {
    title: "all 0: equal chances",
    groups: { www: [weighted("a", 0), weighted("b", 0), weighted("c", 0)] },
    shares: { a: 1 / 3, b: 1 / 3, c: 1 / 3 },
  },
  {
    title: "the healthy ones' share",
    groups: { www: [weighted("a", 10, good), weighted("b", 20, bad), weighted("c", 70, good)] },
    shares: { a: 1 / 8, c: 7 / 8 },
  },
  {
    title: "none healthy: by weights again",
    groups: { www: [weighted("a", 10, bad), weighted("b", 30, bad), weighted("c", 0, bad)] },
    shares: { a: 0.25, b: 0.75 },
  },
  {
    title: "weighted over weighted, a dead branch left out",
    groups: {
      www: [weighted("x", 1, to("x")), weighted("y", 1, to("y")), weighted("z", 2, to("z"))],
      x: [weighted("x1", 1, good), weighted("x2", 3, good)],
      y: [weighted("y1", 1, bad)],
      z: [latency("us-east-1", bad), latency("us-west-2", good)],
    },
    shares: { x1: 1 / 12, x2: 3 / 12, "us-west-2": 8 / 12 },
  },
];

test.each(weights)("routing-policy-weighted: $title", ({ groups, shares }) => {
  for (const seed of [1, 2, 3]) {
    const distance = chiSquare(counts(groups, seed), shares);
    expect(distance).toBeGreaterThanOrEqual(0);
    expect(distance, `seed ${seed}`).toBeLessThan(quantiles[Object.keys(shares).length - 1]);
  }
});

test("routing-policy-multivalue: eight of more, each as often, in any order", () => {
  const sets = Array.from({ length: 14 }, (_, i) => multi(`m${i}`, i < 12 ? good : bad));
  const ids = sets.slice(0, 12).map(({ id }) => id);
  const router = new PlainRouter({ groups: { www: sets } }, seededRandom(7));
  const first = new Map<string, number>();
  const given = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const chosen = router.choose("www").ids;
    expect(new Set(chosen).size).toBe(8);
    first.set(chosen[0], (first.get(chosen[0]) ?? 0) + 1);
    for (const id of chosen) given.set(id, (given.get(id) ?? 0) + 1);
  }
  const even = Object.fromEntries(ids.map((id) => [id, 1 / 12]));
  expect(chiSquare(first, even)).toBeLessThan(quantiles[11]);
  expect(chiSquare(first, even)).toBeGreaterThanOrEqual(0);
  expect(chiSquare(given, even)).toBeLessThan(quantiles[11]);
});

test("a wrong share is found", () => {
  expect(chiSquare(counts(weights[1].groups, 1), { a: 0.12, b: 0.2, c: 0.68 })).toBeGreaterThan(quantiles[2]);
  expect(chiSquare(counts(weights[1].groups, 1), { a: 0.1, b: 0.9 })).toBe(-1);
});
