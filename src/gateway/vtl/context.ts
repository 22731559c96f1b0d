// $context: values of the request, each asked for when a template first names it, and the overrides that a template sets:
// #set($context.responseOverride.status = 404). Behaves as a map, as templates that walk over $context need it.

import { callMethod } from "./methods.ts";
import type { ContextValue, TemplateScope } from "./scope.ts";
import { javaText } from "./text.ts";
import { type CallSite, HostObject, type Value } from "./values.ts";

export class ContextObject extends HostObject {
  readonly #scope: TemplateScope;
  readonly #known = new Map<string, Value>();

  constructor(scope: TemplateScope) {
    super();
    this.#scope = scope;
  }

  override property(name: string): Value {
    const { overrides } = this.#scope;
    if (name === "requestOverride") return (overrides.request ??= emptyMaps("path", "querystring", "header"));
    if (name === "responseOverride") return (overrides.response ??= emptyMaps("header"));
    let value = this.#known.get(name);
    if (value === undefined) {
      value = valueOf(this.#scope.context(name));
      if (name === "authorizer") hideClaims(value);
      this.#known.set(name, value);
    }
    return value;
  }

  override call(name: string, args: readonly Value[], site: CallSite): Value | undefined {
    if (name === "get") return typeof args[0] === "string" ? this.property(args[0]) : null;
    return callMethod(this.#asMap(), name, args, site);
  }

  override assign(name: string, value: Value): void {
    const { overrides } = this.#scope;
    if (name === "requestOverride" && value instanceof Map) overrides.request = value;
    else if (name === "responseOverride" && value instanceof Map) overrides.response = value;
    else this.#known.set(name, value);
  }

  override items(): Iterable<Value> {
    return this.#asMap().values();
  }

  override toString(): string {
    return javaText(this.#asMap());
  }

  #asMap(): Map<string, Value> {
    const names = new Set([...this.#scope.contextNames(), ...this.#known.keys()]);
    return new Map(Array.from(names, (name): [string, Value] => [name, this.property(name)]));
  }
}

/** $context.authorizer.claims: its properties can be read, and itself is null, as the guide notes. */
class Claims extends HostObject {
  readonly #claims: Map<string, Value>;

  constructor(claims: Map<string, Value>) {
    super();
    this.#claims = claims;
  }

  override property(name: string): Value {
    return this.#claims.get(name) ?? null;
  }

  override call(name: string, args: readonly Value[], site: CallSite): Value | undefined {
    return callMethod(this.#claims, name, args, site);
  }

  override toString(): string {
    return "";
  }
}

function hideClaims(authorizer: Value): void {
  const claims = authorizer instanceof Map ? authorizer.get("claims") : undefined;
  if (authorizer instanceof Map && claims instanceof Map) authorizer.set("claims", new Claims(claims));
}

function emptyMaps(...names: readonly string[]): Map<string, Value> {
  return new Map(names.map((name): [string, Value] => [name, new Map()]));
}

function valueOf(value: ContextValue): Value {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return value;
  return new Map(Object.entries(value).map(([name, item]): [string, Value] => [name, valueOf(item)]));
}
