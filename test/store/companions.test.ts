// What hangs on hosted zones: VPCs and authorizations, reusable delegation sets, tags, query logging, limits.
// Each with its AWS API page: AssociateVPCWithHostedZone, CreateReusableDelegationSet, ChangeTagsForResource, …

import { expect, test } from "vitest";
import { table } from "../../src/store/table-names.ts";
import { faultOf, newPrivateZone, newWorld, newZone } from "./fixture.ts";

const vpc = (id: string) => ({ VPCId: id, VPCRegion: "eu-west-1" });

test("VPCs come and go, never the last; a public zone takes none", () => {
  const world = newWorld();
  const { store, context, effects } = world;
  const HostedZoneId = newPrivateZone(world, "inner.test", "vpc-1");
  store.associateVPCWithHostedZone({ HostedZoneId, VPC: vpc("vpc-2"), Comment: "two" }, context);
  expect(effects.at(-1)).toMatchObject({ kind: "vpcs-changed", zone: { vpcs: [vpc("vpc-1"), vpc("vpc-2")] } });
  expect(store.getHostedZone({ Id: HostedZoneId }, context).VPCs).toEqual([vpc("vpc-1"), vpc("vpc-2")]);
  store.disassociateVPCFromHostedZone({ HostedZoneId, VPC: vpc("vpc-1") }, context);
  expect(faultOf(() => store.disassociateVPCFromHostedZone({ HostedZoneId, VPC: vpc("vpc-1") }, context))).toContain(
    "VPCAssociationNotFound: ",
  );
  expect(faultOf(() => store.disassociateVPCFromHostedZone({ HostedZoneId, VPC: vpc("vpc-2") }, context))).toContain(
    "LastVPCAssociation: ",
  );
  expect(
    faultOf(() => store.associateVPCWithHostedZone({ HostedZoneId: world.zoneId, VPC: vpc("vpc-2") }, context)),
  ).toContain("PublicZoneVPCAssociation: ");
  expect(faultOf(() => store.associateVPCWithHostedZone({ HostedZoneId, VPC: vpc("x") }, context))).toBe(
    "InvalidVPCId: The VPC ID is invalid.",
  );
  expect(store.getHostedZoneLimit({ Type: "MAX_VPCS_ASSOCIATED_BY_ZONE", HostedZoneId }, context).Count).toBe(1);
  expect(
    faultOf(() =>
      store.getHostedZoneLimit({ Type: "MAX_VPCS_ASSOCIATED_BY_ZONE", HostedZoneId: world.zoneId }, context),
    ),
  ).toContain("HostedZoneNotPrivate: ");
});

test("a VPC sees one zone of a name (infrablocks/terraform-aws-dns-zones#4)", () => {
  const world = newWorld();
  newPrivateZone(world, "inner.test", "vpc-1");
  const other = newPrivateZone(world, "inner.test", "vpc-2");
  newPrivateZone(world, "sub.inner.test", "vpc-1");
  const text =
    "ConflictingDomainExists: The VPC that you chose, vpc-1 in region eu-west-1, is already associated with another private hosted zone that has an overlapping name space, inner.test..";
  expect(
    faultOf(() => world.store.associateVPCWithHostedZone({ HostedZoneId: other, VPC: vpc("vpc-1") }, world.context)),
  ).toBe(text);
});

test("another account's VPC needs an authorization, and the account sees the zone by its VPC", () => {
  const world = newWorld();
  const { store, context } = world;
  const HostedZoneId = newPrivateZone(world, "inner.test", "vpc-1");
  const stranger = { ...context, account: "999900001111" };
  const associate = (): unknown => store.associateVPCWithHostedZone({ HostedZoneId, VPC: vpc("vpc-9") }, stranger);
  expect(faultOf(associate)).toContain("NotAuthorizedException: ");
  expect(store.createVPCAssociationAuthorization({ HostedZoneId, VPC: vpc("vpc-9") }, context)).toEqual({
    HostedZoneId,
    VPC: vpc("vpc-9"),
  });
  expect(store.listVPCAssociationAuthorizations({ HostedZoneId }, context)).toEqual({
    HostedZoneId,
    VPCs: [vpc("vpc-9")],
  });
  expect(faultOf(associate)).toBe("none");
  expect(store.listHostedZonesByVPC({ ...vpc("vpc-9") }, stranger)).toEqual({
    HostedZoneSummaries: [{ HostedZoneId, Name: "inner.test.", Owner: { OwningAccount: context.account } }],
    MaxItems: "100",
  });
  const disassociate = (account: string): string =>
    faultOf(() => store.disassociateVPCFromHostedZone({ HostedZoneId, VPC: vpc("vpc-9") }, { ...context, account }));
  expect(disassociate("555566667777")).toContain("VPCAssociationNotFound: ");
  expect(disassociate(stranger.account)).toBe("none");
  store.deleteVPCAssociationAuthorization({ HostedZoneId, VPC: vpc("vpc-9") }, context);
  expect(
    faultOf(() => store.deleteVPCAssociationAuthorization({ HostedZoneId, VPC: vpc("vpc-9") }, context)),
  ).toContain("VPCAssociationAuthorizationNotFound: ");
});

