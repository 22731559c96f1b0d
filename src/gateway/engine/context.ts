// `$context`: everything that templates, gateway responses and access logs may ask of a request, one row a name (AWS guide:
// api-gateway-mapping-template-reference, its lists for templates and for access logs). Nothing is made before it is asked
// for. A name is a dotted path; undefined means that the request has no such value, and each reader writes that its own way.
// Read next: ./access-log.ts, ./gateway-response.ts.

import type { RequestExchange } from "./request-exchange.ts";
import { commonLogTime } from "./wall-clock.ts";

type Read = (exchange: RequestExchange) => unknown;

/** The authorizer's latency is rounded as everything that AWS logs is. */
const whole = (ms: number | null | undefined): number | undefined =>
  ms === null || ms === undefined ? undefined : Math.round(ms);

const integrationMs: Read = ({ integrationStartedMs, integrationEndedMs }) =>
  integrationStartedMs === null || integrationEndedMs === null
    ? undefined
    : whole(integrationEndedMs - integrationStartedMs);
const integrationStatus: Read = ({ integrationStatus }) => integrationStatus ?? undefined;

/** Of `$context.identity`: null where the request has none, as events of proxy integrations show it. */
const identityRows: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["accessKey", ({ authorized }) => authorized?.identity?.accessKey ?? null],
  ["accountId", ({ authorized }) => authorized?.identity?.accountId ?? null],
  ["apiKey", ({ apiKey }) => apiKey?.value ?? null],
  ["apiKeyId", ({ apiKey }) => apiKey?.id ?? null],
  ["caller", ({ authorized }) => authorized?.identity?.accessKey ?? null],
  ["cognitoAuthenticationProvider", () => null],
  ["cognitoAuthenticationType", () => null],
  ["cognitoIdentityId", () => null],
  ["cognitoIdentityPoolId", () => null],
  ["principalOrgId", () => null],
  ["sourceIp", ({ request }) => request.clientAddress],
  ["user", ({ authorized }) => authorized?.identity?.userArn ?? null],
  ["userAgent", ({ request }) => request.header("user-agent") ?? null],
  ["userArn", ({ authorized }) => authorized?.identity?.userArn ?? null],
  ["vpceId", ({ target }) => target.vpcEndpointId ?? undefined],
  ["vpcId", ({ request }) => request.vpcId ?? undefined],
]);

const errorRows: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["message", ({ fault }) => fault?.message ?? undefined],
  ["messageString", ({ fault }) => (fault === null ? undefined : JSON.stringify(fault.message))],
  ["responseType", ({ fault }) => fault?.type],
  ["validationErrorString", ({ fault }) => fault?.validationErrors ?? undefined],
]);

const rows: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["accountId", ({ snapshot }) => snapshot.account],
  ["apiId", ({ snapshot }) => snapshot.apiId],
  ["authorizer", authorizerOf],
  [
    "customDomain",
    ({ basePath, target }) => (target.by === "domain" ? { basePathMatched: basePath || "(none)" } : undefined),
  ],
  ["deploymentId", deploymentOf],
  ["domainName", ({ request }) => request.host],
  ["domainPrefix", ({ request }) => request.host.split(".", 1)[0]],
  ["error", (exchange) => (exchange.fault === null ? undefined : objectOf(errorRows, exchange))],
  ["extendedRequestId", ({ extendedRequestId }) => extendedRequestId],
  ["httpMethod", ({ request }) => request.method],
  ["identity", (exchange) => objectOf(identityRows, exchange)],
  ["integration", integrationOf],
  [
    "integrationErrorMessage",
    ({ fault }) => (fault?.type.startsWith("INTEGRATION") === true ? (fault.why ?? undefined) : undefined),
  ],
  ["integrationLatency", integrationMs],
  ["integrationStatus", integrationStatus],
  ["isCanaryRequest", ({ stage, isCanary }) => (stage.canarySettings === undefined ? undefined : isCanary)],
  ["path", pathOf],
  ["protocol", ({ request }) => request.protocol],
  ["requestId", ({ requestId }) => requestId],
  ["requestTime", ({ startedMs }) => commonLogTime(startedMs)],
  ["requestTimeEpoch", ({ startedMs }) => startedMs],
  ["resourceId", ({ resource }) => resource.id || undefined],
  ["resourcePath", ({ resource }) => resource.path || undefined],
  ["responseLatency", ({ arrivedMs, endedMs }) => whole(Math.max(0, endedMs - arrivedMs))],
  ["responseLength", ({ replyOctets }) => replyOctets],
  ["stage", ({ stage }) => stage.stageName],
  ["status", ({ replyStatus }) => (replyStatus === 0 ? undefined : replyStatus)],
  ["webaclArn", ({ stage }) => stage.webAclArn],
  ["xrayTraceId", ({ stage, traceId }) => (stage.tracingEnabled ? traceId : undefined)],
]);

/** Names that only an access log has; templates that walk over $context do not meet them. */
const logOnly: ReadonlySet<string> = new Set([
  "customDomain",
  "integration",
  "integrationErrorMessage",
  "integrationLatency",
  "integrationStatus",
  "responseLatency",
  "responseLength",
  "status",
]);

/** What stands right below `$context` for templates. */
export const contextNames: readonly string[] = [...rows.keys()].filter((name) => !logOnly.has(name));

/** `name` without "context.": a dotted path. */
export function contextValue(exchange: RequestExchange, name: string): unknown {
  const dot = name.indexOf(".");
  if (dot === -1) return rows.get(name)?.(exchange);
  const head = name.slice(0, dot);
  const rest = name.slice(dot + 1);
  if (head === "identity") return identityRows.get(rest)?.(exchange);
  if (head === "error") return exchange.fault === null ? undefined : errorRows.get(rest)?.(exchange);
  return below(rows.get(head)?.(exchange), rest);
}

/** `/stage/path`, or the path as a custom domain was asked for it. */
export function pathOf({ target, stage, basePath, path }: RequestExchange): string {
  if (target.by !== "domain") return `/${stage.stageName}${path}`;
  return basePath === "" ? path : `/${basePath}${path}`;
}

function deploymentOf({ stage, isCanary }: RequestExchange): string {
  return (isCanary ? stage.canarySettings?.deploymentId : undefined) ?? stage.deploymentId;
}

function authorizerOf({ authorized }: RequestExchange): unknown {
  if (authorized === null) return undefined;
  const { context, principalId, claims, integrationLatencyMs } = authorized;
  return {
    ...context,
    ...(principalId === null ? {} : { principalId }),
    ...(claims === null ? {} : { claims }),
    integrationLatency: whole(integrationLatencyMs),
    latency: whole(integrationLatencyMs),
  };
}

function integrationOf(exchange: RequestExchange): unknown {
  return {
    latency: integrationMs(exchange),
    status: integrationStatus(exchange),
    integrationStatus: integrationStatus(exchange),
    error: exchange.fault?.type.startsWith("INTEGRATION") === true ? (exchange.fault.why ?? undefined) : undefined,
  };
}

function objectOf(rows: ReadonlyMap<string, Read>, exchange: RequestExchange): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, read] of rows) {
    const value = read(exchange);
    if (value !== undefined) object[name] = value;
  }
  return object;
}

function below(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}
