// Reusable delegation sets: four name servers that many zones may share, made afresh or from those of a zone.
// Zones that share one must have unrelated names (./name-servers.ts). Messages that no public report shows are ours, in the
// service's manner; AWS API: CreateReusableDelegationSet, DeleteReusableDelegationSet.

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type {
  CreateReusableDelegationSetRequest,
  CreateReusableDelegationSetResponse,
  DelegationSet,
  IdRequest,
  ListReusableDelegationSetsRequest,
  ListReusableDelegationSetsResponse,
} from "./shapes.ts";
import { ApiFault } from "./faults.ts";
import { findZone, type HostedZoneRow, insertZone, removeZone } from "./hosted-zone-rows.ts";
import { bareId, locationOf, newId } from "./ids.ts";
import { drawNameServers } from "./name-servers.ts";
import { pageSize, pageSizes, takePage } from "./pages.ts";
import { table } from "./table-names.ts";

export interface DelegationSetRow {
  readonly id: string;
  readonly account: string;
  readonly callerReference: string;
  readonly nameServers: readonly string[];
}

export function createReusableDelegationSet(
  work: Work,
  input: CreateReusableDelegationSetRequest,
): CreateReusableDelegationSetResponse {
  const { tables, context, settings } = work;
  const { account, random } = context;
  const reference = keyOf(account, input.CallerReference);
  if (tables.get(table.delegationSetReferences, reference) !== null)
    throw new ApiFault(
      "DelegationSetAlreadyCreated",
      "A delegation set with the same owner and caller reference combination has already been created.",
    );
  const sets = tables.count(table.delegationSetsByAccount, prefixOf(account));
  if (settings.quotas === "enforced" && sets >= settings.limits.delegationSetsPerAccount)
    throw new ApiFault(
      "LimitsExceeded",
      `Exceeded limit MAX_REUSABLE_DELEGATION_SETS_BY_OWNER for account: ${account}`,
    );
  const zone = input.HostedZoneId === undefined ? null : zoneToShare(work, input.HostedZoneId);
  const row: DelegationSetRow = {
    id: newId("N", random),
    account,
    callerReference: input.CallerReference,
    nameServers: zone?.nameServers ?? drawNameServers(random, new Set()),
  };
  tables.put(table.delegationSets, row.id, JSON.stringify(row));
  tables.put(table.delegationSetsByAccount, keyOf(account, row.id), "");
  tables.put(table.delegationSetReferences, reference, row.id);
  if (zone !== null) {
    removeZone(tables, zone);
    insertZone(tables, { ...zone, delegationSetId: row.id });
  }
  return { DelegationSet: showSet(row), Location: locationOf(`delegationset/${row.id}`) };
}

/** The zone whose name servers become a reusable set. */
function zoneToShare(work: Work, id: string): HostedZoneRow {
  const zone = findZone(work.tables, bareId(id, "hostedzone"));
  if (zone === null || zone.account !== work.context.account || zone.isPrivate)
    throw new ApiFault("HostedZoneNotFound", "The specified HostedZone can't be found.");
  if (zone.delegationSetId !== null)
    throw new ApiFault(
      "DelegationSetAlreadyReusable",
      "The specified delegation set has already been marked as reusable.",
    );
  return zone;
}

/** The set of this id; of another account's nothing is said. */
export function requireDelegationSet(work: Work, id: string): DelegationSetRow {
  const bare = bareId(id, "delegationset");
  const row = work.tables.get(table.delegationSets, bare);
  const set = row === null ? null : (JSON.parse(row) as DelegationSetRow);
  if (set === null || set.account !== work.context.account)
    throw new ApiFault(
      "NoSuchDelegationSet",
      `A reusable delegation set with the specified ID does not exist: ${bare}`,
    );
  return set;
}

export function getReusableDelegationSet(work: Work, input: IdRequest): { DelegationSet: DelegationSet } {
  return { DelegationSet: showSet(requireDelegationSet(work, input.Id)) };
}

export function deleteReusableDelegationSet(work: Work, input: IdRequest): Record<string, never> {
  const { tables } = work;
  const set = requireDelegationSet(work, input.Id);
  if (tables.count(table.zonesByDelegationSet, prefixOf(set.id)) > 0)
    throw new ApiFault(
      "DelegationSetInUse",
      "The specified delegation contains associated hosted zones which must be deleted before the reusable delegation set can be deleted.",
    );
  tables.delete(table.delegationSets, set.id);
  tables.delete(table.delegationSetsByAccount, keyOf(set.account, set.id));
  tables.delete(table.delegationSetReferences, keyOf(set.account, set.callerReference));
  return {};
}

export function listReusableDelegationSets(
  work: Work,
  input: ListReusableDelegationSetsRequest,
): ListReusableDelegationSetsResponse {
  const { tables, context } = work;
  const size = pageSize(input.MaxItems, pageSizes.delegationSets);
  const prefix = prefixOf(context.account);
  const from = prefix + (input.Marker === undefined ? "" : bareId(input.Marker, "delegationset"));
  const page = takePage(tables.scan(table.delegationSetsByAccount, { prefix, from, limit: size + 1 }), size);
  const ids = page.items.map(([key]) => key.slice(prefix.length));
  return {
    DelegationSets: ids.map((id) => showSet(requireDelegationSet(work, id))),
    ...(input.Marker !== undefined && { Marker: input.Marker }),
    IsTruncated: page.next !== null,
    ...(page.next !== null && { NextMarker: page.next[0].slice(prefix.length) }),
    MaxItems: String(size),
  };
}

export function getReusableDelegationSetLimit(
  work: Work,
  input: { readonly DelegationSetId: string; readonly Type: "MAX_ZONES_BY_REUSABLE_DELEGATION_SET" },
): { Limit: { Type: "MAX_ZONES_BY_REUSABLE_DELEGATION_SET"; Value: number }; Count: number } {
  const set = requireDelegationSet(work, input.DelegationSetId);
  return {
    Limit: { Type: input.Type, Value: work.settings.limits.hostedZonesPerDelegationSet },
    Count: work.tables.count(table.zonesByDelegationSet, prefixOf(set.id)),
  };
}

function showSet(row: DelegationSetRow): DelegationSet {
  return { Id: `/delegationset/${row.id}`, CallerReference: row.callerReference, NameServers: row.nameServers };
}

/** The delegation set of a zone as the zone's own answers show it. */
export function delegationSetOf(work: Work, zone: HostedZoneRow): DelegationSet {
  if (zone.delegationSetId === null) return { NameServers: zone.nameServers };
  return showSet(requireDelegationSet(work, zone.delegationSetId));
}
