// The expressions of mappings, as far as the control API checks them: what a parameter's name and where its value is from must
// look like (AWS guide: request-response-data-mappings). What they give is the engine's to say.

import { badMapping, badRequest } from "./faults.ts";

/** A header, a parameter of the path or the query: anything without blanks and quotes. */
const name = String.raw`[^\s'"]+`;

const patterns = {
  methodRequest: new RegExp(
    `^method\\.request\\.(path|querystring|header|multivaluequerystring|multivalueheader)\\.${name}$`,
  ),
  integrationRequest: new RegExp(
    `^integration\\.request\\.(path|querystring|header|multivaluequerystring|multivalueheader)\\.${name}$`,
  ),
  methodResponse: new RegExp(`^method\\.response\\.(header|multivalueheader)\\.${name}$`),
  gatewayResponse: new RegExp(`^gatewayresponse\\.header\\.${name}$`),
  /** Where an integration's parameter is from. */
  requestSource: new RegExp(
    `^('[^']*'|method\\.request\\.body(\\..+|\\[.+)?|method\\.request\\.(path|querystring|header|multivaluequerystring|multivalueheader)\\.${name}|(context|stageVariables)\\.${name})$`,
  ),
  /** Where a response's header is from. */
  responseSource: new RegExp(
    `^('[^']*'|integration\\.response\\.body(\\..+|\\[.+)?|integration\\.response\\.(header|multivalueheader)\\.${name}|(context|stageVariables)\\.${name})$`,
  ),
  identitySource: new RegExp(
    `^(method\\.request\\.(header|querystring)\\.${name}|(context|stageVariables)\\.${name})$`,
  ),
} as const;

export function checkExpression(kind: keyof typeof patterns, text: string): void {
  if (!patterns[kind].test(text)) throw badMapping(`Invalid mapping expression specified: ${text}`);
}

/** The place of a request that a parameter names, say `header`, and the name there. */
export function placeOf(parameter: string): { readonly place: string; readonly name: string } {
  const [, , place, ...rest] = parameter.split(".");
  return { place: place.replace(/^multivalue/, ""), name: rest.join(".") };
}

/** A name stands for one thing, wherever in the request it is (recorded). */
export function checkUniqueNames(parameters: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const parameter of parameters) {
    const { place, name } = placeOf(parameter);
    const other = seen.get(name);
    if (other !== undefined && other !== place)
      throw badRequest("Parameter names must be unique across querystring, header and path");
    seen.set(name, place);
  }
}

export function checkContentType(contentType: string): void {
  if (!/^[^\s/]+\/[^\s/;]+(\s*;.*)?$/.test(contentType) && contentType !== "$default")
    throw badRequest(`Validation Result: warnings : [], errors : [Invalid content type specified: ${contentType}]`);
}
