// Hosted zones that are signed as they are answered, over real DNS: validators of others (delv, drill) and our own resolver go
// down the chain of trust from a DS record that GetDNSSEC told; every worker signs once a change is INSYNC; kill -9 keeps keys.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RRType, typeName } from "../../src/dns/types.ts";
import { composeQuery, exchangeTcp, exchangeUdp, flags, type Message, parseMessage, rcodeText } from "../peers/wire.ts";
import { typesOf } from "../authority/online.ts";
import { Route53Client, type SetInput, values } from "./route53-client.ts";
import { Folder, partsOf, RunningServer } from "./running-server.ts";

const folder = new Folder();
const servers: RunningServer[] = [];
let server: RunningServer;
let client: Route53Client;
let dns: string;
let parent: string;
let child: string;

const delv = spawnSync("delv", ["-v"]).status === 0;
const drill = spawnSync("drill", ["-v"]).status === 0;

beforeAll(async () => {
  mkdirSync(join(folder.path, "zones"));
  await startServer();
  parent = await client.createZone("up.test");
  child = await client.createZone("shop.up.test");
  await client.create(parent, plain("up.test", "TXT", '"parent"'), plain("shop.up.test", "NS", "ns.shop.up.test."), plain("ns.shop.up.test", "A", "127.0.0.1"), plain("loose.up.test", "NS", "ns.shop.up.test.")); // prettier-ignore
  await client.create(child, ...childSets());
  for (const [zone, name] of [[parent, "parent"], [child, "child"]] as const) await enable(zone, name); // prettier-ignore
  await client.create(parent, plain("shop.up.test", "DS", await dsOf(child)));
}, 30_000);

afterAll(async () => {
  await Promise.all(servers.map((one) => one.stop()));
  folder.remove();
});

async function startServer(): Promise<void> {
  const words = ["--data", "./data", "--no-resolver", "--listen", "127.0.0.1:0", "--workers", "2"];
  server = new RunningServer(words, folder.path);
  servers.push(server);
  const { dns: bound, api } = await server.ready();
  client = new Route53Client(api);
  [dns] = bound;
}

function plain(Name: string, Type: string, ...data: readonly string[]): SetInput {
  return { Name, Type, TTL: 60, ResourceRecords: values(...data) };
}

function chosen(name: string, type: string, id: string, members: object, ...data: readonly string[]): SetInput {
  return { Name: `${name}.shop.up.test`, Type: type, SetIdentifier: id, ...members, TTL: 60, ResourceRecords: values(...data) }; // prettier-ignore
}

function childSets(): SetInput[] {
  const alias = { HostedZoneId: child, DNSName: "weighted.shop.up.test", EvaluateTargetHealth: false };
  return [
    plain("shop.up.test", "MX", "10 www.shop.up.test."),
    plain("ns.shop.up.test", "A", "127.0.0.1"),
    plain("www.shop.up.test", "A", "192.0.2.1", "192.0.2.2"),
    plain("long.shop.up.test", "A", "192.0.2.1"),
    plain("*.wild.shop.up.test", "TXT", '"stands in"'),
    plain("a.ent.shop.up.test", "CNAME", "www.shop.up.test"),
    plain("over.shop.up.test", "CNAME", "up.test"),
    chosen("weighted", "A", "one", { Weight: 1 }, "192.0.2.1"),
    chosen("weighted", "A", "two", { Weight: 1 }, "192.0.2.2"),
    chosen("multi", "A", "one", { MultiValueAnswer: true }, "192.0.2.1"),
    chosen("multi", "A", "two", { MultiValueAnswer: true }, "192.0.2.2"),
    chosen("geo", "A", "eu", { GeoLocation: { ContinentCode: "AN" } }, "192.0.2.1"),
    { Name: "alias.shop.up.test", Type: "A", AliasTarget: alias },
  ];
}

async function enable(zone: string, name: string): Promise<void> {
  const made = await client.call("POST", "keysigningkey", [
    "CreateKeySigningKeyRequest",
    {
      CallerReference: name,
      HostedZoneId: zone,
      KeyManagementServiceArn: `arn:aws:kms:us-east-1:111122223333:key/${name}`,
      Name: name,
      Status: "ACTIVE",
    },
  ]);
  if (made.status !== 201) throw new Error(made.body);
  const enabled = await client.call("POST", `hostedzone/${zone}/enable-dnssec`);
  if (enabled.status !== 200) throw new Error(enabled.body);
  await client.inSync(enabled.body);
}

async function dsOf(zone: string): Promise<string> {
  return (await client.call("GET", `hostedzone/${zone}/dnssec`)).text("DSRecord");
}

async function ask(name: string, type: string, at = dns, exchange = exchangeUdp): Promise<Message> {
  const query = composeQuery(name, type, { edns: { flags: 0x8000 }, flags: flags.rd });
  const reply = await exchange(partsOf(at).port, query);
  if (reply === null) throw new Error(`${name} ${type}: no answer`);
  return parseMessage(reply);
}

