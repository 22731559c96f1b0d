// How mapping templates meet a request: what `$input`, `$context` and `$stageVariables` are to them, and what becomes of the
// overrides they set (AWS guide: apigateway-override-request-response-parameters). One run of an integration has one
// TemplateRun, so that what the request's template sets, the response's template reads.
// Invariant: nothing is made before a template asks for it.

import { contextNames } from "./context.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayFault } from "./fault.ts";
import { headerName } from "./integrations/header-names.ts";
import { TemplateFault } from "../vtl/fault.ts";
import { ContextOverrides } from "../vtl/overrides.ts";
import type { ContextValue, ParameterKind, TemplateScope } from "../vtl/scope.ts";
import type { Template } from "../vtl/template.ts";
import { compileTemplate } from "../vtl/template.ts";
import { misconfigured } from "./integrations/mapping-faults.ts";
import { isFinalStatus } from "./reply.ts";

/** A template as stored, or a fault of every request that meets it: what cannot be read cannot be run. */
export function compileMapping(text: string): Template | GatewayFault {
  const template = compileTemplate(text);
  return template instanceof TemplateFault ? templateFault(template) : template;
}

export class TemplateRun {
  /** What templates set, of the request and of the response. */
  readonly overrides = new ContextOverrides();
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Whether some template touched an override: nobody else needs to look for any. */
  get hasOverrides(): boolean {
    return this.overrides.request !== null || this.overrides.response !== null;
  }

  run(template: Template, body: () => string): string | GatewayFault {
    if (template.constant !== null) return template.constant;
    const output = template.run(this.#scope(body));
    return output instanceof TemplateFault ? templateFault(output) : output;
  }

  #scope(body: () => string): TemplateScope {
    const exchange = this.#exchange;
    return {
      body,
      parameters: (kind) => parametersOf(exchange, kind),
      context: (name) => exchange.contextValue(name) as ContextValue,
      contextNames: () => contextNames,
      stageVariables: () => exchange.stageVariables,
      overrides: this.overrides,
    };
  }
}

/** The status of the answer where a template set one: a whole number, and no text, of a final answer; any other is ignored. */
export function overriddenStatus({ overrides }: TemplateRun): number | null {
  const status = overrides.response?.get("status");
  return typeof status === "number" && isFinalStatus(status) ? status : null;
}

function parametersOf(exchange: Exchange, kind: ParameterKind): Readonly<Record<string, string>> {
  if (kind === "path") return exchange.pathParameters ?? {};
  if (kind === "querystring") return lastValues(exchange.query);
  const { rawHeaders } = exchange.request;
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (headerName(rawHeaders[i]).reaches !== "none") headers[rawHeaders[i]] = rawHeaders[i + 1];
  }
  return headers;
}

function lastValues(query: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...query].map(([name, values]) => [name, values.at(-1) ?? ""]));
}

function templateFault(fault: TemplateFault): GatewayFault {
  return misconfigured(`the mapping template cannot be run: ${fault.toString()}`);
}
