// An explanation tells the whole tree of a choice, what is behind the branches that are not taken as well. That its chances
// are right, ./differential.test.ts holds.

import { expect, test } from "vitest";
import type { ExplainedGroup, Explanation } from "../../src/routing/explain.ts";
import {
  bad,
  geo,
  good,
  ipBased,
  latency,
  multi,
  near,
  PlainRouter,
  primary,
  secondary,
  simple,
  to,
  trusting,
  weighted,
} from "./world.ts";

/** A tree as lines: identifier, regard, health, chance. */
function lines(group: Explanation["group"], depth = 0): string[] {
  const indent = "  ".repeat(depth);
  if (typeof group === "string") return [`${indent}${group}`];
  return [
    `${indent}${group.policy}`,
    ...group.sets.flatMap(({ identifier, regard, health, chance, target }) => [
      `${indent}- ${identifier}: ${regard}; ${health}; ${(chance * 100).toFixed(1)} %`,
      ...(target === null ? [] : [`${indent}  alias of ${target.name}`, ...lines(target.group, depth + 1)]),
    ]),
  ];
}

test("a tree with a dead branch", () => {
  const router = new PlainRouter({
    groups: {
      www: [latency("us-east-1", to("us")), latency("eu-west-1", to("eu")), latency("sa-east-1", trusting("page"))],
      us: [weighted("u1", 1, good), weighted("u2", 3, good), weighted("u3", 4, bad)],
      eu: [primary(bad), secondary({ ...to("gone"), ...good })],
      page: "plain",
    },
  });
  const { told, chances } = router.explain("www");
  expect(lines(told.group)).toEqual([
    "Latency-based",
    "- us-east-1: us-east-1, 100.9 ms; healthy; 100.0 %",
    "  alias of us",
    "  Weighted",
    "  - u1: weight 1; healthy; 25.0 %",
    "  - u2: weight 3; healthy; 75.0 %",
    "  - u3: weight 4; check fails; 0.0 %",
    "- eu-west-1: eu-west-1, 19.0 ms; nothing healthy behind it; 0.0 %",
    "  alias of eu",
    "  Failover",
    "  - primary: primary; check fails; 100.0 %",
    "  - secondary: secondary; nothing healthy behind it; 0.0 %",
    "    alias of gone",
    "    missing",
    "- sa-east-1: sa-east-1, 151.5 ms; healthy; 0.0 %",
    "  alias of page",
    "  plain",
  ]);
  expect(Object.fromEntries(chances)).toEqual({ u1: 0.25, u2: 0.75 });
});

test.each([
  [
    "geolocation",
    [geo("DE"), geo("US-WA"), geo("continent EU"), geo("*")],
    ["for DE", "for US-WA", "for the continent EU", "for every place"],
  ],
  [
    "geoproximity",
    [near("a", "eu-central-1", 50), near("b", "us-east-1")],
    ["136 km, by its bias of 50 68 km", "6591 km"],
  ],
  ["multivalue", [multi("a"), multi("b", bad)], ["", ""]],
  ["IP-based", [ipBased("a", 1), ipBased("b", 0)], ["location 1", "location *"]],
  ["simple", [simple("a")], [""]],
])("what the policy sees: %s", (_policy, sets, regards) => {
  const { told } = new PlainRouter({ groups: { www: sets } }).explain("www");
  expect((told.group as ExplainedGroup).sets.map(({ regard }) => regard)).toEqual(regards);
});

test("a location of a CIDR collection has its name, where somebody knows it", () => {
  const sets = [ipBased("a", 1), ipBased("b", 2), ipBased("c", 0)];
  const router = new PlainRouter({ groups: { www: sets } });
  const { told } = router.explain("www", (_, number) => (number === 2 ? "office" : null));
  expect((told.group as ExplainedGroup).sets.map(({ regard }) => regard)).toEqual([
    "location 1",
    "location office",
    "location *",
  ]);
});

test("no set for the client", () => {
  const { told, chances } = new PlainRouter({ groups: { www: [geo("JP")] } }).explain("www");
  expect(told.noAnswer).toBe(1);
  expect(Object.fromEntries(chances)).toEqual({ "": 1 });
});

test("a circle that is wider than anybody wants to read ends", () => {
  const sets = Array.from({ length: 100 }, (_, i) => weighted(`s${i}`, 1, to("www")));
  const { told } = new PlainRouter({ groups: { www: sets } }).explain("www");
  expect(lines(told.group).at(-1)?.trim()).toBe("untold");
});
