// The parts of events that Lambda proxy integrations and REQUEST authorizers have in common: maps of headers and of the
// query, the path, stage variables and requestContext (AWS guide: set-up-lambda-proxy-integrations,
// api-gateway-lambda-authorizer-input). All are JSON text, composed without an object between.
// Invariant: what the client says of X-Forwarded-Port, -Proto and a trace without a root is never believed.

import type { ApiSnapshot } from "../../model/snapshot.ts";
import type { Resource, Stage } from "../../model/shapes.ts";
import type { Authorized, Exchange } from "../exchange.ts";
import { commonLogTime } from "../wall-clock.ts";
import { type HeaderName, headerName } from "./header-names.ts";

export interface EventSite {
  readonly resource: Resource;
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
}

export interface Maps {
  readonly single: string;
  readonly multi: string;
}

export type NamesAre = "as sent" | "as the edge writes them";

export function headerMaps(exchange: Exchange, namesAre: NamesAre): Maps {
  const { rawHeaders } = exchange.request;
  const seen = new Set<string>();
  let single = "";
  let multi = "";
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = headerName(rawHeaders[i]);
    if (name.reaches === "none" || name.isOurs) continue;
    if (seen.has(name.lower)) return repeatedHeaderMaps(exchange, namesAre);
    seen.add(name.lower);
    const key = namesAre === "as sent" ? name.key : name.edgeKey;
    const value = JSON.stringify(rawHeaders[i + 1]);
    single += `${key}${value},`;
    multi += `${key}[${value}],`;
  }
  return withOurs(exchange, single, multi);
}

/** The same where a name comes twice: it stands where, and as, it first came. */
function repeatedHeaderMaps(exchange: Exchange, namesAre: NamesAre): Maps {
  const { rawHeaders } = exchange.request;
  const byName = new Map<string, { readonly name: HeaderName; readonly values: string[] }>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = headerName(rawHeaders[i]);
    if (name.reaches === "none" || name.isOurs) continue;
    const value = JSON.stringify(rawHeaders[i + 1]);
    const entry = byName.get(name.lower);
    if (entry === undefined) byName.set(name.lower, { name, values: [value] });
    else entry.values.push(value);
  }
  let single = "";
  let multi = "";
  for (const { name, values } of byName.values()) {
    const key = namesAre === "as sent" ? name.key : name.edgeKey;
    single += `${key}${values.at(-1)},`;
    multi += `${key}[${values.join()}],`;
  }
  return withOurs(exchange, single, multi);
}

function withOurs(exchange: Exchange, single: string, multi: string): Maps {
  // Made of digits and fixed words, whatever the client sent.
  const trace = `"${exchange.traceId}"`;
  const from = JSON.stringify(forwardedFor(exchange));
  const { port, scheme } = exchange.request;
  return {
    single: `{${single}"X-Amzn-Trace-Id":${trace},"X-Forwarded-For":${from},"X-Forwarded-Port":"${port}","X-Forwarded-Proto":"${scheme}"}`,
    multi: `{${multi}"X-Amzn-Trace-Id":[${trace}],"X-Forwarded-For":[${from}],"X-Forwarded-Port":["${port}"],"X-Forwarded-Proto":["${scheme}"]}`,
  };
}

/** Whom the client says it speaks for, and who it is. */
export function forwardedFor({ request }: Exchange): string {
  const before = request.header("x-forwarded-for");
  return before === undefined || before === "" ? request.clientAddress : `${before}, ${request.clientAddress}`;
}

/** What an empty map is: null to integrations, {} to authorizers. */
export type Empty = "null" | "{}";

export function queryMaps(query: ReadonlyMap<string, readonly string[]>, empty: Empty): Maps {
  if (query.size === 0) return { single: empty, multi: empty };
  let single = "";
  let multi = "";
  for (const [name, values] of query) {
    const key = `${single === "" ? "{" : ","}${JSON.stringify(name)}:`;
    single += `${key}${JSON.stringify(values.at(-1))}`;
    multi += `${key}${JSON.stringify(values)}`;
  }
  return { single: `${single}}`, multi: `${multi}}` };
}

export function pathParametersText({ pathParameters }: Exchange, empty: Empty): string {
  return objectText(pathParameters, empty);
}

/** Stage variables are the same object from request to request, so their text is kept. */
export function compileVariables(empty: Empty): (exchange: Exchange) => string {
  let last: Exchange["stageVariables"] | null = null;
  let text: string = empty;
  return ({ stageVariables }) => {
    if (stageVariables !== last) {
      last = stageVariables;
      text = objectText(stageVariables, empty);
    }
    return text;
  };
}

