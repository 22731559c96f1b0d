// What counted traffic costs by AWS's public price list (API Gateway pricing: REST APIs, us-east-1).

import { expect, test } from "vitest";
import { awsPrices, priceTraffic, type StageTraffic } from "../../src/gateway/cost.ts";

const stage = (requests: number, more: Partial<StageTraffic> = {}): StageTraffic => ({
  apiId: "a1",
  apiName: "books",
  stageName: "prod",
  requests,
  cacheHits: 0,
  cacheHours: {},
  ...more,
});

test.each([
  [0, 0],
  [1_000_000, 3.5],
  [333_000_000, 1_165.5],
  [334_000_000, 1_168.3],
  [1_000_000_000, 3_033.1],
  [20_000_000_000, 48_253.1],
  [21_000_000_000, 49_763.1],
])("%d requests a month cost $%d", (requests, cost) => {
  const page = priceTraffic([stage(requests)]);
  expect(page.cost).toBeCloseTo(cost, 6);
  expect(page.tiers.reduce((sum, tier) => sum + tier.requests, 0)).toBe(requests);
});

test("stages share what an account's requests cost, and pay their own caches", () => {
  const page = priceTraffic([
    stage(3_000_000, { cacheHours: { "0.5": 720, "6.1": 10 }, cacheHits: 2_000_000 }),
    stage(1_000_000, { stageName: "beta", cacheHours: { "7": 1 } }),
  ]);
  expect(page.requestsCost).toBeCloseTo(14, 9);
  expect(page.stages.map(({ requestsCost }) => requestsCost)).toEqual([10.5, 3.5]);
  expect(page.cacheCost).toBeCloseTo(16.4, 9);
  expect(page.cost).toBeCloseTo(30.4, 9);
  expect(page).toMatchObject({ currency: "USD", region: "us-east-1", asOf: awsPrices.asOf, source: awsPrices.source });
  expect(page.notes).toEqual([
    "Without the free tier, data sent and what integrations cost.",
    "The price of a cache of 6.1 GB was not confirmed.",
    "AWS has no cache of 7 GB: books beta is priced without it.",
  ]);
});

test("no traffic is no cost, and no division by nothing", () => {
  expect(priceTraffic([])).toMatchObject({ cost: 0, stages: [], tiers: [] });
  expect(priceTraffic([stage(0)]).stages[0].cost).toBe(0);
});
