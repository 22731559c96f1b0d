// The request of an integration that maps: its parameters, its body from a template or passed on, and what the template
// overrides of both (AWS guide: api-gateway-integration-settings-integration-request). For AWS and HTTP integrations.
// Invariants: what a template sets in $context.requestOverride wins over mappings; a body is read only where something
// looks at it, which is a template that is no constant, a mapping, or passing it on.

import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import type { Eventual } from "../messages.ts";
import { type MappedRequest, compileRequestMapping } from "../parameter-mapping.ts";
import type { Overridden } from "../../vtl/overrides.ts";
import { TemplateRun } from "../template-run.ts";
import { type Payload, convertRequest, noTemplate, textOf } from "./content-handling.ts";
import { isHeader, mayMapHeader } from "./header-names.ts";
import { forbiddenHeader, unfitHeader } from "./mapping-faults.ts";
import { compileBinaryTypes } from "./media-types.ts";
import { compileTemplateChoice } from "./request-template.ts";
import type { Site } from "./site.ts";

export interface PreparedRequest extends MappedRequest {
  readonly body: Payload;
  readonly templates: TemplateRun;
}

export type Prepare = (exchange: Exchange) => Eventual<PreparedRequest | GatewayFault>;

const noOctets = new Uint8Array(0);

export function compilePrepare({ integration, snapshot }: Site, type: "http" | "aws"): Prepare {
  const choose = compileTemplateChoice(integration);
  const mapping = compileRequestMapping(integration.requestParameters);
  const { isBinary } = compileBinaryTypes(snapshot.binaryMediaTypes);
  const { contentHandling } = integration;
  const begin = (exchange: Exchange, octets: Uint8Array): PreparedRequest | GatewayFault => {
    const template = choose(exchange);
    if (template instanceof GatewayFault) return template;
    const mapped = mapping.map(exchange);
    if (mapped instanceof GatewayFault) return mapped;
    const kind = isBinary(exchange.request.header("content-type")) ? "binary" : "text";
    const converted = convertRequest(octets, kind, contentHandling);
    if (converted instanceof GatewayFault) return converted;
    if (contentHandling === "CONVERT_TO_BINARY" && template?.constant === null) return noTemplate("request");
    const templates = new TemplateRun(exchange);
    const body = template === null ? converted : templates.run(template, () => textOf(converted));
    if (body instanceof GatewayFault) return body;
    const { path, querystring, header } = templates.hasOverrides ? overridden(mapped, templates) : mapped;
    for (const [name, value] of header) {
      if (!mayMapHeader(name, type)) return forbiddenHeader(name);
      if (!isHeader(name, value)) return unfitHeader(name);
    }
    return { path, querystring, header, body, templates };
  };
  return (exchange) => {
    const { body } = exchange.request;
    if (body === null) return begin(exchange, noOctets);
    const template = choose(exchange);
    if (template instanceof GatewayFault) return template;
    if (template !== null && template.constant !== null && !mapping.needsBody) return begin(exchange, noOctets);
    return exchange.readBody().then((octets) => (octets instanceof GatewayFault ? octets : begin(exchange, octets)));
  };
}

function overridden(mapped: MappedRequest, { overrides }: TemplateRun): MappedRequest {
  const querystring = new Map(mapped.querystring);
  for (const [name, value] of overrides.requestParameters("querystring")) {
    querystring.set(name, typeof value === "string" ? [value] : value);
  }
  return {
    path: new Map([...mapped.path, ...joinedValues(overrides.requestParameters("path"))]),
    querystring,
    header: new Map([...mapped.header, ...joinedValues(overrides.requestParameters("header"))]),
  };
}

function* joinedValues(overridden: Overridden): Generator<[string, string]> {
  for (const [name, value] of overridden) yield [name, typeof value === "string" ? value : value.join(",")];
}
