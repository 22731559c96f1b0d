// Traffic policy instances ("policy records"): a traffic policy at work under a name of a hosted zone, as record sets
// (./traffic-policy-tree.ts) that carry the instance's id (API:CreateTrafficPolicyInstance). An update makes the new tree,
// turns the instance's name to it and takes the old one away, all in one change, so that no query meets half of it
// (API:UpdateTrafficPolicyInstance). An instance is Creating or Updating while its change is PENDING, then Applied.

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type { SetChange } from "./effects.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import { refuseWhileBusy } from "./busy-zones.ts";
import { findChange } from "./changes.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { findZone, type HostedZoneRow, requireZone } from "./hosted-zone-rows.ts";
import { newUuid } from "../base/uuid.ts";
import { locationOf } from "./ids.ts";
import { isProblem, parseRouteName, type RouteName } from "./names.ts";
import { finishSetChanges } from "./record-set-changes.ts";
import { draftOf } from "./record-set-draft.ts";
import { putRecordSet, recordSetKey, scanRecordSets } from "./record-set-rows.ts";
import { placementMessages } from "./record-set-rules.ts";
import { table } from "./table-names.ts";
import { requirePolicy, type TrafficPolicyRow, versionKey } from "./traffic-policies.ts";
import { readDocument } from "./traffic-policy-document.ts";
import { expand } from "./traffic-policy-tree.ts";

export interface TrafficPolicyInstance {
  readonly Id: string;
  readonly HostedZoneId: string;
  readonly Name: string;
  readonly TTL: number;
  readonly State: "Applied" | "Creating" | "Updating";
  readonly Message: string;
  readonly TrafficPolicyId: string;
  readonly TrafficPolicyVersion: number;
  readonly TrafficPolicyType: string;
}

export interface InstanceRow {
  readonly id: string;
  readonly account: string;
  readonly zoneId: string;
  readonly name: string;
  readonly nameKey: string;
  readonly ttlSeconds: number;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly type: string;
  /** Counts the trees; the keys of the sets of the present one. */
  readonly edition: number;
  readonly keys: readonly string[];
  readonly changeId: string;
}

export interface CreateInstanceRequest {
  readonly HostedZoneId: string;
  readonly Name: string;
  readonly TTL: number;
  readonly TrafficPolicyId: string;
  readonly TrafficPolicyVersion: number;
}

export interface UpdateInstanceRequest {
  readonly Id: string;
  readonly TTL: number;
  readonly TrafficPolicyId: string;
  readonly TrafficPolicyVersion: number;
}

export interface InstanceAnswer {
  readonly TrafficPolicyInstance: TrafficPolicyInstance;
}

export function createTrafficPolicyInstance(
  work: Work,
  input: CreateInstanceRequest,
): InstanceAnswer & { readonly Location: string } {
  const { tables, context, settings } = work;
  const zone = requireZone(work, input.HostedZoneId);
  const policy = policyOf(work, input);
  const name = nameOf(input.Name);
  const { Type: type } = policy.policy;
  if (tables.get(table.trafficPolicyInstancesByZone, keyOf(zone.account, zone.id, name.key, type)) !== null)
    throw new ApiFault(
      "TrafficPolicyInstanceAlreadyExists",
      `There is already a traffic policy instance for ${name.text}, type ${type}.`,
    );
  const { trafficPolicyInstancesPerAccount: most } = settings.limits;
  const count = tables.count(table.trafficPolicyInstancesByAccount, prefixOf(context.account));
  if (settings.quotas === "enforced" && count >= most)
    throw new ApiFault(
      "TooManyTrafficPolicyInstances",
      `This account has reached the limit of ${most} traffic policy instances.`,
    );
  const row = grow(work, zone, policy, {
    id: newUuid(context.random),
    account: context.account,
    zoneId: zone.id,
    name: name.text,
    nameKey: name.key,
    ttlSeconds: input.TTL,
    policyId: input.TrafficPolicyId,
    policyVersion: input.TrafficPolicyVersion,
    type,
    edition: 1,
    keys: [],
    changeId: "",
  });
  return { ...show(work, row), Location: locationOf(`trafficpolicyinstance/${row.id}`) };
}

export function updateTrafficPolicyInstance(work: Work, input: UpdateInstanceRequest): InstanceAnswer {
  const row = requireInstance(work, input.Id);
  const zone = requireZone(work, row.zoneId);
  refuseWhileBusy(work, zone.id);
  const policy = policyOf(work, input);
  if (policy.policy.Type !== row.type)
    throw new ApiFault(
      "ConflictingTypes",
      `The traffic policy instance has the DNS type ${row.type}, and the traffic policy version has the type ${policy.policy.Type}.`,
    );
  unlink(work, row);
  const changed = grow(work, zone, policy, {
    ...row,
    ttlSeconds: input.TTL,
    policyId: input.TrafficPolicyId,
    policyVersion: input.TrafficPolicyVersion,
    edition: row.edition + 1,
  });
  return show(work, changed);
}

export function deleteTrafficPolicyInstance(work: Work, input: { readonly Id: string }): Record<string, never> {
  const row = requireInstance(work, input.Id);
  refuseWhileBusy(work, row.zoneId);
  const zone = findZone(work.tables, row.zoneId);
  const changes = takeAway(work, row.keys);
  if (zone !== null && changes.length > 0) finishSetChanges(work, { zone, kind: "traffic-policy", changes });
  unlink(work, row);
  work.tables.delete(table.trafficPolicyInstances, row.id);
  return {};
}

