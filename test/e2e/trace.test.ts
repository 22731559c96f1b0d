// `signpost trace --api`: a running server tells what it does with a question now: the choices of hosted zones' policies, by the
// health and the places of this moment, aliases, private zones, and the resolver's walk behind what leaves our zones.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type FinishedTrace, traceOf } from "../../src/trace/ending.ts";
import { signpost } from "../cli/signpost.ts";
import { expectSteps } from "../trace/expect-steps.ts";
import { Route53Client, type SetInput, values } from "./route53-client.ts";
import { Folder, RunningServer } from "./running-server.ts";

const folder = new Folder();
folder.write(
  "signpost.yaml",
  `dns: { listen: ["127.0.0.1:0"], workers: 1, allowRecursion: ["127.0.0.0/29"] }
vpcs: [{ id: vpc-a, region: eu-central-1, clients: ["127.0.0.2/32"] }]
geo: { pins: [{ prefix: 198.51.100.0/24, country: US, region: us-west-2 }, { prefix: 127.0.0.1, region: eu-central-1 }] }
testing: { healthOverride: true }
`,
);

let server: RunningServer;
let api: string;

beforeAll(async () => {
  server = new RunningServer(["--lab"], folder.path);
  ({ api } = await server.ready());
  const client = new Route53Client(api);
  const check = await client.createHealthCheck({ IPAddress: "192.0.2.200", Port: 80, Type: "TCP" });
  await server.put(`/_signpost/healthcheck/${check}`, { status: "unhealthy" });
  const zone = await client.createZone("shop.test");
  const a = (Name: string, address: string, policy: object = {}): SetInput => ({ Name, Type: "A", ...policy, TTL: 60, ResourceRecords: values(address) }); // prettier-ignore
  const alias = (Name: string, DNSName: string, policy: object): SetInput => ({ Name, Type: "A", ...policy, AliasTarget: { HostedZoneId: zone, DNSName, EvaluateTargetHealth: true } }); // prettier-ignore
  await client.create(
    zone,
    { ...a("eu.shop.test", "192.0.2.1"), HealthCheckId: check },
    a("us.shop.test", "192.0.2.2"),
    alias("www.shop.test", "eu.shop.test", { SetIdentifier: "eu", Region: "eu-central-1" }),
    alias("www.shop.test", "us.shop.test", { SetIdentifier: "us", Region: "us-west-2" }),
    { Name: "out.shop.test", Type: "CNAME", TTL: 60, ResourceRecords: values("www.example.com") },
  );
  const hidden = await client.createZone("shop.test", { VPCRegion: "eu-central-1", VPCId: "vpc-a" });
  await client.create(hidden, a("www.shop.test", "10.0.0.1"));
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function traced(...words: readonly string[]): Promise<FinishedTrace> {
  const { code, stdout, stderr } = await signpost(["trace", ...words, "--api", api, "--json"]);
  expect([code, stderr]).toEqual([0, ""]);
  const trace = traceOf(stdout);
  if (typeof trace === "string") expect.fail(trace);
  return trace;
}

test("the choice of a policy, what was backed out of, and the alias that answers", async () => {
  const trace = await traced("www.shop.test");
  expectSteps(trace, ["zone.found", "route.group", "route.backed-out", "route.latency", "route.alias"]);
  expect(trace.ending.answer).toMatchObject({ rcode: "NOERROR", answer: ["www.shop.test. 60 IN A 192.0.2.2"] });
  const { stdout } = await signpost(["trace", "www.shop.test", "--api", api]);
  expect(stdout).toContain("NOERROR www.shop.test. A, after ");
});

test("who asks, and for whom, is the caller's to say", async () => {
  const told = await traced("www.shop.test", "--client", "127.0.0.2");
  expectSteps(told, ["zone.private"]);
  expect(told.ending.answer.answer).toEqual(["www.shop.test. 60 IN A 10.0.0.1"]);
  const subnet = await traced("www.shop.test", "--subnet", "198.51.100.0/24");
  expectSteps(subnet, ["request.subnet", "route.client", "route.latency"]);
});

test("what leaves our zones is walked by the resolver, in one trace", async () => {
  const { events, ending } = await traced("out.shop.test");
  expectSteps({ events }, ["zone.cname", "zone.alias-leaves", "request.recurses", "question.asked", "query.sent", "answer.done"]); // prettier-ignore
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
  expect(new Set(events.map(({ trace }) => trace))).toEqual(new Set([ending.trace]));
  expect(events.every(({ parent, seq }) => parent === null || parent < seq)).toBe(true);
  expect(ending.ms).toBeGreaterThanOrEqual(events.at(-1)!.ms);
  // As long good as the shortest link of the chain.
  expect(ending.answer).toMatchObject({
    ttlSeconds: 60,
    name: "out.shop.test.",
    answer: ["out.shop.test. 60 IN CNAME www.example.com.", expect.stringMatching(/^www\.example\.com\. \d+ IN A 192\.0\.2\.80$/)],
  }); // prettier-ignore
});

test("who may not recurse is refused, and told so", async () => {
  const { code, stdout } = await signpost(["trace", "www.example.com", "--client", "192.0.2.9", "--api", api]);
  expect([code, stdout.includes("REFUSED www.example.com. A")]).toEqual([1, true]);
});

test.each([
  ["", "Which name? /_signpost/trace?name=www.example.com&type=A"],
  ["name=a..b", '"a..b" is no name: "a..b" has an empty label.'],
  ["name=a&type=NONE", '"NONE" is no record type.'],
  ["name=a&client=here", '"here" is no address.'],
])("POST /_signpost/trace?%s is told what is wrong", async (query, sentence) => {
  const response = await fetch(`http://${api}/_signpost/trace?${query}`, { method: "POST" });
  expect([response.status, await response.text()]).toEqual([400, `${sentence}\n`]);
});
