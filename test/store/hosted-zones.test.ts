// Hosted zones: their life, their lists, their name servers, and what the service says when it refuses
// (AWS API: CreateHostedZone, DeleteHostedZone, ListHostedZones, ListHostedZonesByName, ListHostedZonesByVPC).

import { expect, test } from "vitest";
import { change, faultOf, newPrivateZone, newWorld, newZone, setOf } from "./fixture.ts";

test("a new public zone has four servers, one a top level, and two sets (AWS guide: SOA-NSrecords)", () => {
  const { store, context, effects } = newWorld();
  const created = store.createHostedZone(
    { Name: "Sign.TEST", CallerReference: "r", HostedZoneConfig: { Comment: "a sign" } },
    context,
  );
  const id = created.HostedZone.Id;
  expect(id).toMatch(/^\/hostedzone\/Z[0-9A-Z]{13}$/);
  expect(created).toMatchObject({
    HostedZone: {
      Name: "sign.test.",
      CallerReference: "r",
      Config: { Comment: "a sign", PrivateZone: false },
      ResourceRecordSetCount: 2,
    },
    ChangeInfo: { Status: "PENDING", SubmittedAt: "2026-11-22T12:00:00.000Z" },
    Location: `https://route53.amazonaws.com/2013-04-01${id}`,
  });
  const servers = created.DelegationSet?.NameServers ?? [];
  expect(servers.map((name) => name.replace(/^ns-\d+\.awsdns-\d\d\./, "")).toSorted()).toEqual([
    "co.uk",
    "com",
    "net",
    "org",
  ]);
  expect(store.getHostedZone({ Id: id }, context)).toEqual({
    HostedZone: created.HostedZone,
    DelegationSet: created.DelegationSet,
  });
  expect(store.listResourceRecordSets({ HostedZoneId: id }, context).ResourceRecordSets).toEqual([
    { Name: "sign.test.", Type: "NS", TTL: 172_800, ResourceRecords: servers.map((name) => ({ Value: `${name}.` })) },
    {
      Name: "sign.test.",
      Type: "SOA",
      TTL: 900,
      ResourceRecords: [{ Value: `${servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` }],
    },
  ]);
  expect(effects.at(-1)).toMatchObject({
    kind: "zone-created",
    zone: { name: "sign.test." },
    sets: [{ Type: "NS" }, { Type: "SOA" }],
  });
});

test("the recorded answer of a private zone: its VPC, no delegation set", () => {
  const { store, context } = newWorld();
  const VPC = { VPCRegion: "us-east-1", VPCId: "vpc-0a1b2c3d" };
  const { ChangeInfo, Location, ...created } = store.createHostedZone(
    { Name: "inner.test", CallerReference: "r", VPC },
    context,
  );
  expect([ChangeInfo.Status, Location.includes(created.HostedZone.Id)]).toEqual(["PENDING", true]);
  expect(created).toEqual({
    HostedZone: { ...created.HostedZone, Config: { PrivateZone: true }, ResourceRecordSetCount: 2 },
    VPC,
  });
  expect(store.getHostedZone({ Id: created.HostedZone.Id }, context)).toEqual({
    HostedZone: created.HostedZone,
    VPCs: [VPC],
  });
});

const vpc = { VPCId: "vpc-1", VPCRegion: "eu-west-1" };

test.each([
  ["example.com (aws-saas-boost#404)", { Name: "example.com" }, "InvalidDomainName: example.com is reserved by AWS!"],
  ["a single label", { Name: "test" }, "InvalidDomainName: test is reserved by AWS!"],
  ["a single label in a VPC", { Name: "internal", VPC: vpc }, "none"],
  [
    "a wildcard (AWS guide: DomainNameFormat)",
    { Name: "*.example.test" },
    "InvalidDomainName: *.example.test is not a valid domain name for a hosted zone.",
  ],
  [
    "an empty label",
    { Name: "a..test" },
    "InvalidDomainName: FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..test'",
  ],
  [
    "private without a VPC",
    { Name: "inner.test", HostedZoneConfig: { PrivateZone: true } },
    "InvalidInput: When you're creating a private hosted zone (when you specify true for PrivateZone), you must also specify values for VPCId and VPCRegion.",
  ],
  [
    "a VPC that is none (recorded)",
    { Name: "inner.test", VPC: { VPCId: "x", VPCRegion: "eu-west-1" } },
    "InvalidVPCId: The VPC ID is invalid.",
  ],
  [
    "an unknown delegation set",
    { Name: "sign.test", DelegationSetId: "N1" },
    "NoSuchDelegationSet: A reusable delegation set with the specified ID does not exist: N1",
  ],
])("createHostedZone of %s", (_, input, fault) => {
  const { store, context } = newWorld();
  expect(faultOf(() => store.createHostedZone({ CallerReference: "r", ...input }, context))).toBe(fault);
});

