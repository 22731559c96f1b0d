// ChangeResourceRecordSets: every fault of a batch with the text that the service says, and what a batch leaves.
// AWS API: ChangeResourceRecordSets, ResourceRecordSet, AliasTarget; the issue that shows a text stands beside it.

import { expect, test } from "vitest";
import { table } from "../../src/store/table-names.ts";
import type { Change, ResourceRecordSet } from "../../src/store/shapes.ts";
import { aliasOf, change, changeZone, faultOf, listed, newPrivateZone, newWorld, newZone, setOf } from "./fixture.ts";

type Changes = readonly [Change["Action"], ResourceRecordSet][];

const a = setOf("www.example.test", "A", ["192.0.2.1"]);
const ds = setOf("d.example.test", "DS", [`1 13 2 ${"00".repeat(32)}`]);
const weighted = (identifier: string, more: Partial<ResourceRecordSet> = {}): ResourceRecordSet =>
  setOf("w.example.test", "A", ["192.0.2.1"], { SetIdentifier: identifier, Weight: 1, ...more });
const latency = (identifier: string, region: string): ResourceRecordSet =>
  setOf("l.example.test", "A", ["192.0.2.1"], { SetIdentifier: identifier, Region: region });
const failover = (identifier: string, role: "PRIMARY" | "SECONDARY"): ResourceRecordSet =>
  setOf("f.example.test", "A", ["192.0.2.1"], { SetIdentifier: identifier, Failover: role });
const near = (identifier: string, Latitude: string, Longitude: string): ResourceRecordSet =>
  setOf("g.example.test", "A", ["192.0.2.1"], {
    SetIdentifier: identifier,
    GeoProximityLocation: { Coordinates: { Latitude, Longitude } },
  });

interface Case {
  readonly title: string;
  readonly before?: Changes;
  readonly batch: Changes;
  /** The bracketed messages, or "none". */
  readonly fault: string;
}

