// Policies, aliases and health answered in packets, out of the packed image. What a policy chooses is tested in
// test/routing/; here, that the image, the client and the reply carry it. The guide's pages stand in the titles.

import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import type { RoutingSettings } from "../../src/authority/responder.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { packCollection } from "../../src/routing/cidr.ts";
import { LatencyModel } from "../../src/routing/latency.ts";
import type { Image } from "../../src/zone/image.ts";
import { hostsView } from "../../src/zone/views.ts";
import { placesOf, prefixOf } from "../routing/world.ts";
import { expectSteps, newRecorder } from "../trace/expect-steps.ts";
import { Asking, newImage, serve } from "./asking.ts";
import { build, host, policy, type SetText, show } from "./hosting.ts";

const zone = "example.";
const places = placesOf([
  { prefix: "192.0.2.0/24", country: "DE" },
  { prefix: "198.51.100.0/24", country: "US", subdivision: "WA" },
  { prefix: "203.0.113.0/24", country: "JP" },
]);
const germany = [192, 0, 2, 1];
const washington = [198, 51, 100, 1];
const japan = [203, 0, 113, 1];

interface Bench {
  readonly image: Image;
  readonly asking: Asking;
  readonly board: HealthBoard;
}

function open(): Bench {
  const image = newImage();
  const board = HealthBoard.create();
  const ground = { health: board, places, latency: new LatencyModel(), random: seededRandom(5) };
  const routing: RoutingSettings = { ground, vpcs: [] };
  return { image, board, asking: new Asking(image, { routing }) };
}

const weighted = (id: string, weight: number, values: readonly string[], more: SetText = {}): SetText => ({
  id,
  routing: { policy: "weighted", weight },
  values,
  ...more,
});
const latency = (id: string, region: string, address: string, more: SetText = {}): SetText => ({
  id,
  routing: { policy: "latency", region },
  values: [address],
  ...more,
});
const failover = (id: string, role: "PRIMARY" | "SECONDARY", more: SetText): SetText => ({
  id,
  routing: { policy: "failover", role },
  ...more,
});
const geo = (id: string, country: string, address: string): SetText => ({
  id,
  routing: { policy: "geolocation", country },
  values: [address],
});

const answers = (address: string, ttl = 60): string => `NOERROR aa an[www.example. ${ttl} A ${address}]`;
const denied = "NOERROR aa au[example. 300 SOA soa]";

interface Case {
  readonly title: string;
  readonly sets: readonly SetText[];
  readonly replies: readonly (readonly [from: readonly number[], reply: string])[];
  readonly unhealthy?: readonly number[];
}

