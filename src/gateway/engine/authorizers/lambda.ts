// Lambda authorizers (AWS guide: apigateway-use-lambda-authorizer, api-gateway-lambda-authorizer-input): a function is shown
// one token (TOKEN) or the whole request but its body (REQUEST), and answers with a policy. What comes of it: 401 where the
// request has no fit identity, or the function says "Unauthorized"; 403 where the policy denies; 500 where the function
// fails or answers something else.
// Invariant: the policy is what is kept, and every request is judged by it anew, for method and path differ.

import { BoundedMap } from "../../../base/bounded-map.ts";
import { maxAuthorizerResults } from "../../../base/limits.ts";
import type { InvocationResult } from "../../functions/port.ts";
import type { Authorizer, Resource } from "../../model/shapes.ts";
import type { Authorized, Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { apiArn, compileFunctionCall } from "../function-call.ts";
import { compileMembers } from "../integrations/event.ts";
import type { Members } from "../integrations/event-object.ts";
import { parseObject } from "../integrations/proxy-answer.ts";
import { evaluatePolicy } from "../policy/evaluate.ts";
import { keyValues, methodArn } from "../resource-policy.ts";
import type { Authorize } from "../seams.ts";
import { failed, misconfigured } from "./faults.ts";
import { compileIdentity, identitySources } from "./lambda-identity.ts";
import { type AuthorizerResult, readResult } from "./lambda-result.ts";
import type { AuthorizerSite } from "./site.ts";

interface KeptResult {
  readonly result: AuthorizerResult;
  /** In the clock's milliseconds. */
  readonly untilMs: number;
}

const patienceMs = 29_000;
const defaultTtlSeconds = 300;
const maxTtlSeconds = 3_600;

export function compileLambdaAuthorizer(authorizer: Authorizer, site: AuthorizerSite): Authorize {
  const { snapshot, ports } = site;
  const { clock, functions } = ports;
  const identify = compileIdentity(authorizer);
  const compose = authorizer.type === "TOKEN" ? tokenEvent : compileRequestEvent(site);
  const sourceArn = `${apiArn(snapshot)}authorizers/${authorizer.id}`;
  const call = compileFunctionCall(authorizer.authorizerUri, authorizer.authorizerCredentials, () => sourceArn, site);
  const ttlMs = ttlOf(authorizer) * 1000;
  const kept = new BoundedMap<KeptResult>(maxAuthorizerResults);
  return (exchange) => {
    const identity = identify(exchange);
    if (identity instanceof GatewayFault) return identity;
    const key = identity.join("\n");
    const startedMs = clock.nowMs();
    if (ttlMs > 0) {
      const found = kept.touch(key);
      if (found !== undefined && found.untilMs > startedMs) return judge(exchange, found.result, 0);
    }
    const event = compose(exchange, identity[0] ?? "");
    const invocation = call.prepare(exchange, event, "RequestResponse", patienceMs);
    if (invocation instanceof GatewayFault) return misconfigured(invocation.why ?? "the function cannot be invoked");
    return functions.invoke(invocation).then((outcome) => {
      const result = resultOf(outcome);
      if (result instanceof GatewayFault) return result;
      const nowMs = clock.nowMs();
      if (ttlMs > 0) kept.set(key, { result, untilMs: nowMs + ttlMs });
      return judge(exchange, result, nowMs - startedMs);
    });
  };
}

/** Without identity sources there is nothing to keep a result by. */
function ttlOf(authorizer: Authorizer): number {
  if (identitySources(authorizer).length === 0) return 0;
  return Math.min(authorizer.authorizerResultTtlInSeconds ?? defaultTtlSeconds, maxTtlSeconds);
}

function tokenEvent(exchange: Exchange, token: string): string {
  return `{"type":"TOKEN","methodArn":${JSON.stringify(methodArn(exchange))},"authorizationToken":${JSON.stringify(token)}}`;
}

/** The members are compiled once for each resource that asks. */
function compileRequestEvent({ snapshot, stage }: AuthorizerSite): (exchange: Exchange) => string {
  const composers = new Map<Resource, (exchange: Exchange) => Members>();
  return (exchange) => {
    const { resource } = exchange;
    let compose = composers.get(resource);
    if (compose === undefined) {
      compose = compileMembers({ resource, snapshot, stage });
      composers.set(resource, compose);
    }
    const members = compose(exchange);
    // Empty maps are objects here.
    return JSON.stringify({
      type: "REQUEST",
      methodArn: methodArn(exchange),
      ...members,
      queryStringParameters: members.queryStringParameters ?? {},
      multiValueQueryStringParameters: members.multiValueQueryStringParameters ?? {},
      pathParameters: members.pathParameters ?? {},
      stageVariables: members.stageVariables ?? {},
    });
  };
}

function resultOf(outcome: InvocationResult): AuthorizerResult | GatewayFault {
  if (outcome.kind === "refused") {
    const why = `the function was not run: ${outcome.code}: ${outcome.message}`;
    return outcome.code === "ResourceNotFoundException" ? misconfigured(why) : failed(why);
  }
  if (outcome.kind !== "completed") return failed("the function was not run for an answer");
  if (outcome.functionError !== null) {
    const isRefusal = parseObject(outcome.payload)?.["errorMessage"] === "Unauthorized";
    return isRefusal ? new GatewayFault("UNAUTHORIZED") : misconfigured(`Authorizer error: ${outcome.payload}`);
  }
  const result = readResult(outcome.payload);
  return typeof result === "string" ? misconfigured(result) : result;
}

/** What the policy is silent about is the API's resource policy to decide. */
function judge(exchange: Exchange, result: AuthorizerResult, latencyMs: number): Authorized | GatewayFault {
  const decision = evaluatePolicy(result.policy, {
    action: "execute-api:Invoke",
    resource: methodArn(exchange),
    principal: null,
    values: (key) => keyValues(exchange, key),
  });
  if (decision === "denied") {
    const message = "User is not authorized to access this resource with an explicit deny";
    return new GatewayFault("ACCESS_DENIED", { message });
  }
  const { principalId, context, usageIdentifierKey } = result;
  return {
    principalId,
    context,
    claims: null,
    usageIdentifierKey,
    identity: null,
    integrationLatencyMs: latencyMs,
    decision,
  };
}