const cases: readonly Case[] = [
  {
    title: "CREATE of a set that exists (cli53#317)",
    before: [["CREATE", a]],
    batch: [["CREATE", a]],
    fault: "[Tried to create resource record set [name='www.example.test.', type='A'] but it already exists]",
  },
  {
    title: "CREATE of a policy's set that exists (cli53#317)",
    before: [["CREATE", weighted("one")]],
    batch: [["CREATE", weighted("one")]],
    fault:
      "[Tried to create resource record set [name='w.example.test.', type='A', set-identifier='one'] but it already exists]",
  },
  {
    title: "DELETE of a set that is not there (external-dns#732)",
    batch: [["DELETE", a]],
    fault: "[Tried to delete resource record set [name='www.example.test.', type='A'] but it was not found]",
  },
  {
    title: "DELETE with other values (external-dns#732)",
    before: [["CREATE", a]],
    batch: [["DELETE", setOf("www.example.test", "A", ["192.0.2.2"])]],
    fault:
      "[Tried to delete resource record set [name='www.example.test.', type='A'] but the values provided do not match the current values]",
  },
  {
    title: "DELETE with another TTL",
    before: [["CREATE", a]],
    batch: [["DELETE", { ...a, TTL: 301 }]],
    fault:
      "[Tried to delete resource record set [name='www.example.test.', type='A'] but the values provided do not match the current values]",
  },
  {
    title: "DELETE with the values in another order, and spelled otherwise",
    before: [["CREATE", setOf("www.example.test", "AAAA", ["2001:db8::1", "2001:db8::2"])]],
    batch: [["DELETE", setOf("WWW.example.test.", "AAAA", ["2001:db8:0::2", "2001:DB8::1"])]],
    fault: "none",
  },
  {
    title: "DELETE with the names of its values in another case (RFC 4343)",
    before: [["CREATE", setOf("www.example.test", "MX", ["10 Mail.x.test", "20 b.x.test"])]],
    batch: [["DELETE", setOf("www.example.test", "MX", ["20 B.X.test.", "10 mail.x.test"])]],
    fault: "none",
  },
  {
    title: "DELETE with a text in another case",
    before: [["CREATE", setOf("www.example.test", "TXT", ['"A"'])]],
    batch: [["DELETE", setOf("www.example.test", "TXT", ['"a"'])]],
    fault:
      "[Tried to delete resource record set [name='www.example.test.', type='TXT'] but the values provided do not match the current values]",
  },
  {
    title: "CNAME onto other types (boto3#1475)",
    before: [["CREATE", a]],
    batch: [["CREATE", setOf("www.example.test", "CNAME", ["x.test"])]],
    fault:
      "[RRSet of type CNAME with DNS name www.example.test. is not permitted as it conflicts with other records with the same DNS name in zone example.test.]",
  },
  {
    title: "another type onto a CNAME (hashicorp/terraform#9732, with its two blanks)",
    before: [["CREATE", setOf("www.example.test", "CNAME", ["x.test"])]],
    batch: [["CREATE", a]],
    fault:
      "[RRSet of type A with DNS name www.example.test. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone example.test.]",
  },
  {
    title: "a CNAME replaced by an address in one batch",
    before: [["CREATE", setOf("www.example.test", "CNAME", ["x.test"])]],
    batch: [
      ["DELETE", setOf("www.example.test", "CNAME", ["x.test"])],
      ["CREATE", a],
    ],
    fault: "none",
  },
  {
    title: "CNAME at the apex (AWS guide: ResourceRecordTypes)",
    batch: [["CREATE", setOf("example.test", "CNAME", ["x.test"])]],
    fault: "[RRSet of type CNAME with DNS name example.test. is not permitted at apex in zone example.test.]",
  },
  {
    title: "a name outside the zone",
    batch: [["CREATE", setOf("www.example.org", "A", ["192.0.2.1"])]],
    fault: "[RRSet with DNS name www.example.org. is not permitted in zone example.test.]",
  },
  {
    title: "a simple set beside a weighted one (cli53#257)",
    before: [["CREATE", weighted("one")]],
    batch: [["CREATE", setOf("w.example.test", "A", ["192.0.2.2"])]],
    fault:
      "[RRSet with DNS name w.example.test., type A cannot be created as other RRSets exist with the same name and type.]",
  },
  {
    title: "a weighted set beside another policy's (external-dns#4345)",
    before: [["CREATE", latency("one", "eu-west-1")]],
    batch: [["CREATE", setOf("l.example.test", "A", ["192.0.2.2"], { SetIdentifier: "two", Weight: 1 })]],
    fault:
      "[RRSet with DNS name l.example.test., type A, SetIdentifier two cannot be created as a non-weighted set exists with the same name and type]",
  },
  {
    title: "weighted sets with different TTLs (aws-sdk-go-v2#518)",
    before: [["CREATE", weighted("one")]],
    batch: [["CREATE", weighted("two", { TTL: 60 })]],
    fault:
      "[RRSet with DNS name w.example.test., type A, SetIdentifier two cannot be created as weighted sets must contain the same TTL.]",
  },
  {
    title: "the TTL of all weighted sets changed in one batch",
    before: [
      ["CREATE", weighted("one")],
      ["CREATE", weighted("two")],
    ],
    batch: [
      ["UPSERT", weighted("one", { TTL: 60 })],
      ["UPSERT", weighted("two", { TTL: 60 })],
    ],
    fault: "none",
  },
  {
    title: "a second latency set of the region (terraform-provider-aws#1668)",
    before: [["CREATE", latency("one", "eu-west-1")]],
    batch: [["CREATE", latency("two", "eu-west-1")]],
    fault:
      "[RRSet with DNS name l.example.test., type A, SetIdentifier two, and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists.]",
  },
  {
    title: "two latency sets of one region in one batch: the later is at fault",
    batch: [
      ["CREATE", latency("two", "eu-west-1")],
      ["CREATE", latency("one", "eu-west-1")],
    ],
    fault:
      "[RRSet with DNS name l.example.test., type A, SetIdentifier one, and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists.]",
  },
  {
    title: "two regions swapped in one batch",
    before: [
      ["CREATE", latency("one", "eu-west-1")],
      ["CREATE", latency("two", "us-east-1")],
    ],
    batch: [
      ["UPSERT", latency("one", "us-east-1")],
      ["UPSERT", latency("two", "eu-west-1")],
    ],
    fault: "none",
  },
  {
    title: "a second primary",
    before: [["CREATE", failover("one", "PRIMARY")]],
    batch: [["CREATE", failover("two", "PRIMARY")]],
    fault:
      "[RRSet with DNS name f.example.test., type A, SetIdentifier two, and Failover=PRIMARY cannot be created because a failover RRSet with the same name, type and failover role already exists.]",
  },
  {
    title: "a second geoproximity set of the coordinates, written otherwise",
    before: [["CREATE", near("one", "47.22", "-122.40")]],
    batch: [["CREATE", near("two", "+47.22", "-122.4")]],
    fault:
      '[RRSet with DNS name g.example.test., type A, SetIdentifier two, and GeoProximityLocation {"Coordinates":{"Latitude":"47.22","Longitude":"-122.4"}} cannot be created because a geoproximity RRSet with the same name, type and location already exists.]',
  },
  {
    title: "zero on either side is one meridian",
    batch: [
      ["CREATE", near("one", "0", "-0")],
      ["CREATE", near("two", "0.0", "0")],
    ],
    fault:
      '[RRSet with DNS name g.example.test., type A, SetIdentifier two, and GeoProximityLocation {"Coordinates":{"Latitude":"0","Longitude":"0"}} cannot be created because a geoproximity RRSet with the same name, type and location already exists.]',
  },
  {
    title: "a geoproximity set a hundredth of a degree away",
    before: [["CREATE", near("one", "47.22", "-122.40")]],
    batch: [["CREATE", near("two", "47.22", "-122.41")]],
    fault: "none",
  },
  {
    title: "the apex's SOA deleted (dnscontrol#4402)",
    batch: [["DELETE", "SOA" as never]],
    fault: "[A HostedZone must contain exactly one SOA record.]",
  },
  {
    title: "the apex's NS deleted (airbnb/zonify#1)",
    batch: [["DELETE", "NS" as never]],
    fault: "[A HostedZone must contain at least one NS record for the zone itself.]",
  },
  {
    title: "a bad address (binxio/cfn-ses-provider#21)",
    batch: [["CREATE", setOf("www.example.test", "A", ["v"])]],
    fault:
      "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'v'']",
  },
  {
    title: "a value twice (external-dns#1929)",
    batch: [["CREATE", setOf("www.example.test", "A", ["192.0.2.1", "192.0.2.1"])]],
    fault: "[Duplicate Resource Record: '192.0.2.1']",
  },
  {
    title: "a value twice, its name in another case (RFC 4343)",
    batch: [["CREATE", setOf("www.example.test", "MX", ["10 Mail.x.test", "10 mail.X.test."])]],
    fault: "[Duplicate Resource Record: '10 mail.X.test.']",
  },
  {
    title: "two changes of one set (external-dns#4241, cli53#81)",
    batch: [
      ["CREATE", a],
      ["UPSERT", setOf("www.example.test", "A", ["192.0.2.2"])],
    ],
    fault: "[The request contains an invalid set of changes for a resource record set 'A www.example.test.']",
  },
  {
    title: "a set deleted and made anew",
    before: [["CREATE", a]],
    batch: [
      ["DELETE", a],
      ["CREATE", setOf("www.example.test", "A", ["192.0.2.2"])],
    ],
    fault: "none",
  },
  {
    title: "more than 400 values (rancher#10253)",
    batch: [
      [
        "CREATE",
        setOf(
          "www.example.test",
          "A",
          Array.from({ length: 401 }, (_, i) => `10.0.${i >> 8}.${i & 255}`),
        ),
      ],
    ],
    fault: "[Cannot have more than 400 records in a RRSet.]",
  },
  {
    title: "NS for a wildcard (AWS guide: DomainNameFormat)",
    batch: [["CREATE", setOf("*.example.test", "NS", ["ns.x.test"])]],
    fault: String.raw`[RRSet of type NS with DNS name \052.example.test. is not permitted in zone example.test.]`,
  },
  {
    title: "multivalue CNAME (AWS API: ResourceRecordSet)",
    batch: [["CREATE", setOf("m.example.test", "CNAME", ["x.test"], { SetIdentifier: "1", MultiValueAnswer: true })]],
    fault:
      "[RRSet with DNS name m.example.test., type CNAME, SetIdentifier 1 cannot be created as multivalue answer routing is not supported for type CNAME.]",
  },
  ...Object.entries({
    weighted: { Weight: 1 },
    "multivalue answer": { MultiValueAnswer: true },
    geolocation: { GeoLocation: { CountryCode: "DE" } },
  }).map(([word, policy]): Case => ({
    title: `DS with a policy: ${word} (AWS API: ResourceRecordSet, Type)`,
    batch: [["CREATE", { ...ds, SetIdentifier: "1", ...policy }]],
    fault: `[RRSet with DNS name d.example.test., type DS, SetIdentifier 1 cannot be created as ${word} routing is not supported for type DS.]`,
  })),
  {
    title: "DS alone",
    batch: [["CREATE", ds]],
    fault: "none",
  },
  {
    title: "all faults of a batch together, the good change not applied",
    batch: [
      ["CREATE", setOf("good.example.test", "A", ["192.0.2.1"])],
      ["DELETE", a],
      ["CREATE", setOf("www.example.org", "A", ["192.0.2.1"])],
    ],
    fault:
      "[Tried to delete resource record set [name='www.example.test.', type='A'] but it was not found, RRSet with DNS name www.example.org. is not permitted in zone example.test.]",
  },
];