const cases: readonly Case[] = [
  {
    title: "routing-policy-simple: with a health check, answered all the same",
    sets: [{ values: ["192.0.2.1", "192.0.2.2"], check: 1 }],
    unhealthy: [1],
    replies: [[germany, answers("192.0.2.1+192.0.2.2")]],
  },
  {
    title: "routing-policy-weighted: what has all the weight",
    sets: [weighted("a", 0, ["192.0.2.1"]), weighted("b", 9, ["192.0.2.2"])],
    replies: [[germany, answers("192.0.2.2")]],
  },
  {
    title: "health-checks-how-route-53-chooses-records: the weight of the unhealthy does not count",
    sets: [weighted("a", 1, ["192.0.2.1"]), weighted("b", 255, ["192.0.2.2"], { check: 7 })],
    unhealthy: [7],
    replies: [[germany, answers("192.0.2.1")]],
  },
  {
    title: "routing-policy-latency: the nearest region, from where the client is",
    sets: [latency("eu", "eu-central-1", "192.0.2.1"), latency("us", "us-west-2", "192.0.2.2", { ttl: 30 })],
    replies: [[germany, answers("192.0.2.1")], [washington, answers("192.0.2.2", 30)]],
  },
  {
    title: "dns-failover-types: the secondary while the primary is unhealthy",
    sets: [
      failover("p", "PRIMARY", { values: ["192.0.2.1"], check: 1 }),
      failover("s", "SECONDARY", { values: ["192.0.2.2"] }),
    ],
    unhealthy: [1],
    replies: [[germany, answers("192.0.2.2")]],
  },
  {
    title: "routing-policy-geo: country, then the default",
    sets: [geo("de", "DE", "192.0.2.1"), geo("*", "*", "192.0.2.2")],
    replies: [[germany, answers("192.0.2.1")], [japan, answers("192.0.2.2")]],
  },
  {
    title: "routing-policy-geo: no default is no answer (RFC 2308 §2.2: NODATA, with the SOA)",
    sets: [geo("de", "DE", "192.0.2.1")],
    replies: [[germany, answers("192.0.2.1")], [japan, denied]],
  },
  {
    title: "routing-policy-geoproximity: a bias draws clients from afar",
    sets: [
      { id: "fra", routing: { policy: "geoproximity", at: "eu-central-1", bias: -99 }, values: ["192.0.2.1"] },
      { id: "dub", routing: { policy: "geoproximity", at: "eu-west-1", bias: 90 }, values: ["192.0.2.2"] },
    ],
    replies: [[germany, answers("192.0.2.2")]],
  },
  {
    title: "routing-policy-multivalue: all healthy ones together, with one TTL (RFC 2181 §5.2)",
    sets: [
      { id: "a", routing: { policy: "multivalue" }, values: ["192.0.2.1"], ttl: 60 },
      { id: "b", routing: { policy: "multivalue" }, values: ["192.0.2.2"], ttl: 20 },
      { id: "c", routing: { policy: "multivalue" }, values: ["192.0.2.3"], check: 3 },
    ],
    unhealthy: [3],
    replies: [[germany, answers("192.0.2.1+192.0.2.2", 20)]],
  },
]; // prettier-ignore

test.each(cases)("$title", ({ sets, replies, unhealthy = [] }) => {
  const { image, asking, board } = open();
  image.apply([policy(host(image, zone), "www.example.", "A", sets)]);
  for (const check of unhealthy) board.set(check, "unhealthy");
  for (const [address, reply] of replies) expect(asking.ask("www.example.", "A", { address })).toBe(reply);
});

test("routing-policy-ipbased: the longest block; a collection that changes goes with its sets", () => {
  const { image, asking } = open();
  const hosted = host(image, zone);
  const sets: SetText[] = [
    { id: "office", routing: { policy: "ip-based", location: 1 }, values: ["192.0.2.1"] },
    { id: "rest", routing: { policy: "ip-based", location: 0 }, values: ["192.0.2.2"] },
  ];
  const blocksOf = (text: string): Int32Array => packCollection([{ prefix: prefixOf(text), location: 1 }]);
  const first = image.share(blocksOf("192.0.2.0/24"));
  image.apply([policy(hosted, "www.example.", "A", sets, first.at)]);
  expect(asking.ask("www.example.", "A", { address: germany })).toBe(answers("192.0.2.1"));
  const second = image.share(blocksOf("203.0.113.0/24"));
  image.apply([policy(hosted, "www.example.", "A", sets, second.at)]);
  image.unshare(first);
  expect(asking.ask("www.example.", "A", { address: germany })).toBe(answers("192.0.2.2"));
  expect(asking.ask("www.example.", "A", { address: japan })).toBe(answers("192.0.2.1"));
});

test("health-checks-how-route-53-chooses-records: the next query sees that a check failed", () => {
  const { image, asking, board } = open();
  const sets = [
    failover("p", "PRIMARY", { values: ["192.0.2.1"], check: 33 }),
    failover("s", "SECONDARY", { values: ["192.0.2.2"], check: 34 }),
  ];
  image.apply([policy(host(image, zone), "www.example.", "A", sets)]);
  for (const [check, status, address] of [
    [33, "healthy", "192.0.2.1"],
    [33, "unhealthy", "192.0.2.2"],
    [34, "unhealthy", "192.0.2.1"],
    [33, "healthy", "192.0.2.1"],
  ] as const) {
    board.set(check, status);
    expect(asking.ask("www.example.", "A")).toBe(answers(address));
  }
});

