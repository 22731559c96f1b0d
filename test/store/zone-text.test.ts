// Hosted zones as master files, and back: what is written says the same to every name server, and all of it to us.

import { expect, test } from "vitest";
import { Name } from "../../src/dns/name.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import type { ResourceRecordSet } from "../../src/store/shapes.ts";
import { targetsFirst } from "../../src/store/zone-import.ts";
import { readMasterFile } from "../../src/zone/master-file.ts";
import { aliasOf, change, faultOf, listed, newPrivateZone, newWorld, newZone, setOf } from "./fixture.ts";

const sets = (zoneId: string): ResourceRecordSet[] => [
  setOf("example.test.", "MX", ["10 mail.example.test."]),
  setOf(String.raw`\052.example.test.`, "TXT", [String.raw`"a \"quoted\" \344" "second"`, '""']),
  setOf(String.raw`a\056b.example.test.`, "CNAME", ["*.x.test."]),
  setOf("www.example.test.", "A", ["192.0.2.1", "192.0.2.2"], { SetIdentifier: "one; two", Weight: 0 }),
  setOf("www.example.test.", "A", ["192.0.2.3"], { SetIdentifier: 'ü "', Weight: 255 }),
  setOf("geo.example.test.", "A", ["192.0.2.4"], { SetIdentifier: "d", GeoLocation: { CountryCode: "*" } }),
  // Listed before its target, which is itself an alias.
  aliasOf("a.example.test.", "A", zoneId, "b.example.test."),
  aliasOf("b.example.test.", "A", zoneId, "www.example.test."),
  aliasOf("example.test.", "A", "Z35SXDOTRQ7X7K", "lb.us-east-1.elb.amazonaws.com."),
];

test("what is exported is imported into another zone, without loss", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  const [first, ...others] = sets(zoneId);
  change(
    world,
    ["CREATE", first],
    ...others.filter(({ Name: name }) => name !== "a.example.test.").map((set) => ["CREATE", set] as const),
    ["CREATE", others[5]],
  );
  const text = store.exportZone(zoneId, context);
  expect(text).not.toContain(zoneId);
  const copy = newPrivateZone(world, "example.test");
  const answer = store.importZone({ zoneId: copy, text, mode: "replace", apex: "zone" }, context);
  expect(answer).toMatchObject({ created: 9, changed: 0, deleted: 0, ChangeInfo: { Status: "PENDING" } });
  const rest = (id: string): unknown[] =>
    [...store.recordSets(id)]
      .filter(({ Type }) => Type !== "NS" && Type !== "SOA")
      .map((set) => JSON.parse(JSON.stringify(set).replace(id, "Z")) as unknown);
  expect(rest(copy)).toEqual(rest(zoneId));
  expect(store.importZone({ zoneId: copy, text, mode: "replace", apex: "zone" }, context)).toMatchObject({
    created: 0,
    changed: 0,
    deleted: 0,
  });
  // Spelled otherwise, it still says the same.
  change(world, ["UPSERT", setOf(String.raw`a\056b.example.test`, "CNAME", [String.raw`\052.x.test`])]);
  expect(store.importZone({ zoneId, text, mode: "replace", apex: "file" }, context)).toMatchObject({
    created: 0,
    changed: 0,
    deleted: 0,
  });
  expect(store.history(copy, context).map(({ kind }) => kind)).toEqual(["create-zone", "import", "import"]);
});

test("more sets than a call takes arguments are put in order", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => setOf(`h${i}.example.test.`, "A", ["192.0.2.1"]));
  const alias = aliasOf("a.example.test.", "A", "Z1", "h7.example.test.");
  expect(targetsFirst([alias, ...many]).at(-1)).toBe(alias);
});

function policyDocument(...values: readonly string[]): string {
  const ids = values.map((_, i) => `e${i}`);
  return JSON.stringify({
    AWSPolicyFormatVersion: "2015-10-01",
    RecordType: "A",
    StartRule: "all",
    Endpoints: Object.fromEntries(ids.map((id, i) => [id, { Type: "value", Value: values[i] }])),
    Rules: { all: { RuleType: "multivalue", Items: ids.map((EndpointReference) => ({ EndpointReference })) } },
  });
}

