// Which stage a request asks for, from its host and the head of its path (AWS guide: how-to-custom-domains,
// rest-api-mappings, apigateway-private-api-test-invoke-url): {id}.execute-api.{region}.amazonaws.com/{stage}/…, a private
// API's {id}-{vpce}.execute-api…, {id}.execute-api.localhost for plain clients, or a custom domain with its base paths.
// Any other host may name API and stage in the path: /_aws/execute-api/{id}/{stage}/… or /restapis/{id}/{stage}/_user_request_/…
// Invariants: hosts come in lower case; an exact domain goes before a wildcard, the longest base path before a shorter one.

import type { MappedDomain } from "../model/catalogue.ts";

export interface Target {
  readonly apiId: string;
  readonly stageName: string;
  /** Without a slash ahead of it: "v1"; "" for none. */
  readonly basePath: string;
  /** The path within the stage, with its first slash. */
  readonly path: string;
  readonly queryText: string;
  readonly by: "execute-api" | "domain" | "path";
  /** null: any. */
  readonly region: string | null;
  readonly vpcEndpointId: string | null;
}

/** What the gateway answers by itself: a health check of a custom domain, or that it knows nothing of the kind. */
export type NoTarget = "healthy" | "forbidden";

const executeApiHost =
  /^([a-z0-9]+)(?:-(vpce-[a-z0-9]+))?\.execute-api\.(?:localhost|([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?)$/;
const endpointHost = /^(vpce-[a-z0-9]+)(?:-[a-z0-9-]+)?\.execute-api\.([a-z0-9-]+)\.vpce\.amazonaws\.com$/;
const pathForms = /^\/(?:_aws\/execute-api\/([^/]+)\/([^/]+)|restapis\/([^/]+)\/([^/]+)\/_user_request_)(?=\/|$)/;

/** A host, once it is known what it is. */
export type Host =
  | {
      readonly kind: "execute-api";
      /** null: a header names the API. */
      readonly apiId: string | null;
      readonly region: string | null;
      readonly vpcEndpointId: string | null;
    }
  | { readonly kind: "domain"; readonly mapped: MappedDomain }
  | { readonly kind: "other" };

export function hostOf(host: string, domain: (name: string) => MappedDomain | null): Host {
  const [, apiId, vpcEndpointId = null, region = null] = executeApiHost.exec(host) ?? [];
  if (apiId !== undefined) return { kind: "execute-api", apiId, region, vpcEndpointId };
  const [, endpointId, endpointRegion = null] = endpointHost.exec(host) ?? [];
  if (endpointId !== undefined) {
    return { kind: "execute-api", apiId: null, region: endpointRegion, vpcEndpointId: endpointId };
  }
  const dot = host.indexOf(".");
  const mapped = domain(host) ?? (dot === -1 ? null : domain(`*${host.slice(dot)}`));
  return mapped === null ? { kind: "other" } : { kind: "domain", mapped };
}

/** `target` in origin form, as it came; `named` is what x-apigw-api-id names. */
export function targetOf(host: Host, target: string, named: string | undefined): Target | NoTarget {
  const mark = target.indexOf("?");
  const whole = mark === -1 ? target : target.slice(0, mark);
  const queryText = mark === -1 ? "" : target.slice(mark + 1);
  switch (host.kind) {
    case "execute-api": {
      const { region, vpcEndpointId } = host;
      const apiId = host.apiId ?? named;
      const head = headOf(whole, 0);
      if (apiId === undefined || head === null) return "forbidden";
      return {
        apiId,
        stageName: head.part,
        basePath: "",
        path: head.rest,
        queryText,
        by: "execute-api",
        region,
        vpcEndpointId,
      };
    }
    case "domain":
      return domainTarget(host.mapped, whole, queryText);
    case "other": {
      const found = pathForms.exec(whole);
      if (found === null) return "forbidden";
      return {
        apiId: found[1] ?? found[3],
        stageName: found[2] ?? found[4],
        basePath: "",
        path: whole.slice(found[0].length) || "/",
        queryText,
        by: "path",
        region: null,
        vpcEndpointId: null,
      };
    }
  }
}

/** AWS keeps /ping and /sping of a custom domain to itself. */
function isProbe(path: string): boolean {
  return path === "/ping" || path === "/sping";
}

function domainTarget({ domain, mappings }: MappedDomain, whole: string, queryText: string): Target | NoTarget {
  if (isProbe(whole)) return "healthy";
  if (domain.routingMode === "ROUTING_RULE_ONLY") return "forbidden";
  let best: { basePath: string; end: number; index: number } | null = null;
  for (const [index, mapping] of mappings.entries()) {
    const basePath = mapping.basePath === "(none)" || mapping.basePath === "" ? "" : `/${mapping.basePath}`;
    const end = endOfPrefix(whole, basePath);
    if (end !== -1 && (best === null || basePath.length > best.basePath.length)) best = { basePath, end, index };
  }
  if (best === null) return "forbidden";
  const mapping = mappings[best.index];
  const common = { apiId: mapping.restApiId, queryText, by: "domain", region: null, vpcEndpointId: null } as const;
  if (mapping.stage !== undefined) {
    return {
      ...common,
      stageName: mapping.stage,
      basePath: best.basePath.slice(1),
      path: whole.slice(best.end) || "/",
    };
  }
  const head = headOf(whole, best.end);
  if (head === null) return "forbidden";
  return { ...common, stageName: head.part, basePath: `${best.basePath}/${head.part}`.slice(1), path: head.rest };
}

/** Where the base path ends in a path that begins with it, slashes ahead of the path counting as one; -1 otherwise. */
function endOfPrefix(path: string, basePath: string): number {
  let start = 0;
  while (path[start + 1] === "/") start++;
  if (basePath === "") return start;
  const end = start + basePath.length;
  return path.startsWith(basePath, start) && (end === path.length || path[end] === "/") ? end : -1;
}

/** The first part behind `from`, and the rest with its slash. */
function headOf(path: string, from: number): { part: string; rest: string } | null {
  let start = from;
  while (path[start] === "/") start++;
  if (start >= path.length) return null;
  const end = path.indexOf("/", start);
  return end === -1 ? { part: path.slice(start), rest: "/" } : { part: path.slice(start, end), rest: path.slice(end) };
}