test.each(cases)("$title", ({ before = [], batch, fault }) => {
  const world = newWorld();
  if (before.length > 0) change(world, ...before);
  const sets = [...world.store.recordSets(world.zoneId)];
  const changes = batch.map(([action, set]): [Change["Action"], ResourceRecordSet] => [
    action,
    typeof set === "string" ? (sets.find(({ Type }) => Type === set) ?? a) : set,
  ]);
  const { version } = world.store.zone(world.zoneId) ?? { version: -1 };
  const said = faultOf(() => change(world, ...changes));
  expect(said).toBe(fault === "none" ? "none" : `InvalidChangeBatch: ${fault}`);
  if (fault === "none") return;
  expect([...world.store.recordSets(world.zoneId)]).toEqual(sets);
  expect(world.store.zone(world.zoneId)?.version).toBe(version);
});

/** InvalidInput: what a change must be before the zone is asked (terraform and boto issues). */
const described = (name: string, identifier = "null"): string =>
  `in Change with [Action=CREATE, Name=${name}, Type=A, SetIdentifier=${identifier}]`;
const bodies = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
const policies =
  "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig]";

test.each<[string, Partial<ResourceRecordSet>, string]>([
  ["no body", {}, `Expected exactly one of ${bodies}, but found none ${described("x")}`],
  [
    "values without TTL",
    { ResourceRecords: [{ Value: "192.0.2.1" }] },
    `Expected exactly one of ${bodies}, but found none ${described("x")}`,
  ],
  [
    "alias and TTL",
    { TTL: 5, AliasTarget: { HostedZoneId: "Z", DNSName: "y", EvaluateTargetHealth: false } },
    `Expected exactly one of ${bodies}, but found more than one ${described("x")}`,
  ],
  [
    "identifier alone",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s" },
    `Expected exactly one of ${policies}, but found none ${described("x", "s")}`,
  ],
  [
    "two policies",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", Weight: 0, Region: "eu-west-1" },
    `Expected exactly one of ${policies}, but found more than one ${described("x", "s")}`,
  ],
  ["policy alone", { ...setOf("x", "A", ["192.0.2.1"]), Weight: 0 }, `Missing field 'SetIdentifier' ${described("x")}`],
  [
    "continent and country (AWS API: GeoLocation)",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", GeoLocation: { ContinentCode: "EU", CountryCode: "DE" } },
    `Expected exactly one of [ContinentCode, or CountryCode], but found more than one ${described("x", "s")}`,
  ],
  [
    "no such country",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", GeoLocation: { CountryCode: "XX" } },
    `Unknown geolocation 'XX' ${described("x", "s")}`,
  ],
  ...["XX", "44", "1", "KY"].map((code): [string, Partial<ResourceRecordSet>, string] => [
    `no such part of Ukraine: ${code}`,
    {
      ...setOf("x", "A", ["192.0.2.1"]),
      SetIdentifier: "s",
      GeoLocation: { CountryCode: "UA", SubdivisionCode: code },
    },
    `Unknown geolocation 'UA-${code}' ${described("x", "s")}`,
  ]),
  [
    "a state without its country",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", GeoLocation: { SubdivisionCode: "CA" } },
    `Missing field 'CountryCode' ${described("x", "s")}`,
  ],
  [
    "two places",
    {
      ...setOf("x", "A", ["192.0.2.1"]),
      SetIdentifier: "s",
      GeoProximityLocation: { AWSRegion: "eu-west-1", LocalZoneGroup: "us-west-2-lax-1" },
    },
    `Expected exactly one of [AWSRegion, LocalZoneGroup, or Coordinates], but found more than one ${described("x", "s")}`,
  ],
  [
    "no such region",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", GeoProximityLocation: { AWSRegion: "moon-1" } },
    `Unknown region 'moon-1' ${described("x", "s")}`,
  ],
  [
    "a group for a region",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", GeoProximityLocation: { AWSRegion: "us-west-2-lax-1" } },
    `Unknown region 'us-west-2-lax-1' ${described("x", "s")}`,
  ],
  [
    "no such group of Local Zones",
    { ...setOf("x", "A", ["192.0.2.1"]), SetIdentifier: "s", GeoProximityLocation: { LocalZoneGroup: "garbage" } },
    `Unknown local zone group 'garbage' ${described("x", "s")}`,
  ],
])("InvalidInput: %s", (_, set, message) => {
  const world = newWorld();
  expect(faultOf(() => change(world, ["CREATE", { Name: "x", Type: "A", ...set }]))).toBe(
    `InvalidInput: Invalid request: ${message}`,
  );
});

