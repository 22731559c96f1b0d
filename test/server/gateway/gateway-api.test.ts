// The gateway's pages over a store, with figures and hours of caches.

import { expect, test } from "vitest";
import type { RequestFigures } from "../../../src/gateway/engine/ports.ts";
import type { HttpReply, Resource } from "../../../src/http/listener.ts";
import { CacheHours } from "../../../src/server/gateway/cache-hours.ts";
import { type GatewayApiParts, gatewayRoutes } from "../../../src/server/gateway/gateway-api.ts";
import { GatewayFigures, latencyBoundsMs } from "../../../src/server/gateway/gateway-figures.ts";
import { newStage, newWorld } from "../../gateway/control/fixture.ts";

const world = newWorld({ account: "111122223333", region: "eu-west-1" });
const { apiId, deploymentId } = newStage(world, "prod");
const { client, store, context } = world;
const { id: canaryId } = client.createDeployment({
  restApiId: apiId,
  stageName: "prod",
  canarySettings: { percentTraffic: 10 },
});
client.createDomainName({
  domainName: "api.test",
  endpointConfiguration: { types: ["REGIONAL"] },
  regionalCertificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/x",
});
client.createBasePathMapping({ domainName: "api.test", restApiId: apiId, stage: "prod" });
client.createBasePathMapping({ domainName: "api.test", basePath: "any", restApiId: apiId });
client.createRestApi({ name: "bare", tags: { "signpost:file": "bare.yaml" } });

let nowMs = 0;
const figures = new GatewayFigures();
const cacheHours = new CacheHours(() => nowMs);

function routes(more: Partial<GatewayApiParts> = {}): ReadonlyMap<string, Resource> {
  return new Map(
    gatewayRoutes({
      store: {
        apis: () => store.apis(),
        domains: () => store.domains(),
        domain: (name) => store.domain(name),
        stagesOf: ({ api }) => store.getStages({ restApiId: api.id }, context).item,
      },
      listeners: () => ({ https: "127.0.0.1:5443", http: null, edges: [] }),
      figures,
      settled: () => Promise.resolve(),
      cacheHours,
      sinceMs: () => 0,
      authority: "-----BEGIN CERTIFICATE-----\n",
      ...more,
    }),
  );
}

async function get(path: string, more: Partial<GatewayApiParts> = {}): Promise<HttpReply> {
  const asked = { method: "GET", path, queryText: "", headers: {}, rest: "", body: "", octets: new Uint8Array() };
  const reply = await routes(more)
    .get(path)
    ?.GET?.({ ...asked, query: new URLSearchParams() });
  if (reply === undefined) throw new Error(`nobody answers ${path}`);
  return reply;
}

async function json(path: string): Promise<object> {
  const { status, body } = await get(path);
  expect(status).toBe(200);
  return JSON.parse(typeof body === "string" ? body : "{}") as object;
}

test("APIs with their stages, domains with their mappings", async () => {
  const { regionalDomainName, regionalHostedZoneId } = client.getDomainName({ domainName: "api.test" });
  const page = await json("/_signpost/gateway");
  expect(page).toEqual({
    since: "1970-01-01T00:00:00.000Z",
    listeners: { https: "127.0.0.1:5443", http: null, edges: [] },
    apis: expect.arrayContaining([
      {
        id: apiId,
        name: "pets",
        account: "111122223333",
        region: "eu-west-1",
        endpoint: "EDGE",
        file: null,
        stages: [
          {
            name: "prod",
            deploymentId,
            canary: { deploymentId: canaryId, percentTraffic: 10 },
            cache: false,
            places: [
              { url: "https://api.test:5443", connect: "127.0.0.1:5443", location: null },
              { url: "https://api.test:5443/any/prod", connect: "127.0.0.1:5443", location: null },
              {
                url: `https://${apiId}.execute-api.eu-west-1.amazonaws.com:5443/prod`,
                connect: "127.0.0.1:5443",
                location: null,
              },
            ],
          },
        ],
      },
      expect.objectContaining({ name: "bare", file: "bare.yaml", stages: [] }),
    ]),
    domains: [
      {
        name: "api.test",
        account: "111122223333",
        region: "eu-west-1",
        endpoint: "REGIONAL",
        target: regionalDomainName,
        targetZoneId: regionalHostedZoneId,
        mappings: [
          { basePath: "", apiId, stage: "prod" },
          { basePath: "any", apiId, stage: null },
        ],
      },
    ],
  });
});

test("figures, and what they would cost", async () => {
  const usual: RequestFigures = {
    apiId,
    apiName: "pets",
    stageName: "prod",
    resourcePath: "/",
    httpMethod: "GET",
    status: 200,
    latencyMs: 3,
    integrationLatencyMs: null,
    cache: "hit",
    octets: 10,
  };
  for (const latencyMs of [3, 5]) figures.count({ ...usual, latencyMs });
  const [stage] = store.getStages({ restApiId: apiId }, context).item;
  cacheHours.notice(apiId, "prod", { ...stage, cacheClusterEnabled: true, cacheClusterSize: "0.5" });
  cacheHours.notice("gone", "prod", { ...stage, cacheClusterEnabled: true, cacheClusterSize: "0.5" });
  nowMs = 2 * 3_600_000;
  expect(await json("/_signpost/gateway/figures")).toMatchObject({
    since: "1970-01-01T00:00:00.000Z",
    latencyBoundsMs,
    stages: [
      { apiId, count: 2, cacheHits: 2, latencyMsMean: 4, latencies: [0, 0, 2, ...latencyBoundsMs.slice(2).fill(0)] },
    ],
  });
  const cost = await json("/_signpost/gateway/cost");
  expect(cost).toMatchObject({
    requests: 2,
    requestsCost: 7e-6,
    cacheCost: 0.08,
    stages: [
      { apiName: "pets", requests: 2, cacheHits: 2, cacheHours: { "0.5": 2 }, cacheCost: 0.04 },
      { apiName: "gone", requests: 0, cacheHours: { "0.5": 2 }, cacheCost: 0.04 },
    ],
  });
});

test("the certificate to trust, where there is one", async () => {
  expect(await get("/_signpost/gateway/ca.pem")).toMatchObject({ status: 200, body: "-----BEGIN CERTIFICATE-----\n" });
  expect(await get("/_signpost/gateway/ca.pem", { authority: null })).toMatchObject({ status: 404 });
});
