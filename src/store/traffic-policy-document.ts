// Traffic policy documents: JSON of format 2015-10-01 or 2023-05-09 (API: api-policies-traffic-policy-document-format),
// read into rules whose branches already say their routing as record sets do. The formats differ in how geoproximity
// locations are written, and in nothing else. Numbers and booleans may be texts, as in AWS's examples.
// A document that was read is sound: references exist, rules lead nowhere in a circle and not too deep, values are values
// of the record type. What is wrong is InvalidTrafficPolicyDocument. Read next: ./traffic-policy-tree.ts.

import { maxAliasDepth } from "../base/limits.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import { exclusiveDetail } from "./policies.ts";
import { routingOf } from "./traffic-policy-branches.ts";
import { isAliasEndpointType, type AliasEndpointType } from "./traffic-policy-endpoints.ts";
import {
  booleanOf,
  documentFault,
  type Format,
  formats,
  isMissing,
  type Members,
  membersOf,
  textOf,
} from "./traffic-policy-values.ts";
import { isValueProblem, parseValue } from "./values.ts";

export type Endpoint =
  | { readonly kind: "value"; readonly value: string }
  | {
      readonly kind: "alias";
      readonly type: AliasEndpointType;
      readonly host: string;
      readonly region: string | undefined;
    };

export interface Reference {
  readonly kind: "endpoint" | "rule";
  readonly id: string;
}

export interface Branch {
  readonly to: Reference;
  readonly evaluateTargetHealth: boolean;
  readonly healthCheck: string | undefined;
  /** The members of a record set that say its routing. */
  readonly routing: Partial<ResourceRecordSet>;
}

export interface PolicyDocument {
  readonly recordType: string;
  readonly start: Reference;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly rules: ReadonlyMap<string, readonly Branch[]>;
}

const maxCharacters = 102_400;
/** DG:ResourceRecordTypes; no zone is made by a policy, so no SOA, NS or DS. */
const recordTypes = ["A", "AAAA", "CAA", "CNAME", "MX", "NAPTR", "PTR", "SPF", "SRV", "TXT"];

export function readDocument(text: string): PolicyDocument {
  if (text.length > maxCharacters) throw documentFault(`it has more than ${maxCharacters} characters`);
  const root = membersOf(parseJson(text), "the document", [
    "AWSPolicyFormatVersion",
    "RecordType",
    "StartEndpoint",
    "StartRule",
    "Endpoints",
    "Rules",
  ]);
  const format = formats.find((known) => known === root.AWSPolicyFormatVersion);
  if (format === undefined) throw documentFault(`AWSPolicyFormatVersion must be one of ${formats.join(", ")}`);
  const recordType = textOf(root.RecordType, "RecordType");
  if (!recordTypes.includes(recordType)) throw documentFault(`RecordType must be one of ${recordTypes.join(", ")}`);
  const endpoints = mapOf(root.Endpoints, "Endpoints", (value, at) => readEndpoint(value, at, recordType));
  const rules = mapOf(root.Rules, "Rules", (value, at) => readRule(value, at, format));
  const start = referenceOf(
    { EndpointReference: root.StartEndpoint, RuleReference: root.StartRule },
    "the document: StartEndpoint or StartRule",
  );
  const document = { recordType, start, endpoints, rules };
  refuseReferences(document);
  return document;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw documentFault("it is not JSON", { cause: error });
  }
}

function readEndpoint(value: unknown, at: string, recordType: string): Endpoint {
  const { Type, Value, Region } = membersOf(value, at, ["Type", "Value", "Region"]);
  const type = textOf(Type, `${at}.Type`);
  const text = textOf(Value, `${at}.Value`);
  if (type === "value") {
    const parsed = parseValue(recordType, text);
    if (isValueProblem(parsed)) throw documentFault(`${at}.Value is no ${recordType} value: ${parsed.problem}`);
    return { kind: "value", value: text };
  }
  if (!isAliasEndpointType(type)) throw documentFault(`${at}.Type '${type}' is unknown`);
  if (recordType !== "A" && recordType !== "AAAA")
    throw documentFault(`${at} is a ${type}, which needs the record type A or AAAA`);
  if (type === "s3-website" && Region === undefined) throw documentFault(`${at} is a bucket and needs a Region`);
  return { kind: "alias", type, host: text, region: Region === undefined ? undefined : textOf(Region, `${at}.Region`) };
}

