// Why an answer is what it is: the zone, the tree of the choice, and the chance of every answer.

import { expect, test } from "vitest";
import { nowhere } from "../../src/authority/client.ts";
import { ClientSubnet } from "../../src/authority/client-subnet.ts";
import { AnswerExplainer, type ExplainedAnswer } from "../../src/authority/explained-answer.ts";
import { bareGround } from "../../src/authority/policies.ts";
import { RRType } from "../../src/dns/types.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { firstVpcView } from "../../src/zone/views.ts";
import { prefixOf, testPlaces } from "../routing/world.ts";
import { nameOf, newImage } from "./asking.ts";
import { build, host, policy, show } from "./hosting.ts";

const image = newImage();
const board = HealthBoard.create();
const hosted = host(image, "example.", ["plain 60 A 192.0.2.1", "alias 60 CNAME www.example."]);
image.apply([
  policy(hosted, "www.example.", "A", [
    { id: "dead", routing: { policy: "latency", region: "eu-central-1" }, alias: "eu.example.", evaluate: true },
    { id: "us", routing: { policy: "latency", region: "us-west-2" }, alias: "us.example.", evaluate: true },
  ]),
  policy(hosted, "eu.example.", "A", [{ values: ["192.0.2.2"], check: 1 }]),
  policy(hosted, "us.example.", "A", [
    { id: "a", routing: { policy: "weighted", weight: 3 }, values: ["192.0.2.3", "192.0.2.4"], ttl: 30 },
    { id: "b", routing: { policy: "weighted", weight: 1 }, values: ["192.0.2.5"] },
  ]),
  policy(hosted, "*.wild.example.", "A", [
    { routing: { policy: "geolocation", country: "DE" }, values: ["192.0.2.6"] },
  ]),
]);
show(image, build(image, "inside.", ["www 60 A 10.0.0.1"]), [firstVpcView]);
board.set(1, "unhealthy");

const ground = { ...bareGround(), health: board, places: testPlaces };
const vpcs = [{ view: firstVpcView, region: "eu-west-1", clients: [prefixOf("10.0.0.0/8")] }];
const explainer = new AnswerExplainer(image.memory, { ground, vpcs }, 9);

function explain(name: string, from = "192.0.2.9", subnet: string | null = null): ExplainedAnswer {
  const { family, octets } = prefixOf(from);
  const address = new Uint8Array(16);
  address.set(octets);
  const told = new ClientSubnet();
  if (subnet !== null) {
    const prefix = prefixOf(subnet);
    told.set(prefix.family, prefix.octets, prefix.length);
  }
  const client = { protocol: 0, family, address, port: 53, local: nowhere } as const;
  return explainer.explain({ name: nameOf(name), type: RRType.A, client, subnet: told });
}

test("a tree is told whole: what was backed out of, and how likely each answer is", () => {
  const { zone, view, found, type, client, choice, answers, noAnswer } = explain("www.example.");
  expect([zone?.key === nameOf("example.").key, view, found, type, client, noAnswer]).toEqual([true, "public", "found", RRType.A, "192.0.2.9", 0]); // prettier-ignore
  expect(choice).toMatchObject({
    policy: "Latency-based",
    sets: [
      { identifier: "dead", health: "nothing healthy behind it", chance: 0, target: { name: "eu.example. A" } },
      { identifier: "us", health: "healthy", chance: 1, target: { group: { policy: "Weighted" } } },
    ],
  });
  expect(answers).toEqual([
    { values: ["192.0.2.3", "192.0.2.4"], ttlSeconds: 30, chance: 0.75 },
    { values: ["192.0.2.5"], ttlSeconds: 60, chance: 0.25 },
  ]);
});

test("plain names, CNAMEs, wildcards, nothing", () => {
  expect(explain("plain.example.")).toMatchObject({ choice: "plain", answers: [{ values: ["192.0.2.1"], chance: 1 }] });
  expect(explain("alias.example.")).toMatchObject({ type: RRType.CNAME, answers: [{ values: ["www.example."] }] });
  expect(explain("a.wild.example.")).toMatchObject({
    found: "wildcard",
    noAnswer: 0,
    answers: [{ values: ["192.0.2.6"] }],
  });
  expect(explain("none.example.")).toMatchObject({ found: "missing", type: null, choice: "missing", noAnswer: 1 });
  expect(explain("www.elsewhere.")).toMatchObject({ zone: null, answers: [], noAnswer: 1 });
});

test("for a client subnet, and inside a VPC", () => {
  const asked = explain("a.wild.example.", "127.0.0.1", "203.0.113.0/25");
  expect(asked).toMatchObject({ client: "203.0.113.0/25", answers: [], noAnswer: 1 });
  expect(explain("www.inside.", "10.1.1.1")).toMatchObject({ view: "private", answers: [{ values: ["10.0.0.1"] }] });
  expect(explain("www.inside.")).toMatchObject({ zone: null });
});
