// Traffic policies and their instances (API:CreateTrafficPolicy, API:CreateTrafficPolicyInstance,
// API:UpdateTrafficPolicyInstance, API:ListTrafficPolicyInstances; DG:traffic-flow).

import { expect, test } from "vitest";
import { awsLimits } from "../../src/store/limit-table.ts";
import type { TrafficPolicy } from "../../src/store/traffic-policies.ts";
import type { TrafficPolicyInstance } from "../../src/store/traffic-policy-instances.ts";
import { aliasOf, change, faultOf, listed, newWorld, newZone, setOf, type World } from "./fixture.ts";

function endpointDocument(value: string, RecordType = "A"): string {
  return JSON.stringify({
    AWSPolicyFormatVersion: "2015-10-01",
    RecordType,
    StartEndpoint: "only",
    Endpoints: { only: { Type: "value", Value: value } },
  });
}

/** Failover from a weighted pair to a load balancer. */
const treeDocument = JSON.stringify({
  AWSPolicyFormatVersion: "2015-10-01",
  RecordType: "A",
  StartRule: "switch",
  Endpoints: {
    one: { Type: "value", Value: "192.0.2.1" },
    two: { Type: "value", Value: "192.0.2.2" },
    elb: { Type: "elastic-load-balancer", Value: "elb-1.eu-west-1.elb.amazonaws.com" },
  },
  Rules: {
    switch: {
      RuleType: "failover",
      Primary: { RuleReference: "pair", EvaluateTargetHealth: "true" },
      Secondary: { EndpointReference: "elb" },
    },
    pair: {
      RuleType: "weighted",
      Items: [
        { EndpointReference: "one", Weight: "3" },
        { EndpointReference: "two", Weight: "1" },
      ],
    },
  },
});

function newPolicy(world: World, Name: string, Document = endpointDocument("192.0.2.1")): TrafficPolicy {
  return world.store.createTrafficPolicy({ Name, Document }, world.context).TrafficPolicy;
}

function newInstance(world: World, policy: TrafficPolicy, Name: string, zoneId = world.zoneId): TrafficPolicyInstance {
  const input = {
    HostedZoneId: zoneId,
    Name,
    TTL: 60,
    TrafficPolicyId: policy.Id,
    TrafficPolicyVersion: policy.Version,
  };
  return world.store.createTrafficPolicyInstance(input, world.context).TrafficPolicyInstance;
}

function update(world: World, Id: string, policy: TrafficPolicy, TTL = 60): TrafficPolicyInstance {
  const input = { Id, TTL, TrafficPolicyId: policy.Id, TrafficPolicyVersion: policy.Version };
  return world.store.updateTrafficPolicyInstance(input, world.context).TrafficPolicyInstance;
}

function acknowledgeAll({ store, effects }: World): void {
  for (const effect of effects) if ("changeId" in effect) store.acknowledge(effect.changeId);
}