/** The list of branches of each type of rule; failover has two members instead. */
const branchLists: Readonly<Record<string, readonly string[]>> = {
  failover: ["Primary", "Secondary"],
  geo: ["Locations"],
  geoproximity: ["GeoproximityLocations"],
  latency: ["Regions"],
  multivalue: ["Items"],
  weighted: ["Items"],
};

function readRule(value: unknown, at: string, format: Format): readonly Branch[] {
  if (typeof value !== "object" || value === null) throw documentFault(`${at} must be an object`);
  const { RuleType } = value as Members;
  const type = textOf(RuleType, `${at}.RuleType`);
  if (!Object.hasOwn(branchLists, type)) throw documentFault(`${at}.RuleType '${type}' is unknown`);
  const lists = branchLists[type];
  const members = membersOf(value, at, ["RuleType", ...lists]);
  const branches = lists.flatMap((list) => {
    const given = members[list];
    const where = `${at}.${list}`;
    if (type === "failover") return given === undefined ? [] : [readBranch(given, where, type, list, format)];
    if (!Array.isArray(given)) throw documentFault(`${where} must be a list`);
    return given.map((one: unknown, i) => readBranch(one, `${where}[${i}]`, type, list, format));
  });
  if (branches.length === 0) throw documentFault(`${at} leads nowhere`);
  refuseSameRouting(branches, at);
  return branches;
}

function readBranch(value: unknown, at: string, type: string, list: string, format: Format): Branch {
  if (typeof value !== "object" || value === null) throw documentFault(`${at} must be an object`);
  const { EndpointReference, RuleReference, EvaluateTargetHealth, HealthCheck, ...rest } = value as Members;
  const to = referenceOf({ EndpointReference, RuleReference }, at);
  if (type === "multivalue" && to.kind === "rule") throw documentFault(`${at} must lead to an endpoint`);
  return {
    to,
    evaluateTargetHealth: booleanOf(EvaluateTargetHealth, `${at}.EvaluateTargetHealth`),
    healthCheck: isMissing(HealthCheck) ? undefined : textOf(HealthCheck, `${at}.HealthCheck`),
    routing: routingOf({ type, list, format, at, members: rest }),
  };
}

/** Two branches for the same region, location or role could not be told apart. */
function refuseSameRouting(branches: readonly Branch[], at: string): void {
  const details = branches.map(({ routing }) => exclusiveDetail({ Name: "", Type: "", ...routing })?.phrase);
  const known = details.filter((detail) => detail !== undefined);
  if (new Set(known).size < known.length) throw documentFault(`${at} names a region, location or role twice`);
}

function referenceOf({ EndpointReference, RuleReference }: Members, at: string): Reference {
  if (isMissing(EndpointReference) === isMissing(RuleReference))
    throw documentFault(`${at} must lead to exactly one of an endpoint and a rule`);
  return isMissing(RuleReference)
    ? { kind: "endpoint", id: textOf(EndpointReference, `${at}.EndpointReference`) }
    : { kind: "rule", id: textOf(RuleReference, `${at}.RuleReference`) };
}

function refuseReferences(document: PolicyDocument): void {
  const { endpoints, rules } = document;
  const depths = new Map<string, number>();
  const path = new Set<string>();
  /** How many rules lie one below the other from here on. */
  const depthOf = ({ kind, id }: Reference): number => {
    if (kind === "endpoint") {
      if (!endpoints.has(id)) throw documentFault(`there is no endpoint '${id}'`);
      return 0;
    }
    const branches = rules.get(id);
    if (branches === undefined) throw documentFault(`there is no rule '${id}'`);
    const known = depths.get(id);
    if (known !== undefined) return known;
    if (path.has(id)) throw documentFault(`the rule '${id}' leads back to itself`);
    if (path.size >= maxAliasDepth - 1) throw documentFault(`its rules are more than ${maxAliasDepth - 1} deep`);
    path.add(id);
    const depth = 1 + Math.max(...branches.map(({ to }) => depthOf(to)));
    path.delete(id);
    depths.set(id, depth);
    return depth;
  };
  if (depthOf(document.start) >= maxAliasDepth)
    throw documentFault(`its rules are more than ${maxAliasDepth - 1} deep`);
  for (const id of rules.keys()) depthOf({ kind: "rule", id });
}

function mapOf<Value>(
  value: unknown,
  at: string,
  read: (value: unknown, at: string) => Value,
): ReadonlyMap<string, Value> {
  if (isMissing(value)) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) throw documentFault(`${at} must be an object`);
  return new Map(Object.entries(value as Members).map(([id, one]) => [id, read(one, `${at}.${id}`)]));
}
