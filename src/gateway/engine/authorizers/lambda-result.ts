// What a Lambda authorizer answers (AWS guide: api-gateway-lambda-authorizer-output): who the caller is, a policy, and texts,
// numbers and booleans for whoever comes behind. Read strictly: an answer that is not of this form is a fault of configuration.

import { parseObject } from "../integrations/proxy-answer.ts";
import { type PolicyDocument, PolicyFault, readPolicy } from "../policy/document.ts";

export interface AuthorizerResult {
  readonly principalId: string;
  readonly policy: PolicyDocument;
  readonly context: Readonly<Record<string, string | number | boolean>>;
  readonly usageIdentifierKey: string | null;
}

/** The result, or a sentence that says why it is none. */
export function readResult(payload: string): AuthorizerResult | string {
  const output = parseObject(payload);
  if (output === null) return "Could not parse policy: the answer is not a JSON object";
  const { principalId, policyDocument, usageIdentifierKey = null } = output;
  if (typeof principalId !== "string" || principalId === "") return "the answer has no principalId";
  if (policyDocument === undefined || policyDocument === null) return "the answer has no policyDocument";
  const policy = readPolicy(policyDocument);
  if (policy instanceof PolicyFault) return `Invalid policy document: ${policy.message}`;
  if (usageIdentifierKey !== null && typeof usageIdentifierKey !== "string") return "usageIdentifierKey is no text";
  const context = readContext(output["context"] ?? {});
  return typeof context === "string" ? context : { principalId, policy, context, usageIdentifierKey };
}

function readContext(given: unknown): AuthorizerResult["context"] | string {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return "context is not an object";
  const context: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null) continue;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      return `context has something else than a text, a number or a boolean for ${name}`;
    }
    context[name] = value;
  }
  return context;
}