test.each<[string, Partial<ResourceRecordSet>]>([
  ["state", { GeoLocation: { CountryCode: "US", SubdivisionCode: "CA" } }],
  ["default", { GeoLocation: { CountryCode: "*" } }],
  ["Ukraine's subdivision", { GeoLocation: { CountryCode: "UA", SubdivisionCode: "30" } }],
  ["region", { GeoProximityLocation: { AWSRegion: "eu-west-1" } }],
  ["Local Zone", { GeoProximityLocation: { LocalZoneGroup: "us-west-2-lax-1" } }],
  ["coordinates", { GeoProximityLocation: { Coordinates: { Latitude: "-12.5", Longitude: "170.25" }, Bias: -5 } }],
  ["multivalue", { MultiValueAnswer: true }],
])("a set is stored with all it says: %s", (_, more) => {
  const world = newWorld();
  const set = setOf("x.example.test.", "A", ["192.0.2.1", "192.0.2.2"], { SetIdentifier: "s", ...more });
  change(world, ["CREATE", set]);
  const { ResourceRecordSets } = world.store.listResourceRecordSets(
    { HostedZoneId: world.zoneId, StartRecordName: "x.example.test" },
    world.context,
  );
  expect(ResourceRecordSets).toEqual([set]);
  expect(faultOf(() => change(world, ["DELETE", set]))).toBe("none");
});

