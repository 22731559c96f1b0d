// An API, its stage and its resources as the engine reads them, for tests that say only what is particular. What is asked of
// it, and by which ports, is said by ./world.ts (stand-in integrations) and ./serving.ts (real ones).

import type { Method, Resource, Stage } from "../../../src/gateway/model/shapes.ts";
import type { ApiSnapshot } from "../../../src/gateway/model/snapshot.ts";

export const account = "111122223333";
export const apiId = "a1b2c3d4e5";
export const home = `${apiId}.execute-api.eu-west-1.amazonaws.com`;

export function stageOf(more: Partial<Stage> = {}): Stage {
  return {
    deploymentId: "dep1",
    stageName: "prod",
    cacheClusterEnabled: false,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    tracingEnabled: false,
    createdDate: 0,
    lastUpdatedDate: 0,
    ...more,
  };
}

export function snapshotWith(resources: readonly Resource[], more: Partial<ApiSnapshot> = {}): ApiSnapshot {
  return {
    apiId,
    name: "books",
    account,
    region: "eu-west-1",
    apiKeySource: "HEADER",
    binaryMediaTypes: [],
    minimumCompressionSize: null,
    endpointConfiguration: { types: ["REGIONAL"] },
    policy: null,
    disableExecuteApiEndpoint: false,
    resources,
    authorizers: [],
    models: [],
    requestValidators: [],
    gatewayResponses: {},
    ...more,
  };
}

/** `VERB /path` -> what is particular about it, as resources with the ids `idPrefix`0, 1 and so on. */
export function resourcesFrom<Particular>(
  routes: Readonly<Record<string, Particular>>,
  idPrefix: string,
  methodOf: (particular: Particular, resourcesSoFar: number) => Partial<Method>,
): Resource[] {
  const byPath = new Map<string, Record<string, Method>>();
  for (const [route, particular] of Object.entries(routes)) {
    const [verb, path] = route.split(" ");
    const own = byPath.get(path) ?? {};
    own[verb] = {
      httpMethod: verb,
      authorizationType: "NONE",
      apiKeyRequired: false,
      ...methodOf(particular, byPath.size),
    };
    byPath.set(path, own);
  }
  return [...byPath].map(([path, resourceMethods], i) => ({ id: `${idPrefix}${i}`, path, resourceMethods }));
}
