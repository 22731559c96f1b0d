// The service's messages, each provoked through a real client. Where a public report shows the words, it stands beside them.

import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  CreateReusableDelegationSetCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  type ResourceRecordSet,
  type Route53Client,
  type RRType,
} from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SdkServer, startSdkServer } from "./sdk.ts";

let server: SdkServer;
let client: Route53Client;
let HostedZoneId = "";
let bare = "";

beforeAll(async () => {
  server = await startSdkServer();
  ({ client } = server);
  const made = await client.send(new CreateHostedZoneCommand({ Name: "z.test", CallerReference: "z" }));
  HostedZoneId = made.HostedZone?.Id ?? "";
  bare = HostedZoneId.replace("/hostedzone/", "");
  await send(
    set("simple.z.test", "A", ["192.0.2.1"]),
    set("cname.z.test", "CNAME", ["x.z.test"]),
    set("weighted.z.test", "A", ["192.0.2.1"], { SetIdentifier: "w", Weight: 1 }),
    set("latency.z.test", "A", ["192.0.2.1"], { SetIdentifier: "l", Region: "eu-west-1" }),
    set("txt.z.test", "TXT", ['"x"']),
  );
});
afterAll(() => server.stop());

function set(
  Name: string,
  Type: RRType,
  values: readonly string[],
  more: Partial<ResourceRecordSet> = {},
  Action: Change["Action"] = "CREATE",
): Change {
  const ResourceRecords = values.map((Value) => ({ Value }));
  return { Action, ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords, ...more } };
}

/** The zone's id is known when the change is sent. */
function alias(Name: string, DNSName: string): Change {
  const AliasTarget = { HostedZoneId: "Zid", DNSName, EvaluateTargetHealth: false };
  return { Action: "CREATE", ResourceRecordSet: { Name, Type: "A", AliasTarget } };
}

async function send(...changes: Change[]): Promise<void> {
  const Changes = changes.map((one) => JSON.parse(JSON.stringify(one).replace('"Zid"', `"${bare}"`)) as Change);
  await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
}

/** The fault as `code: message`, with the zone's id as Zid. */
async function fault(asked: Promise<unknown>): Promise<string> {
  const said = await asked.then(
    () => "OK",
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );
  return said.replaceAll(bare, "Zid");
}