const positive: readonly (readonly [name: string, type: string])[] = [
  ["shop.up.test", "SOA"],
  ["shop.up.test", "DNSKEY"],
  ["shop.up.test", "DS"],
  ["shop.up.test", "MX"],
  ["www.shop.up.test", "A"],
  ["x.wild.shop.up.test", "TXT"],
  ["a.ent.shop.up.test", "A"],
  ["over.shop.up.test", "TXT"],
  ["weighted.shop.up.test", "A"],
  ["multi.shop.up.test", "A"],
  ["alias.shop.up.test", "A"],
];
const negative: readonly (readonly [name: string, type: string, types: string])[] = [
  ["nope.shop.up.test", "A", "RRSIG NSEC NXNAME"],
  ["www.shop.up.test", "AAAA", "A RRSIG NSEC"],
  ["ent.shop.up.test", "A", "RRSIG NSEC"],
  ["x.wild.shop.up.test", "A", "TXT RRSIG NSEC"],
  ["geo.shop.up.test", "A", "RRSIG NSEC"],
  ["loose.up.test", "DS", "NS RRSIG NSEC"],
];

/** What a program prints; it does not hold up the test's own sockets. */
async function output(command: string, words: readonly string[]): Promise<string> {
  const process = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [process.stdout, process.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString())); // prettier-ignore
  return new Promise((resolve) => process.on("close", () => resolve(text)));
}

test.skipIf(!delv)(
  `delv${delv ? "" : " (not installed)"} validates answers and denials down from the parent's DS`,
  async () => {
    const anchor = join(folder.path, "anchor");
    const [tag, algorithm, digestType, digest] = (await dsOf(parent)).split(" ");
    writeFileSync(anchor, `trust-anchors { "up.test" static-ds ${tag} ${algorithm} ${digestType} "${digest}"; };\n`);
    const { host, port } = partsOf(dns);
    const validate = (name: string, type: string): Promise<string> =>
      output("delv", [`@${host}`, "-p", String(port), "-a", anchor, "+root=up.test", name, type]);
    for (const [name, type] of positive) expect(await validate(name, type)).toMatch(/^; fully validated/);
    for (const [name, type] of negative) expect(await validate(name, type)).toMatch(/negative response, fully validated/); // prettier-ignore
  },
  30_000,
);

test.skipIf(!drill)(`drill${drill ? "" : " (not installed)"} finds each signature good by the zone's keys`, async () => {
  const { host, port } = partsOf(dns);
  const file = join(folder.path, "keys");
  const { answer } = await ask("shop.up.test", "DNSKEY");
  const keys = answer.filter(({ type }) => type === RRType.DNSKEY);
  const line = (rdata: Uint8Array): string => `shop.up.test. 3600 IN DNSKEY ${(rdata[0] << 8) | rdata[1]} ${rdata[2]} ${rdata[3]} ${Buffer.from(rdata.subarray(4)).toString("base64")}\n`; // prettier-ignore
  writeFileSync(file, keys.map(({ rdata }) => line(rdata)).join(""));
  const isLink = (name: string): boolean => name.startsWith("a.ent") || name.startsWith("over"); // drill looks at no aliases
  for (const [name, type] of positive.filter(([asked, of]) => of !== "DS" && !isLink(asked))) {
    const told = await output("drill", ["-D", "-k", file, "-p", String(port), `@${host}`, name, type]);
    expect(told, `${name} ${type}`).toMatch(/; VALIDATED by id/);
    expect(told, `${name} ${type}`).not.toMatch(/bogus|fail|Error/);
  }
}); // prettier-ignore

test("our own resolver trusts answers and denials by the chain from the parent's DS, and not by another's", async () => {
  const resolver = (name: string, ds: string): Promise<string> => {
    folder.write(`${name}.yaml`, `resolver:\n  rootHints: null\n  allowPrivateUpstreams: true\n  trustAnchors: ["up.test. IN DS ${ds}"]\n  stubZones:\n    - { name: up.test, addresses: ["${dns}"] }\n`); // prettier-ignore
    const one = new RunningServer(["-c", `${name}.yaml`, "--listen", "127.0.0.1:0", "--workers", "1"], folder.path);
    servers.push(one);
    return one.ready().then((ready) => ready.dns[0]);
  };
  const right = await resolver("right", await dsOf(parent));
  for (const [name, type] of [...positive, ...negative]) {
    const reply = await ask(name, type, right);
    expect(`${name} ${type} ${rcodeText(reply.rcode)} ${reply.flags & flags.ad}`).toBe(`${name} ${type} NOERROR ${flags.ad}`); // prettier-ignore
  }
  const wrong = await resolver(
    "wrong",
    (await dsOf(parent)).replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
  );
  expect(rcodeText((await ask("www.shop.up.test", "A", wrong)).rcode)).toBe("SERVFAIL");
}, 30_000);

