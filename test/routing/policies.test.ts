// Each policy with one choice to make: which set answers whom, with health. Titles name the page of the Route 53
// Developer Guide that says so. What is left to chance is in ./chances.test.ts, trees are in ./trees.test.ts.

import { expect, test } from "vitest";
import { LatencyModel } from "../../src/routing/latency.ts";
import {
  bad,
  geo,
  good,
  ipBased,
  latency,
  multi,
  near,
  PlainRouter,
  type PlainSet,
  primary,
  secondary,
  simple,
  weighted,
} from "./world.ts";

interface Case {
  readonly title: string;
  readonly sets: readonly PlainSet[];
  /** Where the client is; Germany unless said. */
  readonly from?: string;
  /** Sorted; none for no answer. */
  readonly answers: readonly string[];
}

const germany = "192.0.2.1";
const washington = "198.51.100.1";
const texas = "198.51.100.200";
const japan = "203.0.113.1";
const africa = "203.0.113.200";
const nowhere = "127.0.0.1";

const states = [geo("US-WA", good), geo("US", good), geo("continent NA", good), geo("*", good)];
const fails = (sets: readonly PlainSet[], ...ids: string[]): PlainSet[] =>
  sets.map((set) => (ids.includes(set.id) ? { ...set, ...bad } : set));
const everyFails = (sets: readonly PlainSet[]): PlainSet[] => sets.map((set) => ({ ...set, ...bad }));