test("policies have versions, comments and an end, and are listed as they were made", () => {
  const world = newWorld();
  const { store, context } = world;
  const first = newPolicy(world, "first");
  const second = newPolicy(world, "second");
  expect(first).toMatchObject({ Version: 1, Name: "first", Type: "A" });
  expect(faultOf(() => newPolicy(world, "first"))).toMatch(/^TrafficPolicyAlreadyExists:/);
  const created = store.createTrafficPolicyVersion(
    { Id: first.Id, Document: endpointDocument("2001:db8::1", "AAAA"), Comment: "v6" },
    context,
  );
  expect(created.Location).toBe(`https://route53.amazonaws.com/2013-04-01/trafficpolicy/${first.Id}/2`);
  expect(created.TrafficPolicy).toMatchObject({ Version: 2, Name: "first", Type: "AAAA", Comment: "v6" });
  store.updateTrafficPolicyComment({ Id: first.Id, Version: 1, Comment: "v4" }, context);
  expect(store.getTrafficPolicy({ Id: first.Id, Version: 1 }, context).TrafficPolicy.Comment).toBe("v4");

  const page = store.listTrafficPolicies({ MaxItems: "1" }, context);
  expect(page).toEqual({
    TrafficPolicySummaries: [{ Id: first.Id, Name: "first", Type: "AAAA", LatestVersion: 2, TrafficPolicyCount: 2 }],
    IsTruncated: true,
    TrafficPolicyIdMarker: second.Id,
    MaxItems: "1",
  });
  const rest = store.listTrafficPolicies({ TrafficPolicyIdMarker: second.Id }, context);
  expect(rest.TrafficPolicySummaries.map(({ Name }) => Name)).toEqual(["second"]);
  expect(rest.IsTruncated).toBe(false);

  store.deleteTrafficPolicy({ Id: first.Id, Version: 1 }, context);
  const versions = store.listTrafficPolicyVersions({ Id: first.Id }, context).TrafficPolicies;
  expect(versions.map(({ Version }) => Version)).toEqual([2]);
  store.deleteTrafficPolicy({ Id: first.Id, Version: 2 }, context);
  // Who kept the id can still read it (API:DeleteTrafficPolicy).
  expect(store.getTrafficPolicy({ Id: first.Id, Version: 2 }, context).TrafficPolicy.Version).toBe(2);
  expect(faultOf(() => store.listTrafficPolicyVersions({ Id: first.Id }, context))).toMatch(/^NoSuchTrafficPolicy:/);
  expect(faultOf(() => store.deleteTrafficPolicy({ Id: first.Id, Version: 2 }, context))).toMatch(
    /^NoSuchTrafficPolicy:/,
  );
  expect(newPolicy(world, "first").Id).not.toBe(first.Id);
});

test("versions come in pages", () => {
  const world = newWorld();
  const { Id } = newPolicy(world, "many");
  for (let i = 0; i < 11; i++)
    world.store.createTrafficPolicyVersion({ Id, Document: endpointDocument("192.0.2.1") }, world.context);
  const page = world.store.listTrafficPolicyVersions({ Id, MaxItems: "10" }, world.context);
  expect(page.TrafficPolicies.map(({ Version }) => Version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(page.TrafficPolicyVersionMarker).toBe("11");
  const rest = world.store.listTrafficPolicyVersions({ Id, TrafficPolicyVersionMarker: "11" }, world.context);
  expect(rest.TrafficPolicies.map(({ Version }) => Version)).toEqual([11, 12]);
  world.store.deleteTrafficPolicy({ Id, Version: 11 }, world.context);
  const onwards = world.store.listTrafficPolicyVersions({ Id, TrafficPolicyVersionMarker: "11" }, world.context);
  expect(onwards.TrafficPolicies.map(({ Version }) => Version)).toEqual([12]);
  for (const TrafficPolicyVersionMarker of ["nonsense", "0", "13", "-1", "1.5", " 2", ""])
    expect(
      faultOf(() => world.store.listTrafficPolicyVersions({ Id, TrafficPolicyVersionMarker }, world.context)),
    ).toMatch(/^InvalidInput: /);
});

test("another account's policies and instances are not there", () => {
  const world = newWorld();
  const policy = newPolicy(world, "mine");
  const { Id } = newInstance(world, policy, "www.example.test");
  const other = { ...world.context, account: "999999999999" };
  expect(faultOf(() => world.store.getTrafficPolicy({ Id: policy.Id, Version: 1 }, other))).toMatch(/^NoSuchTraffic/);
  expect(faultOf(() => world.store.getTrafficPolicyInstance({ Id }, other))).toMatch(/^NoSuchTrafficPolicyInstance:/);
  expect(world.store.listTrafficPolicyInstances({}, other).TrafficPolicyInstances).toEqual([]);
});

test("an instance of an endpoint is one set", () => {
  const world = newWorld();
  const instance = newInstance(world, newPolicy(world, "one"), "www.example.test");
  expect(instance).toMatchObject({ Name: "www.example.test.", TTL: 60, State: "Creating", Message: "" });
  expect([...world.store.recordSets(world.zoneId)].at(-1)).toEqual({
    Name: "www.example.test.",
    Type: "A",
    TTL: 60,
    ResourceRecords: [{ Value: "192.0.2.1" }],
    TrafficPolicyInstanceId: instance.Id,
  });
  acknowledgeAll(world);
  const { State } = world.store.getTrafficPolicyInstance({ Id: instance.Id }, world.context).TrafficPolicyInstance;
  expect(State).toBe("Applied");
});

test("an instance of rules is a tree of aliases that ends in the endpoints", () => {
  const world = newWorld();
  const { Id } = newInstance(world, newPolicy(world, "tree", treeDocument), "www.example.test");
  const tree = (rule: number): string => `_tp-${Id.slice(0, 8)}-1-${rule}.example.test.`;
  const sets = [...world.store.recordSets(world.zoneId)].filter((set) => set.TrafficPolicyInstanceId === Id);
  const aliasTo = (DNSName: string, health: string, HostedZoneId = world.zoneId): object => ({
    AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: health === "evaluate" },
  });
  const routes = sets.map(({ Name, Weight, Failover, TTL, ResourceRecords, AliasTarget }) => ({
    Name,
    ...(Weight !== undefined && { Weight }),
    ...(Failover !== undefined && { Failover }),
    ...(AliasTarget === undefined ? { TTL, ResourceRecords } : { AliasTarget }),
  }));
  expect(routes).toEqual([
    {
      Name: tree(0),
      Failover: "PRIMARY",
      ...aliasTo(tree(1), "evaluate"),
    },
    {
      Name: tree(0),
      Failover: "SECONDARY",
      ...aliasTo("elb-1.eu-west-1.elb.amazonaws.com.", "ignore", "Z32O12XQLNTSW2"),
    },
    { Name: tree(1), Weight: 3, TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] },
    { Name: tree(1), Weight: 1, TTL: 60, ResourceRecords: [{ Value: "192.0.2.2" }] },
    { Name: "www.example.test.", ...aliasTo(tree(0), "evaluate") },
  ]);
});

