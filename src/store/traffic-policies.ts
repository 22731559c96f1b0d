// Traffic policies: documents with versions (API:CreateTrafficPolicy, API:CreateTrafficPolicyVersion). A version never
// changes but in its comment. A deleted one is only flagged: it is in no list and takes no instances, and who knows its id
// can still read it (API:DeleteTrafficPolicy). Policies are listed as they were made.

import type { Work } from "./context.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { newUuid } from "../base/uuid.ts";
import { locationOf } from "./ids.ts";
import { pageSize, takePage } from "./pages.ts";
import { table } from "./table-names.ts";
import { readDocument } from "./traffic-policy-document.ts";

export interface TrafficPolicy {
  readonly Id: string;
  readonly Version: number;
  readonly Name: string;
  readonly Type: string;
  readonly Document: string;
  readonly Comment?: string;
}

export interface TrafficPolicyRow {
  readonly account: string;
  readonly policy: TrafficPolicy;
  readonly isDeleted: boolean;
}

export interface CreateTrafficPolicyRequest {
  readonly Name: string;
  readonly Document: string;
  readonly Comment?: string;
}

export interface CreateTrafficPolicyVersionRequest {
  readonly Id: string;
  readonly Document: string;
  readonly Comment?: string;
}

export interface TrafficPolicyRequest {
  readonly Id: string;
  readonly Version: number;
}

export interface ListTrafficPoliciesRequest {
  readonly TrafficPolicyIdMarker?: string;
  readonly MaxItems?: string;
}

export interface ListTrafficPoliciesResponse {
  readonly TrafficPolicySummaries: readonly {
    readonly Id: string;
    readonly Name: string;
    readonly Type: string;
    readonly LatestVersion: number;
    readonly TrafficPolicyCount: number;
  }[];
  readonly IsTruncated: boolean;
  readonly TrafficPolicyIdMarker?: string;
  readonly MaxItems: string;
}

export interface ListTrafficPolicyVersionsRequest {
  readonly Id: string;
  readonly TrafficPolicyVersionMarker?: string;
  readonly MaxItems?: string;
}

export interface ListTrafficPolicyVersionsResponse {
  readonly TrafficPolicies: readonly TrafficPolicy[];
  readonly IsTruncated: boolean;
  readonly TrafficPolicyVersionMarker?: string;
  readonly MaxItems: string;
}

export interface PolicyAnswer {
  readonly TrafficPolicy: TrafficPolicy;
}

const largestPage = 100;

export function createTrafficPolicy(
  work: Work,
  input: CreateTrafficPolicyRequest,
): PolicyAnswer & { readonly Location: string } {
  const { tables, context, settings } = work;
  const { account } = context;
  const document = readDocument(input.Document);
  if (tables.get(table.trafficPolicyNames, keyOf(account, input.Name)) !== null)
    throw new ApiFault("TrafficPolicyAlreadyExists", `A traffic policy with the name ${input.Name} already exists.`);
  const { trafficPoliciesPerAccount } = settings.limits;
  const count = tables.count(table.trafficPoliciesByAccount, prefixOf(account));
  if (settings.quotas === "enforced" && count >= trafficPoliciesPerAccount)
    throw new ApiFault(
      "TooManyTrafficPolicies",
      `This account has reached the limit of ${trafficPoliciesPerAccount} traffic policies.`,
    );
  const policy = newVersion(newUuid(context.random), 1, document.recordType, input.Name, input);
  putPolicy(tables, { account, policy, isDeleted: false });
  tables.put(table.trafficPolicyNames, keyOf(account, input.Name), policy.Id);
  tables.put(table.trafficPoliciesByAccount, keyOf(account, policy.Id), String(lastPlace(work) + 1));
  return created(policy);
}

export function createTrafficPolicyVersion(
  work: Work,
  input: CreateTrafficPolicyVersionRequest,
): PolicyAnswer & { readonly Location: string } {
  const versions = [...versionsOf(work, input.Id)];
  const latest = versions.findLast(({ isDeleted }) => !isDeleted);
  if (latest === undefined) throw noSuchPolicy();
  const document = readDocument(input.Document);
  const { trafficPolicyVersions } = work.settings.limits;
  if (versions.length >= trafficPolicyVersions)
    throw new ApiFault(
      "TooManyTrafficPolicyVersionsForCurrentPolicy",
      `This traffic policy version can't be created because you've reached the limit of ${trafficPolicyVersions} on the number of versions that you can create for the current traffic policy.`,
    );
  const policy = newVersion(input.Id, versions.length + 1, document.recordType, latest.policy.Name, input);
  putPolicy(work.tables, { ...latest, policy });
  return created(policy);
}

export function getTrafficPolicy(work: Work, input: TrafficPolicyRequest): PolicyAnswer {
  return { TrafficPolicy: requirePolicy(work, input, "deleted ones too").policy };
}

export function updateTrafficPolicyComment(
  work: Work,
  input: TrafficPolicyRequest & { readonly Comment: string },
): PolicyAnswer {
  const row = requirePolicy(work, input, "undeleted");
  const policy = { ...row.policy, Comment: input.Comment };
  putPolicy(work.tables, { ...row, policy });
  return { TrafficPolicy: policy };
}

