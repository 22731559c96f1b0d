// What a mapping template may ask for while it runs (API Gateway Developer Guide, "Mapping template and access logging
// variable reference"). The engine gives it as functions, so that nothing is made which no template touches: the body
// is decoded and parsed, parameters are gathered and context values are computed at the first question.
// Overrides outlive a run: what the request's template sets in $context.requestOverride, the response's template reads.

import type { ContextOverrides } from "./overrides.ts";

export type ParameterKind = "path" | "querystring" | "header";

/** What $context holds under a name. Objects are copied when a template touches them. */
export type ContextValue = string | number | boolean | null | undefined | { readonly [name: string]: ContextValue };

export interface TemplateScope {
  /** The payload as text; "" where there is none. */
  body(): string;
  /** By name; of several values the last (event.queryStringParameters). Asked at most once a run and kind. */
  parameters(kind: ParameterKind): Readonly<Record<string, string>>;
  /** `$context.<name>`: the first name only; what lies below it is looked up in the object. Not asked for the overrides. */
  context(name: string): ContextValue;
  /** The names that context() answers, for templates that walk over $context. */
  contextNames(): readonly string[];
  stageVariables(): Readonly<Record<string, string>>;
  /** The overrides of this request: make one when the request arrives, hand it to every template that runs for it. */
  readonly overrides: ContextOverrides;
}