test("resource-record-sets-choosing-alias-non-alias: the target's data and TTL under the alias's name", () => {
  const { image, asking } = open();
  const hosted = host(image, zone, ["target 77 A 192.0.2.1", "target 78 AAAA 2001:db8::1", "*.wild 9 A 192.0.2.9"]);
  const elsewhere = build(image, "elsewhere.", ["host 5 A 192.0.2.5"]);
  show(image, elsewhere, []);
  image.apply([
    policy(hosted, "@", "A", [{ alias: "target.example." }]),
    policy(hosted, "@", "AAAA", [{ alias: "target.example." }]),
    policy(hosted, "twice.example.", "A", [{ alias: "example." }]),
    policy(hosted, "into.example.", "A", [{ alias: "x.wild.example." }]),
    policy(hosted, "out.example.", "A", [{ alias: "host.elsewhere.", view: elsewhere.own }]),
    policy(hosted, "gone.example.", "A", [{ alias: "nothing.example." }]),
    policy(hosted, "away.example.", "A", [{ alias: "host.elsewhere.", view: 4_000_000_000 | 0 }]),
  ]);
  for (const [question, reply] of [
    ["example. A", "NOERROR aa an[example. 77 A 192.0.2.1]"],
    ["EXAMPLE. AAAA", "NOERROR aa an[EXAMPLE. 78 AAAA 20010db8000000000000000000000001]"],
    ["twice.example. A", "NOERROR aa an[twice.example. 77 A 192.0.2.1]"],
    ["into.example. A", "NOERROR aa an[into.example. 9 A 192.0.2.9]"],
    ["out.example. A", "NOERROR aa an[out.example. 5 A 192.0.2.5]"],
    ["gone.example. A", denied],
    ["away.example. A", denied],
    ["twice.example. AAAA", denied],
    ["host.elsewhere. A", "REFUSED"],
  ]) {
    const [name, type] = question.split(" ") as [string, string];
    expect(asking.ask(name, type), question).toBe(reply);
  }
});

test("resource-record-sets-choosing-alias-non-alias: hosts outside our zones have addresses, TTL and health", () => {
  const { image, asking, board } = open();
  const hosts = build(image, ".");
  show(image, hosts, [hostsView]);
  const name = "lb.us-east-1.elb.amazonaws.com.";
  image.apply([policy(hosts, name, "A", [{ values: ["192.0.2.50", "192.0.2.51"], check: 9 }])]);
  const hosted = host(image, zone);
  const primary = { alias: name, view: hostsView, evaluate: true };
  image.apply([
    policy(hosted, "www.example.", "A", [
      failover("p", "PRIMARY", primary),
      failover("s", "SECONDARY", { values: ["192.0.2.1"], ttl: 5 }),
    ]),
  ]);
  expect(asking.ask("www.example.", "A")).toBe(answers("192.0.2.50+192.0.2.51"));
  board.set(9, "unhealthy");
  expect(asking.ask("www.example.", "A")).toBe(answers("192.0.2.1", 5));
  expect(asking.ask(name, "A"), "seen by aliases alone").toBe("REFUSED");
});

test("dns-failover-complex-configs: out of a branch with nothing healthy, into the next best", () => {
  const { image, asking, board } = open();
  const hosted = host(image, zone);
  image.apply([
    policy(hosted, "www.example.", "A", [
      { id: "eu", routing: { policy: "latency", region: "eu-central-1" }, alias: "eu.example.", evaluate: true },
      { id: "us", routing: { policy: "latency", region: "us-west-2" }, alias: "us.example.", evaluate: true },
    ]),
    policy(hosted, "eu.example.", "A", [
      weighted("e1", 10, ["192.0.2.1"], { check: 1 }),
      weighted("e2", 10, ["192.0.2.2"], { check: 2 }),
    ]),
    policy(hosted, "us.example.", "A", [weighted("u1", 10, ["192.0.2.3"], { check: 3, ttl: 15 })]),
  ]);
  board.set(1, "unhealthy");
  expect(asking.ask("www.example.", "A", { address: germany })).toBe(answers("192.0.2.2"));
  board.set(2, "unhealthy");
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  expect(asking.ask("www.example.", "A", { address: germany })).toBe(answers("192.0.2.3", 15));
  expectSteps(recorder, [
    "zone.found",
    "route.group",
    "route.backed-out",
    "route.alias",
    "route.weighted",
    "zone.rrset",
  ]);
  expect(recorder.events.find(({ step }) => step === "route.backed-out")).toMatchObject({
    operands: { set: "eu", target: "eu.example. A" },
  });
});

