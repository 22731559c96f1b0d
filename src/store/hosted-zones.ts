// Hosted zones: create, get, delete, comment and features. A new zone has two record sets, NS and SOA at its apex (AWS
// guide: SOA-NSrecords); a zone with any other set is not deleted. Private zones belong to VPCs (./vpcs.ts), and all of
// them have the same name servers, which nobody asks. Lists of zones: ./hosted-zone-lists.ts.

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type {
  ChangeAnswer,
  CreateHostedZoneRequest,
  CreateHostedZoneResponse,
  GetHostedZoneResponse,
  HostedZone,
  IdRequest,
  ResourceRecordSet,
  UpdateHostedZoneCommentRequest,
  UpdateHostedZoneFeaturesRequest,
  VPC,
} from "./shapes.ts";
import { refuseWhileBusy } from "./busy-zones.ts";
import { recordChange, showChange } from "./changes.ts";
import { delegationSetOf, type DelegationSetRow, requireDelegationSet } from "./delegation-sets.ts";
import { refuseZoneWithKeys } from "./dnssec-keys.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { type HostedZoneRow, insertZone, putZone, removeZone, requireZone, showZone } from "./hosted-zone-rows.ts";
import { locationOf, newId } from "./ids.ts";
import { drawNameServers, nameServersOf, privateNameServers, relatedZones } from "./name-servers.ts";
import { isProblem, parseRouteName, type RouteName } from "./names.ts";
import { deleteQueryLoggingOf } from "./query-logging.ts";
import { apexKeys, putRecordSet, removeRecordSets, scanRecordSets } from "./record-set-rows.ts";
import { table } from "./table-names.ts";
import { deleteTagsOf } from "./tags.ts";
import { dropAuthorizations, refuseOverlap, requireVpc } from "./vpcs.ts";
import { dropZoneKey } from "./zone-signing.ts";

export function createHostedZone(work: Work, input: CreateHostedZoneRequest): CreateHostedZoneResponse {
  const { tables, context } = work;
  const name = zoneName(work, input);
  const isPrivate = input.VPC !== undefined;
  if (!isPrivate && input.HostedZoneConfig?.PrivateZone === true)
    throw invalidInput(
      "When you're creating a private hosted zone (when you specify true for PrivateZone), you must also specify values for VPCId and VPCRegion.",
    );
  refuseReference(work, input.CallerReference);
  refuseTooMany(work);
  const vpcs = input.VPC === undefined ? [] : [vpcOfNewZone(work, input.VPC, name)];
  const set = input.DelegationSetId === undefined ? null : setOfNewZone(work, input.DelegationSetId, name, isPrivate);
  const zone: HostedZoneRow = {
    id: newId("Z", context.random),
    account: context.account,
    name: name.text,
    key: name.key,
    callerReference: input.CallerReference,
    comment: commentOf(input.HostedZoneConfig?.Comment),
    isPrivate,
    createdMs: context.nowMs,
    recordSetCount: 2,
    version: 1,
    nameServers: set?.nameServers ?? serversOfNewZone(work, name, isPrivate),
    delegationSetId: set?.id ?? null,
    vpcs,
    acceleratedRecovery: null,
  };
  insertZone(tables, zone);
  const sets = apexSets(zone);
  for (const set of sets) putRecordSet(tables, zone, set);
  const change = recordChange(work, {
    kind: "create-zone",
    zone,
    sets: sets.map((after) => ({ before: null, after })),
  });
  work.effects.push({ kind: "zone-created", zone, sets, changeId: change.id });
  return {
    HostedZone: showZone(zone),
    ChangeInfo: showChange(work, change),
    ...(isPrivate ? { VPC: vpcs[0] } : { DelegationSet: delegationSetOf(work, zone) }),
    Location: locationOf(`hostedzone/${zone.id}`),
  };
}

