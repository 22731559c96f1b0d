// Trees of aliases: health from the leaves up, backing out of dead branches, and the steps that tell of it. Titles name
// the page of the Route 53 Developer Guide that says so.

import { expect, test } from "vitest";
import { maxAliasDepth, maxHealthLooks } from "../../src/base/limits.ts";
import { expectSteps } from "../trace/expect-steps.ts";
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
  type PlainSets,
  primary,
  secondary,
  simple,
  to,
  trusting,
  weighted,
} from "./world.ts";

/** The guide's example: latency aliases for two regions, two weighted servers in each. The client is in Virginia. */
const twoRegions = (
  us: readonly PlainSet[],
  sydney: readonly PlainSet[],
  top: Partial<PlainSet> = to("us"),
): PlainSets => ({
  www: [latency("us-east-1", top), latency("ap-southeast-2", to("sydney"))],
  us,
  sydney,
});

const complex = "dns-failover-complex-configs";

const cases: readonly {
  readonly title: string;
  readonly groups: PlainSets;
  readonly answers: readonly string[];
}[] = [
  {
    title: `${complex}: the best region, a server by weight`,
    groups: twoRegions([weighted("u1", 1, good), weighted("u2", 0, good)], [weighted("s1", 1, good)]),
    answers: ["u1"],
  },
  {
    title: `${complex}: one server of the best region is unhealthy`,
    groups: twoRegions([weighted("u1", 200, bad), weighted("u2", 1, good)], [weighted("s1", 1, good)]),
    answers: ["u2"],
  },
  {
    title: `${complex}: both are: backs out of that branch, next-best latency`,
    groups: twoRegions([weighted("u1", 1, bad), weighted("u2", 1, bad)], [weighted("s1", 1, good)]),
    answers: ["s1"],
  },
  {
    title: `${complex}: What Happens When You Associate a Health Check with an Alias Record: it fails`,
    groups: twoRegions([weighted("u1", 1, good)], [weighted("s1", 1, good)], { ...to("us"), ...bad }),
    answers: ["s1"],
  },
  {
    title: `${complex}: it passes, but nothing behind it is healthy`,
    groups: twoRegions([weighted("u1", 1, bad)], [weighted("s1", 1, good)], { ...to("us"), ...good }),
    answers: ["s1"],
  },
  {
    title: `${complex}: What Happens When You Omit Health Checks: a leaf without one ends the search`,
    groups: twoRegions([weighted("u1", 1, bad), weighted("u2", 1)], [weighted("s1", 1, good)]),
    answers: ["u2"],
  },
  {
    title: `${complex}: What Happens When You Set Evaluate Target Health to No: one of the branch must do`,
    groups: twoRegions([weighted("u1", 1, bad), weighted("u2", 0, bad)], [weighted("s1", 1, good)], trusting("us")),
    answers: ["u1"],
  },
  {
    title: `${complex}: Evaluate Target Health No, but the alias's own check fails`,
    groups: twoRegions([weighted("u1", 1, good)], [weighted("s1", 1, good)], { ...trusting("us"), ...bad }),
    answers: ["s1"],
  },
  {
    title: `${complex}: nothing is healthy anywhere: the best branch, as if all were`,
    groups: twoRegions([weighted("u1", 1, bad), weighted("u2", 0, bad)], [weighted("s1", 1, bad)]),
    answers: ["u1"],
  },
  {
    title: "dns-failover-types: the primary is healthy as long as one of its resources is",
    groups: {
      www: [primary(to("many")), secondary(to("sorry"))],
      many: [weighted("m1", 9, bad), weighted("m2", 0, good)],
      sorry: [simple("s")],
    },
    answers: ["m2"],
  },
  {
    title: "dns-failover-types: then the secondary, a page that says sorry",
    groups: { www: [primary(to("many")), secondary(to("sorry"))], many: [weighted("m1", 9, bad)], sorry: "plain" },
    answers: ["sorry"],
  },
  {
    title: "health-checks-how-route-53-chooses-records: both branches bad: the primary's",
    groups: {
      www: [primary(to("a")), secondary(to("b"))],
      a: [multi("a1", bad), multi("a2", bad)],
      b: [multi("b1", bad)],
    },
    answers: ["a1", "a2"],
  },
  {
    title: "three levels: out of the inner branch, then out of the outer one",
    groups: {
      www: [geo("DE", to("europe")), geo("*", to("world"))],
      europe: [primary(to("frankfurt")), secondary(to("paris"))],
      frankfurt: [weighted("f", 1, bad)],
      paris: [weighted("p", 1, bad)],
      world: [weighted("w", 1, good)],
    },
    answers: ["w"],
  },
  {
    title: "three levels: out of the inner branch only",
    groups: {
      www: [geo("DE", to("europe")), geo("*", to("world"))],
      europe: [primary(to("frankfurt")), secondary(to("paris"))],
      frankfurt: [weighted("f", 1, bad)],
      paris: [weighted("p", 1, good)],
      world: [weighted("w", 1, good)],
    },
    answers: ["p"],
  },
  {
    title: "health-checks-how-route-53-chooses-records: a target is healthy by any of its sets, whomever that is for",
    groups: { www: [primary(to("by-place")), secondary(good)], "by-place": [geo("DE", bad), geo("US", good)] },
    answers: ["DE"],
  },
  {
    title: "a target that does not exist has nothing healthy",
    groups: { www: [primary(to("gone")), secondary(good)] },
    answers: ["secondary"],
  },
  {
    title: "resource-record-sets-choosing-alias-non-alias: a simple alias answers whatever its target's health",
    groups: { www: [simple("www", to("servers"))], servers: [weighted("a", 1, bad)] },
    answers: ["a"],
  },
  {
    title: "an alias of an alias",
    groups: { www: [simple("www", to("b"))], b: [simple("b", trusting("c"))], c: "plain" },
    answers: ["c"],
  },
];

