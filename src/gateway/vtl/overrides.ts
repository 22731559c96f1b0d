// The writable part of $context: $context.requestOverride (path, querystring, header) and $context.responseOverride (status,
// header), as API Gateway's Developer Guide has them ("Override your API's request and response parameters"). One such
// object belongs to one request: what its request template sets, its response template reads, whatever the names are.
// Empty until a template touches it; the engine reads texts, as values print.

import type { ParameterKind } from "./scope.ts";
import { textOf } from "./text.ts";
import type { Value } from "./values.ts";

/** By name; a list where a template set one, for a header of several values. */
export type Overridden = ReadonlyMap<string, string | readonly string[]>;

const nothing: Overridden = new Map();

export class ContextOverrides {
  /** `$context.requestOverride`, once a template touched it. */
  request: Map<string, Value> | null = null;
  /** `$context.responseOverride`, once a template touched it. */
  response: Map<string, Value> | null = null;

  /** What replaces the integration request's parameters of a kind. */
  requestParameters(kind: ParameterKind): Overridden {
    return overridden(this.request?.get(kind));
  }

  responseHeaders(): Overridden {
    return overridden(this.response?.get("header"));
  }

  /** The text of the status that a template set; whether it is one (200 to 599) is for the engine to say. */
  responseStatus(): string | null {
    const status = this.response?.get("status");
    return status === undefined || status === null ? null : textOf(status);
  }
}

function overridden(values: Value | undefined): Overridden {
  if (!(values instanceof Map) || values.size === 0) return nothing;
  return new Map(
    Array.from(values, ([name, value]): [string, string | readonly string[]] => [
      name,
      Array.isArray(value) ? value.map(textOf) : textOf(value),
    ]),
  );
}
