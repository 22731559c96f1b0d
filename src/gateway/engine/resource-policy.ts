// An API's resource policy on the way of a request (AWS guide: apigateway-authorization-flow). Without an authorizer it must
// allow. Before a Lambda authorizer only an explicit deny counts, and afterwards both decide together; an IAM caller's
// account decides by which table; behind Cognito it must allow by itself. A private API needs one.
// A policy that cannot be read lets nobody in, and says so in the log.

import type { AuthorizationType } from "../model/shapes.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Exchange } from "./exchange.ts";
import { GatewayFault } from "./fault.ts";
import { PolicyFault, readPolicy } from "./policy/document.ts";
import { combined, type Decision, evaluatePolicy } from "./policy/evaluate.ts";
import type { RequestExchange } from "./request-exchange.ts";

export interface ResourcePolicy {
  readonly decide: (exchange: RequestExchange, action: string) => Decision;
}

/** null: the API has none, and needs none. */
export function compileResourcePolicy(
  snapshot: ApiSnapshot,
  complain: (sentence: string) => void,
): ResourcePolicy | null {
  const isPrivate = snapshot.endpointConfiguration.types.includes("PRIVATE");
  if (snapshot.policy === null || snapshot.policy === "") return isPrivate ? { decide: () => "silent" } : null;
  const document = readPolicy(snapshot.policy);
  if (document instanceof PolicyFault) {
    complain(`The API's resource policy lets nobody in: ${document.message}`);
    return { decide: () => "denied" };
  }
  return {
    decide(exchange, action) {
      const identity = exchange.authorized?.identity ?? null;
      return evaluatePolicy(document, {
        action,
        resource: methodArn(exchange),
        principal: identity === null ? null : { account: identity.accountId, arn: identity.userArn },
        values: (key) => keyValues(exchange, key),
      });
    },
  };
}

/** arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}/{path}, the path as it was asked for. */
export function methodArn({ snapshot, stage, request, path }: Exchange): string {
  const { region, account, apiId } = snapshot;
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.stageName}/${request.method}/${path.replace(/^\/+/, "")}`;
}

/** Ahead of the authorizer. null: it may go on. */
export function refusedAhead(
  policy: ResourcePolicy,
  exchange: RequestExchange,
  type: AuthorizationType,
): GatewayFault | null {
  if (type === "AWS_IAM" || type === "COGNITO_USER_POOLS") return null;
  const decision = policy.decide(exchange, "execute-api:Invoke");
  if (decision === "denied" || (type === "NONE" && decision === "silent")) return denied(exchange, decision);
  return null;
}

/** Behind the authorizer, which let the request through so far. `policy` is null for an API that has none. */
export function refusedBehind(
  policy: ResourcePolicy | null,
  exchange: RequestExchange,
  type: AuthorizationType,
): GatewayFault | null {
  const caller = exchange.authorized?.decision ?? "allowed";
  if (policy === null) return caller === "allowed" ? null : userDenied(caller);
  const api = policy.decide(exchange, "execute-api:Invoke");
  if (type === "COGNITO_USER_POOLS") return api === "allowed" ? null : denied(exchange, api);
  const identity = exchange.authorized?.identity ?? null;
  const isOther = identity !== null && identity.accountId !== exchange.snapshot.account;
  const decision = combined(caller, api, isOther ? "other account" : "same account");
  if (decision === "allowed") return null;
  return identity === null ? userDenied(decision) : denied(exchange, decision);
}

function userDenied(decision: Decision): GatewayFault {
  if (decision !== "denied") return new GatewayFault("ACCESS_DENIED");
  return new GatewayFault("ACCESS_DENIED", {
    message: "User is not authorized to access this resource with an explicit deny",
  });
}

/** The account is shown by its last four digits, as AWS does. */
function denied(exchange: RequestExchange, decision: Decision): GatewayFault {
  const who = exchange.authorized?.identity?.userArn ?? "anonymous";
  const { account } = exchange.snapshot;
  const arn = methodArn(exchange).replace(`:${account}:`, `:********${account.slice(-4)}:`);
  const explicit = decision === "denied" ? " with an explicit deny" : "";
  return new GatewayFault("ACCESS_DENIED", {
    message: `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${arn}${explicit}`,
  });
}

/** A request, and the host it was led here by where that is known. */
type Asked = Exchange & { readonly target?: RequestExchange["target"] };

/** The condition keys that a request to an API has (AWS guide: apigateway-resource-policies-aws-condition-keys). */
export function keyValues(exchange: Asked, key: string): readonly string[] | undefined {
  const value = keyValue(exchange, key);
  return value === undefined || value === null ? undefined : [value];
}

function keyValue(exchange: Asked, key: string): string | null | undefined {
  const { request, target, authorized } = exchange;
  const identity = authorized?.identity ?? null;
  switch (key) {
    case "aws:sourceip":
      // Within a VPC the address is the VPC's own, and has a key of its own.
      return request.vpcId === null ? request.clientAddress : undefined;
    case "aws:vpcsourceip":
      return request.vpcId === null ? undefined : request.clientAddress;
    case "aws:sourcevpc":
      return request.vpcId;
    case "aws:sourcevpce":
      return target?.vpcEndpointId;
    case "aws:useragent":
      return request.header("user-agent");
    case "aws:referer":
      return request.header("referer");
    case "aws:securetransport":
      return String(request.scheme === "https");
    case "aws:currenttime":
      return new Date(exchange.startedMs).toISOString();
    case "aws:epochtime":
      return String(Math.floor(exchange.startedMs / 1000));
    case "aws:requestedregion":
      return exchange.snapshot.region;
    case "aws:principalaccount":
      return identity?.accountId;
    case "aws:principalarn":
      return identity?.userArn;
    case "aws:username":
      return identity?.userArn.split(":user/")[1];
    case "aws:userid":
      return identity?.accessKey;
    case "aws:principaltype":
      return identity === null ? "Anonymous" : "User";
    default:
      return undefined;
  }
}
