// Terraform, with every resource and data source of Route 53 that its provider for AWS has: the configuration in
// ./terraform/route53 is applied, imported into an empty state, changed in place, found to be as it says, and destroyed; between
// that, what it declares is asked for over UDP. Terraform waits 15 seconds for each change, so one run makes as much as it can at
// once, and the zones are there before it begins.

import {
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  CreateKeySigningKeyCommand,
  GetDNSSECCommand,
  ListCidrCollectionsCommand,
  ListHealthChecksCommand,
  ListHostedZonesCommand,
  ListQueryLoggingConfigsCommand,
  ListResourceRecordSetsCommand,
  ListReusableDelegationSetsCommand,
  ListTrafficPoliciesCommand,
  ListTrafficPolicyInstancesCommand,
  ListVPCAssociationAuthorizationsCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printRdata } from "../../../src/dns/rdata.ts";
import { Folder, RunningServer } from "../../e2e/running-server.ts";
import { askUdp, parseMessage, typeText } from "../../peers/wire.ts";
import { doneIn, findTerraform, outputsOf, type StoredResource, Terraform } from "./terraform.ts";

const { mirror, missing } = findTerraform();
const configuration = join(import.meta.dirname, "terraform/route53");
/** Forty seconds at most on a machine that has time; many times that on one that has none. */
const patience = 300_000;

const folder = new Folder();
folder.write("zones/.keep", "");
folder.write(
  "signpost.yaml",
  `vpcs:
  - { id: vpc-0a, region: us-east-1, clients: ["127.0.0.10/32"] }
  - { id: vpc-0b, region: eu-central-1, clients: ["127.0.0.11/32"] }
  - { id: vpc-0c, region: us-west-2, clients: ["127.0.0.12/32"] }
awsHosts: [{ name: shop-1.us-east-1.elb.amazonaws.com, hostedZoneId: Z35SXDOTRQ7X7K, a: ["192.0.2.90"] }]
geo:
  pins:
    - { prefix: 198.51.100.0/24, country: DE, region: eu-central-1 }
    - { prefix: 203.0.113.0/24, country: US, subdivision: TX, region: us-east-1 }
testing: { allowPrivateHealthTargets: true }
`,
);

let server: RunningServer;
let client: Route53Client;
let terraform: Terraform;
let dnsPort = 0;
const zoneIds = new Map<string, string>();

async function givenZone(Name: string, more: object = {}): Promise<void> {
  const made = await client.send(new CreateHostedZoneCommand({ Name, CallerReference: Name, ...more }));
  zoneIds.set(Name, made.HostedZone?.Id?.replace("/hostedzone/", "") ?? "");
}

async function startAll(): Promise<void> {
  const words = ["-c", "signpost.yaml", "--zones", "zones", "--listen", "127.0.0.1:0", "--no-resolver"];
  server = new RunningServer([...words, "--workers", "1"], folder.path);
  const ready = await server.ready();
  dnsPort = Number(ready.dns[0].split(":")[1]);
  const endpoint = `http://${ready.api}`;
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  client = new Route53Client({ endpoint, credentials, region: "us-east-1", maxAttempts: 1 });
  await givenZone("shop.test", { HostedZoneConfig: { Comment: "The shop" } });
  await givenZone("listed.test");
  await givenZone("signed.test");
  await givenZone("inside.test", { VPC: { VPCId: "vpc-0a", VPCRegion: "us-east-1" } });
  const tags = {
    ResourceType: "hostedzone",
    ResourceId: zoneIds.get("shop.test"),
    AddTags: [{ Key: "team", Value: "web" }],
  };
  await client.send(new ChangeTagsForResourceCommand(tags as never));
  await client.send(
    new CreateKeySigningKeyCommand({
      CallerReference: "first",
      HostedZoneId: zoneIds.get("signed.test"),
      KeyManagementServiceArn: "arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001",
      Name: "first",
      Status: "ACTIVE",
    }),
  );
  terraform = new Terraform(join(folder.path, "terraform"), configuration, { endpoint });
  await terraform.init(mirror);
}

