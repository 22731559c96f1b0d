// `signpost explain` and the page that it asks: a server's route over an image, and the command in a process of its own.

import { createServer } from "node:http";
import {
  type Change,
  ChangeCidrCollectionCommand,
  ChangeResourceRecordSetsCommand,
  CreateCidrCollectionCommand,
  ListHostedZonesCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { expect, onTestFinished, test } from "vitest";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { printPage } from "../../src/cli/explain.ts";
import { type ExplainedPage, explainRoute } from "../../src/server/explain-api.ts";
import { type ResourceRecordSet, startSignpost } from "../../src/testing/index.ts";
import { paintAnsi, paintPlain } from "../../src/trace/tell.ts";
import { newImage } from "../authority/asking.ts";
import { host, policy } from "../authority/hosting.ts";
import { signpost } from "./signpost.ts";

const board = HealthBoard.create();
const image = newImage();
const hosted = host(image, "example.", ["plain 60 A 192.0.2.1", "alias 60 CNAME plain.example."]);
image.apply([
  policy(hosted, "www.example.", "A", [
    { id: "dead", routing: { policy: "weighted", weight: 5 }, alias: "dead.example.", evaluate: true },
    { id: "a", routing: { policy: "weighted", weight: 2 }, values: ["192.0.2.2"], ttl: 30 },
    { id: "b", routing: { policy: "weighted", weight: 1 }, values: ["192.0.2.3"] },
  ]),
  policy(hosted, "dead.example.", "A", [{ values: ["192.0.2.4"], check: 1 }]),
  policy(hosted, "*.geo.example.", "A", [{ id: "de", routing: { policy: "geolocation", country: "DE" }, values: ["192.0.2.5"] }]),
]); // prettier-ignore
board.set(1, "unhealthy");

const [path, resource] = explainRoute(
  image.memory,
  {
    health: board.buffer,
    places: [],
    latencies: [],
    vpcs: [],
    subnets: "used",
  },
  { checkId: (number) => (number === 1 ? "b8f2-check" : null), locationName: () => null },
  () => null,
);

async function page(query: string): Promise<{ status: number; body: string }> {
  const asked = { method: "GET", path, queryText: query, headers: {}, rest: "", body: "", octets: new Uint8Array() };
  const reply = await resource.GET?.({ ...asked, query: new URLSearchParams(query) });
  if (reply === undefined || typeof reply.body !== "string") throw new Error("no page");
  return { status: reply.status, body: reply.body };
}

async function explain(...words: readonly string[]): Promise<Awaited<ReturnType<typeof signpost>>> {
  const server = createServer(({ url }, response) => {
    void page(new URL(url ?? "", "http://x").search.slice(1)).then(({ status, body }) =>
      response.writeHead(status).end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return signpost(["explain", ...words, "--api", `127.0.0.1:${(server.address() as { port: number }).port}`]);
}

test("the tree of a choice, with health, weights and chances", async () => {
  expect(await explain("www.example")).toEqual({
    code: 0,
    stderr: "",
    stdout: `www.example. A, asked from 127.0.0.1: the public zone example.

Weighted
├─ ✗ dead  weight 5    0 %  backed out of: nothing healthy behind it
│     alias of dead.example. A
│     Simple
│     └─ ✗ the record set  100 %  check fails (b8f2-check); so it is with all that could answer, and all count as healthy
├─ ✓ a     weight 2 66.7 %  healthy
└─ ✓ b     weight 1 33.3 %  healthy

66.7 % █████████████        192.0.2.2 TTL 30
33.3 % ███████              192.0.2.3 TTL 60
`,
  });
});

test.each([
  [["plain.example"], "\nplain records, nothing is chosen\n\n 100 % ████████████████████ 192.0.2.1 TTL 60\n"],
  [["alias.example"], "It is an alias (CNAME), which is followed.\n"],
  [["x.geo.example", "--subnet", "198.51.100.0/24"], "asked from 198.51.100.0/24: the public zone example.\nThe name is there by a wildcard."],
  [["x.geo.example"], " 100 % ████████████████████ no answer (NOERROR without data)\n"],
  [["none.example"], "There is no such name: NXDOMAIN.\n"],
  [["plain.example", "AAAA"], "It is not there: no answer (NOERROR without data), or a referral.\n"],
  [["www.elsewhere"], "No zone of this server answers www.elsewhere.\n"],
  [["www.example", "--json"], `{"name":"www.example.","asked":"A","zone":"example.","view":"public","found":"found","type":"A"`],
])("signpost explain %j", async (words, said) => {
  const { code, stdout } = await explain(...words);
  expect([code, stdout.includes(said), stdout]).toEqual([0, true, stdout]);
}); // prettier-ignore

test.each([
  ["", "Which name?"],
  ["name=a&type=NONE", '"NONE" is no record type.'],
  ["name=a&client=here", '"here" is no address.'],
  ["name=a&client=10.0.0.0/8", '"10.0.0.0/8" is no address.'],
  ["name=a&server=127.54.0.0/21", '"127.54.0.0/21" is no address that 127.0.0.1 could ask.'],
  ["name=a&server=::1", '"::1" is no address that 127.0.0.1 could ask.'],
  ["name=a&subnet=x", '"x" is no address and no prefix.'],
])("GET /_signpost/explain?%s is told what is wrong", async (query, sentence) => {
  const { status, body } = await page(query);
  expect([status, body.startsWith(sentence)]).toEqual([400, true]);
});

test("a type that is none is a wrong word", async () => {
  expect(await signpost(["explain", "a.example", "NONE"])).toMatchObject({ code: 2, stderr: 'signpost: "NONE" is no record type.\n' }); // prettier-ignore
});

test.each([
  ["Weighted", "healthy", 0, "· x  r    0 %  healthy, of weight 0: for when all others are unhealthy"],
  ["Latency-based", "healthy", 0, "· x  r    0 %  healthy, another is faster"],
  ["Failover", "healthy", 0, "· x  r    0 %  healthy, another goes first"],
  ["Failover", "check fails", 0, "✗ x  r    0 %  left out: its health check fails"],
  ["Multivalue", "healthy", 0.8, "✓ x  r   80 %  healthy"],
] as const)("a set of a group of policy %s that is %s, with the chance %d", (policy, health, chance, line) => {
  const set = { identifier: "x", regard: "r", health, chance, healthCheck: null, target: null };
  const page: ExplainedPage = {
    name: "x.",
    asked: "A",
    zone: "x.",
    view: "public",
    found: "found",
    type: "A",
    client: "192.0.2.1",
    where: null,
    choice: { policy, sets: [set] },
    answers: [],
    noAnswer: 0,
  };
  expect(printPage(page, paintPlain).split("\n")[3]).toBe(`└─ ${line}`);
  expect(printPage(page, paintAnsi)).toContain("\u001b[");
});

test("a server that runs says which health check took the first site away", async () => {
  const site = (SetIdentifier: string, Failover: "PRIMARY" | "SECONDARY", octet: number): ResourceRecordSet => ({
    Name: "www.shop.test.",
    Type: "A",
    SetIdentifier,
    Failover,
    TTL: 60,
    ResourceRecords: [{ Value: `192.0.2.${octet}` }],
  });
  const records = [{ ...site("main", "PRIMARY", 1), HealthCheckId: "main" }, site("spare", "SECONDARY", 2)];
  await using server = await startSignpost({ healthChecks: ["main"], hostedZones: [{ name: "shop.test", records }] });
  server.setHealth("main", "unhealthy");
  const words = ["explain", "www.shop.test", "--subnet", "198.51.100.0/24", "--api", server.api.host];
  const { stdout } = await signpost(words);
  const checkId = /\(([0-9a-f-]{36})\)/.exec(stdout)?.[1] ?? "none";
  expect(stdout).toBe(`www.shop.test. A, asked from 198.51.100.0/24: the public zone shop.test.

Failover
├─ ✗ main   primary      0 %  left out: its health check fails (${checkId})
└─ ✓ spare  secondary  100 %  healthy

 100 % ████████████████████ 192.0.2.2 TTL 60
`);
  const page = JSON.parse((await signpost([...words, "--json"])).stdout) as ExplainedPage;
  expect(page.choice).toMatchObject({ policy: "Failover", sets: [{ healthCheck: checkId, chance: 0 }, { chance: 1 }] });
});

test("locations of CIDR collections go by their names, also after a collection has changed", async () => {
  await using server = await startSignpost({ hostedZones: [{ name: "shop.test" }] });
  const client = new Route53Client(server.route53);
  const { HostedZones = [] } = await client.send(new ListHostedZonesCommand({}));
  const made = await client.send(new CreateCidrCollectionCommand({ Name: "places", CallerReference: "1" }));
  const CollectionId = made.Collection?.Id ?? "";
  const put = (LocationName: string, block: string): Promise<unknown> =>
    client.send(new ChangeCidrCollectionCommand({ Id: CollectionId, Changes: [{ Action: "PUT", LocationName, CidrList: [block] }] })); // prettier-ignore
  await put("home", "192.0.2.0/24");
  await put("office", "198.51.100.0/24");
  const set = (LocationName: string, octet: number): ResourceRecordSet => ({
    Name: "www.shop.test",
    Type: "A",
    SetIdentifier: `s${octet}`,
    CidrRoutingConfig: { CollectionId, LocationName },
    TTL: 60,
    ResourceRecords: [{ Value: `192.0.2.${octet}` }],
  });
  const Changes = [set("office", 1), set("home", 2), set("*", 3)].map(
    (ResourceRecordSet): Change => ({ Action: "CREATE", ResourceRecordSet: ResourceRecordSet as Change["ResourceRecordSet"] }),
  ); // prettier-ignore
  await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: HostedZones[0].Id, ChangeBatch: { Changes } }));
  const words = ["explain", "www.shop.test", "--subnet", "198.51.100.0/24", "--api", server.api.host];
  const tree = `
IP-based
├─ ✓ s1  location office  100 %  healthy
├─ · s2  location home      0 %  healthy, another location holds the client
└─ · s3  location *         0 %  healthy, another location holds the client
`;
  expect((await signpost(words)).stdout).toContain(tree);
  await put("home", "203.0.113.0/24");
  expect((await signpost(words)).stdout).toContain(tree);
  const page = JSON.parse((await signpost([...words, "--json"])).stdout) as ExplainedPage;
  expect(page.choice).toMatchObject({ sets: [{ regard: "location office" }, { regard: "location home" }, { regard: "location *" }] }); // prettier-ignore
});

test("without pins and without a database, the table of countries says where a client is", async () => {
  const germans = { Name: "geo.shop.test.", Type: "A", SetIdentifier: "de", TTL: 60, GeoLocation: { CountryCode: "DE" }, ResourceRecords: [{ Value: "192.0.2.1" }] } as const;
  const others = { ...germans, SetIdentifier: "all", GeoLocation: { CountryCode: "*" }, ResourceRecords: [{ Value: "192.0.2.2" }] } as const;
  await using server = await startSignpost({ hostedZones: [{ name: "shop.test", records: [germans, others] }] });
  const ask = async (subnet: string): Promise<string[]> => {
    const { stdout } = await signpost(["explain", "geo.shop.test", "--subnet", subnet, "--api", server.api.host]);
    return [...stdout.matchAll(/^.*(?=: the public zone)|192\.0\.2\.\d(?= TTL)/gm)].map(([told]) => told);
  };
  const [told, answer] = await ask("141.20.1.0/24");
  expect(told).toMatch(/asked from 141\.20\.1\.0\/24 \(DE, by the registries' statistics of \d{4}-\d\d-\d\d\)$/);
  expect(answer).toBe("192.0.2.1");
  expect(await ask("10.1.2.0/24")).toEqual(["geo.shop.test. A, asked from 10.1.2.0/24", "192.0.2.2"]);
}); // prettier-ignore
