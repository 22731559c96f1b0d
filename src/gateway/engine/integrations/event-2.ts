// The event of format 2.0, as HTTP APIs send it (AWS guide: http-api-develop-integrations-lambda), for handlers that were
// written for one. An integration asks for it by `payloadFormatVersion`, as OpenAPI files have it, or by the request parameter
// integration.request.header.X-Amz-Payload-Format-Version with the value '2.0', which any client of the control API can write.
// Invariants: header names are in lower case, several values are joined by commas, cookies stand apart; what is empty is absent.

import { decodePercent } from "../../../base/percent.ts";
import type { Integration } from "../../model/shapes.ts";
import type { Exchange } from "../exchange.ts";
import { type ComposeEvent, compileBody, type EventBody } from "./event.ts";
import { type EventSite, forwardedFor, presented } from "./event-fields.ts";
import { headerName } from "./header-names.ts";

export function formatOf({ payloadFormatVersion, requestParameters = {} }: Integration): "1.0" | "2.0" {
  const asked = Object.entries(requestParameters).find(
    ([target]) => target.toLowerCase() === "integration.request.header.x-amz-payload-format-version",
  );
  return payloadFormatVersion === "2.0" || asked?.[1] === "'2.0'" ? "2.0" : "1.0";
}

export function compileEvent2({ resource, snapshot, stage }: EventSite, methodName: string): ComposeEvent {
  const routeKey = JSON.stringify(`${methodName} ${resource.path}`);
  const body = compileBody(snapshot.binaryMediaTypes);
  const opening = `{"version":"2.0","routeKey":${routeKey},"rawPath":`;
  const account = `"requestContext":{"accountId":${JSON.stringify(snapshot.account)},"apiId":${JSON.stringify(snapshot.apiId)}`;
  const closing = `,"routeKey":${routeKey},"stage":${JSON.stringify(stage.stageName)}`;
  return (exchange, octets) => {
    const { request } = exchange;
    const path = JSON.stringify(exchange.contextValue("path"));
    const prefix = JSON.stringify(request.host.split(".", 1)[0]);
    const http =
      `{"method":${JSON.stringify(request.method)},"path":${path},"protocol":"${request.protocol}"` +
      `,"sourceIp":${JSON.stringify(request.clientAddress)},"userAgent":${JSON.stringify(request.header("user-agent") ?? "")}}`;
    return (
      `${opening}${path},"rawQueryString":${JSON.stringify(exchange.queryText)},${headersText(exchange)},` +
      `${optional("queryStringParameters", joinedQuery(exchange))}${account}${authorizerText(exchange)}` +
      `,"domainName":${JSON.stringify(request.host)},"domainPrefix":${prefix},"http":${http}` +
      `,"requestId":${JSON.stringify(exchange.requestId)}${closing}` +
      `,"time":${JSON.stringify(exchange.contextValue("requestTime"))},"timeEpoch":${exchange.startedMs}},` +
      `${optional("pathParameters", decodedPath(exchange))}${optional("stageVariables", JSON.stringify(presented(exchange.stageVariables)))}` +
      `${bodyText(body(exchange, octets))}}`
    );
  };
}

function optional(name: string, text: string): string {
  return text === "null" ? "" : `"${name}":${text},`;
}

function bodyText([body, isBase64Encoded]: EventBody): string {
  return `${body === null ? "" : `"body":${JSON.stringify(body)},`}"isBase64Encoded":${isBase64Encoded}`;
}

function headersText(exchange: Exchange): string {
  const { rawHeaders, port, scheme } = exchange.request;
  const values = new Map<string, string>();
  const cookies: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const { lower, reaches, isOurs } = headerName(rawHeaders[i]);
    const value = rawHeaders[i + 1];
    if (reaches === "none" || isOurs) continue;
    if (lower === "cookie") cookies.push(...value.split(/;\s*/).filter((cookie) => cookie !== ""));
    else values.set(lower, values.has(lower) ? `${values.get(lower)},${value}` : value);
  }
  values.set("x-amzn-trace-id", exchange.traceId);
  values.set("x-forwarded-for", forwardedFor(exchange));
  values.set("x-forwarded-port", String(port));
  values.set("x-forwarded-proto", scheme);
  const text = `"headers":${JSON.stringify(Object.fromEntries(values))}`;
  return cookies.length === 0 ? text : `"cookies":${JSON.stringify(cookies)},${text}`;
}

function joinedQuery({ query }: Exchange): string {
  if (query.size === 0) return "null";
  return JSON.stringify(Object.fromEntries([...query].map(([name, values]) => [name, values.join(",")])));
}

/** HTTP APIs decode them. */
function decodedPath({ pathParameters }: Exchange): string {
  if (pathParameters === null) return "null";
  const entries = Object.entries(pathParameters).map(([name, value]) => [name, decodePercent(value)]);
  return entries.length === 0 ? "null" : JSON.stringify(Object.fromEntries(entries));
}

function authorizerText({ authorized }: Exchange): string {
  if (authorized === null) return "";
  const { claims, context, principalId, identity } = authorized;
  if (claims !== null) {
    const scopes = claims["scope"] === undefined ? null : claims["scope"].split(" ");
    return `,"authorizer":${JSON.stringify({ jwt: { claims, scopes } })}`;
  }
  if (identity !== null) {
    const { accessKey, accountId, userArn } = identity;
    return `,"authorizer":${JSON.stringify({ iam: { accessKey, accountId, userArn } })}`;
  }
  return principalId === null ? "" : `,"authorizer":${JSON.stringify({ lambda: { ...context, principalId } })}`;
}