test("lenient: reserved names are taken", () => {
  const { store, context } = newWorld({ strictness: "lenient" });
  expect(faultOf(() => store.createHostedZone({ Name: "example.com", CallerReference: "r" }, context))).toBe("none");
});

test("a caller reference is used once an account while its zone lives, even with the same arguments", () => {
  const { store, context } = newWorld();
  const input = { Name: "sign.test", CallerReference: "r" };
  const { HostedZone } = store.createHostedZone(input, context);
  const fault = "HostedZoneAlreadyExists: A hosted zone has already been created with the specified caller reference.";
  expect(faultOf(() => store.createHostedZone(input, context))).toBe(fault);
  expect(faultOf(() => store.createHostedZone(input, { ...context, account: "999900001111" }))).toBe("none");
  store.deleteHostedZone({ Id: HostedZone.Id }, context);
  expect(faultOf(() => store.createHostedZone(input, context))).toBe("none");
});

test("a zone with any further set is not deleted (cloud-nuke#743); a deleted one is gone with its lists", () => {
  const world = newWorld();
  const { store, context, zoneId, effects } = world;
  const www = setOf("www.example.test", "A", ["192.0.2.1"]);
  change(world, ["CREATE", www]);
  expect(faultOf(() => store.deleteHostedZone({ Id: zoneId }, context))).toBe(
    "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
  );
  change(world, ["DELETE", www]);
  const { ChangeInfo } = store.deleteHostedZone({ Id: `/hostedzone/${zoneId}` }, context);
  expect(effects.at(-1)).toMatchObject({ kind: "zone-deleted", zone: { id: zoneId } });
  expect(store.getChange({ Id: ChangeInfo.Id }, context).ChangeInfo.Status).toBe("PENDING");
  const fault = `NoSuchHostedZone: No hosted zone found with ID: ${zoneId}`;
  expect(faultOf(() => store.getHostedZone({ Id: zoneId }, context))).toBe(fault);
  expect(faultOf(() => store.deleteHostedZone({ Id: zoneId }, context))).toBe(fault);
  expect(store.listHostedZones({}, context).HostedZones).toEqual([]);
  expect(store.listHostedZonesByName({}, context).HostedZones).toEqual([]);
  expect([...store.recordSets(zoneId)]).toEqual([]);
  expect(store.getHostedZoneCount({}, context)).toEqual({ HostedZoneCount: 0 });
});

test("zones, changes and record sets of another account are not there", () => {
  const { store, context, zoneId } = newWorld();
  const stranger = { ...context, account: "999900001111" };
  const [change] = store.history(zoneId, context);
  for (const call of [
    () => store.getHostedZone({ Id: zoneId }, stranger),
    () => store.deleteHostedZone({ Id: zoneId }, stranger),
    () => store.listResourceRecordSets({ HostedZoneId: zoneId }, stranger),
  ])
    expect(faultOf(call)).toBe(`NoSuchHostedZone: No hosted zone found with ID: ${zoneId}`);
  expect(faultOf(() => store.getChange({ Id: change.id }, stranger))).toContain("NoSuchChange");
  expect(store.listHostedZones({}, stranger).HostedZones).toEqual([]);
});

test("zones of one name, and zones above and below, share no server (AWS guide: hosted-zone-public-considerations)", () => {
  const { store, context } = newWorld();
  const servers = new Set<string>();
  let count = 0;
  for (const name of [...Array.from({ length: 60 }, () => "same.test"), "a.same.test", "b.a.same.test"]) {
    const zone = store.getHostedZone({ Id: newZone(store, context, name) }, context);
    for (const server of zone.DelegationSet?.NameServers ?? []) servers.add(server);
    count += 4;
  }
  expect(servers.size).toBe(count);
});

test("zones of one name until each has servers of its own, then DelegationSetNotAvailable (AWS API: CreateHostedZone)", () => {
  const { store, context } = newWorld();
  const servers = new Set<string>();
  const zones: string[] = [];
  for (let i = 0; i < 512; i++) {
    zones.push(newZone(store, context, i % 2 === 0 ? "same.test" : "a.same.test"));
    const { DelegationSet } = store.getHostedZone({ Id: zones[i] }, context);
    for (const server of DelegationSet?.NameServers ?? []) servers.add(server);
  }
  expect(servers.size).toBe(2048);
  for (const name of ["same.test", "b.a.same.test"])
    expect(faultOf(() => newZone(store, context, name))).toMatch(/^DelegationSetNotAvailable: /);
  expect(faultOf(() => newZone(store, context, "other.test"))).toBe("none");
  store.deleteHostedZone({ Id: zones[7] }, context);
  expect(faultOf(() => newZone(store, context, "same.test"))).toBe("none");
});