export function deleteTrafficPolicy(work: Work, input: TrafficPolicyRequest): Record<string, never> {
  const { tables } = work;
  const row = requirePolicy(work, input, "undeleted");
  const { Id, Version, Name } = row.policy;
  if (tables.count(table.trafficPolicyInstancesByPolicy, prefixOf(Id, versionKey(Version))) > 0)
    throw new ApiFault(
      "TrafficPolicyInUse",
      "One or more traffic policy instances were created by using the specified traffic policy.",
    );
  putPolicy(tables, { ...row, isDeleted: true });
  if ([...versionsOf(work, Id)].every(({ isDeleted }) => isDeleted)) {
    tables.delete(table.trafficPoliciesByAccount, keyOf(row.account, Id));
    tables.delete(table.trafficPolicyNames, keyOf(row.account, Name));
  }
  return {};
}

export function listTrafficPolicies(work: Work, input: ListTrafficPoliciesRequest): ListTrafficPoliciesResponse {
  const size = pageSize(input.MaxItems, largestPage);
  const ids = idsInOrder(work);
  const start = input.TrafficPolicyIdMarker === undefined ? 0 : ids.indexOf(input.TrafficPolicyIdMarker);
  if (start < 0) throw noSuchPolicy();
  const { items, next } = takePage(ids.slice(start), size);
  return {
    TrafficPolicySummaries: items.map((id) => summary(work, id)),
    IsTruncated: next !== null,
    ...(next !== null && { TrafficPolicyIdMarker: next }),
    MaxItems: String(size),
  };
}

export function listTrafficPolicyVersions(
  work: Work,
  input: ListTrafficPolicyVersionsRequest,
): ListTrafficPolicyVersionsResponse {
  const size = pageSize(input.MaxItems, largestPage);
  const all = [...versionsOf(work, input.Id)];
  const versions = all.filter(({ isDeleted }) => !isDeleted);
  if (versions.length === 0) throw noSuchPolicy();
  const marker = input.TrafficPolicyVersionMarker ?? "1";
  // One that was deleted since the last page still says where to go on.
  const from = all.find(({ policy }) => String(policy.Version) === marker)?.policy.Version;
  if (from === undefined) throw invalidInput(`The traffic policy has no version ${marker} to start the list at.`);
  const { items, next } = takePage(
    versions.filter(({ policy }) => policy.Version >= from),
    size,
  );
  return {
    TrafficPolicies: items.map(({ policy }) => policy),
    IsTruncated: next !== null,
    ...(next !== null && { TrafficPolicyVersionMarker: String(next.policy.Version) }),
    MaxItems: String(size),
  };
}

/** The caller's own version of a policy. */
export function requirePolicy(
  work: Work,
  { Id, Version }: TrafficPolicyRequest,
  which: "undeleted" | "deleted ones too",
): TrafficPolicyRow {
  const text = work.tables.get(table.trafficPolicies, keyOf(Id, versionKey(Version)));
  const row = text === null ? null : (JSON.parse(text) as TrafficPolicyRow);
  if (row?.account !== work.context.account || (row.isDeleted && which === "undeleted")) throw noSuchPolicy();
  return row;
}

/** Sorts as the number does: a policy has 1,000 versions at most. */
export function versionKey(version: number): string {
  return String(version).padStart(4, "0");
}

function* versionsOf(work: Work, id: string): Iterable<TrafficPolicyRow> {
  for (const [, text] of work.tables.scan(table.trafficPolicies, { prefix: prefixOf(id) })) {
    const row = JSON.parse(text) as TrafficPolicyRow;
    if (row.account === work.context.account) yield row;
  }
}

function summary(work: Work, id: string): ListTrafficPoliciesResponse["TrafficPolicySummaries"][number] {
  const versions = [...versionsOf(work, id)].filter(({ isDeleted }) => !isDeleted);
  const latest = versions.at(-1);
  if (latest === undefined) throw new Error(`A listed traffic policy has no version: ${id}`);
  const { Id, Name, Type, Version } = latest.policy;
  return { Id, Name, Type, LatestVersion: Version, TrafficPolicyCount: versions.length };
}

/** Their places in the order of creation stand as values. */
function idsInOrder(work: Work): string[] {
  const prefix = prefixOf(work.context.account);
  const rows = [...work.tables.scan(table.trafficPoliciesByAccount, { prefix })];
  return rows.toSorted(([, a], [, b]) => Number(a) - Number(b)).map(([key]) => key.slice(prefix.length));
}

function lastPlace(work: Work): number {
  let last = 0;
  const prefix = prefixOf(work.context.account);
  for (const [, place] of work.tables.scan(table.trafficPoliciesByAccount, { prefix }))
    last = Math.max(last, Number(place));
  return last;
}

function putPolicy(tables: Tables, row: TrafficPolicyRow): void {
  const { Id, Version } = row.policy;
  tables.put(table.trafficPolicies, keyOf(Id, versionKey(Version)), JSON.stringify(row));
}

function newVersion(
  Id: string,
  Version: number,
  Type: string,
  Name: string,
  { Document, Comment }: { readonly Document: string; readonly Comment?: string },
): TrafficPolicy {
  return { Id, Version, Name, Type, Document, ...(Comment !== undefined && { Comment }) };
}

function created(policy: TrafficPolicy): PolicyAnswer & { readonly Location: string } {
  return { TrafficPolicy: policy, Location: locationOf(`trafficpolicy/${policy.Id}/${policy.Version}`) };
}

function noSuchPolicy(): ApiFault {
  return new ApiFault("NoSuchTrafficPolicy", "No traffic policy exists with the specified ID.");
}