test("an update turns the name to a new tree in one change, and leaves nothing of the old one", () => {
  const world = newWorld();
  const tree = newPolicy(world, "tree", treeDocument);
  const { Id } = newInstance(world, tree, "www.example.test");
  const before = listed(world);
  world.effects.length = 0;
  expect(update(world, Id, tree, 30).State).toBe("Updating");
  const after = listed(world);
  expect(after.length).toBe(before.length);
  expect(after.filter((name) => before.includes(name))).toEqual(["www.example.test. A"]);
  expect(world.effects.length).toBe(1);
  const [effect] = world.effects;
  expect(effect.kind === "records-changed" && effect.changes.length).toBe(9);
  const zone = world.store.zone(world.zoneId);
  expect(zone?.recordSetCount, "NS, SOA and the root").toBe(3);

  update(world, Id, newPolicy(world, "one"));
  expect(listed(world)).toEqual(["www.example.test. A"]);
  world.store.deleteTrafficPolicyInstance({ Id }, world.context);
  expect(listed(world)).toEqual([]);
  expect(world.store.zone(world.zoneId)?.recordSetCount).toBe(2);
  expect(faultOf(() => world.store.getTrafficPolicyInstance({ Id }, world.context))).toMatch(
    /^NoSuchTrafficPolicyInstance:/,
  );
});

test("a policy in use stays, and its instance keeps its type", () => {
  const world = newWorld();
  const policy = newPolicy(world, "used");
  const { Id } = newInstance(world, policy, "www.example.test");
  const remove = (): string =>
    faultOf(() => world.store.deleteTrafficPolicy({ Id: policy.Id, Version: 1 }, world.context));
  expect(remove()).toMatch(/^TrafficPolicyInUse:/);
  const other = newPolicy(world, "v6", endpointDocument("2001:db8::1", "AAAA"));
  expect(faultOf(() => update(world, Id, other))).toMatch(/^ConflictingTypes:/);
  update(world, Id, newPolicy(world, "next"));
  expect(remove()).toBe("none");
});

