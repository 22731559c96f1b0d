// The event of a Lambda proxy integration, format 1.0 (AWS guide: set-up-lambda-proxy-integrations, "Input format"): gathers
// what ./event-object.ts makes an object of, in the handler's thread or here.
// Invariants: the path and its parameters are not decoded, the query is; names of headers keep their case, and what comes
// again stands under the name that came first. ./event-fields.ts has what other events share.

import type { Exchange } from "../exchange.ts";
import { authorizerOf, type EventSite, eventPath, headerList, presented, queryList, signerOf } from "./event-fields.ts";
import {
  type BodyValues,
  type ContextValues,
  type EventValues,
  type IdentityValues,
  type Members,
  membersOf,
  type RequestValues,
} from "./event-object.ts";
import { compileBinaryTypes } from "./media-types.ts";
import { commonLogTime } from "../wall-clock.ts";

/** An event in the form in which a handler's thread reads it quickest. */
export interface PackedEvent {
  /** `EventValues` as JSON. */
  readonly packed: string;
}

export type ComposeEvent = (exchange: Exchange, body: Uint8Array | null) => string | PackedEvent;

const utf8 = new TextDecoder();

export function compileEvent(site: EventSite): ComposeEvent {
  const { requestOf, contextOf } = compileValues(site);
  const bodyOf = compileBody(site.snapshot.binaryMediaTypes);
  return (exchange, body) => {
    const values: EventValues = [
      requestOf(exchange),
      contextOf(exchange),
      identityOf(exchange),
      bodyOf(exchange, body),
    ];
    return { packed: JSON.stringify(values) };
  };
}

/** All members but the body's, for authorizers. */
export function compileMembers(site: EventSite): (exchange: Exchange) => Members {
  const { requestOf, contextOf } = compileValues(site);
  return (exchange) => membersOf(requestOf(exchange), contextOf(exchange), identityOf(exchange));
}

function compileValues({ resource, snapshot, stage }: EventSite): {
  readonly requestOf: (exchange: Exchange) => RequestValues;
  readonly contextOf: (exchange: Exchange) => ContextValues;
} {
  const namesAre = snapshot.endpointConfiguration.types.includes("EDGE") ? "as the edge writes them" : "as sent";
  const canary = stage.canarySettings?.deploymentId ?? stage.deploymentId;
  const hasCanary = stage.canarySettings !== undefined;
  return {
    requestOf: (exchange) => [
      resource.path,
      eventPath(exchange),
      exchange.request.method,
      headerList(exchange, namesAre),
      queryList(exchange.query),
      presented(exchange.pathParameters),
      presented(exchange.stageVariables),
    ],
    contextOf: (exchange) => [
      resource.id,
      authorizerOf(exchange),
      exchange.extendedRequestId,
      commonLogTime(exchange.startedMs),
      String(exchange.contextValue("path")),
      snapshot.account,
      exchange.request.protocol,
      stage.stageName,
      exchange.startedMs,
      exchange.requestId,
      exchange.request.host,
      exchange.isCanary ? canary : stage.deploymentId,
      snapshot.apiId,
      hasCanary ? exchange.isCanary : null,
    ],
  };
}

function identityOf(exchange: Exchange): IdentityValues {
  const { request, apiKey } = exchange;
  return [
    signerOf(exchange),
    apiKey === null ? null : [apiKey.value, apiKey.id],
    request.clientAddress,
    request.header("user-agent") ?? null,
  ];
}

const noBody: BodyValues = [null, false];

export function compileBody(
  binaryMediaTypes: readonly string[],
): (exchange: Exchange, body: Uint8Array | null) => BodyValues {
  const { isBinary } = compileBinaryTypes(binaryMediaTypes);
  return ({ request }, body) => {
    if (body === null || body.length === 0) return noBody;
    if (isBinary(request.header("content-type"))) return [body.toBase64(), true];
    return [utf8.decode(body), false];
  };
}