test("comment and features", () => {
  const { store, context, zoneId } = newWorld();
  const config = (): unknown => store.getHostedZone({ Id: zoneId }, context).HostedZone.Config;
  store.updateHostedZoneComment({ Id: zoneId, Comment: "new" }, context);
  expect(config()).toEqual({ Comment: "new", PrivateZone: false });
  store.updateHostedZoneComment({ Id: zoneId }, context);
  expect(config()).toEqual({ PrivateZone: false });
  store.updateHostedZoneFeatures({ HostedZoneId: zoneId, EnableAcceleratedRecovery: true }, context);
  expect(store.getHostedZone({ Id: zoneId }, context).HostedZone.Features).toEqual({
    AcceleratedRecoveryStatus: "ENABLED",
  });
});

test("ListHostedZones: any page size gives every zone once; the marker is echoed", () => {
  const world = newWorld();
  const { store, context } = world;
  for (let i = 0; i < 7; i++) newZone(store, context, `z${i}.test`);
  newPrivateZone(world, "inner.test");
  const all = store.listHostedZones({}, context).HostedZones.map(({ Id }) => Id);
  expect(all).toHaveLength(9);
  for (let size = 1; size <= 10; size++) {
    const ids: string[] = [];
    let marker: string | undefined;
    do {
      const page = store.listHostedZones(
        { MaxItems: String(size), ...(marker !== undefined && { Marker: marker }) },
        context,
      );
      expect([page.Marker, page.MaxItems, page.IsTruncated]).toEqual([
        marker,
        String(size),
        page.NextMarker !== undefined,
      ]);
      ids.push(...page.HostedZones.map(({ Id }) => Id));
      marker = page.NextMarker;
    } while (marker !== undefined);
    expect(ids).toEqual(all);
  }
  expect(
    store.listHostedZones({ HostedZoneType: "PrivateHostedZone" }, context).HostedZones.map(({ Name }) => Name),
  ).toEqual(["inner.test."]);
  expect(faultOf(() => store.listHostedZones({ MaxItems: "none" }, context))).toContain("InvalidInput");
  expect(store.listHostedZones({ MaxItems: "1000" }, context).MaxItems).toBe("100");
});

test("ListHostedZonesByName: reversed labels, from a name on, with what was asked echoed", () => {
  const { store, context } = newWorld();
  for (const name of ["a.test", "b.example.test", "a.org", "example-1.test", "b.test"]) newZone(store, context, name);
  const names = (input: Parameters<typeof store.listHostedZonesByName>[0]): string[] =>
    store.listHostedZonesByName(input, context).HostedZones.map(({ Name }) => Name);
  const all = ["a.org.", "a.test.", "b.test.", "example-1.test.", "example.test.", "b.example.test."];
  expect(names({})).toEqual(all);
  expect(names({ DNSName: "b.test" })).toEqual(all.slice(2));
  expect(names({ DNSName: "ab.test." })).toEqual(all.slice(2));
  const page = store.listHostedZonesByName({ DNSName: "b.test", MaxItems: "2" }, context);
  expect(page).toMatchObject({ DNSName: "b.test", IsTruncated: true, NextDNSName: "example.test.", MaxItems: "2" });
  const rest = store.listHostedZonesByName(
    { DNSName: page.NextDNSName ?? "", HostedZoneId: page.NextHostedZoneId ?? "" },
    context,
  );
  expect(rest.HostedZones.map(({ Name }) => Name)).toEqual(["example.test.", "b.example.test."]);
  expect(rest).toMatchObject({ HostedZoneId: page.NextHostedZoneId, IsTruncated: false });
  expect(faultOf(() => store.listHostedZonesByName({ HostedZoneId: "Z1" }, context))).toContain("InvalidInput");
});

test("quotas hold when they are enforced", () => {
  const { store, context } = newWorld({ quotas: "enforced" });
  for (let i = 1; i < 500; i++) newZone(store, context, `z${i}.test`);
  expect(faultOf(() => newZone(store, context, "one-more.test"))).toContain("TooManyHostedZones: ");
  expect(store.getAccountLimit({ Type: "MAX_HOSTED_ZONES_BY_OWNER" }, context)).toEqual({
    Limit: { Type: "MAX_HOSTED_ZONES_BY_OWNER", Value: 500 },
    Count: 500,
  });
});