test.each(negative)("RFC 9824 §3: %s %s is denied by its types", async (name, type, types) => {
  for (const exchange of [exchangeUdp, exchangeTcp]) expect(typesOf(await ask(name, type, dns, exchange))).toBe(types);
});

test("API:GetDNSSEC tells the key that is published, and nothing else", async () => {
  const told = await client.call("GET", `hostedzone/${child}/dnssec`);
  expect(told.text("Status")).toBe("<ServeSignature>SIGNING</ServeSignature>");
  const { answer } = await ask("shop.up.test", "DNSKEY");
  const [ksk] = answer.filter(({ type, rdata }) => type === RRType.DNSKEY && rdata[1] === 1);
  expect(told.text("DNSKEYRecord")).toBe(`257 3 13 ${Buffer.from(ksk.rdata.subarray(4)).toString("base64")}`);
  expect(answer.map(({ type, ttl }) => `${typeName(type)} ${ttl}`).toSorted()).toEqual(["DNSKEY 3600", "DNSKEY 3600", "RRSIG 3600"]); // prettier-ignore
});

test("DG:dns-configuring-dnssec: a TTL of a signed zone is a week at most", async () => {
  const set = { ...plain("long.shop.up.test", "A", "192.0.2.1"), TTL: 2_000_000 };
  await client.inSync((await client.change(child, ["UPSERT", set])).body);
  expect((await ask("long.shop.up.test", "A")).answer.map(({ ttl }) => ttl)).toEqual([604_800, 604_800]);
});

/** Whether each of many sockets, which spread over the workers, is answered with a signature. */
async function signedByAll(name: string): Promise<boolean[]> {
  const replies = await Promise.all(Array.from({ length: 16 }, () => ask(name, "A")));
  return [...new Set(replies.map(({ answer }) => answer.some(({ type }) => type === RRType.RRSIG)))];
}

test("what is INSYNC every worker does: signing begins, a second key comes and goes, signing ends", async () => {
  const zone = await client.createZone("turns.test");
  await client.create(zone, { ...plain("www.turns.test", "A", "192.0.2.1"), TTL: 2_000_000 });
  const flagsOf = async (): Promise<string[]> =>
    (await ask("turns.test", "DNSKEY")).answer.map(({ type, rdata }) => (type === RRType.RRSIG ? "~" : String(rdata[1]))).toSorted(); // prettier-ignore
  expect(await signedByAll("www.turns.test")).toEqual([false]);
  await enable(zone, "first");
  expect(await signedByAll("www.turns.test")).toEqual([true]);
  expect((await ask("www.turns.test", "A")).answer[0].ttl).toBe(604_800);
  expect(await flagsOf()).toEqual(["0", "1", "~"]);
  await enable(zone, "second");
  expect(await flagsOf()).toEqual(["0", "1", "1", "~", "~"]);
  await client.inSync((await client.call("POST", `keysigningkey/${zone}/first/deactivate`)).body);
  expect(await flagsOf()).toEqual(["0", "1", "~"]);
  await client.inSync((await client.call("POST", `hostedzone/${zone}/disable-dnssec`)).body);
  expect(await signedByAll("www.turns.test")).toEqual([false]);
  expect(await flagsOf()).toEqual([]);
  expect((await ask("www.turns.test", "A")).answer[0].ttl).toBe(2_000_000);
}, 20_000);

test("kill -9 keeps the keys, and the chain of trust with them", async () => {
  const keys = async (): Promise<string[]> =>
    (await ask("shop.up.test", "DNSKEY")).answer.filter(({ type }) => type === RRType.DNSKEY).map(({ rdata }) => rdata.join(" ")); // prettier-ignore
  const before = await keys();
  expect(before).toHaveLength(2);
  const fresh = await client.createZone("last.test");
  await enable(fresh, "last");
  const last = (await ask("last.test", "DNSKEY")).answer.map(({ rdata }) => rdata.slice(0, 68).join(" ")).slice(0, 2);
  server.signal("SIGKILL");
  await server.exited();
  await startServer();
  expect(await keys()).toEqual(before);
  expect((await ask("last.test", "DNSKEY")).answer.map(({ rdata }) => rdata.slice(0, 68).join(" ")).slice(0, 2)).toEqual(last); // prettier-ignore
  expect(await signedByAll("www.shop.up.test")).toEqual([true]);
  const { body } = await server.page("/metrics");
  expect(Number(/signpost_dnssec_signatures_total (\d+)/.exec(body)?.[1])).toBeGreaterThan(0);
  expect(body).toMatch(/signpost_dnssec_answers_withheld_total 0/);
}, 20_000);
