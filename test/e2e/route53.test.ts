// Route 53 from end to end: a client over HTTP changes zones of a running server, and questions over UDP and TCP are
// answered from what it changed: every policy, aliases, health that is probed, private zones.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DnsQuestion, type SetInput, askDns, Route53Client, values } from "./route53-client.ts";
import { Folder, RunningServer } from "./running-server.ts";

const folder = new Folder();
folder.write(
  "signpost.yaml",
  `dns: { listen: ["127.0.0.1:0"], workers: 2 }
vpcs: [{ id: vpc-a, region: eu-central-1, clients: ["127.0.0.2/32"] }]
awsHosts: [{ name: lb.eu-central-1.elb.amazonaws.com, hostedZoneId: Z215JYRZR1TBD5, a: ["192.0.2.80", "192.0.2.81"] }]
geo:
  pins:
    - { prefix: 192.0.2.0/24, country: DE, region: eu-central-1 }
    - { prefix: 198.51.100.0/24, country: US, subdivision: WA }
    - { prefix: 203.0.113.0/24, continent: AS }
accounts: [{ id: "111122223333", accessKeys: [AKIAOTHER] }]
testing: { clock: true, reset: true, healthOverride: true, allowPrivateHealthTargets: true }
`,
);

let server: RunningServer;
let dns: string;
let api: string;
let client: Route53Client;

