// The event of a Lambda proxy integration, format 1.0 (AWS guide: set-up-lambda-proxy-integrations, "Input format"): writes
// the lines that ./event-object.ts makes an object of, in the handler's thread or here.
// Invariants: the path and its parameters are not decoded, the query is; names of headers keep their case, and what comes
// again stands under the name that came first. ./event-fields.ts has what other events share.

import { LineReader } from "../../../base/line-reader.ts";
import type { Exchange } from "../exchange.ts";
import {
  authorizerOf,
  type EventSite,
  eventPath,
  presented,
  queryList,
  sentHeaders,
  signerOf,
} from "./event-fields.ts";
import { bodyForms, eventOf, type Members, type RareValues, type SiteValues } from "./event-object.ts";
import { compileBinaryTypes } from "./media-types.ts";

/** An event in the form in which a handler's thread reads it quickest. */
export interface PackedEvent {
  /** The lines of ./event-object.ts. */
  readonly packed: string;
}

export type ComposeEvent = (exchange: Exchange, body: Uint8Array | null) => string | PackedEvent;

/** A body as an event has it; null where there is none. */
export type EventBody = readonly [body: string | null, isBase64Encoded: boolean];

const utf8 = new TextDecoder();

export function compileEvent(site: EventSite): ComposeEvent {
  const pack = compileLines(site);
  const bodyOf = compileBody(site.snapshot.binaryMediaTypes);
  return (exchange, body) => ({ packed: pack(exchange, bodyOf(exchange, body)) });
}

/** All members but the body's, for authorizers. */
export function compileMembers(site: EventSite): (exchange: Exchange) => Members {
  const pack = compileLines(site);
  return (exchange) => {
    const {
      body: _,
      isBase64Encoded: __,
      ...members
    } = eventOf(new LineReader(pack(exchange, noBody)), exchange.traceId);
    return members;
  };
}

function compileLines(site: EventSite): (exchange: Exchange, body: EventBody) => string {
  const namesAre = site.snapshot.endpointConfiguration.types.includes("EDGE") ? "as the edge writes them" : "as sent";
  const siteText = compileSite(site);
  return (exchange, [body, isBase64Encoded]) => {
    const { request } = exchange;
    // One text out of many, as nobody looks at a text of texts without making it one first.
    const lines: string[] = [
      siteText(exchange),
      rareText(exchange),
      eventPath(exchange),
      request.method,
      request.clientAddress,
      request.header("x-forwarded-for") ?? "",
      String(request.port),
      request.scheme,
    ];
    sentHeaders(exchange, namesAre, lines);
    lines.push("", String(exchange.contextValue("path")), request.protocol, request.host, String(exchange.startedMs));
    const form = body === null ? bodyForms.none : isBase64Encoded ? bodyForms.base64 : bodyForms.text;
    lines.push(exchange.requestId, exchange.extendedRequestId, form, body ?? "");
    return lines.join("\n");
  };
}

/** A stage and its canary differ in variables. */
function compileSite({ resource, snapshot, stage }: EventSite): (exchange: Exchange) => string {
  const canary = stage.canarySettings?.deploymentId ?? stage.deploymentId;
  const hasCanary = stage.canarySettings !== undefined;
  const textFor = ({ isCanary, stageVariables }: Exchange): string =>
    JSON.stringify([
      resource.path,
      resource.id,
      snapshot.account,
      stage.stageName,
      isCanary ? canary : stage.deploymentId,
      snapshot.apiId,
      presented(stageVariables),
      hasCanary ? isCanary : null,
    ] satisfies SiteValues);
  let variables: Exchange["stageVariables"] | null = null;
  let isCanary = false;
  let text = "";
  return (exchange) => {
    if (exchange.stageVariables !== variables || exchange.isCanary !== isCanary) {
      ({ stageVariables: variables, isCanary } = exchange);
      text = textFor(exchange);
    }
    return text;
  };
}

function rareText(exchange: Exchange): string {
  const { apiKey } = exchange;
  const query = queryList(exchange.query);
  const parameters = presented(exchange.pathParameters);
  const authorizer = authorizerOf(exchange);
  const signer = signerOf(exchange);
  if (query === null && parameters === null && authorizer === null && signer === null && apiKey === null) return "";
  const key = apiKey === null ? null : ([apiKey.value, apiKey.id] as const);
  return JSON.stringify([query, parameters, authorizer, signer, key] satisfies RareValues);
}

const noBody: EventBody = [null, false];

export function compileBody(
  binaryMediaTypes: readonly string[],
): (exchange: Exchange, body: Uint8Array | null) => EventBody {
  const { isBinary } = compileBinaryTypes(binaryMediaTypes);
  return ({ request }, body) => {
    if (body === null || body.length === 0) return noBody;
    if (isBinary(request.header("content-type"))) return [body.toBase64(), true];
    return [utf8.decode(body), false];
  };
}
