// Lists of traffic policy instances: all of the account, of a hosted zone, of a version of a policy; ordered by hosted zone,
// name and type, which together are where the next page begins (API:ListTrafficPolicyInstances and its two sisters).

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import { invalidInput } from "./faults.ts";
import { requireZone } from "./hosted-zone-rows.ts";
import { bareId } from "./ids.ts";
import { pageSize, takePage } from "./pages.ts";
import { table } from "./table-names.ts";
import { requirePolicy, versionKey } from "./traffic-policies.ts";
import { nameOf, requireInstance, show, type TrafficPolicyInstance } from "./traffic-policy-instances.ts";

export interface ListInstancesRequest {
  readonly HostedZoneIdMarker?: string;
  readonly TrafficPolicyInstanceNameMarker?: string;
  readonly TrafficPolicyInstanceTypeMarker?: string;
  readonly MaxItems?: string;
}

export interface ListInstancesByHostedZoneRequest extends Omit<ListInstancesRequest, "HostedZoneIdMarker"> {
  readonly HostedZoneId: string;
}

export interface ListInstancesByPolicyRequest extends ListInstancesRequest {
  readonly TrafficPolicyId: string;
  readonly TrafficPolicyVersion: number;
}

export interface ListInstancesResponse {
  readonly TrafficPolicyInstances: readonly TrafficPolicyInstance[];
  readonly HostedZoneIdMarker?: string;
  readonly TrafficPolicyInstanceNameMarker?: string;
  readonly TrafficPolicyInstanceTypeMarker?: string;
  readonly IsTruncated: boolean;
  readonly MaxItems: string;
}

const largestPage = 100;

export function listTrafficPolicyInstances(work: Work, input: ListInstancesRequest): ListInstancesResponse {
  return page(work, table.trafficPolicyInstancesByZone, prefixOf(work.context.account), startOf(input), input);
}

export function listTrafficPolicyInstancesByHostedZone(
  work: Work,
  input: ListInstancesByHostedZoneRequest,
): Omit<ListInstancesResponse, "HostedZoneIdMarker"> {
  const zone = requireZone(work, input.HostedZoneId);
  const prefix = prefixOf(zone.account, zone.id);
  const { HostedZoneIdMarker: _, ...answer } = page(
    work,
    table.trafficPolicyInstancesByZone,
    prefix,
    nameStart(input),
    input,
  );
  return answer;
}

export function listTrafficPolicyInstancesByPolicy(
  work: Work,
  input: ListInstancesByPolicyRequest,
): ListInstancesResponse {
  const { policy } = requirePolicy(
    work,
    { Id: input.TrafficPolicyId, Version: input.TrafficPolicyVersion },
    "deleted ones too",
  );
  const prefix = prefixOf(policy.Id, versionKey(policy.Version));
  return page(work, table.trafficPolicyInstancesByPolicy, prefix, startOf(input), input);
}

export function getTrafficPolicyInstanceCount(work: Work): { TrafficPolicyInstanceCount: number } {
  const prefix = prefixOf(work.context.account);
  return { TrafficPolicyInstanceCount: work.tables.count(table.trafficPolicyInstancesByAccount, prefix) };
}

/** The markers come together, or none does. */
function startOf(input: ListInstancesRequest): string {
  const { HostedZoneIdMarker: zone } = input;
  const name = nameStart(input);
  if ((zone === undefined) !== (name === "")) throw markerFault();
  return zone === undefined ? "" : keyOf(bareId(zone, "hostedzone"), name);
}

function nameStart(input: Omit<ListInstancesRequest, "HostedZoneIdMarker">): string {
  const { TrafficPolicyInstanceNameMarker: name, TrafficPolicyInstanceTypeMarker: type } = input;
  if ((name === undefined) !== (type === undefined)) throw markerFault();
  return name === undefined || type === undefined ? "" : keyOf(nameOf(name).key, type);
}

function page(
  work: Work,
  index: string,
  prefix: string,
  start: string,
  { MaxItems }: { readonly MaxItems?: string },
): ListInstancesResponse {
  const size = pageSize(MaxItems, largestPage);
  const { items, next } = takePage(work.tables.scan(index, { prefix, from: prefix + start }), size);
  const first = next === null ? null : requireInstance(work, next[1]);
  return {
    TrafficPolicyInstances: items.map(([, id]) => show(work, requireInstance(work, id)).TrafficPolicyInstance),
    ...(first !== null && {
      HostedZoneIdMarker: first.zoneId,
      TrafficPolicyInstanceNameMarker: first.name,
      TrafficPolicyInstanceTypeMarker: first.type,
    }),
    IsTruncated: first !== null,
    MaxItems: String(size),
  };
}

function markerFault(): Error {
  return invalidInput("The markers of a page of traffic policy instances must be given together.");
}
