// signpost/testing as a test uses it: what each part of a server does, over real sockets.

import { createSocket } from "node:dgram";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  GetChangeCommand,
  GetHealthCheckStatusCommand,
  ListHostedZonesCommand,
  Route53Client,
  TestDNSAnswerCommand,
} from "@aws-sdk/client-route-53";
import { decode, encode } from "dns-packet";
import { expect, test } from "vitest";
import {
  type ResourceRecordSet,
  type SignpostOptions,
  type SignpostServer,
  startSignpost,
} from "../../src/testing/index.ts";

const failover: SignpostOptions = {
  healthChecks: ["primary"],
  hostedZones: [
    {
      name: "shop.test",
      records: [
        set("www", "1", { SetIdentifier: "first", Failover: "PRIMARY", HealthCheckId: "primary" }),
        set("www", "2", { SetIdentifier: "second", Failover: "SECONDARY" }),
        {
          Name: "shop.test.",
          Type: "A",
          AliasTarget: { HostedZoneId: "@", DNSName: "www.shop.test.", EvaluateTargetHealth: true },
        },
      ],
    },
  ],
};

test("zones given as text are answered, with and without an SOA record of theirs", async () => {
  await using server = await startSignpost({
    zones: {
      "example.test": "www A 192.0.2.1\n    AAAA 2001:db8::1\n@ MX 10 mail",
      "whole.test.": "$TTL 5\n@ SOA ns.whole.test. root.whole.test. 7 1 1 1 1\n@ NS ns\nns A 192.0.2.2",
    },
  });
  const { resolver } = server;
  expect(await resolver.resolve4("www.example.test", { ttl: true })).toEqual([{ address: "192.0.2.1", ttl: 60 }]);
  expect(await resolver.resolve6("www.example.test")).toEqual(["2001:db8::1"]);
  expect(await resolver.resolveMx("example.test")).toMatchObject([{ priority: 10, exchange: "mail.example.test" }]);
  expect(await resolver.resolveSoa("whole.test")).toMatchObject({ serial: 7 });
  await expect(resolver.resolve4("none.example.test")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(resolver.resolve4("www.elsewhere.test")).rejects.toMatchObject({ code: "EREFUSED" });
});

test("zone files are read where they lie", async () => {
  await using server = await startSignpost({ zones: ["zones/example.test.zone"] });
  expect((await server.resolver.resolveSoa("example.test")).serial).toBeGreaterThan(0);
});

test("what is wrong with zones is told by its line", async () => {
  const wrong = startSignpost({ zones: { "example.test": "www A 192.0.2.1\nbad A 192.0.2.300" } });
  await expect(wrong).rejects.toThrow(/^example\.test:2:7: /);
});

test.each<[object, string | RegExp]>([
  [{ zone: {} }, 'startSignpost has no option "zone"; the nearest is "zones"'],
  [
    { hostedZones: [{ name: "a.test", record: "" }] },
    'startSignpost: hostedZones[0] has no option "record"; the nearest is "records"',
  ],
  [{ resolver: { validate: false } }, 'startSignpost: resolver has no option "validate"; the nearest is "validation"'],
  [
    { places: [{ prefix: "192.0.2.0/24", contry: "DE" }] },
    'startSignpost: places[0] has no option "contry"; the nearest is "country"',
  ],
  [{ strictness: "strickt" }, 'startSignpost: strictness is "strickt": expected one of strict, lenient'],
  [
    { changePropagationMs: "100" },
    'startSignpost: changePropagationMs is "100": expected a whole number from 0 to 3600000',
  ],
  [{ lab: "yes" }, 'startSignpost: lab is "yes": expected true or false'],
  [{ resolver: "yes" }, 'startSignpost: resolver is "yes": expected true or false'],
  [{ healthChecks: "web" }, 'startSignpost: healthChecks is "web": expected a list'],
  [{ healthChecks: [5] }, "startSignpost: healthChecks[0] is 5: expected a text"],
  [{ zones: "a.test" }, 'startSignpost: zones is "a.test": expected zone text by name, or a list of paths'],
  [{ zones: { "a.test": 5 } }, "startSignpost: zones is an object: expected zone text by name, or a list of paths"],
  [{ hostedZones: { name: "a.test" } }, "startSignpost: hostedZones is an object: expected a list"],
  [{ hostedZones: [{}] }, "startSignpost: hostedZones[0].name is missing: expected a text"],
  [
    { hostedZones: [{ name: "a.test", records: {} }] },
    "startSignpost: hostedZones[0].records is an object: expected zone text, or a list of record sets",
  ],
  [
    { hostedZones: [{ name: "a.test", vpc: { id: "vpc-1", region: "eu-west-1" } }] },
    "startSignpost: hostedZones[0].vpc.clients is missing: expected a list",
  ],
  [
    { resolver: { cacheMegabytes: "8" } },
    'startSignpost: resolver.cacheMegabytes is "8": expected a whole number from 1 to 65536',
  ],
  [
    { awsHosts: [{ name: "a.test", hostedZoneId: "Z1", a: ["::1"] }] },
    /awsHosts\[0\]\.a\[0\] is "::1": expected an IPv4/,
  ],
  [{ accounts: [{ id: "1", accessKeys: [] }] }, 'startSignpost: accounts[0].id is "1": expected twelve digits'],
  [{ log: "warn" }, 'startSignpost: log is "warn": expected a function'],
])("%j is refused, not passed over", async (options, message) => {
  const told = typeof message === "string" ? new TypeError(message) : message;
  await expect(startSignpost(options)).rejects.toThrow(told);
});

test("what a server is told later is looked at as well", async () => {
  await using server = await startSignpost({ healthChecks: ["web"] });
  expect(() => server.setHealth("web", "sick" as "healthy")).toThrow(/"sick" is no status/);
  for (const wrong of [-1, Number.NaN, "10", 1e12])
    await expect(server.advance(wrong as number), String(wrong)).rejects.toThrow(
      /^advance: expected a number of seconds/,
    );
});

test("an AWS client changes what DNS answers", async () => {
  await using server = await startSignpost();
  const client = new Route53Client(server.route53);
  const { HostedZone } = await client.send(new CreateHostedZoneCommand({ Name: "sdk.test", CallerReference: "1" }));
  const HostedZoneId = HostedZone?.Id;
  const record: Change["ResourceRecordSet"] = {
    Name: "www.sdk.test",
    Type: "A",
    TTL: 5,
    ResourceRecords: [{ Value: "192.0.2.9" }],
  };
  const Changes: Change[] = [{ Action: "CREATE", ResourceRecordSet: record }];
  await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  expect(await server.resolver.resolve4("www.sdk.test")).toEqual(["192.0.2.9"]);
  const question = { HostedZoneId, RecordName: "www.sdk.test", RecordType: "A" } as const;
  expect((await client.send(new TestDNSAnswerCommand(question))).RecordData).toEqual(["192.0.2.9"]);
  client.destroy();
});

test("what a test was given is there at once, a change when its time has come", async () => {
  await using server = await startSignpost({
    changePropagationMs: 60_000,
    hostedZones: [{ name: "shop.test", records: "www 60 A 192.0.2.1" }],
  });
  const client = new Route53Client(server.route53);
  const HostedZoneId = server.hostedZones[0].id;
  const ask = (): Promise<string[]> => server.resolver.resolve4("www.shop.test");
  const put = async (Value: string): Promise<string | undefined> => {
    const record: Change["ResourceRecordSet"] = {
      Name: "www.shop.test",
      Type: "A",
      TTL: 5,
      ResourceRecords: [{ Value }],
    };
    const Changes: Change[] = [{ Action: "UPSERT", ResourceRecordSet: record }];
    const command = new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } });
    return (await client.send(command)).ChangeInfo?.Id;
  };
  const statusOf = async (Id: string | undefined): Promise<string | undefined> =>
    (await client.send(new GetChangeCommand({ Id }))).ChangeInfo?.Status;
  expect(await ask()).toEqual(["192.0.2.1"]);
  const id = await put("192.0.2.2");
  await server.advance(59);
  expect([await ask(), await statusOf(id)]).toEqual([["192.0.2.1"], "PENDING"]);
  await server.advance(1);
  expect([await ask(), await statusOf(id)]).toEqual([["192.0.2.2"], "INSYNC"]);
  await put("192.0.2.3");
  server.reset();
  expect(await ask()).toEqual(["192.0.2.1"]);
  client.destroy();
});

