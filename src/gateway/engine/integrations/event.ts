// The event of a Lambda proxy integration, format 1.0 (AWS guide: set-up-lambda-proxy-integrations, "Input format"), as
// JSON text. It is put together from texts, never from an object: what does not change from request to request is quoted
// once, at compiling, and each header is quoted once although it stands in two maps.
// Invariants: empty maps are null; of several values the single maps have the last and the others all; names keep their
// case, the path and its parameters are not decoded, the query is. ./event-fields.ts has what authorizers' events share.

import type { Exchange } from "../exchange.ts";
import { compileBinaryTypes } from "./media-types.ts";
import {
  type Empty,
  type EventSite,
  compileRequestContext,
  compileVariables,
  eventPath,
  headerMaps,
  queryMaps,
  pathParametersText,
} from "./event-fields.ts";

export type ComposeEvent = (exchange: Exchange, body: Uint8Array | null) => string;

const utf8 = new TextDecoder();

export function compileEvent(site: EventSite): ComposeEvent {
  const composeRest = compileEventMembers(site, "null");
  const composeBody = compileBody(site.snapshot.binaryMediaTypes);
  return (exchange, body) => `{${composeRest(exchange)},${composeBody(exchange, body)}}`;
}

/** All members but the body's. */
export function compileEventMembers(site: EventSite, empty: Empty): (exchange: Exchange) => string {
  const opening = `"resource":${JSON.stringify(site.resource.path)},"path":`;
  const variables = compileVariables(empty);
  const context = compileRequestContext(site);
  const namesAre = site.snapshot.endpointConfiguration.types.includes("EDGE") ? "as the edge writes them" : "as sent";
  return (exchange) => {
    const { single, multi } = headerMaps(exchange, namesAre);
    const query = queryMaps(exchange.query, empty);
    return (
      `${opening}${JSON.stringify(eventPath(exchange))},"httpMethod":${JSON.stringify(exchange.request.method)}` +
      `,"headers":${single},"multiValueHeaders":${multi}` +
      `,"queryStringParameters":${query.single},"multiValueQueryStringParameters":${query.multi}` +
      `,"pathParameters":${pathParametersText(exchange, empty)},"stageVariables":${variables(exchange)}` +
      `,"requestContext":${context(exchange)}`
    );
  };
}

/** `"body":…,"isBase64Encoded":…` */
export function compileBody(
  binaryMediaTypes: readonly string[],
): (exchange: Exchange, body: Uint8Array | null) => string {
  const { isBinary } = compileBinaryTypes(binaryMediaTypes);
  return ({ request }, body) => {
    if (body === null || body.length === 0) return `"body":null,"isBase64Encoded":false`;
    if (isBinary(request.header("content-type"))) return `"body":"${body.toBase64()}","isBase64Encoded":true`;
    return `"body":${JSON.stringify(utf8.decode(body))},"isBase64Encoded":false`;
  };
}
