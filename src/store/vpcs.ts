// VPCs of private hosted zones: which VPCs see a zone. The zone's own account associates any VPC; another account needs an
// authorization for that VPC, which the zone's account gives (AWS API: AssociateVPCWithHostedZone). A VPC sees at most one
// zone of a name, and a private zone always has a VPC.

import type { Work } from "./context.ts";
import type {
  ChangeAnswer,
  ListVPCAssociationAuthorizationsRequest,
  ListVPCAssociationAuthorizationsResponse,
  VPC,
  VpcAssociationRequest,
  VpcAuthorizationRequest,
} from "./shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { refuseWhileBusy } from "./busy-zones.ts";
import { recordChange, showChange } from "./changes.ts";
import { ApiFault } from "./faults.ts";
import { findZone, type HostedZoneRow, putZone, requireAnyZone, requireZone } from "./hosted-zone-rows.ts";
import { keyOfToken, pageSize, pageSizes, takePage, tokenOf } from "./pages.ts";
import { table } from "./table-names.ts";

type KnownVpc = Required<VPC>;

export function requireVpc(work: Work, { VPCId, VPCRegion }: VPC): KnownVpc {
  if (VPCId === undefined || VPCRegion === undefined || !work.settings.isVpc(VPCId, VPCRegion))
    throw new ApiFault("InvalidVPCId", "The VPC ID is invalid.");
  return { VPCRegion, VPCId };
}

/** A VPC sees one zone of a name at most (infrablocks/terraform-aws-dns-zones#4). */
export function refuseOverlap(work: Work, { VPCId, VPCRegion }: KnownVpc, name: string): void {
  for (const [key] of work.tables.scan(table.zonesByVpc, { prefix: prefixOf(VPCId, VPCRegion) })) {
    const zone = findZone(work.tables, key.slice(key.lastIndexOf(" ") + 1));
    if (zone?.name === name)
      throw new ApiFault(
        "ConflictingDomainExists",
        `The VPC that you chose, ${VPCId} in region ${VPCRegion}, is already associated with another private hosted zone that has an overlapping name space, ${name}.`,
      );
  }
}

export function associateVPCWithHostedZone(work: Work, input: VpcAssociationRequest): ChangeAnswer {
  const { tables, context, settings } = work;
  const zone = requireAnyZone(work, input.HostedZoneId);
  const vpc = requireVpc(work, input.VPC);
  const authorization = keyOf(zone.id, vpc.VPCId, vpc.VPCRegion);
  if (zone.account !== context.account && tables.get(table.vpcAuthorizations, authorization) === null)
    throw new ApiFault(
      "NotAuthorizedException",
      `Access denied. VPC ${vpc.VPCId} is not authorized to be associated with hosted zone ${zone.id}.`,
    );
  refuseWhileBusy(work, zone.id);
  requirePrivate(zone, "You're trying to associate a VPC with a public hosted zone.");
  if (settings.quotas === "enforced" && zone.vpcs.length >= settings.limits.vpcsPerHostedZone)
    throw new ApiFault("LimitsExceeded", `Exceeded limit MAX_VPCS_ASSOCIATED_BY_ZONE for zone: ${zone.id}`);
  refuseOverlap(work, vpc, zone.name);
  tables.put(
    table.zonesByVpc,
    keyOf(vpc.VPCId, vpc.VPCRegion, zone.id),
    zone.account === context.account ? "" : context.account,
  );
  return changeVpcs(work, zone, [...zone.vpcs, vpc], input.Comment);
}