beforeAll(async () => {
  server = new RunningServer(["--no-resolver"], folder.path);
  const ready = await server.ready();
  [dns] = ready.dns;
  api = ready.api;
  client = new Route53Client(api);
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function answers(name: string, more: Omit<DnsQuestion, "name"> = {}): Promise<readonly string[]> {
  const overUdp = await askDns(dns, { name, ...more });
  expect(overUdp.isAuthoritative).toBe(true);
  return overUdp.data;
}

function a(Name: string, address: string, policy: object = {}): SetInput {
  const { HealthCheckId, ...rest } = policy as { HealthCheckId?: string };
  return {
    Name,
    Type: "A",
    ...rest,
    TTL: 60,
    ResourceRecords: values(address),
    ...(HealthCheckId !== undefined && { HealthCheckId }),
  };
}

describe("a zone that a client makes", () => {
  let zone: string;

  beforeAll(async () => {
    zone = await client.createZone("shop.test");
  });

  test("answers with its SOA and its four name servers at once", async () => {
    expect(await answers("shop.test", { type: "NS" })).toHaveLength(4);
    const { rcode, data } = await askDns(dns, { name: "shop.test", type: "SOA", over: "tcp" });
    expect([rcode, data.length]).toEqual(["NOERROR", 1]);
  });

  test("answers over UDP and TCP what a change said, as soon as it is INSYNC", async () => {
    const name = "plain.shop.test";
    await client.create(zone, { Name: name, Type: "A", TTL: 77, ResourceRecords: values("192.0.2.1", "192.0.2.2") });
    for (const over of ["udp", "tcp"] as const)
      expect(await askDns(dns, { name, over })).toMatchObject({
        rcode: "NOERROR",
        data: ["192.0.2.1", "192.0.2.2"],
        ttls: [77, 77],
        isAuthoritative: true,
      });
  });

  test("keeps all of a batch away when one change of it is wrong", async () => {
    const fine = a("half.shop.test", "192.0.2.1");
    const reply = await client.change(zone, ["CREATE", fine], ["CREATE", a("plain.shop.test", "192.0.2.9")]);
    expect([reply.status, reply.text("Code")]).toEqual([400, "InvalidChangeBatch"]);
    expect((await askDns(dns, { name: "half.shop.test" })).rcode).toBe("NXDOMAIN");
  });

  test("weighted: by weights, and weight 0 only when nothing else is healthy", async () => {
    const name = "weighted.shop.test";
    await client.create(
      zone,
      a(name, "192.0.2.1", { SetIdentifier: "all", Weight: 10 }),
      a(name, "192.0.2.2", { SetIdentifier: "none", Weight: 0 }),
    );
    for (let i = 0; i < 20; i++) expect(await answers(name)).toEqual(["192.0.2.1"]);
  });

  test("geolocation: by the query's client subnet, with its scope", async () => {
    const name = "geo.shop.test";
    await client.create(
      zone,
      a(name, "192.0.2.1", { SetIdentifier: "de", GeoLocation: { CountryCode: "DE" } }),
      a(name, "192.0.2.2", { SetIdentifier: "wa", GeoLocation: { CountryCode: "US", SubdivisionCode: "WA" } }),
      a(name, "192.0.2.3", { SetIdentifier: "asia", GeoLocation: { ContinentCode: "AS" } }),
      a(name, "192.0.2.4", { SetIdentifier: "rest", GeoLocation: { CountryCode: "*" } }),
    );
    expect(await answers(name, { subnet: ["192.0.2.0", 24] })).toEqual(["192.0.2.1"]);
    expect(await answers(name, { subnet: ["198.51.100.0", 24] })).toEqual(["192.0.2.2"]);
    expect(await answers(name, { subnet: ["203.0.113.0", 24], over: "tcp" })).toEqual(["192.0.2.3"]);
    expect(await answers(name)).toEqual(["192.0.2.4"]);
    expect((await askDns(dns, { name, subnet: ["192.0.2.0", 24] })).scope).toBe(24);
    expect((await askDns(dns, { name: "plain.shop.test", subnet: ["192.0.2.0", 24] })).scope).toBe(0);
  });

  test("latency: the region that is nearest to who is asked for", async () => {
    const name = "near.shop.test";
    await client.create(
      zone,
      a(name, "192.0.2.1", { SetIdentifier: "frankfurt", Region: "eu-central-1" }),
      a(name, "192.0.2.2", { SetIdentifier: "oregon", Region: "us-west-2" }),
    );
    expect(await answers(name, { subnet: ["192.0.2.0", 24] })).toEqual(["192.0.2.1"]);
    expect(await answers(name, { subnet: ["198.51.100.0", 24] })).toEqual(["192.0.2.2"]);
  });

  test("multivalue: up to eight at random", async () => {
    const name = "many.shop.test";
    const sets = Array.from({ length: 10 }, (_, i) =>
      a(name, `192.0.2.${i}`, { SetIdentifier: `${i}`, MultiValueAnswer: true }),
    );
    await client.create(zone, ...sets);
    expect(new Set(await answers(name)).size).toBe(8);
  });

  test("an alias answers as its target, in the zone and at a load balancer, which may be at the apex", async () => {
    const alias = (Name: string, HostedZoneId: string, DNSName: string): SetInput => ({
      Name,
      Type: "A",
      AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false },
    });
    await client.create(
      zone,
      alias("alias.shop.test", zone, "plain.shop.test"),
      alias("shop.test", "Z215JYRZR1TBD5", "lb.eu-central-1.elb.amazonaws.com"),
    );
    expect(await askDns(dns, { name: "alias.shop.test" })).toMatchObject({
      data: ["192.0.2.1", "192.0.2.2"],
      ttls: [77, 77],
    });
    expect(await askDns(dns, { name: "shop.test" })).toMatchObject({
      data: ["192.0.2.80", "192.0.2.81"],
      ttls: [60, 60],
    });
  });

  test("TestDNSAnswer says what DNS says", async () => {
    const query = `hostedzoneid=${zone}&recordname=geo.shop.test&recordtype=A&edns0clientsubnetip=192.0.2.7`;
    const reply = await client.call("GET", `testdnsanswer?${query}`);
    expect(reply.text("RecordDataEntry")).toBe("192.0.2.1");
    expect([reply.text("ResponseCode"), reply.text("Protocol")]).toEqual(["NOERROR", "UDP"]);
    const other = await new Route53Client(api, "AKIAOTHER").call("GET", `testdnsanswer?${query}`);
    expect([other.status, other.text("Code")]).toEqual([404, "NoSuchHostedZone"]);
  });
});

test("a private zone answers its VPC alone, and hides the public zone of its name there", async () => {
  const open = await client.createZone("inside.test");
  await client.create(open, a("www.inside.test", "192.0.2.1"), a("open.inside.test", "192.0.2.2"));
  const hidden = await client.createZone("inside.test", { VPCRegion: "eu-central-1", VPCId: "vpc-a" });
  await client.create(hidden, a("www.inside.test", "10.0.0.1"));
  expect(await answers("www.inside.test")).toEqual(["192.0.2.1"]);
  expect(await answers("www.inside.test", { from: "127.0.0.2" })).toEqual(["10.0.0.1"]);
  expect((await askDns(dns, { name: "open.inside.test", from: "127.0.0.2", over: "tcp" })).rcode).toBe("NXDOMAIN");
  const reply = await client.call("POST", "hostedzone", [
    "CreateHostedZoneRequest",
    { Name: "x.test", VPC: { VPCRegion: "eu-central-1", VPCId: "vpc-typo" }, CallerReference: "typo" },
  ]);
  expect([reply.status, reply.text("Code")]).toEqual([400, "InvalidVPCId"]);
});

test("a zone that is deleted is refused, and can be made anew", async () => {
  const zone = await client.createZone("gone.test");
  await client.create(zone, a("www.gone.test", "192.0.2.1"));
  const refused = await client.call("DELETE", `hostedzone/${zone}`);
  expect([refused.status, refused.text("Code")]).toEqual([400, "HostedZoneNotEmpty"]);
  await client.inSync((await client.change(zone, ["DELETE", a("www.gone.test", "192.0.2.1")])).body);
  await client.inSync((await client.call("DELETE", `hostedzone/${zone}`)).body);
  expect((await askDns(dns, { name: "www.gone.test" })).rcode).toBe("REFUSED");
  await client.create(await client.createZone("gone.test"), a("www.gone.test", "192.0.2.2"));
  expect(await answers("www.gone.test")).toEqual(["192.0.2.2"]);
});

describe("health", () => {
  let zone: string;
  let endpoint: Server;
  let status = 200;

  beforeAll(async () => {
    zone = await client.createZone("health.test");
    endpoint = createServer((_, response) => response.writeHead(status).end("here"));
    await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => {
    endpoint.closeAllConnections();
    endpoint.close();
  });

  const after = (seconds: number): Promise<Response> =>
    fetch(`http://${api}/_signpost/clock`, { method: "POST", body: JSON.stringify({ advanceSeconds: seconds }) });

  const say = (id: string, body: object): Promise<Response> =>
    fetch(`http://${api}/_signpost/healthcheck/${id}`, { method: "PUT", body: JSON.stringify(body) });

  async function failover(name: string, HealthCheckId: string): Promise<void> {
    await client.create(
      zone,
      a(name, "192.0.2.1", { SetIdentifier: "1", Failover: "PRIMARY", HealthCheckId }),
      a(name, "192.0.2.2", { SetIdentifier: "2", Failover: "SECONDARY" }),
    );
  }

  test("what is probed decides: three failures fail over, three successes bring it back", async () => {
    const check = await client.createHealthCheck({
      IPAddress: "127.0.0.1",
      Port: (endpoint.address() as AddressInfo).port,
      Type: "HTTP",
      ResourcePath: "/alive",
      RequestInterval: 10,
    });
    await failover("www.health.test", check);
    await after(10);
    expect(await answers("www.health.test")).toEqual(["192.0.2.1"]);
    status = 503;
    await after(20);
    expect(await answers("www.health.test")).toEqual(["192.0.2.1"]);
    await after(10);
    expect(await answers("www.health.test")).toEqual(["192.0.2.2"]);
    const report = await client.call("GET", `healthcheck/${check}/status`);
    expect(report.text("Status")).toBe("Failure: HTTP Status Code 503, Service Unavailable");
    expect(report.body.match(/<HealthCheckObservation>/g)).toHaveLength(16);
    status = 200;
    await after(30);
    expect(await answers("www.health.test")).toEqual(["192.0.2.1"]);
  });

  test("what is said by hand decides at once, on every worker, whatever is probed", async () => {
    const check = await client.createHealthCheck({ IPAddress: "192.0.2.200", Port: 80, Type: "TCP" });
    await failover("hand.health.test", check);
    for (const [status, address] of [
      ["unhealthy", "192.0.2.2"],
      ["healthy", "192.0.2.1"],
      [null, "192.0.2.1"],
    ] as const) {
      expect((await say(check, { status })).status).toBe(200);
      // Each question comes from a port of its own, and so to either worker.
      for (let i = 0; i < 8; i++) expect(await answers("hand.health.test")).toEqual([address]);
    }
    expect((await say(check, { status: "ill" })).status).toBe(400);
    expect((await say("none", { status: null })).status).toBe(404);
  });

  test("calculated checks follow their children, alarms and routing controls what is told", async () => {
    const AlarmIdentifier = { Region: "us-east-1", Name: "load" };
    const alarm = await client.createHealthCheck({
      Type: "CLOUDWATCH_METRIC",
      AlarmIdentifier,
      InsufficientDataHealthStatus: "Unhealthy",
    });
    const both = await client.createHealthCheck({ Type: "CALCULATED", HealthThreshold: 1, ChildHealthChecks: [alarm] });
    await failover("sum.health.test", both);
    expect(await answers("sum.health.test")).toEqual(["192.0.2.2"]);
    await say(alarm, { alarm: "OK" });
    expect(await answers("sum.health.test")).toEqual(["192.0.2.1"]);
    await say(alarm, { alarm: "ALARM" });
    expect(await answers("sum.health.test")).toEqual(["192.0.2.2"]);
    expect((await say(both, { alarm: "OK" })).status).toBe(400);
  });

  test("a check that is deleted holds nothing up", async () => {
    const check = await client.createHealthCheck({ IPAddress: "192.0.2.200", Port: 80, Type: "TCP" });
    await failover("orphan.health.test", check);
    await say(check, { status: "unhealthy" });
    expect(await answers("orphan.health.test")).toEqual(["192.0.2.2"]);
    expect((await client.call("DELETE", `healthcheck/${check}`)).status).toBe(200);
    expect(await answers("orphan.health.test")).toEqual(["192.0.2.1"]);
  });
});

test("fifty clients change zones at once: one after the other, none lost", async () => {
  const shared = await client.createZone("crowd.test");
  const clients = Array.from({ length: 50 }, (_, i) => i);
  await Promise.all(
    clients.map(async (i) => {
      const mine = new Route53Client(api);
      const own = await mine.createZone(`own${i}.test`);
      await mine.create(own, a(`www.own${i}.test`, `192.0.2.${i}`));
      for (let round = 0; round < 4; round++) {
        const reply = await mine.change(shared, ["UPSERT", a(`c${i}.crowd.test`, `192.0.2.${i + round}`)]);
        expect(reply.status).toBe(200);
        await mine.inSync(reply.body);
        expect(await answers(`c${i}.crowd.test`)).toEqual([`192.0.2.${i + round}`]);
      }
    }),
  );
  for (const i of clients) {
    expect(await answers(`c${i}.crowd.test`)).toEqual([`192.0.2.${i + 3}`]);
    expect(await answers(`www.own${i}.test`)).toEqual([`192.0.2.${i}`]);
  }
  const zone = await client.call("GET", `hostedzone/${shared}`);
  expect(zone.text("ResourceRecordSetCount")).toBe("52");
}, 30_000);

test("after a reset there is nothing", async () => {
  const zone = await client.createZone("reset.test");
  await client.create(zone, a("www.reset.test", "192.0.2.1"));
  expect((await fetch(`http://${api}/_signpost/reset`, { method: "POST" })).status).toBe(200);
  expect((await client.call("GET", "hostedzonecount")).text("HostedZoneCount")).toBe("0");
  expect((await client.call("GET", "healthcheckcount")).text("HealthCheckCount")).toBe("0");
  expect((await askDns(dns, { name: "www.reset.test" })).rcode).toBe("REFUSED");
  expect((await askDns(dns, { name: "www.inside.test", from: "127.0.0.2" })).rcode).toBe("REFUSED");
});
