// What a policy document says of one request: allowed, denied, or nothing (IAM guide:
// reference_policies_evaluation-logic). A Deny that fits wins over every Allow. And the two tables by which an API's own
// policy and the caller's come together (AWS guide: apigateway-authorization-flow, tables A and B).

import { matchesGlob, parseGlob } from "./glob.ts";
import type { Condition, PolicyDocument, Principals, Statement } from "./document.ts";

export type Decision = "allowed" | "denied" | "silent";

export interface PolicyRequest {
  /** execute-api:Invoke, execute-api:InvalidateCache. */
  readonly action: string;
  /** arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}/{path} */
  readonly resource: string;
  /** Who asks; null: nobody in particular. */
  readonly principal: { readonly account: string; readonly arn: string } | null;
  /** The values of a condition key, its name in lower case; undefined where the request has none. */
  values(key: string): readonly string[] | undefined;
}

export function evaluatePolicy(document: PolicyDocument, request: PolicyRequest): Decision {
  const variable = (name: string): string | undefined => request.values(name.toLowerCase())?.[0];
  let decision: Decision = "silent";
  for (const statement of document.statements) {
    if (!fits(statement, request, variable)) continue;
    if (statement.effect === "Deny") return "denied";
    decision = "allowed";
  }
  return decision;
}

/** Table A for a caller of the API's own account, table B for one of another. */
export function combined(caller: Decision, api: Decision, accounts: "same account" | "other account"): Decision {
  if (caller === "denied" || api === "denied") return "denied";
  if (accounts === "same account") return caller === "allowed" || api === "allowed" ? "allowed" : "silent";
  return caller === "allowed" && api === "allowed" ? "allowed" : "silent";
}

type Variable = (name: string) => string | undefined;

function fits(statement: Statement, request: PolicyRequest, variable: Variable): boolean {
  const { principals, actions, resources } = statement;
  if (principals !== null && isNamed(principals.are, request.principal) === principals.not) return false;
  if (actions.are.some((pattern) => matchesAction(pattern, request.action)) === actions.not) return false;
  if (resources !== null) {
    const named = resources.are.some((pattern) =>
      matchesText(wholeArn(pattern, request.resource), request.resource, variable),
    );
    if (named === resources.not) return false;
  }
  return statement.conditions.every((condition) => holds(condition, request, variable));
}

function isNamed(principals: Principals, who: PolicyRequest["principal"]): boolean {
  if (principals === "everybody") return true;
  if (who === null) return false;
  return (principals.get("AWS") ?? []).some((name) => {
    if (/^\d{12}$/.test(name)) return name === who.account;
    if (/^arn:[^:]*:iam::\d{12}:root$/.test(name)) return name.split(":")[4] === who.account;
    return name === who.arn || name === roleOf(who.arn);
  });
}

/** The role behind a session: arn:aws:sts::1:assumed-role/R/s is one of arn:aws:iam::1:role/R. */
function roleOf(arn: string): string | null {
  const [, partition, account, role] = /^arn:([^:]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? null : `arn:${partition}:iam::${account}:role/${role}`;
}

function matchesAction(pattern: string, action: string): boolean {
  return matchesText(pattern.toLowerCase(), action.toLowerCase(), () => undefined);
}

function matchesText(pattern: string, text: string, variable: Variable): boolean {
  if (pattern === "*") return true;
  const glob = parseGlob(pattern, variable);
  return glob !== null && matchesGlob(glob, text);
}

/** `execute-api:/stage/VERB/path` is short for the same below this API. */
function wholeArn(pattern: string, resource: string): string {
  if (!pattern.startsWith("execute-api:/")) return pattern;
  return `${resource.slice(0, resource.indexOf("/"))}${pattern.slice("execute-api:".length)}`;
}

function holds(condition: Condition, request: PolicyRequest, variable: Variable): boolean {
  const { operator, set } = condition;
  const actual = request.values(condition.key);
  const isThere = actual !== undefined && actual.length > 0;
  if (operator.name === "Null") return condition.values.some((wanted) => (wanted.toLowerCase() === "true") !== isThere);
  if (!isThere) return condition.ifExists || set === "all" || (operator.negated && set !== "any");
  const one = (value: string): boolean =>
    condition.values.some((wanted) => operator.fits(value, wanted, variable)) !== operator.negated;
  if (set === "all") return actual.every(one);
  // Several values without a set operator: one of them for an operator, every one for its negation.
  return set === "one" && operator.negated ? actual.every(one) : actual.some(one);
}
