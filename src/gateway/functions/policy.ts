// Whether a resource policy lets somebody invoke: pure, over the statements that AddPermission made. A statement allows
// when principal, action and every condition match; no statement denies. ArnLike compares the six parts of an ARN one by
// one, * for any characters within a part and ? for one; so `arn:aws:execute-api:*:*:api/*` never reaches into another part.
// IAM User Guide: reference_policies_elements_condition_operators (ARN condition operators).

import { matchesGlob, plainGlob } from "../engine/policy/glob.ts";
import type { FunctionCaller } from "./port.ts";
import type { PolicyStatement } from "./shapes.ts";

const invoking: ReadonlySet<string> = new Set(["lambda:InvokeFunction", "lambda:*", "*"]);

export function mayInvoke(statements: readonly PolicyStatement[], caller: FunctionCaller): boolean {
  return statements.some(
    (statement) =>
      invoking.has(statement.Action) && isPrincipal(statement, caller) && holds(statement.Condition ?? {}, caller),
  );
}

function isPrincipal({ Principal }: PolicyStatement, { principal, sourceAccount }: FunctionCaller): boolean {
  if (Principal === "*") return true;
  if ("Service" in Principal) return Principal.Service === principal;
  return Principal.AWS === `arn:aws:iam::${sourceAccount}:root` && principal === sourceAccount;
}

function holds(condition: NonNullable<PolicyStatement["Condition"]>, caller: FunctionCaller): boolean {
  return Object.entries(condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, value]) => {
      const said = saidBy(caller, key);
      // A key that the request does not have makes the condition false, whatever is compared.
      if (said === null) return false;
      return operator === "ArnLike" ? isArnLike(said, value) : said === value;
    }),
  );
}

function saidBy(caller: FunctionCaller, key: string): string | null {
  // Condition keys are compared without case.
  if (key.toLowerCase() === "aws:sourcearn") return caller.sourceArn;
  return key.toLowerCase() === "aws:sourceaccount" ? caller.sourceAccount : null;
}

const arnParts = 6;

export function isArnLike(arn: string, pattern: string): boolean {
  const parts = partsOf(arn);
  const patterns = partsOf(pattern);
  if (parts.length !== arnParts || patterns.length !== arnParts) return false;
  return patterns.every((wanted, at) => isLike(parts[at], wanted));
}

/** The last part may hold colons of its own. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, arnParts - 1), ...(parts.length < arnParts ? [] : [parts.slice(arnParts - 1).join(":")])];
}

export function isLike(text: string, pattern: string): boolean {
  return matchesGlob(plainGlob(pattern), text);
}