export function disassociateVPCFromHostedZone(work: Work, input: VpcAssociationRequest): ChangeAnswer {
  const { tables, context } = work;
  const zone = requireAnyZone(work, input.HostedZoneId);
  const { VPCId, VPCRegion } = requireVpc(work, input.VPC);
  const association = keyOf(VPCId, VPCRegion, zone.id);
  const isAllowed = zone.account === context.account || tables.get(table.zonesByVpc, association) === context.account;
  const left = zone.vpcs.filter((vpc) => vpc.VPCId !== VPCId || vpc.VPCRegion !== VPCRegion);
  if (!isAllowed || left.length === zone.vpcs.length)
    throw new ApiFault(
      "VPCAssociationNotFound",
      `The specified VPC and hosted zone are not currently associated: ${VPCId}, ${zone.id}.`,
    );
  if (left.length === 0)
    throw new ApiFault(
      "LastVPCAssociation",
      `The VPC that you're trying to disassociate from the private hosted zone is the last VPC that is associated with the hosted zone.`,
    );
  tables.delete(table.zonesByVpc, association);
  return changeVpcs(work, zone, left, input.Comment);
}

function changeVpcs(
  work: Work,
  zone: HostedZoneRow,
  vpcs: readonly KnownVpc[],
  comment: string | undefined,
): ChangeAnswer {
  const changed = { ...zone, vpcs };
  putZone(work.tables, changed);
  const change = recordChange(work, { kind: "vpcs", zone: changed, comment });
  work.effects.push({ kind: "vpcs-changed", zone: changed, changeId: change.id });
  return { ChangeInfo: showChange(work, change) };
}

function requirePrivate(zone: HostedZoneRow, message: string): void {
  if (!zone.isPrivate) throw new ApiFault("PublicZoneVPCAssociation", message);
}

export function createVPCAssociationAuthorization(
  work: Work,
  input: VpcAuthorizationRequest,
): { HostedZoneId: string; VPC: VPC } {
  const { tables, settings } = work;
  const zone = requireZone(work, input.HostedZoneId);
  const vpc = requireVpc(work, input.VPC);
  if (!zone.isPrivate)
    throw new ApiFault("InvalidInput", "You can't authorize the association of a VPC with a public hosted zone.");
  const given = tables.count(table.vpcAuthorizations, prefixOf(zone.id));
  if (settings.quotas === "enforced" && given >= settings.limits.authorizationsPerHostedZone)
    throw new ApiFault(
      "TooManyVPCAssociationAuthorizations",
      "You've created the maximum number of authorizations that can be created for the specified hosted zone.",
    );
  tables.put(table.vpcAuthorizations, keyOf(zone.id, vpc.VPCId, vpc.VPCRegion), JSON.stringify(vpc));
  return { HostedZoneId: zone.id, VPC: vpc };
}

export function deleteVPCAssociationAuthorization(work: Work, input: VpcAuthorizationRequest): Record<string, never> {
  const zone = requireZone(work, input.HostedZoneId);
  const { VPCId, VPCRegion } = requireVpc(work, input.VPC);
  if (!work.tables.delete(table.vpcAuthorizations, keyOf(zone.id, VPCId, VPCRegion)))
    throw new ApiFault(
      "VPCAssociationAuthorizationNotFound",
      "The VPC that you specified is not authorized to be associated with the hosted zone.",
    );
  return {};
}

export function listVPCAssociationAuthorizations(
  work: Work,
  input: ListVPCAssociationAuthorizationsRequest,
): ListVPCAssociationAuthorizationsResponse {
  const zone = requireZone(work, input.HostedZoneId);
  const size = pageSize(input.MaxResults, pageSizes.authorizations);
  const prefix = prefixOf(zone.id);
  const list = { table: table.vpcAuthorizations, prefix };
  const from = prefix + keyOfToken(list, input.NextToken);
  const page = takePage(work.tables.scan(table.vpcAuthorizations, { prefix, from, limit: size + 1 }), size);
  return {
    HostedZoneId: zone.id,
    ...(page.next !== null && { NextToken: tokenOf(list, page.next[0].slice(prefix.length)) }),
    VPCs: page.items.map(([, value]) => JSON.parse(value) as VPC),
  };
}

export function dropAuthorizations(tables: Tables, zoneId: string): void {
  const keys = Array.from(tables.scan(table.vpcAuthorizations, { prefix: prefixOf(zoneId) }), ([key]) => key);
  for (const key of keys) tables.delete(table.vpcAuthorizations, key);
}