test("a set for a place that is not known any more can be deleted", () => {
  const world = newWorld();
  const set = setOf("x.example.test.", "A", ["192.0.2.1"], {
    SetIdentifier: "s",
    GeoProximityLocation: { AWSRegion: "eu-west-1" },
  });
  change(world, ["CREATE", set]);
  const [[key, row]] = [...world.tables.scan(table.recordSets, {})].filter(([, text]) => text.includes("eu-west-1"));
  world.tables.put(table.recordSets, key, row.replace("eu-west-1", "moon-1"));
  const gone = { ...set, GeoProximityLocation: { AWSRegion: "moon-1" } };
  expect(faultOf(() => change(world, ["UPSERT", gone]))).toContain("Unknown region 'moon-1'");
  expect(faultOf(() => change(world, ["DELETE", gone]))).toBe("none");
});

test("limits of a batch: 1,000 values and 32,000 characters, an UPSERT counted twice (AWS guide: DNSLimitations)", () => {
  const world = newWorld();
  const addresses = (count: number, block: number): string[] =>
    Array.from({ length: count }, (_, i) => `10.${block}.${i >> 8}.${i & 255}`);
  const sets = (count: number): ResourceRecordSet[] =>
    [0, 1, 2].map((i) => setOf(`${i}.example.test`, "A", addresses(count, i)));
  expect(faultOf(() => change(world, ...sets(334).map((set) => ["CREATE", set] as const)))).toBe(
    "InvalidChangeBatch: [Number of records limit of 1000 exceeded.]",
  );
  expect(faultOf(() => change(world, ...sets(333).map((set) => ["CREATE", set] as const)))).toBe("none");
  expect(faultOf(() => change(world, ...sets(167).map((set) => ["UPSERT", set] as const)))).toBe(
    "InvalidChangeBatch: [Number of records limit of 1000 exceeded.]",
  );
  const text = `"${"x".repeat(255)}" `.repeat(15).trim();
  const texts = Array.from({ length: 9 }, (_, i) => setOf(`t${i}.example.test`, "TXT", [text]));
  expect(faultOf(() => change(world, ...texts.map((set) => ["CREATE", set] as const)))).toBe(
    "InvalidChangeBatch: [RDATA character limit of 32000 exceeded.]",
  );
  expect(faultOf(() => change(world, ...texts.slice(1).map((set) => ["CREATE", set] as const)))).toBe("none");
});