test("a round trip that a test knows goes before the model, in its own direction", async () => {
  const records = ["eu-west-1", "us-east-1"].map((Region, i) =>
    set("www", `${i + 1}`, { SetIdentifier: Region, Region }),
  );
  const hostedZones = [{ name: "shop.test", records }];
  const places = [{ prefix: "127.0.0.1", region: "eu-central-1" }];
  for (const [latencies, answer] of [
    [[], "192.0.2.1"],
    [[{ from: "eu-central-1", to: "us-east-1", milliseconds: 1 }], "192.0.2.2"],
    [[{ from: "eu-central-1", to: "eu-west-1", milliseconds: 200 }], "192.0.2.2"],
    [[{ from: "us-east-1", to: "eu-central-1", milliseconds: 1 }], "192.0.2.1"],
  ] as const) {
    await using server = await startSignpost({ hostedZones, places, latencies });
    expect(await server.resolver.resolve4("www.shop.test"), JSON.stringify(latencies)).toEqual([answer]);
  }
});

test("health that a test sets is answered by the next query, and told by the API", async () => {
  await using server = await startSignpost(failover);
  const ask = (): Promise<string[]> => server.resolver.resolve4("shop.test");
  expect(await ask()).toEqual(["192.0.2.1"]);
  server.setHealth("primary", "unhealthy");
  expect(await ask()).toEqual(["192.0.2.2"]);
  server.setHealth("primary", null);
  expect(await ask()).toEqual(["192.0.2.1"]);
  expect(() => server.setHealth("primry", "healthy")).toThrow('There is no health check "primry". There are: primary.');
});