test("aliases in a circle: nobody can say whether there is an address", () => {
  const { image, asking } = open();
  const hosted = host(image, zone);
  image.apply([
    policy(hosted, "www.example.", "A", [{ alias: "round.example." }]),
    policy(hosted, "round.example.", "A", [{ alias: "www.example." }]),
  ]);
  expect(asking.ask("www.example.", "A")).toBe("SERVFAIL");
});

test("RFC 1034 §3.6.2: a CNAME that a policy chose is followed, and given to who asks for it", () => {
  const { image, asking } = open();
  serve(image, { "other.": "$TTL 10\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\na A 192.0.2.80\n" });
  const hosted = host(image, zone);
  image.apply([
    policy(hosted, "www.example.", "CNAME", [weighted("a", 1, ["a.other."]), weighted("b", 0, ["b.other."])]),
    policy(hosted, "none.example.", "CNAME", [{ ...geo("de", "DE", "a.other.") }]),
  ]);
  const chain = "NOERROR aa an[a.other. 10 A 192.0.2.80, www.example. 60 CNAME a.other.]";
  expect(asking.ask("www.example.", "A")).toBe(chain);
  expect(asking.ask("www.example.", "CNAME")).toBe("NOERROR aa an[www.example. 60 CNAME a.other.]");
  expect(asking.ask("none.example.", "A", { address: japan })).toBe(denied);
});

test("RFC 4592 §3.3.1: a wildcard's policy chooses for the name that was asked", () => {
  const { image, asking } = open();
  const hosted = host(image, zone, ["deep.here 1 TXT x"]);
  image.apply([policy(hosted, "*.example.", "A", [geo("de", "DE", "192.0.2.1"), geo("*", "*", "192.0.2.2")])]);
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  expect(asking.ask("www.example.", "A", { address: germany })).toBe(answers("192.0.2.1"));
  expectSteps(recorder, ["zone.wildcard", "route.client", "route.geolocation"]);
  expect(asking.ask("a.b.example.", "A", { address: japan })).toBe("NOERROR aa an[a.b.example. 60 A 192.0.2.2]");
  expect(asking.ask("here.example.", "A", { address: japan })).toBe(denied);
  expect(asking.ask("www.example.", "MX")).toBe(denied);
});

test("RFC 8482 §4.1: ANY of a name with policies is answered by one of them", () => {
  const { image, asking } = open();
  const hosted = host(image, zone);
  image.apply([policy(hosted, "www.example.", "A", [weighted("a", 1, ["192.0.2.1"])])]);
  expect(asking.ask("www.example.", "ANY")).toBe(answers("192.0.2.1"));
});

test("RFC 1034 §4.3.2: what policies choose among is no additional data", () => {
  const { image, asking } = open();
  const hosted = host(image, zone, ["@ 60 MX 10 www.example.", "plain 60 MX 10 host.example.", "host 60 A 192.0.2.7"]);
  image.apply([policy(hosted, "www.example.", "A", [weighted("a", 1, ["192.0.2.1"])])]);
  expect(asking.ask("example.", "MX")).toBe("NOERROR aa an[example. 60 MX www.example.]");
  expect(asking.ask("plain.example.", "MX")).toContain("ad[host.example. 60 A 192.0.2.7]");
});