interface Question {
  /** Client subnet: the first three octets of an IPv4 /24 (RFC 7871 §6). */
  readonly subnet?: readonly [number, number, number];
  readonly from?: string;
}

/** `NAME TYPE` asked over UDP: its RCODE, or its records of the answer section, sorted; a referral's with "->". */
async function ask(question: string, { subnet, from }: Question = {}): Promise<string[]> {
  const [name, type] = question.split(" ");
  const options: [number, Uint8Array][] = subnet === undefined ? [] : [[8, Uint8Array.of(0, 1, 24, 0, ...subnet)]];
  const reply = await askUdp(dnsPort, name, type, { edns: { options }, ...(from !== undefined && { from }) });
  if (reply === null) return ["no reply"];
  const message = parseMessage(reply);
  if (message.rcode !== 0) return [`RCODE ${message.rcode}`];
  const isReferral = message.answer.length === 0 && message.authority.some((record) => typeText(record.type) === "NS");
  const records = isReferral ? message.authority : message.answer;
  const texts = records.map(({ type: code, ttl, rdata }) => `${ttl} ${typeText(code)} ${printRdata(code, rdata)}`);
  return (isReferral ? texts.map((text) => `-> ${text}`) : texts).toSorted();
}

/** What a resource is imported by. */
function importId({ type, attributes }: StoredResource): string {
  const { id, version, zone_id: zone } = attributes as Record<string, string>;
  if (type === "aws_route53_traffic_policy") return `${id}/${version}`;
  return type === "aws_route53_records_exclusive" ? zone : id;
}

/** Of how many resources the API tells, in all kinds that it has lists for, and of record sets beside NS and SOA. */
async function leftOver(): Promise<Record<string, number>> {
  const [zones, checks, sets, policies, instances, logs, collections, authorizations, dnssec] = await Promise.all([
    client.send(new ListHostedZonesCommand({})),
    client.send(new ListHealthChecksCommand({})),
    client.send(new ListReusableDelegationSetsCommand({})),
    client.send(new ListTrafficPoliciesCommand({})),
    client.send(new ListTrafficPolicyInstancesCommand({})),
    client.send(new ListQueryLoggingConfigsCommand({})),
    client.send(new ListCidrCollectionsCommand({})),
    client.send(new ListVPCAssociationAuthorizationsCommand({ HostedZoneId: zoneIds.get("inside.test") })),
    client.send(new GetDNSSECCommand({ HostedZoneId: zoneIds.get("signed.test") })),
  ]);
  const counts: Record<string, number> = {
    zones: (zones.HostedZones?.length ?? 0) - zoneIds.size,
    checks: checks.HealthChecks?.length ?? 0,
    delegationSets: sets.DelegationSets?.length ?? 0,
    policies: policies.TrafficPolicySummaries?.length ?? 0,
    instances: instances.TrafficPolicyInstances?.length ?? 0,
    logs: logs.QueryLoggingConfigs?.length ?? 0,
    collections: collections.CidrCollections?.length ?? 0,
    authorizations: authorizations.VPCs?.length ?? 0,
    keys: (dnssec.KeySigningKeys?.length ?? 0) - 1,
  };
  for (const [name, HostedZoneId] of zoneIds) {
    const listed = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
    counts[name] = (listed.ResourceRecordSets?.length ?? 0) - 2;
  }
  return counts;
}

const elsewhere = { subnet: [192, 0, 2] } as const;
const germany = { subnet: [198, 51, 100] } as const;
const texas = { subnet: [203, 0, 113] } as const;
const digest = "0123456789abcdef".repeat(4);
const long = ["ab0", "ab1", "ab2"].map((part) => `"${part.repeat(85)}"`).join(" ");