test("limits of a name and of a zone", () => {
  const world = newWorld({ quotas: "enforced" });
  const sets = Array.from({ length: 101 }, (_, i) => weighted(String(i)));
  expect(faultOf(() => change(world, ...sets.map((set) => ["CREATE", set] as const)))).toBe(
    "InvalidChangeBatch: [Cannot have more than 100 RRSets with the same name and type.]",
  );
  for (let block = 0; block < 9998; block += 909)
    change(
      world,
      ...Array.from(
        { length: Math.min(909, 9998 - block) },
        (_, i) => ["CREATE", setOf(`n${block + i}.example.test`, "A", ["192.0.2.1"])] as const,
      ),
    );
  expect(
    world.store.getHostedZoneLimit({ Type: "MAX_RRSETS_BY_ZONE", HostedZoneId: world.zoneId }, world.context),
  ).toEqual({
    Limit: { Type: "MAX_RRSETS_BY_ZONE", Value: 10_000 },
    Count: 10_000,
  });
  expect(faultOf(() => change(world, ["CREATE", a]))).toBe(
    `InvalidChangeBatch: [Exceeded limit MAX_RRSETS_BY_ZONE for zone: ${world.zoneId}]`,
  );
});

test("aliases: targets lie in their zone and are there, made earlier in the batch at the latest (harmony-ops#491)", () => {
  const world = newWorld();
  const { zoneId } = world;
  const intro = (target: string): string =>
    `Tried to create an alias that targets ${target}., type A in zone ${zoneId}`;
  const alias = aliasOf("alias.example.test", "A", zoneId, "WWW.example.test");
  expect(faultOf(() => change(world, ["CREATE", alias]))).toBe(
    `InvalidChangeBatch: [${intro("www.example.test")}, but that target was not found]`,
  );
  expect(faultOf(() => change(world, ["CREATE", alias], ["CREATE", a]))).toContain("but that target was not found");
  expect(faultOf(() => change(world, ["CREATE", aliasOf("alias.example.test", "A", zoneId, "www.example.org")]))).toBe(
    `InvalidChangeBatch: [${intro("www.example.org")}, but the alias target name does not lie within the target zone, ${intro("www.example.org")}, but that target was not found]`,
  );
  expect(faultOf(() => change(world, ["CREATE", a], ["CREATE", alias]))).toBe("none");
  expect(
    faultOf(() => change(world, ["UPSERT", aliasOf("www.example.test", "A", zoneId, "www.example.test")])),
  ).toContain("but that target was not found");
  const stored = [...world.store.recordSets(zoneId)].find(({ AliasTarget }) => AliasTarget !== undefined);
  expect(stored).toEqual(aliasOf("alias.example.test.", "A", zoneId, "www.example.test."));
});