test.each<[title: string, changes: Change[], message: string]>([
  [
    "CREATE of what is there (cli53#317)",
    [set("simple.z.test", "A", ["192.0.2.9"])],
    "[Tried to create resource record set [name='simple.z.test.', type='A'] but it already exists]",
  ],
  [
    "CREATE of what is there, with a policy",
    [set("weighted.z.test", "A", ["192.0.2.9"], { SetIdentifier: "w", Weight: 1 })],
    "[Tried to create resource record set [name='weighted.z.test.', type='A', set-identifier='w'] but it already exists]",
  ],
  [
    "DELETE of what is not there (external-dns#732)",
    [set("none.z.test", "TXT", ['"x"'], {}, "DELETE")],
    "[Tried to delete resource record set [name='none.z.test.', type='TXT'] but it was not found]",
  ],
  [
    "DELETE of other values",
    [set("simple.z.test", "A", ["192.0.2.9"], {}, "DELETE")],
    "[Tried to delete resource record set [name='simple.z.test.', type='A'] but the values provided do not match the current values]",
  ],
  [
    "CNAME beside others (boto3#1475)",
    [set("simple.z.test", "CNAME", ["x.z.test"])],
    "[RRSet of type CNAME with DNS name simple.z.test. is not permitted as it conflicts with other records with the same DNS name in zone z.test.]",
  ],
  [
    "others beside a CNAME (terraform#9732)",
    [set("cname.z.test", "A", ["192.0.2.1"])],
    "[RRSet of type A with DNS name cname.z.test. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone z.test.]",
  ],
  [
    "CNAME at the apex",
    [set("z.test", "CNAME", ["x.z.test"])],
    "[RRSet of type CNAME with DNS name z.test. is not permitted at apex in zone z.test.]",
  ],
  [
    "outside the zone",
    [set("other.test", "A", ["192.0.2.1"])],
    "[RRSet with DNS name other.test. is not permitted in zone z.test.]",
  ],
  [
    "simple beside a policy (cli53#257)",
    [set("weighted.z.test", "A", ["192.0.2.1"])],
    "[RRSet with DNS name weighted.z.test., type A cannot be created as other RRSets exist with the same name and type.]",
  ],
  [
    "weighted beside latency (external-dns#4345)",
    [set("latency.z.test", "A", ["192.0.2.1"], { SetIdentifier: "w", Weight: 1 })],
    "[RRSet with DNS name latency.z.test., type A, SetIdentifier w cannot be created as a non-weighted set exists with the same name and type]",
  ],
  [
    "weighted with another TTL (aws-sdk-go-v2#518)",
    [set("weighted.z.test", "A", ["192.0.2.1"], { SetIdentifier: "v", Weight: 1, TTL: 61 })],
    "[RRSet with DNS name weighted.z.test., type A, SetIdentifier v cannot be created as weighted sets must contain the same TTL.]",
  ],
  [
    "a region twice (terraform-provider-aws#1668)",
    [set("latency.z.test", "A", ["192.0.2.1"], { SetIdentifier: "m", Region: "eu-west-1" })],
    "[RRSet with DNS name latency.z.test., type A, SetIdentifier m, and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists.]",
  ],
  [
    "an address that is none (cfn-ses-provider#21)",
    [set("x.z.test", "A", ["v"])],
    "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'v'']",
  ],
  [
    "text without quotes",
    [set("x.z.test", "TXT", ["v"])],
    "[Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'v'']",
  ],
  [
    "an alias to nothing (harmony-ops#491)",
    [alias("x.z.test", "nothing.z.test")],
    "[Tried to create an alias that targets nothing.z.test., type A in zone Zid, but that target was not found]",
  ],
  [
    "an alias out of its zone (harmony-ops#491)",
    [alias("y.z.test", "simple.other.test")],
    "[Tried to create an alias that targets simple.other.test., type A in zone Zid, but the alias target name does not lie within the target zone, Tried to create an alias that targets simple.other.test., type A in zone Zid, but that target was not found]",
  ],
  [
    "the same set twice (external-dns#4241)",
    [set("txt.z.test", "TXT", ['"x"'], {}, "UPSERT"), set("txt.z.test", "TXT", ['"y"'], {}, "UPSERT")],
    "[The request contains an invalid set of changes for a resource record set 'TXT txt.z.test.']",
  ],
  [
    "too many records (external-dns#515)",
    Array.from({ length: 1001 }, (_, at) => set(`r${at}.z.test`, "A", ["192.0.2.1"])),
    "[Number of records limit of 1000 exceeded.]",
  ],
  [
    "too much text (dnscontrol#908)",
    Array.from({ length: 9 }, (_, at) => set(`r${at}.z.test`, "TXT", [`${`"${"x".repeat(240)}" `.repeat(15)}"x"`])),
    "[RDATA character limit of 32000 exceeded.]",
  ],
  [
    "too many values",
    [
      set(
        "many.z.test",
        "A",
        Array.from({ length: 401 }, (_, at) => `10.0.${at >> 8}.${at & 255}`),
      ),
    ],
    "[Cannot have more than 400 records in a RRSet.]",
  ],
  [
    "all faults of a batch together",
    [set("none.z.test", "A", ["192.0.2.1"], {}, "DELETE"), set("other.test", "A", ["192.0.2.1"])],
    "[Tried to delete resource record set [name='none.z.test.', type='A'] but it was not found, RRSet with DNS name other.test. is not permitted in zone z.test.]",
  ],
])("InvalidChangeBatch: %s", async (_, changes, message) => {
  expect(await fault(send(...changes))).toBe(`InvalidChangeBatch: ${message}`);
});

test("the apex keeps its SOA and NS (dnscontrol#4402, zonify#1)", async () => {
  const { ResourceRecordSets = [] } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  const without = (type: RRType): Change[] =>
    ResourceRecordSets.filter(({ Name, Type }) => Name === "z.test." && Type === type).map((one) => ({
      Action: "DELETE",
      ResourceRecordSet: one,
    }));
  expect(await fault(send(...without("SOA")))).toBe(
    "InvalidChangeBatch: [A HostedZone must contain exactly one SOA record.]",
  );
  expect(await fault(send(...without("NS")))).toBe(
    "InvalidChangeBatch: [A HostedZone must contain at least one NS record for the zone itself.]",
  );
});

const inChange = "in Change with [Action=CREATE, Name=x.z.test, Type=A, SetIdentifier=";
const policies =
  "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig]";
const bodies = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";

test.each<[title: string, change: Change, message: string]>([
  [
    "neither values nor an alias",
    { Action: "CREATE", ResourceRecordSet: { Name: "x.z.test", Type: "A" } },
    `Invalid request: Expected exactly one of ${bodies}, but found none ${inChange}null]`,
  ],
  [
    "values and an alias",
    set("x.z.test", "A", ["192.0.2.1"], alias("", "simple.z.test").ResourceRecordSet),
    `Invalid request: Expected exactly one of ${bodies}, but found more than one in Change with [Action=CREATE, Name=, Type=A, SetIdentifier=null]`,
  ],
  [
    "an identifier without a policy",
    set("x.z.test", "A", ["192.0.2.1"], { SetIdentifier: "s" }),
    `Invalid request: Expected exactly one of ${policies}, but found none ${inChange}s]`,
  ],
  [
    "two policies",
    set("x.z.test", "A", ["192.0.2.1"], { SetIdentifier: "s", Weight: 1, Region: "eu-west-1" }),
    `Invalid request: Expected exactly one of ${policies}, but found more than one ${inChange}s]`,
  ],
  [
    "a policy without an identifier",
    set("x.z.test", "A", ["192.0.2.1"], { Weight: 1 }),
    `Invalid request: Missing field 'SetIdentifier' ${inChange}null]`,
  ],
])("InvalidInput: %s", async (_, change, message) => {
  expect(await fault(send(change))).toBe(`InvalidInput: ${message}`);
});

