// A value of a request by its name in an API's settings: method.request.{path|querystring|header}.NAME and their multivalue
// forms, stageVariables.NAME, context.NAME, or 'text' (AWS guide: request-response-data-mappings). Compiled once. For the
// parts that map no integration: keys of the stage cache and headers of gateway responses.

import type { Exchange } from "./exchange.ts";

export type ReadParameter = (exchange: Exchange) => string | undefined;

/** null: the expression means nothing. */
export function compileParameter(expression: string): ReadParameter | null {
  const [, quoted] = /^'(.*)'$/s.exec(expression) ?? [];
  if (quoted !== undefined) return () => quoted;
  const [, source, name = ""] = /^(method\.request\.\w+|stageVariables|context)\.(.+)$/s.exec(expression) ?? [];
  switch (source) {
    case "method.request.path":
      return ({ pathParameters }) => pathParameters?.[name];
    case "method.request.querystring":
      return ({ query }) => query.get(name)?.at(-1);
    case "method.request.multivaluequerystring":
      return ({ query }) => query.get(name)?.join(",");
    case "method.request.header":
      return ({ request }) => request.header(name.toLowerCase());
    case "method.request.multivalueheader":
      return (exchange) => headerValues(exchange, name)?.join(",");
    case "stageVariables":
      return ({ stageVariables }) => stageVariables[name];
    case "context":
      return (exchange) => textOf(exchange.contextValue(name));
    default:
      return null;
  }
}

/** Whatever the case of the name. */
function headerValues({ headers }: Exchange, name: string): readonly string[] | undefined {
  const wanted = name.toLowerCase();
  for (const [given, values] of headers) if (given.toLowerCase() === wanted) return values;
  return undefined;
}

/** As a text stands for a value of `$context`; undefined for none, and for objects. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : undefined;
}
