// Lists and counts of hosted zones (AWS API: ListHostedZones, ListHostedZonesByName, ListHostedZonesByVPC). By id, by name
// with its labels reversed, and by VPC: there of every account, each with its owner, and ids without their path.

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type {
  HostedZoneSummary,
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  ListHostedZonesByVPCRequest,
  ListHostedZonesByVPCResponse,
  ListHostedZonesRequest,
  ListHostedZonesResponse,
} from "./shapes.ts";
import { requireDelegationSet } from "./delegation-sets.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { findZone, type HostedZoneRow, showZone } from "./hosted-zone-rows.ts";
import { bareId } from "./ids.ts";
import { isProblem, parseRouteName } from "./names.ts";
import { keyOfToken, pageSize, pageSizes, takePage, tokenOf } from "./pages.ts";
import { table } from "./table-names.ts";
import { requireVpc } from "./vpcs.ts";

export function listHostedZones(work: Work, input: ListHostedZonesRequest): ListHostedZonesResponse {
  const size = pageSize(input.MaxItems, pageSizes.hostedZones);
  const page = takePage(zonesFrom(work, input), size);
  return {
    HostedZones: page.items.map(showZone),
    ...(input.Marker !== undefined && { Marker: input.Marker }),
    IsTruncated: page.next !== null,
    ...(page.next !== null && { NextMarker: page.next.id }),
    MaxItems: String(size),
  };
}

function* zonesFrom(work: Work, input: ListHostedZonesRequest): Iterable<HostedZoneRow> {
  const set = input.DelegationSetId === undefined ? null : requireDelegationSet(work, input.DelegationSetId);
  const marker = input.Marker === undefined ? "" : bareId(input.Marker, "hostedzone");
  const index = set === null ? table.zonesByAccount : table.zonesByDelegationSet;
  for (const zone of zonesOfIndex(work, index, prefixOf(set?.id ?? work.context.account), marker))
    if (input.HostedZoneType !== "PrivateHostedZone" || zone.isPrivate) yield zone;
}

/** Zones of an index whose keys end with the zone's id, from what follows the prefix on. */
function* zonesOfIndex(work: Work, index: string, prefix: string, from: string): Iterable<HostedZoneRow> {
  for (const [key] of work.tables.scan(index, { prefix, from: prefix + from })) {
    const zone = findZone(work.tables, key.slice(key.lastIndexOf(" ") + 1));
    if (zone !== null) yield zone;
  }
}

export function listHostedZonesByName(work: Work, input: ListHostedZonesByNameRequest): ListHostedZonesByNameResponse {
  const size = pageSize(input.MaxItems, pageSizes.hostedZones);
  const from = startOf(input);
  const page = takePage(zonesOfIndex(work, table.zonesByName, prefixOf(work.context.account), from), size);
  return {
    HostedZones: page.items.map(showZone),
    ...(input.DNSName !== undefined && { DNSName: input.DNSName }),
    ...(input.HostedZoneId !== undefined && { HostedZoneId: input.HostedZoneId }),
    IsTruncated: page.next !== null,
    ...(page.next !== null && { NextDNSName: page.next.name, NextHostedZoneId: page.next.id }),
    MaxItems: String(size),
  };
}

function startOf({ DNSName, HostedZoneId }: ListHostedZonesByNameRequest): string {
  if (DNSName === undefined || DNSName === "") {
    if (HostedZoneId !== undefined)
      throw invalidInput("Specify a value for HostedZoneId only if you specify a value for DNSName.");
    return "";
  }
  const name = parseRouteName(DNSName);
  if (isProblem(name)) throw new ApiFault("InvalidDomainName", name.problem);
  return HostedZoneId === undefined ? name.key : keyOf(name.key, bareId(HostedZoneId, "hostedzone"));
}

export function listHostedZonesByVPC(work: Work, input: ListHostedZonesByVPCRequest): ListHostedZonesByVPCResponse {
  const size = pageSize(input.MaxItems, pageSizes.hostedZones);
  const { VPCId, VPCRegion } = requireVpc(work, input);
  const list = { table: table.zonesByVpc, prefix: prefixOf(VPCId, VPCRegion) };
  const page = takePage(zonesOfIndex(work, list.table, list.prefix, keyOfToken(list, input.NextToken)), size);
  return {
    HostedZoneSummaries: page.items.map(summaryOf),
    MaxItems: String(size),
    ...(page.next !== null && { NextToken: tokenOf(list, page.next.id) }),
  };
}

function summaryOf(zone: HostedZoneRow): HostedZoneSummary {
  return { HostedZoneId: zone.id, Name: zone.name, Owner: { OwningAccount: zone.account } };
}

export function getHostedZoneCount(work: Work): { HostedZoneCount: number } {
  return { HostedZoneCount: work.tables.count(table.zonesByAccount, prefixOf(work.context.account)) };
}
