// Which requests of a method a stage's cache answers, and under which key (AWS guide: api-gateway-caching). The key is the
// namespace, the verb and the declared parameters, and nothing else: a path variable or a query that is not declared does not
// tell two requests apart. That is AWS's way, and a trap; whoever compiles a method tells the API's log of it.
// `Cache-Control: max-age=0` passes the cache by for callers that may; the others are refused, warned, or not told at all.

import type { Integration, Method, Resource, Stage } from "../model/shapes.ts";
import { GatewayFault } from "./fault.ts";
import type { SettingOfMethod } from "./method-settings.ts";
import { compileParameter, type ReadParameter } from "./request-value.ts";
import type { RequestExchange } from "./request-exchange.ts";

export interface Caching {
  readonly keyOf: (exchange: RequestExchange) => string;
  readonly ttlMs: number;
  /** Path variables that the key leaves out. */
  readonly undeclared: readonly string[];
  /** Whether the client wants it fresh and may: "fresh"; a fault where it is refused; null for the usual. */
  readonly demand: (exchange: RequestExchange) => "fresh" | GatewayFault | null;
}

const maxTtlSeconds = 3600;
const warning = "199 Cache-control headers were ignored because the caller was unauthorized.";

export type MayInvalidate = (exchange: RequestExchange) => boolean;

/** null: the stage keeps no answers of this method. */
export function compileCaching(
  stage: Stage,
  resource: Resource,
  method: Method,
  verb: string,
  { setting, isOwn }: SettingOfMethod,
  mayInvalidate: MayInvalidate,
): Caching | null {
  const integration = method.methodIntegration;
  if (!stage.cacheClusterEnabled || !setting.cachingEnabled || integration === undefined) return null;
  // The stage's own switch turns on GET alone; other verbs have to be named.
  if (verb !== "GET" && !isOwn) return null;
  const ttlMs = Math.min(setting.cacheTtlInSeconds, maxTtlSeconds) * 1000;
  if (ttlMs <= 0) return null;
  const reads = integration.cacheKeyParameters.map((name) => compileKeyParameter(name, integration));
  const head = `${integration.cacheNamespace || resource.id} ${verb}`;
  const declared = new Set(integration.cacheKeyParameters.map((name) => methodParameterOf(name, integration)));
  const variables = [...resource.path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name);
  return {
    keyOf: reads.length === 0 ? () => head : (exchange) => keyOf(head, reads, exchange),
    ttlMs,
    undeclared: variables.filter((name) => !declared.has(`method.request.path.${name}`)),
    demand: compileDemand(setting, mayInvalidate),
  };
}

/** Values are told apart by their lengths, so that no value can look like two. */
function keyOf(head: string, reads: readonly (ReadParameter | null)[], exchange: RequestExchange): string {
  let key = head;
  for (const read of reads) {
    const value = read?.(exchange);
    key += value === undefined ? " -" : ` ${value.length}:${value}`;
  }
  return key;
}

/** The expression that a key's name stands for: an integration's own parameter stands for what is mapped to it. */
function methodParameterOf(name: string, integration: Integration): string {
  return name.startsWith("integration.") ? (integration.requestParameters?.[name] ?? "") : name;
}

function compileKeyParameter(name: string, integration: Integration): ReadParameter | null {
  return compileParameter(methodParameterOf(name, integration));
}

function compileDemand(setting: SettingOfMethod["setting"], mayInvalidate: MayInvalidate): Caching["demand"] {
  return (exchange) => {
    const control = exchange.request.header("cache-control");
    if (control === undefined || !/(?:^|[\s,])max-age=0(?:$|[\s,])/i.test(control)) return null;
    if (!setting.requireAuthorizationForCacheControl || mayInvalidate(exchange)) return "fresh";
    switch (setting.unauthorizedCacheControlHeaderStrategy) {
      case "FAIL_WITH_403":
        return new GatewayFault("ACCESS_DENIED");
      case "SUCCEED_WITH_RESPONSE_HEADER":
        exchange.warning = warning;
        return null;
      case "SUCCEED_WITHOUT_RESPONSE_HEADER":
        return null;
    }
  };
}