const cases: readonly Case[] = [
  { title: "routing-policy-simple: the one set", sets: [simple("a")], answers: ["a"] },
  { title: "routing-policy-simple: unhealthy, without an alternative", sets: [simple("a", bad)], answers: ["a"] },

  {
    title: "routing-policy-weighted: weight 0 gets nothing",
    sets: [weighted("a", 0), weighted("b", 1)],
    answers: ["b"],
  },
  {
    title: "health-checks-how-route-53-chooses-records: only healthy ones are in the pool",
    sets: [weighted("a", 255, bad), weighted("b", 1, good)],
    answers: ["b"],
  },
  {
    title: "health-checks-how-route-53-chooses-records: without a check always healthy",
    sets: [weighted("a", 255, bad), weighted("b", 1)],
    answers: ["b"],
  },
  {
    title: "dns-failover-types: weight 0 while a weighted one is healthy",
    sets: [weighted("a", 0, good), weighted("b", 5, bad), weighted("c", 7, good)],
    answers: ["c"],
  },
  {
    title: "dns-failover-types: weight 0 when all weighted ones are unhealthy",
    sets: [weighted("a", 0, good), weighted("b", 5, bad), weighted("c", 7, bad)],
    answers: ["a"],
  },
  {
    title: "health-checks-how-route-53-chooses-records: none healthy, then again by weights",
    sets: [weighted("a", 0, bad), weighted("b", 5, bad)],
    answers: ["b"],
  },

  {
    title: "routing-policy-latency: the least latency among regions that have a set",
    sets: [latency("us-east-1"), latency("eu-west-1"), latency("ap-northeast-1")],
    answers: ["eu-west-1"],
  },
  {
    title: "routing-policy-latency: elsewhere another",
    sets: [latency("us-east-1"), latency("eu-west-1"), latency("ap-northeast-1")],
    from: japan,
    answers: ["ap-northeast-1"],
  },
  {
    title: "routing-policy-latency: the next best is healthy",
    sets: [latency("us-east-1", good), latency("eu-west-1", bad), latency("ap-northeast-1", good)],
    answers: ["us-east-1"],
  },
  {
    title: "routing-policy-latency: none healthy, then the best",
    sets: [latency("us-east-1", bad), latency("eu-west-1", bad)],
    answers: ["eu-west-1"],
  },
  {
    title: "routing-policy-latency-phz: the VPC's region",
    sets: [latency("us-east-1"), latency("us-west-2"), latency("eu-west-1")],
    from: "vpc us-west-1",
    answers: ["us-west-2"],
  },
  {
    title: "routing-policy-latency: a client that no table knows is taken to be in us-east-1",
    sets: [latency("eu-west-1"), latency("us-east-2")],
    from: nowhere,
    answers: ["us-east-2"],
  },

  { title: "dns-failover-types: the primary", sets: [secondary(good), primary(good)], answers: ["primary"] },
  { title: "dns-failover-types: primary bad", sets: [primary(bad), secondary(good)], answers: ["secondary"] },
  { title: "dns-failover-types: both bad", sets: [secondary(bad), primary(bad)], answers: ["primary"] },
  {
    title: "dns-failover-types: a secondary without a check",
    sets: [primary(bad), secondary()],
    answers: ["secondary"],
  },

  { title: "routing-policy-geo: the state", sets: states, from: washington, answers: ["US-WA"] },
  { title: "routing-policy-geo: another state, the country", sets: states, from: texas, answers: ["US"] },
  { title: "routing-policy-geo: another country, the default", sets: states, from: germany, answers: ["*"] },
  {
    title: "routing-policy-geo: a continent alone",
    sets: [geo("continent AF"), geo("ZA")],
    from: africa,
    answers: ["continent AF"],
  },
  { title: "routing-policy-geo: an address on no map", sets: states, from: nowhere, answers: ["*"] },
  { title: "routing-policy-geo: no match and no default", sets: [geo("US"), geo("FR")], answers: [] },
  { title: "routing-policy-geo: an address on no map and no default", sets: [geo("US")], from: nowhere, answers: [] },
  {
    title: "routing-policy-geo: Africa (AF) is not Afghanistan (AF)",
    sets: [geo("AF"), geo("*")],
    from: africa,
    answers: ["*"],
  },
  {
    title: "resource-record-sets-values-geo: state unhealthy, then the country",
    sets: fails(states, "US-WA"),
    from: washington,
    answers: ["US"],
  },
  {
    title: "resource-record-sets-values-geo: country unhealthy too, then the continent",
    sets: fails(states, "US-WA", "US"),
    from: washington,
    answers: ["continent NA"],
  },
  {
    title: "resource-record-sets-values-geo: continent unhealthy too, then the default",
    sets: fails(states, "US-WA", "US", "continent NA"),
    from: washington,
    answers: ["*"],
  },
  {
    title: "resource-record-sets-values-geo: all unhealthy, then the smallest region",
    sets: everyFails(states),
    from: washington,
    answers: ["US-WA"],
  },
  { title: "routing-policy-geo-phz: the VPC's region", sets: states, from: "vpc us-east-1", answers: ["US"] },

  {
    title: "routing-policy-geoproximity: the nearest",
    sets: [
      near("paris", "eu-west-3"),
      near("nyc", "us-east-1-nyc-1"),
      near("joburg", { latitude: -26.2, longitude: 28.05 }),
    ],
    answers: ["paris"],
  },
  {
    title: "routing-policy-geoproximity: the nearest in the south",
    sets: [near("paris", "eu-west-3"), near("joburg", { latitude: -26.2, longitude: 28.05 })],
    from: "vpc af-south-1",
    answers: ["joburg"],
  },
  {
    title: "routing-policy-geoproximity: unhealthy, then the next nearest",
    sets: [
      near("paris", "eu-west-3", 0, bad),
      near("oregon", "us-west-2", 0, good),
      near("ohio", "us-east-2", 0, good),
    ],
    answers: ["ohio"],
  },
  {
    title: "routing-policy-geoproximity#routing-policy-geoproximity-bias: a positive bias draws",
    sets: [near("paris", "eu-west-3"), near("virginia", "us-east-1", 95)],
    answers: ["virginia"],
  },
  {
    title: "routing-policy-geoproximity#routing-policy-geoproximity-bias: a negative bias gives up",
    sets: [near("paris", "eu-west-3", -95), near("virginia", "us-east-1")],
    answers: ["virginia"],
  },

  {
    title: "routing-policy-multivalue: all, when they are no more than eight",
    sets: [multi("a", good), multi("b"), multi("c", good)],
    answers: ["a", "b", "c"],
  },
  {
    title: "routing-policy-multivalue: healthy ones only; no check is healthy",
    sets: [multi("a", bad), multi("b"), multi("c", good)],
    answers: ["b", "c"],
  },
  {
    title: "routing-policy-multivalue: none healthy, then the unhealthy",
    sets: [multi("a", bad), multi("b", bad)],
    answers: ["a", "b"],
  },
];