test("aliases: other zones of ours, AWS's services, CloudFront's health (AWS API: AliasTarget)", () => {
  const world = newWorld();
  const other = newZone(world.store, world.context, "other.test");
  changeZone(world, other, ["CREATE", setOf("www.other.test", "A", ["192.0.2.1"])]);
  change(world, ["CREATE", aliasOf("a.example.test", "A", `/hostedzone/${other}`, "www.other.test")]);
  change(world, ["CREATE", aliasOf("example.test", "A", "Z35SXDOTRQ7X7K", "my-lb-1.us-east-1.elb.amazonaws.com")]);
  const cloudFront = aliasOf("cf.example.test", "A", "Z2FDTNDATAQYW2", "d1.cloudfront.net");
  change(world, ["CREATE", cloudFront]);
  const evaluated = {
    ...cloudFront,
    AliasTarget: { HostedZoneId: "Z2FDTNDATAQYW2", DNSName: "d1.cloudfront.net", EvaluateTargetHealth: true },
  };
  expect(faultOf(() => change(world, ["UPSERT", evaluated]))).toContain(
    "EvaluateTargetHealth must be false for CloudFront",
  );
  const inner = newPrivateZone(world, "inner.test");
  expect(faultOf(() => changeZone(world, inner, ["CREATE", { ...cloudFront, Name: "cf.inner.test" }]))).toContain(
    "private hosted zones cannot target CloudFront",
  );
});

test("aliases of AWS's services have addresses or HTTPS records (AWS API: ResourceRecordSet, Type)", () => {
  for (const [zoneId, host] of [
    ["Z35SXDOTRQ7X7K", "my-lb-1.us-east-1.elb.amazonaws.com"],
    ["Z2FDTNDATAQYW2", "d1.cloudfront.net"],
  ] as const) {
    const to = (type: string): ResourceRecordSet => aliasOf("a.example.test", type, zoneId, host);
    for (const type of ["MX", "TXT", "CNAME", "SRV", "DS"])
      expect(faultOf(() => change(newWorld(), ["CREATE", to(type)]))).toBe(
        `InvalidChangeBatch: [Tried to create an alias that targets ${host}., type ${type} in zone ${zoneId}, but aliases of type ${type} to AWS services are not supported]`,
      );
    for (const type of ["A", "AAAA", "HTTPS"])
      expect(faultOf(() => change(newWorld(), ["CREATE", to(type)]))).toBe("none");
    expect(faultOf(() => change(newWorld({ strictness: "lenient" }), ["CREATE", to("MX")]))).toBe("none");
  }
});

test("aliases: no other account's zone, no private zone from a public one, in whatever strictness", () => {
  for (const strictness of ["strict", "lenient"] as const) {
    const world = newWorld({ strictness });
    const others = { ...world.context, account: "444455556666" };
    const foreign = newZone(world.store, others, "foreign.test");
    const zoneOfOthers = { ...world, context: others };
    changeZone(zoneOfOthers, foreign, ["CREATE", setOf("www.foreign.test", "A", ["192.0.2.1"])]);
    const inner = newPrivateZone(world, "inner.test");
    changeZone(world, inner, ["CREATE", setOf("www.inner.test", "A", ["10.0.0.1"])]);
    change(world, ["CREATE", a]);
    const notFound = (target: string, zone: string): string =>
      `InvalidChangeBatch: [Tried to create an alias that targets ${target}, type A in zone ${zone}, but that target was not found]`;
    const toForeign = aliasOf("a.example.test", "A", foreign, "www.foreign.test");
    expect(faultOf(() => change(world, ["CREATE", toForeign]))).toBe(notFound("www.foreign.test.", foreign));
    const toNobody = aliasOf("a.example.test", "A", foreign, "www.example.org");
    expect(faultOf(() => change(world, ["CREATE", toNobody]))).toBe(notFound("www.example.org.", foreign));
    const toInner = aliasOf("a.example.test", "A", inner, "www.inner.test");
    expect(faultOf(() => change(world, ["CREATE", toInner]))).toBe(notFound("www.inner.test.", inner));
    const outward = aliasOf("a.inner.test", "A", world.zoneId, "www.example.test");
    expect(faultOf(() => changeZone(world, inner, ["CREATE", outward]))).toBe("none");
    const inward = aliasOf("b.inner.test", "A", inner, "www.inner.test");
    expect(faultOf(() => changeZone(world, inner, ["CREATE", inward]))).toBe("none");
  }
});