test.each(cases)("$title", ({ groups, answers }) => {
  const router = new PlainRouter({ groups });
  router.comesFrom(groups["us"] === undefined ? "192.0.2.1" : "vpc us-east-1");
  for (let i = 0; i < 20; i++) expect(router.choose("www").ids.toSorted()).toEqual(answers);
});

test("a flip of health is what the next choice sees", () => {
  const router = new PlainRouter({ groups: { www: [primary(good), secondary(good)] } });
  expect(router.choose("www").ids).toEqual(["primary"]);
  router.set("primary", "unhealthy");
  expect(router.choose("www").ids).toEqual(["secondary"]);
  router.set("primary", "healthy");
  expect(router.choose("www").ids).toEqual(["primary"]);
});

test("aliases that lead in a circle: no healthy leaf there, and no end if there is nothing else", () => {
  const circle = { a: [simple("a", to("b"))], b: [simple("b", to("a"))] };
  const router = new PlainRouter({ groups: { ...circle, www: [primary(to("a")), secondary(good)] } });
  expect(router.choose("www").ids).toEqual(["secondary"]);
  const lost = router.trace("a");
  expect(lost).toMatchObject({ outcome: "loop", ids: [], aliases: maxAliasDepth + 1 });
  expectSteps(lost, ["route.simple", "route.alias", "route.loop"]);
});

test.each([
  { aliases: maxAliasDepth, outcome: "answer", failover: "end" },
  { aliases: maxAliasDepth + 1, outcome: "loop", failover: "secondary" },
])("a chain of $aliases aliases: $outcome, and as healthy as that", ({ aliases, outcome, failover }) => {
  const chain = Object.fromEntries(
    Array.from({ length: aliases }, (_, i) => [
      `a${i}`,
      [simple(`a${i}`, to(i === aliases - 1 ? "end" : `a${i + 1}`))],
    ]),
  );
  // The failover alias is one more on the way: it leads to the second of the chain.
  const router = new PlainRouter({
    groups: { ...chain, end: [simple("end", good)], www: [primary(to("a1")), secondary(good)] },
  });
  expect(router.choose("a0").outcome).toBe(outcome);
  expect(router.choose("www").ids).toEqual([failover]);
});

test("a circle of wide groups ends by the limit of looks", () => {
  const sets = Array.from({ length: 100 }, (_, i) => weighted(`s${i}`, 1, to("www")));
  const router = new PlainRouter({ groups: { www: sets } });
  const told = router.trace("www");
  expect(told.outcome).toBe("loop");
  expectSteps(told, ["route.loop", "route.limit"]);
  expect(told.events.find(({ step }) => step === "route.limit")?.operands["sets"]).toBe(maxHealthLooks);
});