test("traffic policy instances go with their policies, into any zone and account, and back", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  const newInstance = (Name: string, policy: { readonly Id: string; readonly Version: number }): string =>
    store.createTrafficPolicyInstance(
      { HostedZoneId: zoneId, Name, TTL: 30, TrafficPolicyId: policy.Id, TrafficPolicyVersion: policy.Version },
      context,
    ).TrafficPolicyInstance.Id;
  const first = store.createTrafficPolicy({ Name: "all", Document: policyDocument("192.0.2.1", "192.0.2.2"), Comment: "ü" }, context).TrafficPolicy; // prettier-ignore
  const second = store.createTrafficPolicyVersion({ Id: first.Id, Document: policyDocument("192.0.2.3") }, context).TrafficPolicy; // prettier-ignore
  const www = newInstance("www.example.test", first);
  newInstance("api.example.test", second);
  change(world, ["CREATE", aliasOf("b.example.test", "A", zoneId, "www.example.test")]);
  change(world, ["CREATE", aliasOf("a.example.test", "A", zoneId, "b.example.test")]);
  const text = store.exportZone(zoneId, context);
  expect(text.match(/^;!route53-policy-record /gm)).toHaveLength(2);
  expect(text).not.toContain("_tp-");

  const other = { ...context, account: "999999999999" };
  const copy = newZone(store, other, "example.test");
  const bring = (id: string, as: typeof context, file = text): unknown =>
    store.importZone({ zoneId: id, text: file, mode: "replace", apex: "zone" }, as);
  const plain = { Name: "www.example.test", Type: "A", TTL: 5, ResourceRecords: [{ Value: "192.0.2.200" }] };
  store.changeResourceRecordSets({ HostedZoneId: copy, ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: plain }] } }, other); // prettier-ignore
  expect(bring(copy, other)).toMatchObject({ created: 4, changed: 0, deleted: 1 });
  const special = (file: string): string[] => file.split("\n").filter((line) => line.startsWith(";!"));
  expect(special(store.exportZone(copy, other))).toEqual(special(text));
  expect(bring(copy, other)).toMatchObject({ created: 0, changed: 0, deleted: 0 });
  expect(store.listTrafficPolicies({}, other).TrafficPolicySummaries).toMatchObject([
    { Name: "all", LatestVersion: 2 },
  ]);

  // Back home nothing is new; what was changed meanwhile is changed back, what was made is gone.
  expect(bring(zoneId, context)).toMatchObject({ created: 0, changed: 0, deleted: 0 });
  store.updateTrafficPolicyInstance({ Id: www, TTL: 30, TrafficPolicyId: second.Id, TrafficPolicyVersion: 2 }, context);
  newInstance("more.example.test", first);
  expect(bring(zoneId, context)).toMatchObject({ created: 0, changed: 1, deleted: 1 });
  expect(store.exportZone(zoneId, context)).toBe(text);
  expect(store.getTrafficPolicyInstance({ Id: www }, context).TrafficPolicyInstance.TrafficPolicyVersion).toBe(1);
  const merged = store.importZone({ zoneId, text: "", mode: "merge", apex: "zone" }, context);
  expect([merged.deleted, store.exportZone(zoneId, context)]).toEqual([0, text]);
  expect(bring(zoneId, context, "")).toMatchObject({ deleted: 4 });
  expect(store.zone(zoneId)?.recordSetCount).toBe(2);
});

test.each<[json: string, said: RegExp]>([
  ["nothing", /^InvalidInput: 1:1: after ;!route53-policy-record must stand a policy record as JSON/],
  ["{}", /^InvalidInput: 1:1: a policy record needs the member Name/],
  ['{"Name":"a..b"}', /DomainLabelEmpty/],
  ['{"Name":"a.test","TTL":-1}', /TTL must be a whole number from 0 to 2147483647/],
  ['{"Name":"a.test","TTL":1}', /TrafficPolicy needs a Name of 1 to 512 characters/],
  ['{"Name":"a.test","TTL":1,"TrafficPolicy":{"Name":"p"}}', /TrafficPolicy needs a Document, as a text/],
  ['{"Name":"a.test","TTL":1,"TrafficPolicy":{"Name":"p","Document":"{}","Comment":1}}', /TrafficPolicy\.Comment must be a text/],
  ['{"Name":"a.test","TTL":1,"TrafficPolicy":{"Name":"p","Document":"{}"}}', /AWSPolicyFormatVersion must be one of/],
])("a policy record that is none: %s", (json, said) => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  const text = `;!route53-policy-record ${json}\n`;
  expect(faultOf(() => store.importZone({ zoneId, text, mode: "merge", apex: "zone" }, context))).toMatch(said);
}); // prettier-ignore

