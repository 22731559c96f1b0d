// HTTP_PROXY: the request goes to a backend as it came, and so does the answer to the client (AWS guide:
// setup-http-integrations). Parameters may still be mapped: a mapped header takes the client's place, a mapped query
// parameter is added to the client's, as recorded from AWS.
// A request to change the protocol (WebSocket is one) goes on as such, and whatever the backend answers is the answer.
// Invariants: the query goes on as the client wrote it; redirects are the client's to follow; with responseTransferMode
// STREAM the answer's body is never held.

import { forwardedFor } from "./event-fields.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import type { Eventual } from "../messages.ts";
import { type MappedRequest, compileRequestMapping } from "../parameter-mapping.ts";
import type { UpstreamReply } from "../ports.ts";
import type { Integrate, IntegrationReply } from "../seams.ts";
import { compileEndpointUri, queryText, withQuery } from "./endpoint-uri.ts";
import { headerName, isHeader, mayMapHeader } from "./header-names.ts";
import { forbiddenHeader, integrationVerb, unfitHeader } from "./mapping-faults.ts";
import type { Site } from "./site.ts";
import { addMapped, addOurs, compileSend, hasBody } from "./upstream.ts";

export function compileHttpProxy(site: Site): Integrate {
  const { integration } = site;
  const mapping = compileRequestMapping(integration.requestParameters);
  const uri = compileEndpointUri(integration.uri ?? "");
  const send = compileSend(site, integration.responseTransferMode === "STREAM" ? "streamed" : "whole");
  const begin = (exchange: Exchange, body: Uint8Array | null): Eventual<IntegrationReply | GatewayFault> => {
    const mapped = mapping.map(exchange);
    if (mapped instanceof GatewayFault) return mapped;
    const url = uri(exchange, mapped.path);
    if (url instanceof GatewayFault) return url;
    const headers = requestHeaders(exchange, mapped.header);
    if (headers instanceof GatewayFault) return headers;
    const method = integrationVerb(integration, exchange);
    return send(exchange, {
      method,
      url: withQuery(withQuery(url, exchange.queryText), queryText(mapped.querystring)),
      headers,
      body: hasBody(method) ? body : null,
      upgrade: exchange.request.upgrade,
    }).then((reply) => (reply instanceof GatewayFault ? reply : toReply(reply)));
  };
  return (exchange) => {
    if (exchange.request.body === null) return begin(exchange, null);
    return exchange.readBody().then((body) => (body instanceof GatewayFault ? body : begin(exchange, body)));
  };
}

function requestHeaders(exchange: Exchange, mapped: MappedRequest["header"]): string[] | GatewayFault {
  const { rawHeaders, port, scheme } = exchange.request;
  const flat: string[] = [];
  const replaced = new Set<string>();
  for (const [name, value] of mapped) {
    if (!mayMapHeader(name, "http")) return forbiddenHeader(name);
    if (!isHeader(name, value)) return unfitHeader(name);
    replaced.add(name.toLowerCase());
  }
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const { lower, reaches, isOurs } = headerName(rawHeaders[i]);
    if (reaches === "all" && !isOurs && !replaced.has(lower)) flat.push(rawHeaders[i], rawHeaders[i + 1]);
  }
  addMapped(flat, mapped);
  addOurs(flat, exchange);
  const ours = ["X-Forwarded-For", forwardedFor(exchange), "X-Forwarded-Port", String(port)];
  flat.push(...ours, "X-Forwarded-Proto", scheme);
  return flat;
}

function toReply({ status, headers, body, tunnel }: UpstreamReply): IntegrationReply {
  // The client checks these against what it asked for, so nothing of them may change.
  if (tunnel !== undefined) return { status, headers, body: null, tunnel };
  const flat: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const { fromHttpProxy } = headerName(headers[i]);
    if (fromHttpProxy !== null) flat.push(fromHttpProxy, headers[i + 1]);
  }
  return { status, headers: flat, body };
}
