// The gateway on the API listener, below /_signpost/gateway: where it listens, which APIs and domains lead where, what its
// requests came to, and what they would have cost at AWS. `signpost api` asks here under which addresses APIs are reached; every
// other program may. Reads only, and of all accounts.
//
//   GET /_signpost/gateway            listeners, APIs with their stages and addresses, custom domains
//   GET /_signpost/gateway/figures    requests, faults, latencies and the cache's hits, by stage
//   GET /_signpost/gateway/cost       the same at AWS's prices
//   GET /_signpost/gateway/ca.pem     the certificate that the gateway's own go back to

import { type CostPage, type StageTraffic, priceTraffic } from "../../gateway/cost.ts";
import type { DomainRow } from "../../gateway/control/domain-rows.ts";
import type { ApiRow } from "../../gateway/control/rest-api-rows.ts";
import type { BasePathMapping } from "../../gateway/model/access.ts";
import type { Stage } from "../../gateway/model/shapes.ts";
import { jsonReply, type Resource, textReply } from "../../http/listener.ts";
import type { CacheHours } from "./cache-hours.ts";
import { type GatewayFigures, type StageFigures, latencyBoundsMs } from "./gateway-figures.ts";
import { type Listeners, type Place, placesOf } from "./gateway-places.ts";

export interface GatewayPage {
  /** When counting began: since then are all figures. */
  readonly since: string;
  readonly listeners: Listeners;
  readonly apis: readonly ApiView[];
  readonly domains: readonly DomainView[];
}

export interface ApiView {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly endpoint: string;
  /** Of the apis directory; null for one that AWS clients made. */
  readonly file: string | null;
  readonly stages: readonly StageView[];
}

export interface StageView {
  readonly name: string;
  readonly deploymentId: string;
  readonly canary: { readonly deploymentId: string; readonly percentTraffic: number } | null;
  readonly cache: boolean;
  /** The best first. */
  readonly places: readonly Place[];
}

export interface DomainView {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly endpoint: string;
  /** What an alias record leads to, and the hosted zone id that goes with it. */
  readonly target: string | null;
  readonly targetZoneId: string | null;
  readonly mappings: readonly { readonly basePath: string; readonly apiId: string; readonly stage: string | null }[];
}

export interface FiguresPage {
  readonly since: string;
  /** A stage's `latencies` count the requests that took at most so long, by place; the last one counts the rest. */
  readonly latencyBoundsMs: readonly number[];
  readonly stages: readonly (StageFigures & { readonly latencyMsMean: number })[];
}

/** What of the store is looked at. */
export interface ShownStore {
  apis(): Iterable<ApiRow>;
  domains(): Iterable<DomainRow>;
  domain(name: string): { readonly mappings: readonly BasePathMapping[] } | null;
  stagesOf(row: ApiRow): readonly Stage[];
}

export interface GatewayApiParts {
  readonly store: ShownStore;
  readonly listeners: () => Listeners;
  readonly figures: GatewayFigures;
  /** Resolves when every request that was answered is in the figures. */
  readonly settled: () => Promise<void>;
  readonly cacheHours: CacheHours;
  readonly sinceMs: () => number;
  /** The CA's certificate as PEM text; null where nothing is served over TLS. */
  readonly authority: string | null;
}

export function gatewayRoutes(parts: GatewayApiParts): [path: string, resource: Resource][] {
  const { authority, settled } = parts;
  return [
    ["/_signpost/gateway", { GET: () => jsonReply(gatewayPage(parts)) }],
    ["/_signpost/gateway/figures", { GET: () => settled().then(() => jsonReply(figuresPage(parts))) }],
    ["/_signpost/gateway/cost", { GET: () => settled().then(() => jsonReply(costPage(parts))) }],
    [
      "/_signpost/gateway/ca.pem",
      {
        GET: () =>
          authority === null
            ? textReply(404, "Nothing is served over TLS here.")
            : { status: 200, type: "application/x-pem-file", body: authority },
      },
    ],
  ];
}

export function gatewayPage({ store, listeners, sinceMs }: Omit<GatewayApiParts, "authority">): GatewayPage {
  const at = listeners();
  const domains = Array.from(store.domains(), (row) => domainView(row, store));
  const apis = Array.from(store.apis(), (row): ApiView => {
    const { account, region, api } = row;
    const stages = store.stagesOf(row).map((stage): StageView => {
      const { stageName, deploymentId, canarySettings: canary, cacheClusterEnabled } = stage;
      return {
        name: stageName,
        deploymentId,
        canary:
          canary === undefined ? null : { deploymentId: canary.deploymentId, percentTraffic: canary.percentTraffic },
        cache: cacheClusterEnabled,
        places: placesOf({ api, region, stageName, domains, listeners: at }),
      };
    });
    const endpoint = api.endpointConfiguration.types.join();
    return { id: api.id, name: api.name, account, region, endpoint, file: api.tags?.["signpost:file"] ?? null, stages };
  });
  return { since: timeText(sinceMs()), listeners: at, apis, domains };
}

function domainView({ account, region, domain }: DomainRow, store: ShownStore): DomainView {
  const mappings = store.domain(domain.domainName)?.mappings ?? [];
  return {
    name: domain.domainName,
    account,
    region,
    endpoint: domain.endpointConfiguration.types.join(),
    target: domain.regionalDomainName ?? domain.distributionDomainName ?? null,
    targetZoneId: domain.regionalHostedZoneId ?? domain.distributionHostedZoneId ?? null,
    mappings: mappings.map(({ basePath, restApiId, stage = null }) => ({
      basePath: basePath === "(none)" ? "" : basePath,
      apiId: restApiId,
      stage,
    })),
  };
}

function figuresPage({ figures, sinceMs }: GatewayApiParts): FiguresPage {
  return {
    since: timeText(sinceMs()),
    latencyBoundsMs,
    stages: figures
      .stages()
      .map((stage) => ({ ...stage, latencyMsMean: stage.count === 0 ? 0 : stage.latencyMsSum / stage.count })),
  };
}

function costPage(parts: GatewayApiParts): CostPage & { readonly since: string } {
  return { since: timeText(parts.sinceMs()), ...priceTraffic(trafficOf(parts)) };
}

/** What was asked, and what had a cache though nobody asked. */
function trafficOf({ store, figures, cacheHours }: GatewayApiParts): StageTraffic[] {
  const hours = new Map(cacheHours.stages().map((one) => [`${one.apiId}/${one.stageName}`, one]));
  const names = new Map(Array.from(store.apis(), ({ api }) => [api.id, api.name]));
  const asked = figures.stages().map(({ apiId, apiName, stageName, count, cacheHits }): StageTraffic => {
    const key = `${apiId}/${stageName}`;
    const held = hours.get(key)?.hours ?? {};
    hours.delete(key);
    return { apiId, apiName, stageName, requests: count, cacheHits, cacheHours: held };
  });
  const unasked = Array.from(hours.values(), ({ apiId, stageName, hours: held }): StageTraffic => {
    const apiName = names.get(apiId) ?? apiId;
    return { apiId, apiName, stageName, requests: 0, cacheHits: 0, cacheHours: held };
  });
  return [...asked, ...unasked];
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