test("other readers see the simple sets and nothing else", () => {
  const world = newWorld();
  change(world, ["CREATE", sets("")[0]], ["CREATE", sets("")[2]], ["CREATE", sets("")[3]]);
  const seen: string[] = [];
  const faults = readMasterFile(
    "export",
    new TextEncoder().encode(world.store.exportZone(world.zoneId, world.context)),
    { origin: null, open: () => "none" },
    { record: (owner, length, type) => seen.push(`${printName(new Name(owner.slice(0, length)).wire)} ${type}`) },
  );
  expect(faults).toEqual([]);
  expect(new Set(seen)).toEqual(
    new Set(["example.test. 2", "example.test. 6", "example.test. 15", String.raw`a\.b.example.test. 5`]),
  );
});

test("a zone file of somebody else: relative names, TTLs, records that stand twice", () => {
  const world = newWorld();
  const text = [
    "$TTL 1h",
    "@ IN SOA ns1 hostmaster 7 1d 2h 4w 1h",
    "@ IN NS ns1",
    "ns1 60 IN A 192.0.2.1",
    "ns1 30 IN A 192.0.2.2",
    "ns1 30 IN A 192.0.2.2",
    "ns1 30 IN MX 10 NS1",
    "ns1 30 IN MX 10 ns1",
    ';!route53 {"Type":"A","Name":"www.example.test","AliasTarget":{"HostedZoneId":"@","DNSName":"NS1.example.test","EvaluateTargetHealth":false}}',
  ].join("\n");
  const { store, context, zoneId } = world;
  expect(store.importZone({ zoneId, text, mode: "merge", apex: "file" }, context)).toMatchObject({
    created: 3,
    changed: 2,
    deleted: 0,
  });
  expect([...store.recordSets(zoneId)]).toEqual([
    setOf("example.test.", "NS", ["ns1.example.test."], { TTL: 3600 }),
    setOf("example.test.", "SOA", ["ns1.example.test. hostmaster.example.test. 7 86400 7200 2419200 3600"], {
      TTL: 3600,
    }),
    setOf("ns1.example.test.", "A", ["192.0.2.1", "192.0.2.2"], { TTL: 30 }),
    setOf("ns1.example.test.", "MX", ["10 NS1.example.test."], { TTL: 30 }),
    aliasOf("www.example.test.", "A", zoneId, "ns1.example.test."),
  ]);
});

test("merge leaves what the file does not name, replace deletes it", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  change(world, ["CREATE", setOf("old.example.test", "A", ["192.0.2.1"])]);
  const text = "new 60 IN A 192.0.2.1\n";
  expect(store.importZone({ zoneId, text, mode: "merge", apex: "zone" }, context)).toMatchObject({
    created: 1,
    deleted: 0,
  });
  expect(store.importZone({ zoneId, text, mode: "replace", apex: "zone" }, context)).toMatchObject({
    created: 0,
    deleted: 1,
  });
});