export function getTrafficPolicyInstance(work: Work, input: { readonly Id: string }): InstanceAnswer {
  return show(work, requireInstance(work, input.Id));
}

/** Makes the tree of the row's edition, turns the name to it, and takes the sets of the edition before away. */
function grow(work: Work, zone: HostedZoneRow, { policy }: TrafficPolicyRow, row: InstanceRow): InstanceRow {
  const sets = expand({
    zone,
    instanceId: row.id,
    edition: row.edition,
    name: row.name,
    ttlSeconds: row.ttlSeconds,
    document: readDocument(policy.Document),
  });
  const put = sets.map((set) => putSet(work, zone, row, set));
  const keys = put.map(({ key }) => key);
  const changes = [
    ...put.map(({ change }) => change),
    ...takeAway(
      work,
      row.keys.filter((key) => !keys.includes(key)),
    ),
  ];
  const { id: changeId } = finishSetChanges(work, { zone, kind: "traffic-policy", changes });
  const grown = { ...row, keys, changeId };
  link(work, grown);
  return grown;
}

/** Writes one set of a tree, if the zone's rules allow it; its own edition before does not stand in its way. */
function putSet(
  work: Work,
  zone: HostedZoneRow,
  row: InstanceRow,
  set: ResourceRecordSet,
): { readonly key: string; readonly change: SetChange } {
  const draft = draftOf(set, work.settings.limits);
  if ("messages" in draft) throw invalidInput(draft.messages.join(" "));
  const key = recordSetKey(zone.id, draft.name.key, set.Type, set.SetIdentifier);
  const text = work.tables.get(table.recordSets, key);
  const before = text === null ? null : (JSON.parse(text) as ResourceRecordSet);
  if (before !== null && before.TrafficPolicyInstanceId !== row.id)
    throw invalidInput(
      `RRSet with DNS name ${draft.name.text}, type ${set.Type} cannot be created as other RRSets exist with the same name and type.`,
    );
  const others = [...scanRecordSets(work.tables, zone.id, draft.name.key)].filter((other) => other.key !== key);
  const messages = placementMessages({ work, zone, draft, others });
  if (messages.length > 0) throw invalidInput(messages.join(" "));
  putRecordSet(work.tables, zone, draft.set);
  return { key, change: { before, after: draft.set } };
}

/** Sets may have been deleted by a change batch: the API allows it. */
function takeAway(work: Work, keys: readonly string[]): SetChange[] {
  return keys.flatMap((key) => {
    const text = work.tables.get(table.recordSets, key);
    work.tables.delete(table.recordSets, key);
    return text === null ? [] : [{ before: JSON.parse(text) as ResourceRecordSet, after: null }];
  });
}

function link({ tables }: Work, row: InstanceRow): void {
  tables.put(table.trafficPolicyInstances, row.id, JSON.stringify(row));
  for (const [name, key] of indexRows(row)) tables.put(name, key, row.id);
}

function unlink({ tables }: Work, row: InstanceRow): void {
  for (const [name, key] of indexRows(row)) tables.delete(name, key);
}

function indexRows(row: InstanceRow): [name: string, key: string][] {
  const { id, account, zoneId, nameKey, type, policyId, policyVersion } = row;
  return [
    [table.trafficPolicyInstancesByAccount, keyOf(account, id)],
    [table.trafficPolicyInstancesByZone, keyOf(account, zoneId, nameKey, type)],
    [table.trafficPolicyInstancesByPolicy, keyOf(policyId, versionKey(policyVersion), zoneId, nameKey, type)],
  ];
}

export function requireInstance(work: Work, id: string): InstanceRow {
  const text = work.tables.get(table.trafficPolicyInstances, id);
  const row = text === null ? null : (JSON.parse(text) as InstanceRow);
  if (row?.account === work.context.account) return row;
  throw new ApiFault("NoSuchTrafficPolicyInstance", "No traffic policy instance exists with the specified ID.");
}

function policyOf(
  work: Work,
  { TrafficPolicyId, TrafficPolicyVersion }: UpdateInstanceRequest | CreateInstanceRequest,
) {
  return requirePolicy(work, { Id: TrafficPolicyId, Version: TrafficPolicyVersion }, "undeleted");
}

/** A name of the API, or InvalidInput. */
export function nameOf(text: string): RouteName {
  const name = parseRouteName(text);
  if (isProblem(name)) throw invalidInput(name.problem);
  return name;
}

export function show(work: Work, row: InstanceRow): InstanceAnswer {
  const change = findChange(work, row.changeId);
  const isApplied = change === null || work.isInSync(change.id);
  const underWay = row.edition === 1 ? "Creating" : "Updating";
  return {
    TrafficPolicyInstance: {
      Id: row.id,
      HostedZoneId: row.zoneId,
      Name: row.name,
      TTL: row.ttlSeconds,
      State: isApplied ? "Applied" : underWay,
      Message: "",
      TrafficPolicyId: row.policyId,
      TrafficPolicyVersion: row.policyVersion,
      TrafficPolicyType: row.type,
    },
  };
}