test("a reset brings back what was given, by call and by HTTP", async () => {
  await using server = await startSignpost(failover);
  const client = new Route53Client(server.route53);
  for (const reset of [
    async () => server.reset(),
    () => fetch(new URL("/moto-api/reset", server.api), { method: "POST" }),
  ]) {
    await client.send(new CreateHostedZoneCommand({ Name: "extra.test", CallerReference: "1" }));
    server.setHealth("primary", "unhealthy");
    await reset();
    const { HostedZones = [] } = await client.send(new ListHostedZonesCommand());
    expect(HostedZones.map(({ Name }) => Name)).toEqual(["shop.test."]);
    expect(HostedZones[0].Id).toBe(`/hostedzone/${server.hostedZones[0].id}`);
    expect(await server.resolver.resolve4("www.shop.test")).toEqual(["192.0.2.1"]);
  }
  client.destroy();
});

test("a clock that is moved makes probes happen", async () => {
  const target = createServer((_, response) => response.end("fine"));
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  await using server = await startSignpost();
  const client = new Route53Client(server.route53);
  const { port } = target.address() as AddressInfo;
  const HealthCheckConfig = { Type: "HTTP", IPAddress: "127.0.0.1", Port: port, FailureThreshold: 1 } as const;
  const made = await client.send(new CreateHealthCheckCommand({ CallerReference: "1", HealthCheckConfig }));
  const HealthCheckId = made.HealthCheck?.Id ?? "";
  await server.advance(60);
  const seen = async (): Promise<string> => {
    const { HealthCheckObservations = [] } = await client.send(new GetHealthCheckStatusCommand({ HealthCheckId }));
    return HealthCheckObservations[0]?.StatusReport?.Status ?? "";
  };
  expect(await seen()).toMatch(/^Success/);
  target.closeAllConnections();
  await new Promise((resolve) => target.close(resolve));
  await server.advance(60);
  expect(await seen()).toMatch(/^Failure/);
  client.destroy();
});

test("node's HTTP client finds hosts by `lookup`, whichever way it asks", async () => {
  const web = createServer((request, response) => response.end(request.headers.host));
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  await using server = await startSignpost({ zones: { "example.test": "api A 127.0.0.1" } });
  const { port } = web.address() as AddressInfo;
  for (const autoSelectFamily of [true, false]) {
    const said = await new Promise<string>((resolve, reject) => {
      const options = { host: "api.example.test", port, lookup: server.lookup, autoSelectFamily, agent: false };
      get(options, (response) => void response.toArray().then((parts) => resolve(Buffer.concat(parts).toString()))).on(
        "error",
        reject,
      );
    });
    expect(said).toBe(`api.example.test:${port}`);
  }
  const failed = new Promise((_, reject) => {
    connect({ host: "none.example.test", port, lookup: server.lookup }).on("error", reject);
  });
  await expect(failed).rejects.toMatchObject({ code: "ENOTFOUND", hostname: "none.example.test" });
  const byFamily = new Promise((resolve) => server.lookup("api.example.test", 4, (...said) => resolve(said)));
  expect(await byFamily).toEqual([null, "127.0.0.1", 4]);
  const alone = new Promise((resolve) => server.lookup("api.example.test", (...said) => resolve(said)));
  expect(await alone).toEqual([null, "127.0.0.1", 4]);
  await new Promise((resolve) => web.close(resolve));
});