/** What the first revision declares. */
const declared: readonly (readonly [question: string, answer: readonly string[], how?: Question])[] = [
  ["shop.test MX", ["60 MX 10 mail.shop.test.", "60 MX 20 mail.example.net."]],
  ["shop.test CAA", ['60 CAA 0 iodef "mailto:admin@shop.test"', '60 CAA 0 issue "ca.example.net"']],
  ["shop.test TXT", [String.raw`60 TXT "say=\"hello\""`, '60 TXT "v=spf1 mx -all"']],
  ["www.shop.test A", ["60 A 192.0.2.1", "60 A 192.0.2.2"]],
  ["www.shop.test AAAA", ["60 AAAA 2001:db8::1", "60 AAAA 2001:db8::2"]],
  ["a.b.wild.shop.test A", ["60 A 192.0.2.7"]],
  ["none.shop.test A", ["RCODE 3"]],
  ["alias.shop.test A", ["60 A 192.0.2.1", "60 A 192.0.2.2", "60 CNAME www.shop.test."]],
  ["x.branch.shop.test A", ["-> 60 NS ns1.branch.example.net.", "-> 60 NS ns2.branch.example.net."]],
  ["1.shop.test PTR", ["60 PTR www.shop.test."]],
  ["_sip._tcp.shop.test SRV", ["60 SRV 10 60 5060 sip.shop.test."]],
  ["naptr.shop.test NAPTR", ['60 NAPTR 100 50 "s" "SIP+D2U" "" _sip._udp.shop.test.']],
  ["spf.shop.test SPF", ['60 SPF "v=spf1 -all"']],
  ["signed.shop.test DS", [`60 DS 12345 13 2 ${digest}`]],
  ["_443._tcp.www.shop.test TLSA", [`60 TLSA 3 1 1 ${digest}`]],
  ["keys.shop.test SSHFP", [`60 SSHFP 4 2 ${digest}`]],
  ["svc.shop.test HTTPS", ['60 HTTPS 1 . alpn="h3,h2" ipv4hint=192.0.2.1,192.0.2.2']],
  ["_dns.shop.test SVCB", ['60 SVCB 1 dns.shop.test. alpn="dot" port=853']],
  ["long.shop.test TXT", [`60 TXT ${long}`]],
  ["_acme.capitals.shop.test TXT", ['60 TXT "Keeps Its Case"']],
  ["lb.shop.test A", ["60 A 192.0.2.90"]],
  ["shop.test A", []],
  ["weighted.shop.test TXT", ['60 TXT "blue"']],
  ["latency.shop.test TXT", ['60 TXT "frankfurt"'], germany],
  ["latency.shop.test TXT", ['60 TXT "virginia"'], texas],
  ["geo.shop.test TXT", ['60 TXT "germany"'], germany],
  ["geo.shop.test TXT", ['60 TXT "texas"'], texas],
  ["geo.shop.test TXT", ['60 TXT "everywhere"'], elsewhere],
  ["near.shop.test TXT", ['60 TXT "frankfurt"'], germany],
  ["many.shop.test A", ["60 A 192.0.2.10", "60 A 192.0.2.11", "60 A 192.0.2.12"]],
  ["network.shop.test TXT", ['60 TXT "office"'], germany],
  ["network.shop.test TXT", ['60 TXT "elsewhere"'], texas],
  ["tree.shop.test TXT", ["RCODE 3"]],
  ["campaign.shop.test A", ["60 A 192.0.2.80"]],
  ["www.listed.test A", ["60 A 192.0.2.1", "60 A 192.0.2.2"]],
  ["db.inside.test A", ["60 A 10.0.0.1"], { from: "127.0.0.10" }],
  ["db.inside.test A", ["60 A 10.0.0.1"], { from: "127.0.0.12" }],
  ["db.inside.test A", ["RCODE 5"], { from: "127.0.0.11" }],
];

/** What is otherwise in the second. */
const changed: typeof declared = [
  ["shop.test MX", ["120 MX 10 mail.shop.test.", "120 MX 20 mail.example.net."]],
  ["shop.test A", ["120 A 192.0.2.25"]],
  ["weighted.shop.test TXT", ['60 TXT "green"']],
  ["latency.shop.test TXT", ['120 TXT "virginia"'], texas],
  ["network.shop.test TXT", ['120 TXT "elsewhere"'], germany],
  ["network.shop.test TXT", ['120 TXT "office"'], texas],
  ["tree.shop.test TXT", ['120 TXT "frankfurt"'], germany],
  ["campaign.shop.test A", ["120 A 192.0.2.80"]],
  ["listed.test A", ["60 A 192.0.2.1", "60 A 192.0.2.2"]],
  ["drawn.listed.test TXT", ['30 TXT "c"']],
  ["db.inside.test A", ["120 A 10.0.0.2"], { from: "127.0.0.12" }],
  ["signed.test DNSKEY", []],
];

