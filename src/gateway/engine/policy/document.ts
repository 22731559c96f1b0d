// A policy document, read once and then asked for each request (IAM guide: reference_policies_elements). Reading is strict
// about shape, so that a slip does not open a door: what cannot be read is a fault that names the place.
// Read next: ./evaluate.ts, ./conditions.ts.

import { isObject } from "../../../base/json-object.ts";
import { type Operator, operatorOf } from "./conditions.ts";

export interface Condition {
  readonly operator: Operator;
  readonly set: "one" | "all" | "any";
  readonly ifExists: boolean;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** "everybody", or the patterns by kind: AWS, Service, Federated, CanonicalUser. */
export type Principals = "everybody" | ReadonlyMap<string, readonly string[]>;

export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** null: the statement names none, as in a policy of an identity. */
  readonly principals: { readonly not: boolean; readonly are: Principals } | null;
  readonly actions: { readonly not: boolean; readonly are: readonly string[] };
  readonly resources: { readonly not: boolean; readonly are: readonly string[] } | null;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

/** Why a document is none: a sentence that names the place. */
export class PolicyFault {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** A document as JSON text or as the value it stands for. */
export function readPolicy(document: unknown): PolicyDocument | PolicyFault {
  let value = document;
  if (typeof document === "string") {
    try {
      value = JSON.parse(document) as unknown;
    } catch {
      return new PolicyFault("The policy is no JSON.");
    }
  }
  if (!isObject(value)) return new PolicyFault("The policy is no JSON object.");
  const given = listOf(value["Statement"]);
  if (given.length === 0) return new PolicyFault("The policy has no Statement.");
  const statements: Statement[] = [];
  for (const [index, entry] of given.entries()) {
    const statement = readStatement(entry);
    if (typeof statement === "string") return new PolicyFault(`Statement ${index + 1} of the policy: ${statement}`);
    statements.push(statement);
  }
  return { statements };
}

function readStatement(value: unknown): Statement | string {
  if (!isObject(value)) return "it is no JSON object.";
  const effect = value["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return "Effect must be Allow or Deny.";
  const actions = either(value, "Action");
  if (typeof actions === "string") return actions;
  if (actions === null) return "it has neither Action nor NotAction.";
  const resources = either(value, "Resource");
  if (typeof resources === "string") return resources;
  const principals = readPrincipals(value);
  if (typeof principals === "string") return principals;
  const conditions = readConditions(value["Condition"]);
  if (typeof conditions === "string") return conditions;
  return { effect, principals, actions, resources, conditions };
}

/** The texts of a member, or of its Not- form. */
function either(
  value: Readonly<Record<string, unknown>>,
  name: "Action" | "Resource",
): Statement["resources"] | string {
  const not = value[name] === undefined && value[`Not${name}`] !== undefined;
  const given = not ? value[`Not${name}`] : value[name];
  if (given === undefined) return null;
  const texts = textsOf(given);
  return texts === null ? `${not ? "Not" : ""}${name} must be a string or a list of strings.` : { not, are: texts };
}

function readPrincipals(value: Readonly<Record<string, unknown>>): Statement["principals"] | string {
  const not = value["Principal"] === undefined && value["NotPrincipal"] !== undefined;
  const given = not ? value["NotPrincipal"] : value["Principal"];
  if (given === undefined) return null;
  if (given === "*") return { not, are: "everybody" };
  if (typeof given === "string") return { not, are: new Map([["AWS", [given]]]) };
  if (!isObject(given)) return "Principal must be * or an object.";
  const are = new Map<string, readonly string[]>();
  for (const [kind, names] of Object.entries(given)) {
    const texts = textsOf(names);
    if (texts === null) return `Principal.${kind} must be a string or a list of strings.`;
    if (kind === "AWS" && texts.includes("*")) return { not, are: "everybody" };
    are.set(kind, texts);
  }
  return { not, are };
}

const operatorPattern = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

function readConditions(value: unknown): readonly Condition[] | string {
  if (value === undefined) return [];
  if (!isObject(value)) return "Condition must be an object.";
  const conditions: Condition[] = [];
  for (const [written, keys] of Object.entries(value)) {
    const [, set, name = "", ifExists] = operatorPattern.exec(written) ?? [];
    const operator = operatorOf(name);
    if (operator === null) return `Condition has the operator ${written}, which IAM does not know.`;
    if (!isObject(keys)) return `Condition.${written} must be an object.`;
    for (const [key, given] of Object.entries(keys)) {
      const values = scalarsOf(given);
      if (values === null) return `Condition.${written}.${key} must be a value or a list of values.`;
      conditions.push({
        operator,
        set: set === "ForAllValues" ? "all" : set === "ForAnyValue" ? "any" : "one",
        ifExists: ifExists !== undefined,
        key: key.toLowerCase(),
        values,
      });
    }
  }
  return conditions;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function textsOf(value: unknown): readonly string[] | null {
  const list = listOf(value);
  return list.length > 0 && list.every((entry) => typeof entry === "string") ? list : null;
}

function scalarsOf(value: unknown): readonly string[] | null {
  const texts: string[] = [];
  for (const entry of listOf(value)) {
    if (typeof entry !== "string" && typeof entry !== "number" && typeof entry !== "boolean") return null;
    texts.push(String(entry));
  }
  return texts;
}
