// Traffic policy instances in zone files ("policy records", as the console calls them): the name, the TTL and the policy with
// its document, on a line `;!route53-policy-record {…}`. Brought in, the policy is found by its name and document, or made
// anew, as a version of the one of that name where there is one; the instance is made, changed, or left as it is.
// Read next: ./zone-import.ts.

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import { atItsLine, type Lines } from "./change-faults.ts";
import { ApiFault } from "./faults.ts";
import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import { isProblem, parseRouteName } from "./names.ts";
import { recordSetKey } from "./record-set-rows.ts";
import { table } from "./table-names.ts";
import {
  createTrafficPolicy,
  createTrafficPolicyVersion,
  requirePolicy,
  type TrafficPolicy,
  type TrafficPolicyRow,
} from "./traffic-policies.ts";
import { readDocument } from "./traffic-policy-document.ts";
import {
  createTrafficPolicyInstance,
  deleteTrafficPolicyInstance,
  type InstanceRow,
  updateTrafficPolicyInstance,
} from "./traffic-policy-instances.ts";

export interface PolicyRecord {
  readonly Name: string;
  readonly TTL: number;
  readonly TrafficPolicy: { readonly Name: string; readonly Document: string; readonly Comment?: string };
}

const maxTtlSeconds = 2_147_483_647;
const maxPolicyName = 512;

/** The record of a line's JSON, or what is wrong with it. */
export function readPolicyRecord(value: unknown): PolicyRecord | string {
  const { Name, TTL, TrafficPolicy } = (value ?? {}) as Partial<Record<keyof PolicyRecord, unknown>>;
  const name = typeof Name === "string" ? parseRouteName(Name) : null;
  if (name === null) return "a policy record needs the member Name";
  if (isProblem(name)) return name.problem;
  if (typeof TTL !== "number" || !Number.isInteger(TTL) || TTL < 0 || TTL > maxTtlSeconds)
    return `TTL must be a whole number from 0 to ${maxTtlSeconds}`;
  const policy = (TrafficPolicy ?? {}) as Partial<Record<keyof PolicyRecord["TrafficPolicy"], unknown>>;
  if (typeof policy.Name !== "string" || policy.Name === "" || policy.Name.length > maxPolicyName)
    return "TrafficPolicy needs a Name of 1 to 512 characters";
  if (typeof policy.Document !== "string") return "TrafficPolicy needs a Document, as a text";
  if (policy.Comment !== undefined && typeof policy.Comment !== "string") return "TrafficPolicy.Comment must be a text";
  try {
    readDocument(policy.Document);
  } catch (fault) {
    if (!(fault instanceof ApiFault)) throw fault;
    return fault.message;
  }
  return { Name: name.text, TTL, TrafficPolicy: policy as PolicyRecord["TrafficPolicy"] };
}

interface Standing {
  readonly row: InstanceRow;
  readonly record: PolicyRecord;
}

/** The records of a zone, in the order of their names. An instance whose root was deleted is none. */
export function policyRecordsOf(work: Work, zone: HostedZoneRow): PolicyRecord[] {
  return [...standing(work, zone)].filter(({ row }) => hasRoot(work, row)).map(({ record }) => record);
}

/** `merge` leaves instances that the file does not name; `replace` deletes them, here and now. */
export function dropPolicyRecords(work: Work, zone: HostedZoneRow, wanted: readonly PolicyRecord[]): number {
  const kept = new Set(wanted.map(keyOfRecord));
  const going = [...standing(work, zone)].filter(({ record }) => !kept.has(keyOfRecord(record)));
  for (const { row } of going) deleteTrafficPolicyInstance(work, { Id: row.id });
  return going.length;
}

/** Makes the instances that there are not, and changes those that are another's work; counts both. */
export function putPolicyRecords(
  work: Work,
  zone: HostedZoneRow,
  wanted: readonly PolicyRecord[],
  lines: Lines,
): { readonly created: number; readonly changed: number } {
  const current = new Map(Array.from(standing(work, zone), (one) => [keyOfRecord(one.record), one]));
  let created = 0;
  let changed = 0;
  for (const record of wanted) {
    const known = current.get(keyOfRecord(record));
    if (known !== undefined && hasRoot(work, known.row) && saysTheSame(known.record, record)) continue;
    atItsLine(lines, record, () => {
      const { Id: TrafficPolicyId, Version: TrafficPolicyVersion } = policyFor(work, record);
      const settings = { TTL: record.TTL, TrafficPolicyId, TrafficPolicyVersion };
      if (known === undefined)
        createTrafficPolicyInstance(work, { HostedZoneId: zone.id, Name: record.Name, ...settings });
      else updateTrafficPolicyInstance(work, { Id: known.row.id, ...settings });
    });
    if (known === undefined) created++;
    else changed++;
  }
  return { created, changed };
}

/** The name and type of the set that others see. */
export function rootOf({ Name, TrafficPolicy }: PolicyRecord): { readonly name: string; readonly type: string } {
  return { name: Name, type: readDocument(TrafficPolicy.Document).recordType };
}

function keyOfRecord(record: PolicyRecord): string {
  const { name, type } = rootOf(record);
  return `${name} ${type}`;
}

/** Comments are the policy's, and make no difference to the instance. */
function saysTheSame(a: PolicyRecord, b: PolicyRecord): boolean {
  return (
    a.TTL === b.TTL && a.TrafficPolicy.Name === b.TrafficPolicy.Name && a.TrafficPolicy.Document === b.TrafficPolicy.Document // prettier-ignore
  );
}

function* standing(work: Work, zone: HostedZoneRow): Iterable<Standing> {
  const prefix = prefixOf(zone.account, zone.id);
  for (const [, id] of work.tables.scan(table.trafficPolicyInstancesByZone, { prefix })) {
    const row = JSON.parse(work.tables.get(table.trafficPolicyInstances, id) ?? "null") as InstanceRow;
    const { policy } = requirePolicy(work, { Id: row.policyId, Version: row.policyVersion }, "deleted ones too");
    const { Name, Document, Comment } = policy;
    const TrafficPolicy = { Name, Document, ...(Comment !== undefined && { Comment }) };
    yield { row, record: { Name: row.name, TTL: row.ttlSeconds, TrafficPolicy } };
  }
}

/** A batch may have taken the root away: the API allows it (API:Change). */
function hasRoot({ tables }: Work, { zoneId, nameKey, type, id }: InstanceRow): boolean {
  const text = tables.get(table.recordSets, recordSetKey(zoneId, nameKey, type, undefined));
  return text !== null && (JSON.parse(text) as { TrafficPolicyInstanceId?: string }).TrafficPolicyInstanceId === id;
}

/** The version of the policy of that name that has the document, made where there is none. */
function policyFor(work: Work, { TrafficPolicy }: PolicyRecord): TrafficPolicy {
  const { tables, context } = work;
  const { Name, Document, Comment } = TrafficPolicy;
  const texts = { Document, ...(Comment !== undefined && { Comment }) };
  const id = tables.get(table.trafficPolicyNames, keyOf(context.account, Name));
  if (id === null) return createTrafficPolicy(work, { Name, ...texts }).TrafficPolicy;
  const rows = Array.from(tables.scan(table.trafficPolicies, { prefix: prefixOf(id) }), ([, row]) => JSON.parse(row) as TrafficPolicyRow); // prettier-ignore
  const same = rows.findLast(({ policy, isDeleted }) => !isDeleted && policy.Document === Document);
  return same?.policy ?? createTrafficPolicyVersion(work, { Id: id, ...texts }).TrafficPolicy;
}
