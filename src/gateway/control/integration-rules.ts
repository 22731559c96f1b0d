// What an integration must be: a verb and an address fit for its type, parameters whose names and sources are expressions, a
// timeout in bounds (AWS guide: api-gateway-integration-types; recorded texts). The order is the service's.

import type { Integration, Method } from "../model/shapes.ts";
import { checkContentType, checkExpression } from "./expressions.ts";
import { badMapping, badRequest } from "./faults.ts";

/** Milliseconds that an integration may take; a streamed one may take a quarter of an hour (API model, PutIntegration). */
const timeouts = { least: 50, most: 29_000, mostStreamed: 900_000 };

const verbs = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];
const passthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];

export function checkIntegration(integration: Integration, method: Method): void {
  if (integration.type !== "MOCK") {
    checkVerb(integration.httpMethod);
    checkUri(integration);
    if (integration.connectionType === "VPC_LINK" && (integration.connectionId ?? "") === "")
      throw badRequest("Connection Id is required for VPC_LINK connectionType");
  }
  if (!passthroughBehaviors.includes(integration.passthroughBehavior))
    throw badRequest(
      `Invalid passthrough behavior specified: ${integration.passthroughBehavior}. Valid options are ${passthroughBehaviors.join(",")}`,
    );
  checkTimeout(integration);
  checkMappings(integration, method);
}

function checkVerb(verb: string | undefined): void {
  if (verb === undefined || verb === "") throw badRequest("Enumeration value for HttpMethod must be non-empty");
  if (!verbs.includes(verb)) throw badRequest(`Invalid HttpMethod specified. Valid options are ${verbs.join(",")}`);
}

function checkUri({ type, uri = "" }: Integration): void {
  if (type === "HTTP" || type === "HTTP_PROXY") {
    // The host may come from a stage variable, and the scheme with it.
    if (!/^https?:\/\/[^\s/]/i.test(uri) && !uri.startsWith("${stageVariables."))
      throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  const parts = uri.split(":");
  if (parts[0] !== "arn" || parts.length < 6) throw badRequest("Invalid ARN specified in the request");
  const rest = parts.slice(5).join(":");
  if (!/^(path|action)\//.test(rest)) throw badRequest("AWS ARN for integration must contain path or action");
  if (type === "AWS_PROXY" && !isProxyTarget(parts[4], rest))
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
}

/** `lambda:path/…/functions/{ARN}/invocations`, or a Firehose action. */
function isProxyTarget(service: string, rest: string): boolean {
  if (service === "firehose") return /^action\/PutRecord(Batch)?$/.test(rest);
  return (
    service === "lambda" &&
    /^path\/[^/]+\/functions\/(arn:[^/]+:lambda:[^/]+:function:[^/]+|\$\{stageVariables\.[^}]+\}|[^/]*\$\{stageVariables\.[^}]+\}[^/]*)\/(invocations|response-streaming-invocations)$/.test(
      rest,
    )
  );
}

function checkTimeout({ timeoutInMillis, responseTransferMode }: Integration): void {
  const most = responseTransferMode === "STREAM" ? timeouts.mostStreamed : timeouts.most;
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < timeouts.least || timeoutInMillis > most)
    throw badRequest(`Timeout should be between ${timeouts.least} ms and ${most} ms`);
}

function checkMappings(integration: Integration, method: Method): void {
  const { requestParameters = {}, requestTemplates = {}, cacheKeyParameters } = integration;
  const declared = method.requestParameters ?? {};
  for (const [name, source] of Object.entries(requestParameters)) {
    checkExpression("integrationRequest", name);
    checkExpression("requestSource", source);
    if (/^method\.request\.(?!body\b)/.test(source) && !isDeclared(source, declared))
      throw badMapping(`Invalid mapping expression parameter specified: ${source}`);
  }
  for (const contentType of Object.keys(requestTemplates)) checkContentType(contentType);
  for (const key of cacheKeyParameters) {
    const isKnown = key.startsWith("method.request.")
      ? isDeclared(key, declared)
      : Object.hasOwn(requestParameters, key);
    if (!isKnown) throw badRequest(`Invalid cache key parameter specified: ${key}`);
  }
}

/** `multivalueheader.X` is the header X, with all its values. */
function isDeclared(source: string, declared: { readonly [parameter: string]: boolean }): boolean {
  return Object.hasOwn(declared, source) || Object.hasOwn(declared, source.replace(".multivalue", "."));
}
