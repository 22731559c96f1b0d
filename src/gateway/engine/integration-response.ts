// From a backend's answer to the client's: which integration response it meets, and what that makes of its status, headers
// and body (AWS guide: api-gateway-integration-settings-integration-response). For AWS, HTTP and MOCK integrations.
// Invariants: a selectionPattern is a regular expression of Java and matches the whole of what is selected by; without a
// match the one without a pattern is taken, and without such a one the API is wrongly configured. What a template sets in
// $context.responseOverride wins over mappings. Read next: ./parameter-mapping.ts, ./template-run.ts.

import { type JavaRegex, RegexFault, compileJavaRegex } from "../java-regex/regex.ts";
import { MatchTimeout, withinMatchTime } from "../matching/match-time.ts";
import type { Integration, IntegrationResponse, StringMap } from "../model/shapes.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Template } from "../vtl/template.ts";
import type { Exchange } from "./exchange.ts";
import { GatewayFault } from "./fault.ts";
import { type Payload, convertResponse, noTemplate, textOf } from "./integrations/content-handling.ts";
import { headerIn } from "./flat-headers.ts";
import { headerName, isHeader } from "./integrations/header-names.ts";
import { compileBinaryTypes, firstAccepted } from "./integrations/media-types.ts";
import { bareType } from "./media-type.ts";
import { compileResponseMapping } from "./parameter-mapping.ts";
import { isFinalStatus } from "./reply.ts";
import type { IntegrationReply } from "./seams.ts";
import { type TemplateRun, compileMapping, overriddenStatus } from "./template-run.ts";
import { misconfigured } from "./integrations/mapping-faults.ts";

export interface BackendAnswer {
  /** What patterns are matched with: a status, or a function's errorMessage. */
  readonly selector: string;
  readonly status: number;
  /** Flat. */
  readonly headers: readonly string[];
  readonly body: Payload;
}

export type Respond = (
  exchange: Exchange,
  answer: BackendAnswer,
  templates: TemplateRun,
) => IntegrationReply | GatewayFault;

interface Compiled {
  readonly pattern: JavaRegex | null;
  readonly respond: Respond;
}

export function compileIntegrationResponses(
  integration: Integration,
  snapshot: Pick<ApiSnapshot, "binaryMediaTypes">,
): Respond {
  const given = Object.values(integration.integrationResponses ?? {});
  const compiled = given.flatMap((response): Compiled[] => {
    const pattern = patternOf(response);
    return pattern instanceof RegexFault ? [] : [{ pattern, respond: compileResponse(response, snapshot) }];
  });
  const patterned = compiled.filter(({ pattern }) => pattern !== null);
  const fallback = compiled.find(({ pattern }) => pattern === null);
  return (exchange, answer, templates) => {
    exchange.integrationStatus = answer.status;
    const chosen = patterned.find(({ pattern }) => selects(pattern, answer.selector, exchange)) ?? fallback;
    return chosen === undefined ? noMatch(answer) : chosen.respond(exchange, answer, templates);
  };
}

function patternOf({ selectionPattern }: IntegrationResponse): JavaRegex | null | RegexFault {
  return selectionPattern === undefined || selectionPattern === "" ? null : compileJavaRegex(selectionPattern);
}

function selects(pattern: JavaRegex | null, selector: string, exchange: Exchange): boolean {
  const found = withinMatchTime(() => pattern?.matches(selector) === true);
  if (!(found instanceof MatchTimeout)) return found;
  exchange.complain(`A selection pattern counts as one that does not match: ${found.message} with this answer.`);
  return false;
}

function noMatch({ status }: BackendAnswer): GatewayFault {
  return misconfigured(
    `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${status}`,
  );
}

function compileResponse(
  response: IntegrationResponse,
  { binaryMediaTypes }: Pick<ApiSnapshot, "binaryMediaTypes">,
): Respond {
  const mapping = compileResponseMapping(response.responseParameters);
  const constant = mapping.constant === null ? null : flat(mapping.constant);
  const templateFor = compileTemplateChoice(response.responseTemplates);
  const { isBinary } = compileBinaryTypes(binaryMediaTypes);
  const status = Number(response.statusCode);
  if (!isFinalStatus(status)) return () => misconfigured(`${response.statusCode} is no status of an answer`);
  return (exchange, answer, templates) => {
    const accept = firstAccepted(exchange.request.header("accept"));
    const kind = isBinary(headerIn(answer.headers, "content-type")) ? "binary" : "text";
    const accepts = isBinary(accept) ? "binary" : "text";
    let body = convertResponse(answer.body, kind, accepts, response.contentHandling);
    if (body instanceof GatewayFault) return body;
    const template = templateFor(accept);
    if (template instanceof GatewayFault) return template;
    if (template !== null) {
      if (response.contentHandling === "CONVERT_TO_BINARY" && template.constant === null) return noTemplate("response");
      const payload = body;
      const output = templates.run(template, () => textOf(payload));
      if (output instanceof GatewayFault) return output;
      body = output;
    }
    if (constant !== null && !templates.hasOverrides) return { status, headers: constant, body };
    const headers = mapping.map(exchange, { headers: answer.headers, body: () => textOf(answer.body) });
    if (headers instanceof GatewayFault) return headers;
    if (!templates.hasOverrides) return { status, headers: flat(headers), body };
    const written = new Map<string, string | readonly string[]>([...headers, ...templates.overrides.responseHeaders()]);
    return { status: overriddenStatus(templates) ?? status, headers: flat(written), body };
  };
}

/** By what the client first accepts, else application/json, else the first; null: the body is passed on. */
function compileTemplateChoice(
  templates: StringMap<string | null> = {},
): (accept: string | undefined) => Template | GatewayFault | null {
  const byType = new Map<string, Template | GatewayFault | null>();
  for (const [type, text] of Object.entries(templates)) {
    byType.set(bareType(type), text === null || text === "" ? null : compileMapping(text));
  }
  if (byType.size === 0) return () => null;
  const usual = byType.get("application/json") ?? byType.values().next().value ?? null;
  return (accept) => (accept === undefined ? usual : (byType.get(bareType(accept)) ?? usual));
}

/** The names that AWS gives them on their way out; what cannot be written on the wire is left out. */
function flat(headers: ReadonlyMap<string, string | readonly string[]>): string[] {
  const out: string[] = [];
  for (const [name, given] of headers) {
    const { mapped } = headerName(name);
    if (mapped === null) continue;
    const values = typeof given === "string" ? [given] : given;
    for (const value of values) if (isHeader(name, value)) out.push(mapped, value);
  }
  return out;
}