const tellings: readonly {
  readonly title: string;
  readonly told: () => ReturnType<PlainRouter["trace"]>;
  readonly steps: Parameters<typeof expectSteps>[1];
}[] = [
  {
    title: "out of a dead branch",
    told: () => {
      const groups = twoRegions([weighted("u1", 1, bad), weighted("u2", 0, bad)], [weighted("s1", 1, good)]);
      const router = new PlainRouter({ groups });
      router.comesFrom("vpc us-east-1");
      return router.trace("www");
    },
    steps: [
      "route.group",
      "route.client-vpc",
      "route.distances",
      "route.latency",
      "route.backed-out",
      "route.latency",
      "route.alias",
      "route.group",
      "route.weighted",
    ],
  },
  {
    title: "unhealthy by its own check, and weights of zero",
    told: () => new PlainRouter({ groups: { www: [weighted("a", 1, bad), weighted("b", 0, good)] } }).trace("www"),
    steps: ["route.group", "route.weighted", "route.unhealthy", "route.weighted-even"],
  },
  {
    title: "the last resort",
    told: () => new PlainRouter({ groups: { www: [primary(bad), secondary(bad)] } }).trace("www"),
    steps: [
      "route.failover",
      "route.unhealthy",
      "route.failover",
      "route.unhealthy",
      "route.last-resort",
      "route.failover",
    ],
  },
  {
    title: "a place",
    told: () => new PlainRouter({ groups: { www: [geo("DE"), geo("*")] } }).trace("www"),
    steps: ["route.group", "route.client", "route.geolocation", "route.scope"],
  },
  {
    title: "no place, and no default",
    told: () => {
      const router = new PlainRouter({ groups: { www: [geo("DE")] } });
      router.comesFrom("127.0.0.1");
      return router.trace("www");
    },
    steps: ["route.client-unknown", "route.no-match"],
  },
  {
    title: "distances with biases",
    told: () => new PlainRouter({ groups: { www: [near("a", "eu-west-1", 5), near("b", "us-east-1")] } }).trace("www"),
    steps: ["route.client", "route.distances", "route.geoproximity"],
  },
  {
    title: "several sets together",
    told: () => new PlainRouter({ groups: { www: [multi("a", bad), multi("b"), multi("c")] } }).trace("www"),
    steps: ["route.group", "route.unhealthy", "route.multivalue"],
  },
  {
    title: "a CIDR block, and its default",
    told: () => {
      const sets = [ipBased("isp", 1, bad), ipBased("*", 0)];
      return new PlainRouter({ groups: { www: sets }, blocks: [{ prefix: "192.0.2.0/24", location: 1 }] }).trace("www");
    },
    steps: ["route.ip-based", "route.unhealthy", "route.ip-default", "route.scope"],
  },
  {
    title: "an alias that leads nowhere",
    told: () => new PlainRouter({ groups: { www: [simple("www", trusting("gone"))] } }).trace("www"),
    steps: ["route.simple", "route.target-missing"],
  },
];

test.each(tellings)("told: $title", ({ told, steps }) => {
  expectSteps(told(), steps);
});

test("a telling reads as a story, and is the choice that was made", () => {
  const groups = twoRegions([weighted("u1", 1, bad)], [weighted("s1", 3, good), weighted("s2", 0, good)]);
  const router = new PlainRouter({ groups });
  router.comesFrom("198.51.100.1");
  const told = router.trace("www");
  expect(told.ids).toEqual(["s1"]);
  expect(told.events.map(({ depth, sentence }) => `${"  ".repeat(depth)}${sentence}`)).toEqual([
    "Latency-based routing chooses among 2 record sets: us-east-1, ap-southeast-2.",
    "198.51.100.1 is in US-WA, nearest to us-west-2.",
    "Compared are us-east-1 57.1 ms, ap-southeast-2 189.3 ms.",
    "us-east-1 is in us-east-1, 57.1 ms away: the least.",
    "us-east-1 leads to us, where nothing is healthy: out of that branch again.",
    "ap-southeast-2 is in ap-southeast-2, 189 ms away: the least.",
    "ap-southeast-2 is an alias: on with sydney.",
    "  Weighted routing chooses among 2 record sets: s1, s2.",
    "  s1 is drawn, with a weight of 3 out of 3.",
    "The choice rests on where 198.51.100.1 is: it holds for the first 25 bits of that address.",
  ]);
});
