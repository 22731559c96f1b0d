// What the API acknowledged outlives everything: the end of the server, kill -9 in the middle of changes, a start over
// what is there. The data directory is one server's; unmodified clients drive what restarts.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Boto3, findBoto3, hasAwsCli, runAwsCli } from "../aws/clients/boto3.ts";
import { askDns, Route53Client, type SetInput, values } from "./route53-client.ts";
import { Folder, RunningServer } from "./running-server.ts";

const folders: Folder[] = [];
const servers: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) folder.remove();
});

function makeFolder(): Folder {
  const folder = new Folder();
  folders.push(folder);
  mkdirSync(join(folder.path, "zones"));
  return folder;
}

async function start(folder: Folder): Promise<{ server: RunningServer; dns: string; api: string }> {
  const words = ["--data", "./data", "--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1"];
  const server = new RunningServer(words, folder.path);
  servers.push(server);
  const { dns, api } = await server.ready();
  return { server, dns: dns[0], api };
}

function record(name: string, address: string): Parameters<Route53Client["create"]>[1] {
  return { Name: name, Type: "A", TTL: 60, ResourceRecords: values(address) };
}

function newZone(name: string): Parameters<Route53Client["call"]>[2] {
  return ["CreateHostedZoneRequest", { Name: name, CallerReference: "1" }];
}

/** `npm run crash` plays more. */
const rounds = Number(process.env["CRASH_ROUNDS"] ?? 2);