function objectText(texts: Readonly<Record<string, string>> | null, empty: Empty): string {
  if (texts === null) return empty;
  const text = JSON.stringify(texts);
  return text === "{}" ? empty : text;
}

/** Without the slashes too many that it began with; a base path stands before it. */
export function eventPath({ basePath, path }: Exchange): string {
  let from = 0;
  while (path.startsWith("//", from)) from++;
  const within = from === 0 ? path : path.slice(from);
  if (basePath === "") return within;
  return basePath.startsWith("/") ? `${basePath}${within}` : `/${basePath}${within}`;
}

export function compileRequestContext({ resource, snapshot, stage }: EventSite): (exchange: Exchange) => string {
  const opening = `{"resourceId":${JSON.stringify(resource.id)}`;
  const resourcePath = `,"resourcePath":${JSON.stringify(resource.path)},"httpMethod":`;
  const account = `,"accountId":${JSON.stringify(snapshot.account)},"protocol":"`;
  const stageName = `","stage":${JSON.stringify(stage.stageName)},"domainPrefix":`;
  const api = `,"apiId":${JSON.stringify(snapshot.apiId)}`;
  const deployment = JSON.stringify(stage.deploymentId);
  const canary = JSON.stringify(stage.canarySettings?.deploymentId ?? stage.deploymentId);
  const hasCanary = stage.canarySettings !== undefined;
  return (exchange) => {
    const { request, isCanary } = exchange;
    // Ids and dates are ours: nothing in them needs quoting.
    return (
      `${opening}${authorizerText(exchange)}${resourcePath}${JSON.stringify(request.method)}` +
      `,"extendedRequestId":"${exchange.extendedRequestId}","requestTime":"${commonLogTime(exchange.startedMs)}"` +
      `,"path":${JSON.stringify(exchange.contextValue("path"))}${account}${request.protocol}` +
      `${stageName}${JSON.stringify(request.host.slice(0, domainPrefixEnd(request.host)))}` +
      `,"requestTimeEpoch":${exchange.startedMs},"requestId":"${exchange.requestId}"` +
      `,"identity":${identityText(exchange)},"domainName":${JSON.stringify(request.host)}` +
      `,"deploymentId":${isCanary ? canary : deployment}${api}${hasCanary ? `,"isCanaryRequest":${isCanary}` : ""}}`
    );
  };
}

function domainPrefixEnd(host: string): number {
  const dot = host.indexOf(".");
  return dot === -1 ? host.length : dot;
}

/** What is said of a signer, as JSON, where nobody signed. */
const nobody = { account: "null", user: "null", accessKey: "null", userArn: "null" };

function identityText({ request, apiKey, authorized }: Exchange): string {
  const signer = authorized?.identity ?? null;
  const { account, user, accessKey, userArn } = signer === null ? nobody : signerTexts(signer);
  const agent = request.header("user-agent");
  const key =
    apiKey === null ? "" : `"apiKey":${JSON.stringify(apiKey.value)},"apiKeyId":${JSON.stringify(apiKey.id)},`;
  return (
    `{"cognitoIdentityPoolId":null,"accountId":${account},"cognitoIdentityId":null,"caller":${user},${key}` +
    `"sourceIp":${JSON.stringify(request.clientAddress)},"principalOrgId":null,"accessKey":${accessKey}` +
    `,"cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,"userArn":${userArn}` +
    `,"userAgent":${agent === undefined ? "null" : JSON.stringify(agent)},"user":${user}}`
  );
}

function signerTexts({ accountId, userArn, accessKey }: NonNullable<Authorized["identity"]>): typeof nobody {
  return {
    account: JSON.stringify(accountId),
    user: JSON.stringify(userOf(userArn, accountId)),
    accessKey: JSON.stringify(accessKey),
    userArn: JSON.stringify(userArn),
  };
}

/** The last part of a user's ARN; the account's root is called by its number. */
function userOf(arn: string, account: string): string {
  return arn.endsWith(":root") ? account : arn.slice(arn.lastIndexOf("/") + 1);
}

/** `,"authorizer":{…}`, or nothing. A Lambda authorizer's scalars arrive as texts. */
function authorizerText({ authorized }: Exchange): string {
  if (authorized === null) return "";
  const { claims, context, principalId } = authorized;
  if (claims !== null) return `,"authorizer":{"claims":${JSON.stringify(claims)}}`;
  if (principalId === null) return "";
  let text = "";
  for (const name of Object.keys(context)) {
    const value = context[name];
    if (value !== null) text += `,${JSON.stringify(name)}:${asText(value)}`;
  }
  const latency = Math.round(authorized.integrationLatencyMs);
  return `,"authorizer":{"principalId":${JSON.stringify(principalId)},"integrationLatency":${latency}${text}}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : JSON.stringify(JSON.stringify(value));
}
