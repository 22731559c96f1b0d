// HTTP: a request made anew from mappings and a template goes to a backend, and what it answers is mapped back (AWS guide:
// setup-http-integrations). Nothing of the client's reaches the backend but what is mapped, its body where no template takes
// it, and its media type.

import { andThen } from "../eventual.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { compileIntegrationResponses } from "../integration-response.ts";
import type { Eventual } from "../messages.ts";
import type { Integrate, IntegrationReply } from "../seams.ts";
import { octetsOf } from "./content-handling.ts";
import { compileEndpointUri, queryText, withQuery } from "./endpoint-uri.ts";
import { headerIn } from "../flat-headers.ts";
import { type PreparedRequest, compilePrepare } from "./mapped-request.ts";
import { integrationVerb } from "./mapping-faults.ts";
import type { Site } from "./site.ts";
import { addMapped, addOurs, compileSend, hasBody } from "./upstream.ts";

export function compileHttp(site: Site): Integrate {
  const { integration, snapshot } = site;
  const prepare = compilePrepare(site, "http");
  const uri = compileEndpointUri(integration.uri ?? "");
  const send = compileSend(site, "whole");
  const respond = compileIntegrationResponses(integration, snapshot);
  const ask = (exchange: Exchange, prepared: PreparedRequest): Eventual<IntegrationReply | GatewayFault> => {
    const url = uri(exchange, prepared.path);
    if (url instanceof GatewayFault) return url;
    const method = integrationVerb(integration, exchange);
    const body = hasBody(method) ? octetsOf(prepared.body) : null;
    return send(exchange, {
      method,
      url: withQuery(url, queryText(prepared.querystring)),
      headers: requestHeaders(exchange, prepared.header, body),
      body,
    }).then((reply) => {
      if (reply instanceof GatewayFault) return reply;
      const { status, headers, body } = reply;
      // It was asked for whole.
      const whole = body instanceof Uint8Array ? body : new Uint8Array(0);
      return respond(exchange, { selector: String(status), status, headers, body: whole }, prepared.templates);
    });
  };
  return (exchange) =>
    andThen(prepare(exchange), (prepared) => (prepared instanceof GatewayFault ? prepared : ask(exchange, prepared)));
}

/** What has no body has no media type either (recorded), unless it is mapped. */
function requestHeaders(exchange: Exchange, mapped: PreparedRequest["header"], body: Uint8Array | null): string[] {
  const flat: string[] = [];
  addMapped(flat, mapped);
  addOurs(flat, exchange);
  if (body !== null && body.length > 0 && headerIn(flat, "content-type") === undefined) {
    flat.push("Content-Type", exchange.request.header("content-type") ?? "application/json");
  }
  return flat;
}