test(
  "kill -9 in the middle of changes loses none that was acknowledged, and leaves none half done",
  async () => {
    const folder = makeFolder();
    const acknowledged = new Map<string, string>();
    let zone = "";
    for (let round = 0; round < rounds; round++) {
      const { server, dns, api } = await start(folder);
      const client = new Route53Client(api);
      if (round === 0) zone = await client.createZone("kept.test");
      const latest = [...acknowledged].slice(-200);
      for (const [name, address] of latest) expect((await askDns(dns, { name })).data).toEqual([address]);
      // Sets are made in pairs, beside the zone's own pair of NS and SOA.
      const count = Number((await client.call("GET", `hostedzone/${zone}`)).text("ResourceRecordSetCount"));
      expect(count % 2).toBe(0);
      // Some time after the first change was acknowledged, however long that took.
      let killed: NodeJS.Timeout | null = null;
      const change = async (i: number): Promise<void> => {
        const [left, right] = [`left${i}.r${round}.kept.test`, `right${i}.r${round}.kept.test`];
        const address = `192.0.2.${i % 256}`;
        const reply = await client.change(zone, ["CREATE", record(left, address)], ["CREATE", record(right, address)]);
        if (reply.status !== 200) throw new Error(reply.body);
        acknowledged.set(left, address).set(right, address);
        killed ??= setTimeout(() => server.signal("SIGKILL"), 20 + ((round * 37) % 200));
      };
      let made = 0;
      const changes = Array.from({ length: 4 }, async () => {
        for (;;) await change(made++);
      });
      await Promise.allSettled(changes);
      expect(await server.exited()).toBe("SIGKILL");
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(2 * rounds);
    const { dns, api } = await start(folder);
    for (const [name, address] of acknowledged) expect((await askDns(dns, { name })).data).toEqual([address]);
    const client = new Route53Client(api);
    await client.create(zone, record("last.kept.test", "192.0.2.99"));
    expect((await askDns(dns, { name: "last.kept.test" })).data).toEqual(["192.0.2.99"]);
  },
  // A round takes a second; on a machine with other work to do it may take several.
  30_000 + rounds * 10_000,
);

test("a change that is still held back when the server is killed is answered and in sync from the next start", async () => {
  const folder = makeFolder();
  folder.write("signpost.yaml", "testing: { changePropagationMs: 3600000 }\n");
  const first = await start(folder);
  const client = new Route53Client(first.api);
  const made = await client.call("POST", "hostedzone", newZone("held.test"));
  const zone = made.text("Id").replace("/hostedzone/", "");
  const reply = await client.change(zone, ["CREATE", record("www.held.test", "192.0.2.1")]);
  const id = reply.text("Id").replace("/change/", "");
  const status = async (api: string): Promise<string> =>
    (await new Route53Client(api).call("GET", `change/${id}`)).text("Status");
  expect((await askDns(first.dns, { name: "www.held.test" })).rcode).toBe("REFUSED");
  expect(await status(first.api)).toBe("PENDING");
  first.server.signal("SIGKILL");
  await first.server.exited();
  const second = await start(folder);
  expect((await askDns(second.dns, { name: "www.held.test" })).data).toEqual(["192.0.2.1"]);
  expect(await status(second.api)).toBe("INSYNC");
});

test("a change is answered when its propagation time has passed, of itself", async () => {
  const folder = makeFolder();
  folder.write("signpost.yaml", "testing: { changePropagationMs: 300 }\n");
  const { dns, api } = await start(folder);
  const client = new Route53Client(api);
  await client.call("POST", "hostedzone", newZone("soon.test"));
  const ask = async (): Promise<string> => (await askDns(dns, { name: "soon.test", type: "SOA" })).rcode;
  expect(await ask()).toBe("REFUSED");
  await expect.poll(ask, { interval: 20 }).toBe("NOERROR");
});

test("policies, checks and private zones are there after a restart, and numbers of checks are theirs", async () => {
  const folder = makeFolder();
  folder.write("signpost.yaml", 'vpcs: [{ id: vpc-a, region: us-east-1, clients: ["127.0.0.2"] }]\n');
  const first = await start(folder);
  const client = new Route53Client(first.api);
  const Inverted = true; // unhealthy until there is data
  const ill = await client.createHealthCheck({ IPAddress: "192.0.2.200", Port: 80, Type: "TCP", Inverted });
  const well = await client.createHealthCheck({ IPAddress: "192.0.2.200", Port: 80, Type: "TCP" });
  const zone = await client.createZone("again.test", { VPCRegion: "us-east-1", VPCId: "vpc-a" });
  const set = (SetIdentifier: string, Weight: number, address: string, HealthCheckId: string): never =>
    ({
      Name: "www.again.test",
      Type: "A",
      SetIdentifier,
      Weight,
      TTL: 60,
      ResourceRecords: values(address),
      HealthCheckId,
    }) as never;
  await client.create(zone, set("ill", 255, "10.0.0.1", ill), set("well", 1, "10.0.0.2", well));
  const question = { name: "www.again.test", from: "127.0.0.2" };
  expect((await askDns(first.dns, question)).data).toEqual(["10.0.0.2"]);
  expect(await first.server.stop()).toBe(0);
  const second = await start(folder);
  expect((await askDns(second.dns, question)).data).toEqual(["10.0.0.2"]);
  expect((await askDns(second.dns, { name: "www.again.test" })).rcode).toBe("REFUSED");
  const ready = second.server.lines.find(({ msg }) => msg === "ready");
  expect(ready).toMatchObject({ hostedZones: 1 });
});

test("what was told of health is so from the first answer after a kill on", async () => {
  const folder = makeFolder();
  const host = "lb-1.eu-west-1.elb.amazonaws.com";
  folder.write(
    "signpost.yaml",
    `testing: { healthOverride: true }\nawsHosts: [{ name: ${host}, hostedZoneId: Z32O12XQLNTSW2, a: ["192.0.2.80"] }]\n`,
  );
  const first = await start(folder);
  const client = new Route53Client(first.api);
  const put = async (api: string, path: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://${api}/_signpost/${path}`, { method: "PUT", body: JSON.stringify(body) });
    return response.ok ? response.json() : [response.status, await response.text()];
  };
  const endpoint = { IPAddress: "192.0.2.200", Port: 80, Type: "TCP" };
  const checks: Record<string, string> = {
    forced: await client.createHealthCheck(endpoint),
    alarmed: await client.createHealthCheck({
      Type: "CLOUDWATCH_METRIC",
      AlarmIdentifier: { Region: "us-east-1", Name: "alarm" },
      InsufficientDataHealthStatus: "LastKnownStatus",
    }),
    closed: await client.createHealthCheck({
      Type: "RECOVERY_CONTROL",
      RoutingControlArn: "arn:aws:route53-recovery-control::111122223333:controlpanel/abc/routingcontrol/def",
    }),
  };
  const zone = await client.createZone("told.test");
  const pair = (name: string, primary: object): SetInput[] => [
    { Name: `${name}.told.test`, Type: "A", SetIdentifier: "1", Failover: "PRIMARY", ...primary },
    { Name: `${name}.told.test`, Type: "A", SetIdentifier: "2", Failover: "SECONDARY", TTL: 60, ResourceRecords: values("192.0.2.2") }, // prettier-ignore
  ];
  const plain = Object.entries(checks).flatMap(([name, HealthCheckId]) =>
    pair(name, { TTL: 60, ResourceRecords: values("192.0.2.1"), HealthCheckId }),
  );
  const target = { HostedZoneId: "Z32O12XQLNTSW2", DNSName: host, EvaluateTargetHealth: true };
  await client.create(zone, ...plain, ...pair("host", { AliasTarget: target }));
  await put(first.api, `healthcheck/${checks["forced"]}`, { status: "unhealthy" });
  await put(first.api, `healthcheck/${checks["alarmed"]}`, { alarm: "ALARM" });
  await put(first.api, `healthcheck/${checks["alarmed"]}`, { alarm: "INSUFFICIENT_DATA" });
  await put(first.api, `healthcheck/${checks["closed"]}`, { routingControl: "Off" });
  expect(await put(first.api, `awshost/${host.toUpperCase()}`, { status: "unhealthy" })).toMatchObject({
    name: host,
    status: "unhealthy",
    override: "unhealthy",
  });
  const names = [...Object.keys(checks), "host"].map((name) => `${name}.told.test`);
  const answers = (dns: string): Promise<(readonly string[])[]> =>
    Promise.all(names.map(async (name) => (await askDns(dns, { name })).data));
  const secondaries = names.map(() => ["192.0.2.2"]);
  expect(await answers(first.dns)).toEqual(secondaries);
  first.server.signal("SIGKILL");
  await first.server.exited();
  folder.write("signpost.yaml", `awsHosts: [{ name: ${host}, hostedZoneId: Z32O12XQLNTSW2, a: ["192.0.2.80"] }]\n`);
  const second = await start(folder);
  expect(await answers(second.dns)).toEqual(secondaries);
  await put(second.api, `healthcheck/${checks["forced"]}`, { status: null });
  await put(second.api, `healthcheck/${checks["alarmed"]}`, { alarm: "OK" });
  await put(second.api, `healthcheck/${checks["closed"]}`, { routingControl: "On" });
  await put(second.api, `awshost/${host}`, { status: null });
  expect(await answers(second.dns)).toEqual([...Object.keys(checks).map(() => ["192.0.2.1"]), ["192.0.2.80"]]);
  expect(await (await fetch(`http://${second.api}/_signpost/awshosts`)).json()).toEqual([
    { name: host, hostedZoneId: "Z32O12XQLNTSW2", a: ["192.0.2.80"], aaaa: [], status: "healthy", override: null },
  ]);
  expect(await put(second.api, "awshost/none.test", { status: null })).toEqual([404, "There is no host none.test in awsHosts.\n"]); // prettier-ignore
  expect(await put(second.api, `awshost/${host}`, { status: "ill" })).toEqual([400, 'Expected {"status": "healthy"}, "unhealthy" or null.\n']); // prettier-ignore
});

test("a data directory has one server, is for its owner, and says its name when it cannot be used", async () => {
  const folder = makeFolder();
  await start(folder);
  const data = join(folder.path, "data");
  expect(statSync(data).mode & 0o777).toBe(0o700);
  const second = new RunningServer(["--data", "./data", "--listen", "127.0.0.1:0"], folder.path);
  expect(await second.exited()).toBe(1);
  expect(second.stderr).toBe(`signpost: Another process already uses the data directory ${data}.\n`);
  writeFileSync(join(folder.path, "file"), "");
  const third = new RunningServer(["--data", "./file", "--listen", "127.0.0.1:0"], folder.path);
  expect(await third.exited()).toBe(1);
  expect(third.stderr).toBe(
    `signpost: The data directory ${join(folder.path, "file")} cannot be made: a file is in its place. --data names another, --data null keeps everything in memory.\n`,
  );
});

test("what only tests may do is off, and says by which key", async () => {
  const { api } = await start(makeFolder());
  const id = await new Route53Client(api).createHealthCheck({ IPAddress: "192.0.2.200", Port: 80, Type: "TCP" });
  const ask = async (method: string, path: string, body: object): Promise<[status: number, body: string]> => {
    const response = await fetch(`http://${api}/_signpost/${path}`, { method, body: JSON.stringify(body) });
    return [response.status, await response.text()];
  };
  const off = (key: string): [number, string] => [403, `This is for tests, and off: testing.${key} is false.\n`];
  expect(await ask("POST", "clock", { advanceSeconds: 1 })).toEqual(off("clock"));
  expect(await ask("PUT", `healthcheck/${id}`, { status: "unhealthy" })).toEqual(off("healthOverride"));
  expect((await ask("POST", "reset", {}))[0]).toBe(404);
  const refused = await new Route53Client(api).call("POST", "healthcheck", [
    "CreateHealthCheckRequest",
    { CallerReference: "inside", HealthCheckConfig: { IPAddress: "127.0.0.1", Port: 80, Type: "TCP" } },
  ]);
  expect([refused.status, refused.text("Code")]).toEqual([400, "InvalidInput"]);
});

const smallDisk = 'mount -t tmpfs -o size=500k none data && head -c 200000 /dev/zero > data/ballast && exec "$@"';
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

test.skipIf(!canMount)(
  `a full disk${canMount ? "" : " (needs unshare and mount)"} is a 503, nothing half done, and DNS goes on`,
  async () => {
    const folder = makeFolder();
    mkdirSync(join(folder.path, "data"));
    const words = ["--data", "./data", "--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1"];
    const server = new RunningServer(words, folder.path, ["unshare", "-rm", "sh", "-c", smallDisk, "sh"]);
    servers.push(server);
    const { dns: bound, api } = await server.ready();
    const [dns] = bound;
    const client = new Route53Client(api);
    const zone = await client.createZone("full.test");
    const many = values(...Array.from({ length: 100 }, (_, i) => `192.0.2.${i}`));
    const set = (i: number): ReturnType<typeof record> => ({ ...record(`n${i}.full.test`, ""), ResourceRecords: many });
    let stored = 0;
    let reply = await client.change(zone, ["CREATE", set(stored)]);
    for (; reply.status === 200 && stored < 500; stored++)
      reply = await client.change(zone, ["CREATE", set(stored + 1)]);
    expect([reply.status, reply.text("Code")]).toEqual([503, "ServiceUnavailable"]);
    expect((await askDns(dns, { name: `n${stored - 1}.full.test`, over: "tcp" })).data).toHaveLength(100);
    expect((await askDns(dns, { name: `n${stored}.full.test` })).rcode).toBe("NXDOMAIN");
    expect((await client.call("GET", `hostedzone/${zone}`)).text("ResourceRecordSetCount")).toBe(String(stored + 2));
    rmSync(join(`/proc/${server.pid}/root`, folder.path, "data/ballast"));
    await client.create(zone, set(stored));
    expect((await askDns(dns, { name: `n${stored}.full.test`, over: "tcp" })).data).toHaveLength(100);
  },
);

const python = findBoto3();
const credentials = { key: "AKIATEST", secret: "secret" };

test.skipIf(python === null)(
  `boto3${python === null ? " (python3-boto3 is not installed)" : ""} makes a zone, waits, and it answers; a restart keeps it`,
  async () => {
    const folder = makeFolder();
    const { server, dns, api } = await start(folder);
    const boto3 = new Boto3(python ?? "", `http://${api}`, credentials);
    const { HostedZone } = await boto3.call("create_hosted_zone", { Name: "boto.test", CallerReference: "1" });
    const set = { Name: "www.boto.test", Type: "A", TTL: 30, ResourceRecords: [{ Value: "192.0.2.3" }] };
    const { ChangeInfo } = await boto3.call("change_resource_record_sets", {
      HostedZoneId: HostedZone.Id,
      ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: set }] },
    });
    await boto3.wait("resource_record_sets_changed", { Id: ChangeInfo.Id });
    boto3.close();
    expect((await askDns(dns, { name: "www.boto.test" })).data).toEqual(["192.0.2.3"]);
    server.signal("SIGKILL");
    await server.exited();
    const again = await start(folder);
    expect((await askDns(again.dns, { name: "www.boto.test", over: "tcp" })).data).toEqual(["192.0.2.3"]);
  },
);

const aws = hasAwsCli();

test.skipIf(!aws)(
  `the AWS CLI${aws ? "" : " (awscli is not installed)"} makes a zone and changes it, and it answers`,
  async () => {
    const { dns, api } = await start(makeFolder());
    const run = (...words: readonly string[]): Promise<{ HostedZone: { Id: string } }> =>
      runAwsCli(`http://${api}`, credentials, words);
    const { HostedZone } = await run("create-hosted-zone", "--name", "cli.test", "--caller-reference", "1");
    const set = { Name: "www.cli.test", Type: "A", TTL: 30, ResourceRecords: [{ Value: "192.0.2.4" }] };
    const batch = JSON.stringify({ Changes: [{ Action: "CREATE", ResourceRecordSet: set }] });
    await run("change-resource-record-sets", "--hosted-zone-id", HostedZone.Id, "--change-batch", batch);
    expect((await askDns(dns, { name: "www.cli.test" })).data).toEqual(["192.0.2.4"]);
  },
  30_000,
);