test("health checks that are not there, and IP-based routing in a private zone", () => {
  const world = newWorld();
  const checked = { ...a, HealthCheckId: "0d0d0d0d-0000-4000-8000-000000000001" };
  const unknown = `NoSuchHealthCheck: No health check exists with the specified ID ${checked.HealthCheckId}`;
  expect(faultOf(() => change(world, ["CREATE", checked]))).toBe(unknown);
  expect(
    faultOf(() => change(world, ["DELETE", setOf("x.example.test", "A", ["192.0.2.1"])], ["UPSERT", checked])),
  ).toBe(unknown);
  expect(faultOf(() => change(world, ["DELETE", checked]))).toMatch(/^InvalidChangeBatch: .* was not found\]$/);
  world.tables.put(table.healthChecks, checked.HealthCheckId, "{}");
  expect(faultOf(() => change(world, ["CREATE", checked]))).toBe("none");
  expect(faultOf(() => change(newWorld({ strictness: "lenient" }), ["CREATE", checked]))).toBe("none");
  const inner = newPrivateZone(world, "inner.test");
  const byAddress = setOf("ip.inner.test", "A", ["192.0.2.1"], {
    SetIdentifier: "s",
    CidrRoutingConfig: { CollectionId: "c", LocationName: "*" },
  });
  expect(faultOf(() => changeZone(world, inner, ["CREATE", byAddress]))).toContain(
    "IP-based routing is not supported in private hosted zones",
  );
});

test("lenient: what moto takes, alias targets that are not there and deletions by name", () => {
  const world = newWorld({ strictness: "lenient" });
  change(world, ["CREATE", a]);
  change(world, ["DELETE", { ...a, TTL: 1 }]);
  change(world, ["CREATE", aliasOf("alias.example.test", "A", world.zoneId, "nowhere.example.test")]);
  expect(listed(world)).toEqual(["alias.example.test. A"]);
});

test("a batch's effect tells what each set was and is, and the answer is PENDING until it is acknowledged", () => {
  const world = newWorld();
  change(world, ["CREATE", a], ["CREATE", setOf("gone.example.test", "A", ["192.0.2.9"])]);
  world.effects.length = 0;
  const after = setOf("www.example.test.", "A", ["192.0.2.2"]);
  const info = change(
    world,
    ["UPSERT", after],
    ["DELETE", setOf("gone.example.test", "A", ["192.0.2.9"])],
    ["UPSERT", setOf("new.example.test", "A", ["192.0.2.3"])],
  );
  expect(info).toMatchObject({ Status: "PENDING", SubmittedAt: "2026-11-22T12:00:00.000Z" });
  const changeId = info.Id.replace("/change/", "");
  expect(world.effects).toMatchObject([
    {
      kind: "records-changed",
      changeId,
      zone: { id: world.zoneId, version: 3, recordSetCount: 4 },
      changes: [
        { before: { ...a, Name: "www.example.test." }, after },
        { before: setOf("gone.example.test.", "A", ["192.0.2.9"]), after: null },
        { before: null, after: setOf("new.example.test.", "A", ["192.0.2.3"]) },
      ],
    },
  ]);
  const status = (): string => world.store.getChange({ Id: info.Id }, world.context).ChangeInfo.Status;
  expect(status()).toBe("PENDING");
  world.store.acknowledge(changeId);
  expect(status()).toBe("INSYNC");
});