test.each<[what: string, prepare: (world: World) => void, name: string, fault: RegExp]>([
  [
    "another instance",
    (world) => newInstance(world, newPolicy(world, "a"), "www.example.test"),
    "WWW.example.test",
    /^TrafficPolicyInstanceAlreadyExists:/,
  ],
  [
    "record sets",
    (world) => change(world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.9"])]),
    "www.example.test",
    /^InvalidInput: RRSet with DNS name www.example.test., type A cannot be created as other RRSets exist/,
  ],
  [
    "a CNAME",
    (world) => change(world, ["CREATE", setOf("www.example.test", "CNAME", ["a.example"])]),
    "www.example.test",
    /^InvalidInput: RRSet of type A with DNS name www.example.test. is not permitted/,
  ],
  ["nothing, outside the zone", () => undefined, "www.example.org", /^InvalidInput: .*is not permitted in zone/],
  ["nothing, with a broken name", () => undefined, "a..b", /^InvalidInput: .*DomainLabelEmpty/],
])("an instance in the place of %s", (_what, prepare, name, fault) => {
  const world = newWorld();
  prepare(world);
  const before = listed(world);
  const policy = newPolicy(world, "policy", treeDocument);
  expect(faultOf(() => newInstance(world, policy, name))).toMatch(fault);
  expect(listed(world)).toEqual(before);
});

test("the sets of an instance are not changed by batches", () => {
  const world = newWorld();
  newInstance(world, newPolicy(world, "one"), "www.example.test");
  expect(faultOf(() => change(world, ["UPSERT", setOf("www.example.test", "A", ["192.0.2.9"])]))).toMatch(
    /^InvalidChangeBatch: .*belongs to a traffic policy instance/,
  );
});

test("API:ListResourceRecordSets: the root alone is listed, by the instance's id, with a text for values and without a TTL", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  change(world, ["CREATE", setOf("_z.example.test", "A", ["192.0.2.9"])]);
  const { Id } = newInstance(world, newPolicy(world, "tree", treeDocument), "www.example.test");
  change(world, ["CREATE", aliasOf("a.example.test", "A", zoneId, "www.example.test")]);
  const list = (input: object = {}): ReturnType<typeof store.listResourceRecordSets> =>
    store.listResourceRecordSets({ HostedZoneId: zoneId, ...input }, context);
  const names = [
    "example.test. NS",
    "example.test. SOA",
    "_z.example.test. A",
    "a.example.test. A",
    "www.example.test. A",
  ];
  const { ResourceRecordSets } = list();
  expect(ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(names);
  const unsupported =
    "This resource record set includes an attribute that is unsupported on this Route 53 API version. Please consider using a newer API version or a tool that does so.";
  expect(ResourceRecordSets.at(-1)).toEqual({
    Name: "www.example.test.",
    Type: "A",
    ResourceRecords: [{ Value: unsupported }],
    TrafficPolicyInstanceId: Id,
  });
  const pages: string[] = [];
  for (let start = {}; ;) {
    const page = list({ ...start, MaxItems: "1" });
    pages.push(...page.ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`));
    if (!page.IsTruncated) break;
    start = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
  }
  expect(pages).toEqual(names);
  expect(store.getHostedZone({ Id: zoneId }, context).HostedZone.ResourceRecordSetCount).toBe(5);
  expect(list({ StartRecordName: `_tp-${Id.slice(0, 8)}-1-0.example.test` }).ResourceRecordSets).not.toEqual([]);
});

test("API:Change: a batch may delete the root as it is listed, and the instance is left behind; of the tree nothing is there", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  const { Id } = newInstance(world, newPolicy(world, "tree", treeDocument), "www.example.test");
  const { TrafficPolicyInstanceId: _, ...tree } = [...store.recordSets(zoneId)].find(({ Weight }) => Weight === 3)!;
  expect(faultOf(() => change(world, ["DELETE", tree]))).toMatch(/but it was not found\]$/);
  const root = store.listResourceRecordSets({ HostedZoneId: zoneId }, context).ResourceRecordSets.at(-1)!;
  expect(faultOf(() => change(world, ["DELETE", { ...root, TrafficPolicyInstanceId: "other" }]))).toMatch(/do not match the current values\]$/); // prettier-ignore
  change(world, ["DELETE", root]);
  expect(store.zone(zoneId)?.recordSetCount).toBe(2);
  expect(store.getTrafficPolicyInstance({ Id }, context).TrafficPolicyInstance.Id).toBe(Id);
  expect(store.exportZone(zoneId, context)).not.toContain("policy-record");
  store.deleteTrafficPolicyInstance({ Id }, context);
  expect([listed(world), store.zone(zoneId)?.recordSetCount]).toEqual([[], 2]);
});

test("a rollback leaves the sets of instances as they are", () => {
  const world = newWorld();
  const policy = newPolicy(world, "tree", treeDocument);
  const { Id } = newInstance(world, policy, "www.example.test");
  update(world, Id, policy);
  change(world, ["CREATE", setOf("other.example.test", "A", ["192.0.2.9"])]);
  const before = listed(world);
  world.store.rollBack({ zoneId: world.zoneId, version: 1 }, world.context);
  expect(listed(world)).toEqual(before.filter((name) => !name.startsWith("other")));
  world.store.deleteTrafficPolicyInstance({ Id }, world.context);
  expect(listed(world)).toEqual([]);
});

test("instances are listed by zone, name and type, in pages, and counted", () => {
  const world = newWorld();
  const { store, context } = world;
  const policy = newPolicy(world, "v4");
  const six = newPolicy(world, "v6", endpointDocument("2001:db8::1", "AAAA"));
  const other = newZone(store, context, "other.test");
  for (const name of ["b.example.test", "a.example.test", "a.b.example.test"]) newInstance(world, policy, name);
  newInstance(world, six, "a.example.test");
  newInstance(world, policy, "other.test", other);
  const listing = (instances: readonly TrafficPolicyInstance[]): string[] =>
    instances.map(({ Name, TrafficPolicyType }) => `${Name} ${TrafficPolicyType}`);
  const here = ["a.example.test. A", "a.example.test. AAAA", "b.example.test. A", "a.b.example.test. A"];
  const all = world.zoneId < other ? [...here, "other.test. A"] : ["other.test. A", ...here];

  const seen: string[] = [];
  let start = {};
  for (;;) {
    const page = store.listTrafficPolicyInstances({ ...start, MaxItems: "2" }, context);
    seen.push(...listing(page.TrafficPolicyInstances));
    const { HostedZoneIdMarker, TrafficPolicyInstanceNameMarker, TrafficPolicyInstanceTypeMarker } = page;
    if (!page.IsTruncated) break;
    start = { HostedZoneIdMarker, TrafficPolicyInstanceNameMarker, TrafficPolicyInstanceTypeMarker };
  }
  expect(seen).toEqual(all);
  const byZone = store.listTrafficPolicyInstancesByHostedZone({ HostedZoneId: world.zoneId, MaxItems: "3" }, context);
  expect(listing(byZone.TrafficPolicyInstances)).toEqual(here.slice(0, 3));
  expect(byZone).toMatchObject({
    IsTruncated: true,
    TrafficPolicyInstanceNameMarker: "a.b.example.test.",
    TrafficPolicyInstanceTypeMarker: "A",
  });
  const byPolicy = store.listTrafficPolicyInstancesByPolicy(
    { TrafficPolicyId: six.Id, TrafficPolicyVersion: 1 },
    context,
  );
  expect(listing(byPolicy.TrafficPolicyInstances)).toEqual(["a.example.test. AAAA"]);
  expect(store.getTrafficPolicyInstanceCount({}, context).TrafficPolicyInstanceCount).toBe(5);
  expect(faultOf(() => store.listTrafficPolicyInstances({ HostedZoneIdMarker: other }, context))).toMatch(
    /^InvalidInput:/,
  );
});

test("the quotas of policies and instances hold where quotas do (DG:DNSLimitations)", () => {
  const limits = {
    ...awsLimits,
    trafficPoliciesPerAccount: 1,
    trafficPolicyVersions: 1,
    trafficPolicyInstancesPerAccount: 1,
  };
  const world = newWorld({ quotas: "enforced", limits });
  const policy = newPolicy(world, "one");
  expect(faultOf(() => newPolicy(world, "two"))).toMatch(/^TooManyTrafficPolicies:/);
  expect(
    faultOf(() => world.store.createTrafficPolicyVersion({ Id: policy.Id, Document: treeDocument }, world.context)),
  ).toMatch(/^TooManyTrafficPolicyVersionsForCurrentPolicy:/);
  newInstance(world, policy, "a.example.test");
  expect(faultOf(() => newInstance(world, policy, "b.example.test"))).toMatch(/^TooManyTrafficPolicyInstances:/);
});
