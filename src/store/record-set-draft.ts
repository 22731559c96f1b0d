// A record set as a request gives it, turned into the one that is stored: names lower-cased and escaped, the alias target's
// as well, members in the model's order; and what is wrong with it taken alone: its name, its values, its alias target's name.
// Read next: ./record-set-rules.ts, what is wrong with it in its zone.

import type { Limits } from "./limit-table.ts";
import type { AliasTarget, ResourceRecordSet } from "./shapes.ts";
import { bareId } from "./ids.ts";
import { isProblem, parseRouteName, type RouteName } from "./names.ts";
import { recordSetMembers } from "./record-set-members.ts";
import { isRecordType, isValueProblem, parseValue, valueKey } from "./values.ts";

export interface Draft {
  readonly set: ResourceRecordSet;
  readonly name: RouteName;
  /** The alias target's name. */
  readonly target: RouteName | null;
}

/** The draft, or what is wrong with the set. */
export function draftOf(given: ResourceRecordSet, limits: Limits): Draft | { readonly messages: readonly string[] } {
  const name = parseRouteName(given.Name);
  if (isProblem(name)) return { messages: [name.problem] };
  if (!isRecordType(given.Type)) return { messages: [`Unsupported RRSet type: ${given.Type}`] };
  const target = given.AliasTarget === undefined ? null : parseRouteName(given.AliasTarget.DNSName);
  if (target !== null && isProblem(target)) return { messages: [target.problem] };
  const messages = valueMessages(given, limits);
  if (messages.length > 0) return { messages };
  return { set: normalised(given, name, target), name, target };
}

function valueMessages({ Type, ResourceRecords = [] }: ResourceRecordSet, limits: Limits): string[] {
  const messages: string[] = [];
  const seen = new Set<string>();
  for (const { Value } of ResourceRecords) {
    const parsed = parseValue(Type, Value);
    if (isValueProblem(parsed)) {
      messages.push(`Invalid Resource Record: '${parsed.problem}'`);
      continue;
    }
    // kubernetes-sigs/external-dns#1929
    const key = valueKey(Type, parsed);
    if (seen.has(key)) messages.push(`Duplicate Resource Record: '${Value}'`);
    seen.add(key);
  }
  const most = isSingular(Type) ? 1 : limits.valuesPerRecordSet;
  if (ResourceRecords.length > most) messages.push(`Cannot have more than ${most} records in a RRSet.`);
  return messages;
}

function isSingular(type: string): boolean {
  return type === "CNAME" || type === "SOA";
}

function normalised(given: ResourceRecordSet, name: RouteName, target: RouteName | null): ResourceRecordSet {
  const { Name: _, Type, AliasTarget, ...rest } = given;
  return inOrder({
    ...rest,
    Name: name.text,
    Type,
    ...(AliasTarget !== undefined && target !== null && { AliasTarget: normalisedAlias(AliasTarget, target) }),
  });
}

function normalisedAlias({ HostedZoneId, EvaluateTargetHealth }: AliasTarget, target: RouteName): AliasTarget {
  return { HostedZoneId: bareId(HostedZoneId, "hostedzone"), DNSName: target.text, EvaluateTargetHealth };
}

/** The set with its members in the model's order. */
export function inOrder(set: ResourceRecordSet): ResourceRecordSet {
  return Object.fromEntries(
    recordSetMembers.filter((member) => set[member] !== undefined).map((member) => [member, set[member]]),
  ) as unknown as ResourceRecordSet;
}