test("clients in a VPC see its private zone, others do not", async () => {
  const vpc = { id: "vpc-1a2b3c4d", region: "eu-central-1", clients: ["127.0.0.1/32"] };
  const records = ";!route53 " + JSON.stringify(set("www", "7", {}));
  await using inside = await startSignpost({ hostedZones: [{ name: "shop.test", records, vpc }] });
  expect(await inside.resolver.resolve4("www.shop.test")).toEqual(["192.0.2.7"]);
  const elsewhere = { ...vpc, clients: ["127.0.0.2/32"] };
  await using outside = await startSignpost({ hostedZones: [{ name: "shop.test", records, vpc: elsewhere }] });
  await expect(outside.resolver.resolve4("www.shop.test")).rejects.toMatchObject({ code: "EREFUSED" });
});

test("names of other zones are resolved in the mini internet, and traced", async () => {
  await using server = await startSignpost({ zones: { "own.test": "www CNAME www.example.com." }, lab: true });
  const [address] = await server.resolver.resolve4("www.own.test");
  const { ending, events, text } = await server.trace("www.own.test");
  expect(ending.answer).toMatchObject({ rcode: "NOERROR" });
  expect(ending.answer.answer[0]).toBe("www.own.test. 60 IN CNAME www.example.com.");
  expect(ending.answer.answer.at(-1)).toContain(address);
  expect(events.length).toBeGreaterThan(3);
  expect(text).toContain("own.test is the nearest of our zones");
});

test("what the resolver learnt grows older with the clock, and is gone after a reset", async () => {
  await using server = await startSignpost({ lab: true });
  const ttl = async (): Promise<number> => (await server.resolver.resolve4("www.example.com", { ttl: true }))[0].ttl;
  const whole = await ttl();
  await server.advance(whole - 20);
  expect(await ttl()).toBeLessThanOrEqual(20);
  server.reset();
  expect(await ttl()).toBe(whole);
});

test("what failed before a reset has not failed after it", async () => {
  const upstream = createSocket("udp4");
  let rcode = 2;
  upstream.on("message", (query, { port }) => {
    const { id, questions = [] } = decode(query);
    const answers = rcode === 0 ? [{ type: "A", name: questions[0].name, ttl: 60, data: "192.0.2.7" } as const] : [];
    upstream.send(encode({ type: "response", id, flags: 0x0400 | rcode, questions, answers }), port, "127.0.0.1");
  });
  await new Promise<void>((resolve) => upstream.bind(0, "127.0.0.1", resolve));
  const stub = { name: "far.test", addresses: [{ address: "127.0.0.1", port: upstream.address().port }] };
  await using server = await startSignpost({ resolver: { stubZones: [stub], allowPrivateUpstreams: true } });
  const ask = (): Promise<string[]> => server.resolver.resolve4("www.far.test");
  await expect(ask()).rejects.toMatchObject({ code: "ESERVFAIL" });
  rcode = 0;
  await expect(ask()).rejects.toMatchObject({ code: "ESERVFAIL" });
  server.reset();
  expect(await ask()).toEqual(["192.0.2.7"]);
  upstream.close();
});

test("a trace of our own zones tells what a policy chose", async () => {
  await using server = await startSignpost(failover);
  const { text, ending } = await server.trace("shop.test", "a");
  expect(ending.answer.answer).toEqual(["shop.test. 60 IN A 192.0.2.1"]);
  expect(text).toContain("first");
  await expect(server.trace("shop.test", "nonsense")).rejects.toThrow('"nonsense" is no record type.');
});

test("servers live side by side, and end for good", async () => {
  const servers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => startSignpost({ zones: { "example.test": `www A 192.0.2.${i}` } })),
  );
  const asked = servers.map((server) => server.resolver.resolve4("www.example.test"));
  expect((await Promise.all(asked)).flat()).toEqual(servers.map((_, i) => `192.0.2.${i}`));
  await Promise.all(servers.map((server) => server.close()));
  await servers[0].close();
  expect(await isOpen(servers[0])).toBe(false);
});

test("a log is heard by who wants one", async () => {
  const lines: string[] = [];
  await using server = await startSignpost({
    ...failover,
    log: ({ level, message }) => lines.push(`${level} ${message}`),
  });
  server.setHealth("primary", "unhealthy");
  expect(lines).toContain("info a health check changed");
});

function set(label: string, octet: string, more: Partial<ResourceRecordSet>): ResourceRecordSet {
  const ResourceRecords = [{ Value: `192.0.2.${octet}` }];
  return { Name: `${label}.shop.test.`, Type: "A", TTL: 60, ResourceRecords, ...more };
}

function isOpen({ api }: SignpostServer): Promise<boolean> {
  return fetch(api).then(
    () => true,
    () => false,
  );
}