test.each<[title: string, ask: () => Promise<unknown>, said: string]>([
  [
    "a zone that is not there",
    () => client.send(new GetHostedZoneCommand({ Id: "Z0" })),
    "NoSuchHostedZone: No hosted zone found with ID: Z0",
  ],
  [
    "a zone that is not empty (cloud-nuke#743)",
    () => client.send(new DeleteHostedZoneCommand({ Id: HostedZoneId })),
    "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
  ],
  [
    "a reserved name (aws-saas-boost#404)",
    () => client.send(new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "e" })),
    "InvalidDomainName: example.com is reserved by AWS!",
  ],
  [
    "a VPC that cannot be",
    () => {
      const VPC = { VPCId: "none", VPCRegion: "us-east-1" as const };
      return client.send(new CreateHostedZoneCommand({ Name: "p.test", CallerReference: "p", VPC }));
    },
    "InvalidVPCId: The VPC ID is invalid.",
  ],
  [
    "a VPC with two zones of one name (infrablocks#4)",
    async () => {
      const VPC = { VPCId: "vpc-1", VPCRegion: "eu-west-1" as const };
      await client.send(new CreateHostedZoneCommand({ Name: "p.test", CallerReference: "p1", VPC }));
      return client.send(new CreateHostedZoneCommand({ Name: "p.test", CallerReference: "p2", VPC }));
    },
    "ConflictingDomainExists: The VPC that you chose, vpc-1 in region eu-west-1, is already associated with another private hosted zone that has an overlapping name space, p.test..",
  ],
  [
    "two zones of one name on one delegation set",
    async () => {
      const { DelegationSet } = await client.send(new CreateReusableDelegationSetCommand({ CallerReference: "d" }));
      const DelegationSetId = DelegationSet?.Id ?? "";
      await client.send(new CreateHostedZoneCommand({ Name: "d.test", CallerReference: "d1", DelegationSetId }));
      const again = new CreateHostedZoneCommand({ Name: "d.test", CallerReference: "d2", DelegationSetId });
      const said = await fault(client.send(again));
      throw new Error(said.replaceAll(DelegationSetId.replace("/delegationset/", ""), "Nid"));
    },
    "Error: ConflictingDomainExists: Cannot create hosted zone with DelegationSetId DelegationSetId:Nid as the DNSName d.test. conflicts with existing ones sharing the delegation set",
  ],
  [
    "a name that is no name",
    () => client.send(new CreateHostedZoneCommand({ Name: "a..b", CallerReference: "n" })),
    "InvalidDomainName: ",
  ],
  [
    "a caller reference that is too long (keycloak-benchmark#508)",
    () => client.send(new CreateHostedZoneCommand({ Name: "r.test", CallerReference: "r".repeat(129) })),
    "InvalidInput: Invalid XML ; javax.xml.stream.XMLStreamException: org.xml.sax.SAXParseException; lineNumber: 1; columnNumber: ",
  ],
  [
    "an id with the path of its kind, for tags",
    () =>
      client.send(
        new ListTagsForResourceCommand({ ResourceType: "hostedzone", ResourceId: `/hostedzone/Z${"0".repeat(20)}` }),
      ),
    "InvalidInput: 1 validation error detected: Value '/hostedzone/Z00000000000000000000' at 'resourceId' failed to satisfy constraint: Member must have length less than or equal to 32",
  ],
  ["a change that is not there", () => client.send(new GetChangeCommand({ Id: "C0" })), "NoSuchChange: "],
  [
    "a reference of another health check (terraform#8679)",
    async () => {
      const check = (IPAddress: string): Promise<unknown> =>
        client.send(
          new CreateHealthCheckCommand({
            CallerReference: "h",
            HealthCheckConfig: { Type: "TCP", Port: 80, IPAddress },
          }),
        );
      await check("192.0.2.1");
      return check("192.0.2.2");
    },
    "HealthCheckAlreadyExists: A different health check has already been created with the specified caller reference.",
  ],
])("%s", async (_, ask, said) => {
  expect(await fault(ask())).toMatch(said.endsWith(": ") ? new RegExp(`^${said}`) : said);
});