test("lists by token give everything once", () => {
  const world = newWorld();
  const { store, context } = world;
  const HostedZoneId = newPrivateZone(world, "inner.test", "vpc-1");
  const ids = Array.from({ length: 5 }, (_, i) => `vpc-a${i}`);
  for (const id of ids) store.createVPCAssociationAuthorization({ HostedZoneId, VPC: vpc(id) }, context);
  const seen: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = store.listVPCAssociationAuthorizations(
      { HostedZoneId, MaxResults: "2", ...(token !== undefined && { NextToken: token }) },
      context,
    );
    seen.push(...page.VPCs.map(({ VPCId }) => VPCId));
    token = page.NextToken;
  } while (token !== undefined);
  expect(seen).toEqual(ids);
});

test("what is no token of a list is InvalidPaginationToken, and so is another list's", () => {
  const world = newWorld();
  const { store, context } = world;
  const zones = ["inner.test", "outer.test"].map((name) => newPrivateZone(world, name, "vpc-1"));
  for (const HostedZoneId of zones)
    for (const id of ["vpc-a", "vpc-b"])
      store.createVPCAssociationAuthorization({ HostedZoneId, VPC: vpc(id) }, context);
  const [HostedZoneId, otherZone] = zones;
  const tokenOf = (id: string): string =>
    store.listVPCAssociationAuthorizations({ HostedZoneId: id, MaxResults: "1" }, context).NextToken ?? "";
  const good = tokenOf(HostedZoneId);
  expect(good).toMatch(/^[\w-]+$/);
  const bad = ["%", "garbage", "vpc-b eu-west-1", `${good}A`, good.slice(1), good.toLowerCase(), tokenOf(otherZone)];
  for (const NextToken of bad) {
    expect(faultOf(() => store.listVPCAssociationAuthorizations({ HostedZoneId, NextToken }, context))).toMatch(
      /^InvalidPaginationToken: /,
    );
    expect(faultOf(() => store.listQueryLoggingConfigs({ NextToken }, context))).toMatch(/^InvalidPaginationToken: /);
    expect(faultOf(() => store.listHostedZonesByVPC({ ...vpc("vpc-1"), NextToken }, context))).toMatch(
      /^InvalidPaginationToken: /,
    );
  }
  expect(store.listVPCAssociationAuthorizations({ HostedZoneId, NextToken: good }, context).VPCs).toEqual([
    vpc("vpc-b"),
  ]);
});

test("zones of a VPC come in pages", () => {
  const world = newWorld();
  const ids = ["a.test", "b.test", "c.test"].map((name) => newPrivateZone(world, name, "vpc-1")).toSorted();
  const first = world.store.listHostedZonesByVPC({ ...vpc("vpc-1"), MaxItems: "2" }, world.context);
  const NextToken = first.NextToken ?? "";
  const rest = world.store.listHostedZonesByVPC({ ...vpc("vpc-1"), MaxItems: "2", NextToken }, world.context);
  const seen = [...first.HostedZoneSummaries, ...rest.HostedZoneSummaries].map(({ HostedZoneId }) => HostedZoneId);
  expect(seen).toEqual(ids);
});

test("reusable delegation sets: made, shared, refused to relatives, deleted when nobody uses them", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  const { DelegationSet, Location } = store.createReusableDelegationSet({ CallerReference: "r" }, context);
  const Id = DelegationSet.Id ?? "";
  expect(Location).toBe(`https://route53.amazonaws.com/2013-04-01${Id}`);
  expect(faultOf(() => store.createReusableDelegationSet({ CallerReference: "r" }, context))).toContain(
    "DelegationSetAlreadyCreated: ",
  );
  const create = (Name: string) =>
    store.createHostedZone({ Name, CallerReference: Name, DelegationSetId: Id }, context);
  expect(create("one.test").DelegationSet).toEqual(DelegationSet);
  create("two.test");
  const bare = Id.replace("/delegationset/", "");
  expect(faultOf(() => create("sub.one.test"))).toBe(
    `ConflictingDomainExists: Cannot create hosted zone with DelegationSetId DelegationSetId:${bare} as the DNSName sub.one.test. conflicts with existing ones sharing the delegation set`,
  );
  const zones = store.listHostedZones({ DelegationSetId: Id }, context).HostedZones;
  expect(zones.map(({ Name }) => Name).toSorted()).toEqual(["one.test.", "two.test."]);
  const limit = { DelegationSetId: Id, Type: "MAX_ZONES_BY_REUSABLE_DELEGATION_SET" } as const;
  expect(store.getReusableDelegationSetLimit(limit, context)).toEqual({
    Limit: { Type: limit.Type, Value: 100 },
    Count: 2,
  });
  expect(faultOf(() => store.deleteReusableDelegationSet({ Id }, context))).toContain("DelegationSetInUse: ");
  for (const zone of zones) store.deleteHostedZone({ Id: zone.Id }, context);
  store.deleteReusableDelegationSet({ Id }, context);
  expect(faultOf(() => store.getReusableDelegationSet({ Id }, context))).toContain("NoSuchDelegationSet: ");
  const made = store.createReusableDelegationSet({ CallerReference: "z", HostedZoneId: zoneId }, context).DelegationSet;
  expect(store.getHostedZone({ Id: zoneId }, context).DelegationSet).toEqual(made);
  expect(
    faultOf(() => store.createReusableDelegationSet({ CallerReference: "y", HostedZoneId: zoneId }, context)),
  ).toContain("DelegationSetAlreadyReusable: ");
  expect(
    faultOf(() => store.createReusableDelegationSet({ CallerReference: "x", HostedZoneId: "Z0" }, context)),
  ).toContain("HostedZoneNotFound: ");
  expect(store.listReusableDelegationSets({}, context)).toEqual({
    DelegationSets: [made],
    IsTruncated: false,
    MaxItems: "100",
  });
});