/** What every zone begins with; the serial never rises by itself. */
function apexSets(zone: HostedZoneRow): ResourceRecordSet[] {
  const hosts = zone.nameServers.map((name) => `${name}.`);
  const soa = `${hosts[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { Name: zone.name, Type: "NS", TTL: 172_800, ResourceRecords: hosts.map((Value) => ({ Value })) },
    { Name: zone.name, Type: "SOA", TTL: 900, ResourceRecords: [{ Value: soa }] },
  ];
}

/** example.com and its like are for documents; a single label is a top level (aws-saas-boost#404). */
const reservedKeys: readonly string[] = ["com.example.", "net.example.", "org.example."];

function zoneName(work: Work, input: CreateHostedZoneRequest): RouteName {
  const name = parseRouteName(input.Name);
  if (isProblem(name)) throw new ApiFault("InvalidDomainName", name.problem);
  const labels = name.name.labelCount;
  if (labels === 0 || name.text.startsWith(String.raw`\052.`))
    throw new ApiFault("InvalidDomainName", `${input.Name} is not a valid domain name for a hosted zone.`);
  const isPublic = input.VPC === undefined;
  if (isPublic && work.settings.strictness === "strict" && (labels === 1 || reservedKeys.includes(name.key)))
    throw new ApiFault("InvalidDomainName", `${input.Name} is reserved by AWS!`);
  return name;
}

function refuseReference(work: Work, reference: string): void {
  if (work.tables.get(table.zoneReferences, keyOf(work.context.account, reference)) !== null)
    throw new ApiFault(
      "HostedZoneAlreadyExists",
      `A hosted zone has already been created with the specified caller reference.`,
    );
}

function refuseTooMany(work: Work): void {
  const { tables, context, settings } = work;
  if (settings.quotas === "ignored") return;
  if (tables.count(table.zonesByAccount, prefixOf(context.account)) >= settings.limits.hostedZonesPerAccount)
    throw new ApiFault(
      "TooManyHostedZones",
      `Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.`,
    );
}

function vpcOfNewZone(work: Work, vpc: VPC, name: RouteName): Required<VPC> {
  const known = requireVpc(work, vpc);
  refuseOverlap(work, known, name.text);
  return known;
}

function setOfNewZone(work: Work, id: string, name: RouteName, isPrivate: boolean): DelegationSetRow {
  const set = requireDelegationSet(work, id);
  if (isPrivate) throw invalidInput("You can't associate a reusable delegation set with a private hosted zone.");
  const shared = [...relatedZones(work.tables, name)].find((zone) =>
    zone.nameServers.some((server) => set.nameServers.includes(server)),
  );
  if (shared !== undefined)
    throw new ApiFault(
      "ConflictingDomainExists",
      `Cannot create hosted zone with DelegationSetId DelegationSetId:${set.id} as the DNSName ${name.text} conflicts with existing ones sharing the delegation set`,
    );
  const { settings, tables } = work;
  const zones = tables.count(table.zonesByDelegationSet, prefixOf(set.id));
  if (settings.quotas === "enforced" && zones >= settings.limits.hostedZonesPerDelegationSet)
    throw new ApiFault(
      "LimitsExceeded",
      `Exceeded limit MAX_ZONES_BY_REUSABLE_DELEGATION_SET for delegation set: ${set.id}`,
    );
  return set;
}

function serversOfNewZone(work: Work, name: RouteName, isPrivate: boolean): readonly string[] {
  if (isPrivate) return privateNameServers;
  return drawNameServers(work.context.random, nameServersOf(relatedZones(work.tables, name)));
}

function commentOf(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

export function getHostedZone(work: Work, input: IdRequest): GetHostedZoneResponse {
  const zone = requireZone(work, input.Id);
  return {
    HostedZone: showZone(zone),
    ...(zone.isPrivate ? { VPCs: zone.vpcs } : { DelegationSet: delegationSetOf(work, zone) }),
  };
}

export function deleteHostedZone(work: Work, input: IdRequest): ChangeAnswer {
  const { tables } = work;
  const zone = requireZone(work, input.Id);
  refuseWhileBusy(work, zone.id);
  const sets = [...scanRecordSets(tables, zone.id)];
  const apex = apexKeys(zone);
  if (sets.some(({ key }) => !apex.includes(key)))
    throw new ApiFault(
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  refuseZoneWithKeys(tables, zone.id);
  removeZone(tables, zone);
  removeRecordSets(tables, zone.id);
  dropAuthorizations(tables, zone.id);
  dropZoneKey(tables, zone.id);
  deleteTagsOf(tables, "hostedzone", zone.id);
  deleteQueryLoggingOf(tables, zone.id, zone.account);
  const gone = { ...zone, version: zone.version + 1, recordSetCount: 0 };
  const change = recordChange(work, {
    kind: "delete-zone",
    zone: gone,
    sets: sets.map(({ set }) => ({ before: set, after: null })),
  });
  work.effects.push({ kind: "zone-deleted", zone, changeId: change.id });
  return { ChangeInfo: showChange(work, change) };
}

export function updateHostedZoneComment(work: Work, input: UpdateHostedZoneCommentRequest): { HostedZone: HostedZone } {
  const zone = { ...requireZone(work, input.Id), comment: commentOf(input.Comment) };
  refuseWhileBusy(work, zone.id);
  putZone(work.tables, zone);
  return { HostedZone: showZone(zone) };
}

export function updateHostedZoneFeatures(work: Work, input: UpdateHostedZoneFeaturesRequest): Record<string, never> {
  const zone = requireZone(work, input.HostedZoneId);
  refuseWhileBusy(work, zone.id);
  if (zone.isPrivate) throw invalidInput("Accelerated recovery is not supported for private hosted zones.");
  if (input.EnableAcceleratedRecovery !== undefined)
    putZone(work.tables, { ...zone, acceleratedRecovery: input.EnableAcceleratedRecovery });
  return {};
}