test.each([
  ["a 60 IN A 1.2.3", "InvalidInput: 1:11: "],
  [
    "a 60 IN LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m",
    "InvalidInput: 1:1: Route 53 has no records of type LOC",
  ],
  [";!route53 {", "InvalidInput: 1:1: after ;!route53 must stand a record set as JSON"],
  [';!route53 {"Name":1}', "InvalidInput: 1:1: Name must be of type string"],
  [';!route53 {"Name":"a..test","Type":"A"}', "InvalidInput: 1:1: FATAL problem: DomainLabelEmpty"],
  [
    ';!route53 {"Name":"a.example.test","Type":"A","Colour":"red"}',
    "InvalidInput: 1:1: a record set has no member Colour",
  ],
  [
    ';!route53 {"Name":"a.example.test","Type":"A","AliasTarget":{"HostedZoneId":"@"}}',
    "InvalidInput: 1:1: AliasTarget needs the member DNSName",
  ],
  [';!route53 {"Name":"a.example.test","Type":"A","Weight":1}', "InvalidInput: 1:1: Expected exactly one of"],
  ["$INCLUDE other.zone", "InvalidInput: 1:"],
  [
    "a.example.org. 60 IN A 192.0.2.1",
    "InvalidChangeBatch: 1:1: RRSet with DNS name a.example.org. is not permitted in zone example.test.",
  ],
])("%s is refused, and nothing is left", (text, fault) => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  expect(faultOf(() => store.importZone({ zoneId, text, mode: "merge", apex: "zone" }, context))).toContain(fault);
  expect(store.zone(zoneId)?.version).toBe(1);
});

test("faults of the rules name the lines that they come from, all of them", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  change(world, ["CREATE", setOf("old.example.test", "A", ["192.0.2.1"])]);
  const bring = (...lines: readonly string[]): string =>
    faultOf(() => store.importZone({ zoneId, text: lines.join("\n"), mode: "replace", apex: "zone" }, context));
  const special = (set: object): string => `;!route53 ${JSON.stringify({ TTL: 60, Type: "A", ...set })}`;
  const values = [{ Value: "192.0.2.1" }];
  const latency = (SetIdentifier: string): string =>
    special({ Name: "l.example.test.", SetIdentifier, Region: "eu-west-1", ResourceRecords: values });
  const outside = (name: string): string => `RRSet with DNS name ${name} is not permitted in zone example.test.`;
  expect(
    bring(
      "; a comment",
      "good 60 IN A 192.0.2.1",
      "a.example.org. 60 IN A 192.0.2.1",
      latency("one"),
      "b.example.org. 60 IN A 192.0.2.1",
      "b.example.org. 60 IN A 192.0.2.2",
      latency("two"),
    ),
  ).toBe(
    [
      `InvalidChangeBatch: 3:1: ${outside("a.example.org.")}`,
      `5:1: ${outside("b.example.org.")}`,
      "7:1: RRSet with DNS name l.example.test., type A, SetIdentifier two, and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists.",
    ].join("\n"),
  );
  const near = (AWSRegion: string): string =>
    special({
      Name: "g.example.test.",
      SetIdentifier: "1",
      GeoProximityLocation: { AWSRegion },
      ResourceRecords: values,
    });
  expect(bring("good 60 IN A 192.0.2.1", "", near("moon-1"))).toMatch(
    /^InvalidInput: 3:1: Unknown region 'moon-1' in Change with \[Action=UPSERT, /,
  );
  const checked = (HealthCheckId: string): string =>
    special({ Name: `${HealthCheckId}.example.test.`, HealthCheckId, ResourceRecords: values });
  expect(bring(checked("c1"), "", checked("c2"))).toBe(
    "NoSuchHealthCheck: 1:1: No health check exists with the specified ID c1\n3:1: No health check exists with the specified ID c2",
  );
  const policy = { Name: "all", Document: policyDocument("192.0.2.1") };
  const record = { Name: "www.example.org.", TTL: 60, TrafficPolicy: policy };
  expect(bring("", `;!route53-policy-record ${JSON.stringify(record)}`)).toMatch(/^\w+: 2:1: .*www\.example\.org/);
  expect(listed(world)).toEqual(["old.example.test. A"]);
});

test("twenty thousand records are one change", () => {
  const { store, context } = newWorld();
  const zoneId = newZone(store, context, "large.test");
  const text = Array.from({ length: 20_000 }, (_, i) => `n${i} 60 IN A 10.0.${i >> 8}.${i & 255}`).join("\n");
  expect(store.importZone({ zoneId, text, mode: "replace", apex: "zone" }, context).created).toBe(20_000);
  expect(store.history(zoneId, context)).toHaveLength(2);
});