test.each(cases)("$title", ({ sets, from = germany, answers }) => {
  const router = new PlainRouter({ groups: { www: sets } });
  router.comesFrom(from);
  const first = router.choose("www");
  expect(first.outcome).toBe(answers.length === 0 ? "no answer" : "answer");
  for (let i = 0; i < 20; i++) expect(router.choose("www").ids.toSorted()).toEqual(answers);
});

test("routing-policy-latency: a measured latency goes before the model", () => {
  const measured = new LatencyModel([{ from: "eu-central-1", to: "us-east-1", milliseconds: 1 }]);
  const groups = { www: [latency("us-east-1"), latency("eu-west-1")] };
  expect(new PlainRouter({ groups }).choose("www").ids).toEqual(["eu-west-1"]);
  expect(new PlainRouter({ groups, latency: measured }).choose("www").ids).toEqual(["us-east-1"]);
});

const blocks = [
  { prefix: "192.0.2.0/24", location: 1 },
  { prefix: "192.0.0.0/16", location: 2 },
  { prefix: "2001:db8::/32", location: 1 },
  { prefix: "2001:db8:0:1234::/48", location: 2 },
  { prefix: "2001:db9:1::/48", location: 3 },
];
const locations = [ipBased("isp", 1, good), ipBased("office", 2, good), ipBased("*", 0, good)];

test.each([
  { title: "the longest match", from: "192.0.2.77", sets: locations, answers: ["isp"] },
  { title: "a larger block", from: "192.0.3.77", sets: locations, answers: ["office"] },
  { title: "no block, then *", from: "203.0.113.1", sets: locations, answers: ["*"] },
  { title: "no block and no *", from: "203.0.113.1", sets: locations.slice(0, 2), answers: [] },
  { title: "a client's prefix longer than the block", from: "2001:db8:1::/48", sets: locations, answers: ["isp"] },
  {
    title: "a block longer than the client's prefix does not match",
    from: "2001:db9::/32",
    sets: locations,
    answers: ["*"],
  },
  { title: "then the next larger block does", from: "192.0.2.0/20", sets: locations, answers: ["office"] },
  { title: "a location that has no set, then *", from: "2001:db9:1::1", sets: locations, answers: ["*"] },
  { title: "unhealthy, then *", from: "192.0.2.1", sets: fails(locations, "isp"), answers: ["*"] },
  { title: "none healthy, then the match", from: "192.0.2.1", sets: everyFails(locations), answers: ["isp"] },
])("routing-policy-ipbased: $title", ({ from, sets, answers }) => {
  const router = new PlainRouter({ groups: { www: sets }, blocks });
  router.comesFrom(from);
  expect(router.choose("www").ids).toEqual(answers);
});

test.each([
  { title: "a table's prefix", from: "192.0.2.1", sets: [geo("DE")], scope: 24 },
  { title: "a part of it that has a row of its own", from: "198.51.100.1", sets: [geo("US")], scope: 25 },
  { title: "longer than what the client said", from: "198.51.0.0/16", sets: [geo("*")], scope: 18 },
  { title: "latency rests on the place too", from: "192.0.2.1", sets: [latency("us-east-1")], scope: 24 },
  { title: "geoproximity too", from: "192.0.2.1", sets: [near("a", "us-east-1")], scope: 24 },
  { title: "an IPv6 client", from: "2001:db8:de:1::/64", sets: [geo("DE")], scope: 48 },
  { title: "weights are for everybody", from: "192.0.2.1", sets: [weighted("a", 1)], scope: 0 },
  { title: "a VPC has no subnet", from: "vpc us-east-1", sets: [geo("US")], scope: 0 },
  { title: "a CIDR block", from: "192.0.2.1", sets: locations, scope: 24 },
  { title: "around a longer block", from: "192.0.0.0/17", sets: locations, scope: 23 },
])("RFC 7871 §7.2.1: how specific the answer is: $title", ({ from, sets, scope }) => {
  const router = new PlainRouter({ groups: { www: sets }, blocks });
  router.comesFrom(from);
  expect(router.choose("www").scope).toBe(scope);
});