test("tags are set, replaced and removed, and go with their zone", () => {
  const { store, context, zoneId, tables } = newWorld();
  const resource = { ResourceType: "hostedzone", ResourceId: zoneId } as const;
  const tags = (): unknown => store.listTagsForResource(resource, context).ResourceTagSet;
  expect(tags()).toEqual({ ...resource, Tags: [] });
  store.changeTagsForResource(
    {
      ...resource,
      AddTags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    },
    context,
  );
  store.changeTagsForResource({ ...resource, AddTags: [{ Key: "a", Value: "3" }], RemoveTagKeys: ["b", "x"] }, context);
  expect(tags()).toEqual({ ...resource, Tags: [{ Key: "a", Value: "3" }] });
  expect(
    store.listTagsForResources({ ResourceType: "hostedzone", ResourceIds: [zoneId] }, context).ResourceTagSets,
  ).toEqual([tags()]);
  const prefixed = { ...resource, ResourceId: `/hostedzone/${zoneId}` };
  expect(faultOf(() => store.listTagsForResource(prefixed, context))).toBe(
    `InvalidInput: 1 validation error detected: Value '/hostedzone/${zoneId}' at 'resourceId' failed to satisfy constraint: Member must have length less than or equal to 32`,
  );
  expect(faultOf(() => store.listTagsForResource({ ResourceType: "healthcheck", ResourceId: "h" }, context))).toContain(
    "NoSuchHealthCheck: ",
  );
  store.deleteHostedZone({ Id: zoneId }, context);
  expect(tables.count(table.tags, "")).toBe(0);
});

test("query logging: one config a public zone", () => {
  const world = newWorld();
  const { store, context, zoneId, tables } = world;
  const arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.test:*";
  const create = (HostedZoneId: string, CloudWatchLogsLogGroupArn = arn) =>
    store.createQueryLoggingConfig({ HostedZoneId, CloudWatchLogsLogGroupArn }, context);
  const { QueryLoggingConfig, Location } = create(zoneId);
  expect(Location).toBe(`https://route53.amazonaws.com/2013-04-01/queryloggingconfig/${QueryLoggingConfig.Id}`);
  expect(QueryLoggingConfig).toEqual({
    Id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    HostedZoneId: zoneId,
    CloudWatchLogsLogGroupArn: arn,
  });
  expect(faultOf(() => create(zoneId))).toContain("QueryLoggingConfigAlreadyExists: ");
  expect(faultOf(() => create(newZone(store, context, "o.test"), arn.replace("us-east-1", "eu-west-1")))).toContain(
    "InvalidInput: ",
  );
  expect(faultOf(() => create(newPrivateZone(world, "inner.test")))).toContain("InvalidInput: ");
  expect(store.listQueryLoggingConfigs({ HostedZoneId: zoneId }, context)).toEqual({
    QueryLoggingConfigs: [QueryLoggingConfig],
  });
  const second = create(newZone(store, context, "p.test")).QueryLoggingConfig;
  const first = store.listQueryLoggingConfigs({ MaxResults: "1" }, context);
  const rest = store.listQueryLoggingConfigs({ MaxResults: "1", NextToken: first.NextToken ?? "" }, context);
  expect([...first.QueryLoggingConfigs, ...rest.QueryLoggingConfigs].map(({ Id }) => Id)).toEqual(
    [QueryLoggingConfig.Id, second.Id].toSorted(),
  );
  store.deleteQueryLoggingConfig({ Id: second.Id }, context);
  expect(faultOf(() => store.getQueryLoggingConfig({ Id: second.Id }, context))).toContain(
    "NoSuchQueryLoggingConfig: ",
  );
  store.deleteHostedZone({ Id: zoneId }, context);
  expect(tables.count(table.queryLogging, "")).toBe(0);
});

test("limits are told, and an unknown one refused", () => {
  const { store, context } = newWorld();
  expect(store.getAccountLimit({ Type: "MAX_HEALTH_CHECKS_BY_OWNER" }, context)).toEqual({
    Limit: { Type: "MAX_HEALTH_CHECKS_BY_OWNER", Value: 200 },
    Count: 0,
  });
  expect(faultOf(() => store.getAccountLimit({ Type: "X" as never }, context))).toContain(
    "failed to satisfy constraint",
  );
});