describe.skipIf(missing !== null)(`Terraform${missing === null ? "" : ` (${missing})`}`, () => {
  beforeAll(startAll, patience);
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  test("everything is made", { timeout: patience }, async () => {
    const outputs = outputsOf(await terraform.run("apply", 1));
    expect(outputs).toEqual({
      zones: [4, true, "The shop"],
      geo: ["europe", "everywhere", "germany", "texas"].map((id) => `geo.shop.test. TXT ${id}`),
      delegation_set: expect.arrayContaining([expect.stringMatching(/^ns-\d+\.awsdns-\d\d\.co\.uk$/)]),
      branded_name_servers: (outputs["delegation_set"] as string[]).toSorted(),
      second_key: expect.stringMatching(/^257 3 13 [\w+/]{86}==$/),
    });
    const keys = await ask("signed.test DNSKEY");
    expect(keys).toHaveLength(3);
    expect(keys).toContain(`3600 DNSKEY ${String(outputs["second_key"])}`);
  });

  test.for(declared)("it is answered: %s", async ([question, answer, how]) => {
    expect(await ask(question, how)).toEqual(answer);
  });

  // Each run of Terraform costs seven seconds of a processor, so a plan from the state comes after the changes only.
  test("whoever imports it has nothing left to do", { timeout: patience }, async () => {
    // The provider keeps allow_overwrite in the state alone.
    const resources = terraform.resources().filter(({ attributes }) => attributes["allow_overwrite"] !== true);
    const imports = resources.map(
      (one) => `import {\n  to = ${one.address}\n  id = ${JSON.stringify(importId(one))}\n}\n`,
    );
    const stranger = terraform.afresh(join(folder.path, "imported"), imports.join(""));
    expect(doneIn(await stranger.run("plan", 1))).toEqual({
      import: resources.map(({ address }) => address).toSorted(),
      create: ["aws_route53_record.ns", "aws_route53_record.soa"],
    });
  });

  test("everything that can be is changed in place", { timeout: patience }, async () => {
    const done = doneIn(await terraform.run("apply", 2));
    expect(done).toEqual({
      create: ["aws_route53_record.apex[0]", 'aws_route53_record.tree["geo"]', 'aws_route53_record.tree["latency"]'],
      update: expect.any(Array),
      delete: ["aws_route53_hosted_zone_dnssec.signed[0]"],
    });
    expect(new Set(done["update"].map((address) => address.split(".")[0]))).toEqual(
      new Set([
        "aws_route53_cidr_location",
        "aws_route53_health_check",
        "aws_route53_key_signing_key",
        "aws_route53_record",
        "aws_route53_records_exclusive",
        "aws_route53_traffic_policy",
        "aws_route53_traffic_policy_instance",
        "aws_route53_zone",
      ]),
    );
  });

  test.for(changed)("it is answered from then on: %s", async ([question, answer, how]) => {
    expect(await ask(question, how)).toEqual(answer);
  });

  test("nothing is left to do", { timeout: patience }, async () => {
    expect(doneIn(await terraform.run("plan", 2))).toEqual({});
  });

  test("everything is destroyed", { timeout: patience }, async () => {
    await terraform.run("destroy", 2);
    const none = Object.fromEntries(Object.keys(await leftOver()).map((kind) => [kind, 0]));
    expect(await leftOver()).toEqual({ ...none, "listed.test": 4 }); // records_exclusive leaves its sets, and says so
    expect(await ask("www.shop.test A")).toEqual(["RCODE 3"]);
  });
});

afterAll(() => folder.remove());
