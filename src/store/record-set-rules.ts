// What a record set may not be in its zone, rule by rule, each with its message (AWS API: ChangeResourceRecordSets and
// ResourceRecordSet; AWS guide: ResourceRecordTypes, routing policies). Rules look at the zone as the batch has made it so
// far; what only the whole batch can answer is asked at its end (`endMessages`), so that two sets may swap their regions.
// Wording that no public report shows is ours in the service's manner, and stands here alone to be corrected.

import type { Work } from "./context.ts";
import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import type { Draft } from "./record-set-draft.ts";
import type { StoredSet } from "./record-set-rows.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import { keyOf } from "../base/tables.ts";
import { aliasMessages } from "./alias-rules.ts";
import { isWithinKey } from "./names.ts";
import { exclusiveDetail, type PolicyMember, policyOf, policyWords } from "./policies.ts";
import { table } from "./table-names.ts";

export interface Placement {
  readonly work: Work;
  readonly zone: HostedZoneRow;
  readonly draft: Draft;
  /** Every set of the same name but the one that is replaced. */
  readonly others: readonly StoredSet[];
}

type Rule = (placement: Placement) => string | null;

/** What forbids the set; the first rule of those on its name hides the others. */
export function placementMessages(placement: Placement): string[] {
  const name = nameRules.map((rule) => rule(placement)).find((message) => message !== null);
  if (name !== undefined) return [name];
  const others = otherRules.map((rule) => rule(placement)).filter((message) => message !== null);
  return [...others, ...aliasMessages(placement)];
}

const nameRules: readonly Rule[] = [
  ({ zone, draft }) =>
    isWithinKey(draft.name.key, zone.key)
      ? null
      : `RRSet with DNS name ${draft.name.text} is not permitted in zone ${zone.name}`,
  ({ zone, draft: { name, set } }) =>
    ["CNAME", "DS"].includes(set.Type) && name.key === zone.key
      ? `RRSet of type ${set.Type} with DNS name ${name.text} is not permitted at apex in zone ${zone.name}`
      : null,
  ({ zone, draft: { name, set } }) =>
    (set.Type === "SOA" && name.key !== zone.key) || (set.Type === "NS" && name.text.startsWith(String.raw`\052.`))
      ? `RRSet of type ${set.Type} with DNS name ${name.text} is not permitted in zone ${zone.name}`
      : null,
  ({ zone, draft: { name, set }, others }) =>
    set.Type === "CNAME" && others.some((other) => other.set.Type !== "CNAME")
      ? `RRSet of type CNAME with DNS name ${name.text} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`
      : null,
  // Both blanks are the service's (hashicorp/terraform#9732).
  ({ zone, draft: { name, set }, others }) =>
    set.Type !== "CNAME" && others.some((other) => other.set.Type === "CNAME")
      ? `RRSet of type ${set.Type} with DNS name ${name.text} is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone ${zone.name}`
      : null,
];

const otherRules: readonly Rule[] = [mixedPolicies, refusedPolicy, tooManySets, unknownCollection];

function subject({ name, set }: Draft): string {
  const identifier = set.SetIdentifier === undefined ? "" : `, SetIdentifier ${set.SetIdentifier}`;
  return `RRSet with DNS name ${name.text}, type ${set.Type}${identifier}`;
}

function sameType({ draft, others }: Placement): StoredSet[] {
  return others.filter(({ set }) => set.Type === draft.set.Type);
}

/** No two policies under one name and type, and no simple set beside another (cli53#257, external-dns#4345). */
function mixedPolicies(placement: Placement): string | null {
  const others = sameType(placement);
  const { draft } = placement;
  const policy = policyOf(draft.set);
  if (policy === null)
    return others.length === 0
      ? null
      : `${subject(draft)} cannot be created as other RRSets exist with the same name and type.`;
  return others.some(({ set }) => policyOf(set) !== policy)
    ? `${subject(draft)} cannot be created as a non-${policyWords[policy]} set exists with the same name and type`
    : null;
}

/** NS, SOA and DS are simple (API:ResourceRecordSet, Type); multivalue answers are no aliases and no CNAMEs; IP-based routing is for public zones. */
function refusedPolicy({ zone, draft }: Placement): string | null {
  const { set } = draft;
  const policy = policyOf(set);
  if (policy === null) return null;
  const word = policyWords[policy];
  if (["NS", "SOA", "DS"].includes(set.Type))
    return `${subject(draft)} cannot be created as ${word} routing is not supported for type ${set.Type}.`;
  if (policy === "MultiValueAnswer" && set.AliasTarget !== undefined)
    return `${subject(draft)} cannot be created as multivalue answer sets cannot be alias records.`;
  if (policy === "MultiValueAnswer" && set.Type === "CNAME")
    return `${subject(draft)} cannot be created as multivalue answer routing is not supported for type CNAME.`;
  return policy === "CidrRoutingConfig" && zone.isPrivate
    ? `${subject(draft)} cannot be created as IP-based routing is not supported in private hosted zones.`
    : null;
}

function tooManySets(placement: Placement): string | null {
  const { setsPerPolicy, geoproximitySetsPerPolicy } = placement.work.settings.limits;
  const policy: PolicyMember | null = policyOf(placement.draft.set);
  const most = policy === "GeoProximityLocation" ? geoproximitySetsPerPolicy : setsPerPolicy;
  return policy !== null && sameType(placement).length >= most
    ? `Cannot have more than ${most} RRSets with the same name and type.`
    : null;
}

function unknownCollection(placement: Placement): string | null {
  const config = placement.draft.set.CidrRoutingConfig;
  if (config === undefined || placement.work.settings.strictness === "lenient") return null;
  // Ids are no secrets, and an account's collections decide what is answered: another account's are not there.
  const { work, zone } = placement;
  if (work.tables.get(table.cidrCollectionsByAccount, keyOf(zone.account, config.CollectionId)) === null)
    return `A CIDR collection with the specified ID does not exist: ${config.CollectionId}`;
  return sameType(placement).some(({ set }) => set.CidrRoutingConfig?.CollectionId !== config.CollectionId)
    ? `${subject(placement.draft)} cannot be created as another CIDR collection is used with the same name and type.`
    : null;
}

/** What the batch's end shows of a set among the others of its name and type. */
export function endMessages(set: ResourceRecordSet, others: readonly ResourceRecordSet[]): string[] {
  const words = `RRSet with DNS name ${set.Name}, type ${set.Type}, SetIdentifier ${set.SetIdentifier}`;
  const messages: string[] = [];
  const detail = exclusiveDetail(set);
  if (detail !== null && others.some((other) => exclusiveDetail(other)?.phrase === detail.phrase)) {
    const policy = policyOf(set);
    const word = policy === null ? "" : policyWords[policy];
    messages.push(
      `${words}, and ${detail.phrase} cannot be created because a ${word} RRSet with the same name, ${detail.what} already exists.`,
    );
  }
  // aws-sdk-go-v2#518
  if (
    set.Weight !== undefined &&
    set.TTL !== undefined &&
    others.some(({ TTL }) => TTL !== undefined && TTL !== set.TTL)
  )
    messages.push(`${words} cannot be created as weighted sets must contain the same TTL.`);
  return messages;
}
