// The members of a record set, in the API model's order, each with the kind of its value. The order is that of stored sets
// and of answers; the kinds are for sets that come from elsewhere than the API, whose own requests are checked by the model.

import type { ResourceRecordSet } from "./shapes.ts";

type Kind = "string" | "number" | "boolean" | "object";

const kinds: Readonly<Record<keyof ResourceRecordSet, Kind>> = {
  Name: "string",
  Type: "string",
  SetIdentifier: "string",
  Weight: "number",
  Region: "string",
  GeoLocation: "object",
  Failover: "string",
  MultiValueAnswer: "boolean",
  TTL: "number",
  ResourceRecords: "object",
  AliasTarget: "object",
  HealthCheckId: "string",
  TrafficPolicyInstanceId: "string",
  CidrRoutingConfig: "object",
  GeoProximityLocation: "object",
};

/** Members of the objects within, none of which may be left out. */
const innerKinds: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  AliasTarget: { HostedZoneId: "string", DNSName: "string", EvaluateTargetHealth: "boolean" },
  CidrRoutingConfig: { CollectionId: "string", LocationName: "string" },
};

export const recordSetMembers = Object.keys(kinds) as readonly (keyof ResourceRecordSet)[];

/** Why a value is no record set, in a sentence; null when it has the shape of one. */
export function memberFault(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "a record set is an object";
  const fault = kindFault(value, kinds, "") ?? missing(value, ["Name", "Type"], "a record set");
  if (fault !== null) return fault;
  for (const [member, inner] of Object.entries(innerKinds)) {
    const object: unknown = Reflect.get(value, member);
    if (object === undefined) continue;
    const within =
      kindFault(object as object, inner, `${member}.`) ?? missing(object as object, Object.keys(inner), member);
    if (within !== null) return within;
  }
  return recordsFault(Reflect.get(value, "ResourceRecords"));
}

function kindFault(value: object, known: Readonly<Record<string, Kind>>, path: string): string | null {
  for (const [member, inner] of Object.entries(value)) {
    if (!Object.hasOwn(known, member)) return `a record set has no member ${path}${member}`;
    if (typeof inner !== known[member] || inner === null) return `${path}${member} must be of type ${known[member]}`;
  }
  return null;
}

function missing(value: object, members: readonly string[], what: string): string | null {
  const absent = members.find((member) => !Object.hasOwn(value, member));
  return absent === undefined ? null : `${what} needs the member ${absent}`;
}

function recordsFault(records: unknown): string | null {
  if (records === undefined) return null;
  const isRecord = (record: unknown): boolean =>
    typeof record === "object" && record !== null && typeof Reflect.get(record, "Value") === "string";
  return Array.isArray(records) && records.length > 0 && records.every(isRecord)
    ? null
    : "ResourceRecords must be a list of objects with the member Value";
}
