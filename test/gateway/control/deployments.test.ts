// Deployments and stages beyond the recorded answers: snapshots that do not change, what the engine is given, settings of methods.

import { expect, test } from "vitest";
import type { PatchOperation } from "../../../src/gateway/control/patch.ts";
import { expectFault, outcome } from "./check.ts";
import { addMock, newApi, newStage, newWorld } from "./fixture.ts";

test("a deployment holds the API as it was", () => {
  const world = newWorld();
  const { client, store } = world;
  const { apiId: restApiId, rootId, deploymentId } = newStage(world);
  addMock(client, { restApiId, resourceId: rootId, httpMethod: "POST" });
  client.updateRestApi({ restApiId, patchOperations: [{ op: "add", path: "/binaryMediaTypes/a~1b" }] });
  const deployed = store.stage(restApiId, "dev");
  expect(Object.keys(deployed?.snapshot.resources[0].resourceMethods ?? {})).toEqual(["GET"]);
  expect(deployed?.snapshot.binaryMediaTypes).toEqual([]);
  expect(deployed?.canary).toBeNull();
  expect(client.getDeployment({ restApiId, deploymentId, embed: ["apisummary"] }).apiSummary).toEqual({
    "/": { GET: { authorizationType: "NONE", apiKeyRequired: false } },
  });
  client.createDeployment({ restApiId, stageName: "dev" });
  expect(Object.keys(store.stage(restApiId, "dev")?.snapshot.resources[0].resourceMethods ?? {})).toEqual([
    "GET",
    "POST",
  ]);
});

test("the canary's deployment is given beside the stage's", () => {
  const world = newWorld();
  const { client, store } = world;
  const { apiId: restApiId, rootId } = newStage(world);
  addMock(client, { restApiId, resourceId: rootId, httpMethod: "POST" });
  client.createDeployment({ restApiId, stageName: "dev", canarySettings: { percentTraffic: 10 } });
  const { snapshot, canary } = store.stage(restApiId, "dev") ?? {};
  expect(Object.keys(snapshot?.resources[0].resourceMethods ?? {})).toEqual(["GET"]);
  expect(Object.keys(canary?.resources[0].resourceMethods ?? {})).toEqual(["GET", "POST"]);
});

test("what cannot be deployed", () => {
  const { client } = newWorld();
  const { id: restApiId, rootResourceId: resourceId } = client.createRestApi({ name: "empty" });
  expectFault(() => client.createDeployment({ restApiId: "none" }), "Invalid API identifier specified");
  expectFault(() => client.createDeployment({ restApiId }), "The REST API doesn't contain any methods");
  client.putMethod({ restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });
  expectFault(() => client.createDeployment({ restApiId }), "No integration defined for method");
  client.putIntegration({ restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  expectFault(() => client.createDeployment({ restApiId, stageName: "a b" }), "Stage name only allows a-zA-Z0-9_-");
  expect(outcome(() => client.createDeployment({ restApiId, stageName: "a-b_1" }))).toBe("done");
  const operation = { op: "replace", path: "/endpointConfiguration/types/EDGE", value: "PRIVATE" };
  client.updateRestApi({ restApiId, patchOperations: [operation] });
  expectFault(() => client.createDeployment({ restApiId }), "doesn't have a resource policy attached");
});

const operations: readonly (readonly [what: string, operation: PatchOperation, outcome: object | string])[] = [
  [
    "a cache",
    { path: "/cacheClusterEnabled", value: "true" },
    { cacheClusterStatus: "AVAILABLE", cacheClusterSize: "0.5" },
  ],
  ["a size", { path: "/cacheClusterSize", value: "6.1" }, { cacheClusterSize: "6.1", cacheClusterEnabled: false }],
  ["a size that is none", { path: "/cacheClusterSize", value: "7" }, "Invalid cache cluster size"],
  ["tracing", { path: "/tracingEnabled", value: "true" }, { tracingEnabled: true }],
  ["a deployment that is none", { path: "/deploymentId", value: "nix" }, "Deployment id does not exist"],
  [
    "documentation that is none",
    { path: "/documentationVersion", value: "9" },
    "Invalid Documentation version specified",
  ],
  [
    "a variable",
    { path: "/variables/host", value: "a.example.test:8080" },
    { variables: { host: "a.example.test:8080" } },
  ],
  ["a bad variable", { path: "/variables/host", value: "<a>" }, "Stage variable value is invalid"],
  ["a bad name", { path: "/variables/a-b", value: "x" }, "Stage variable name is invalid"],
  ["a variable that goes", { op: "remove", path: "/variables/gone" }, "Cannot remove method setting variables/gone"],
  ["too much traffic", { path: "/canarySettings/percentTraffic", value: "101" }, "between 0 and 100"],
  ["another operation", { op: "move", path: "/description" }, "Invalid move operation with path: /description"],
  [
    "a path that is none",
    { path: "/stageName", value: "b" },
    "Invalid method setting path: /stageName. Must be one of: [",
  ],
];

test.each(operations)("a stage gets %s", (_, operation, expected) => {
  const world = newWorld();
  const { apiId: restApiId } = newStage(world);
  const update = () =>
    world.client.updateStage({ restApiId, stageName: "dev", patchOperations: [{ op: "replace", ...operation }] });
  if (typeof expected === "string") expectFault(update, expected);
  else expect(update()).toMatchObject(expected);
});

const settings: readonly (readonly [path: string, value: string, key: string, setting: object | string])[] = [
  ["/*/*/metrics/enabled", "true", "*/*", { metricsEnabled: true }],
  ["/~1pets~1{id}/GET/logging/loglevel", "INFO", "~1pets~1{id}/GET", { loggingLevel: "INFO" }],
  ["/pets/{id}/GET/logging/dataTrace", "true", "pets/{id}/GET", { dataTraceEnabled: true }],
  ["/~1/GET/throttling/rateLimit", "0.5", "~1/GET", { throttlingRateLimit: 0.5 }],
  ["/*/*/throttling/burstLimit", "-1", "*/*", { throttlingBurstLimit: -1 }],
  ["/*/*/throttling/burstLimit", "1.5", "", "Invalid throttling burst limit"],
  ["/*/*/caching/ttlInSeconds", "3600", "*/*", { cacheTtlInSeconds: 3600 }],
  ["/*/*/caching/ttlInSeconds", "3601", "", "Cache TTL must be between 0 and 3600 seconds"],
  ["/*/*/caching/dataEncrypted", "true", "*/*", { cacheDataEncrypted: true }],
  ["/*/*/caching/requireAuthorizationForCacheControl", "false", "*/*", { requireAuthorizationForCacheControl: false }],
  [
    "/*/*/caching/unauthorizedCacheControlHeaderStrategy",
    "FAIL_WITH_403",
    "*/*",
    { unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403" },
  ],
  ["/*/*/caching/unauthorizedCacheControlHeaderStrategy", "NONE", "", "Valid options are FAIL_WITH_403"],
  ["/*/*/logging/loglevel", "DEBUG", "", "Valid options are OFF,ERROR,INFO"],
  ["/*/*/caching/size", "1", "", "Invalid method setting path: /*/*/caching/size"],
];

test.each(settings)("a method's settings: %s %s", (path, value, key, expected) => {
  const world = newWorld();
  const { apiId: restApiId } = newStage(world);
  const update = () =>
    world.client.updateStage({ restApiId, stageName: "dev", patchOperations: [{ op: "replace", path, value }] });
  if (typeof expected === "string") expectFault(update, expected);
  else {
    expect(update().methodSettings[key]).toMatchObject(expected);
    const removal = { restApiId, stageName: "dev", patchOperations: [{ op: "remove", path: `/${key}` }] };
    expect(world.client.updateStage(removal).methodSettings).toEqual({});
  }
});

test("each change of a stage is told after its commit", () => {
  const world = newWorld();
  const { client, effects } = world;
  const { apiId, deploymentId } = newStage(world);
  const stage = { restApiId: apiId, stageName: "dev" };
  effects.length = 0;
  client.updateStage({ ...stage, patchOperations: [{ op: "replace", path: "/description", value: "x" }] });
  client.createStage({ restApiId: apiId, stageName: "prod", deploymentId });
  client.flushStageCache(stage);
  client.flushStageAuthorizersCache(stage);
  client.deleteStage(stage);
  expect(effects.map(({ kind }) => kind)).toEqual([
    "stage-changed",
    "stage-changed",
    "stage-cache-flushed",
    "authorizer-cache-flushed",
    "stage-changed",
  ]);
  expectFault(() => client.createStage({ restApiId: apiId, stageName: "prod", deploymentId }), "Stage already exists");
  expectFault(() => client.flushStageCache(stage), "Invalid stage identifier specified");
});

test("a stage's times are when it was made, and when it last changed", () => {
  const world = newWorld();
  const { apiId: restApiId } = newStage(world);
  const { createdDate } = world.client.getStage({ restApiId, stageName: "dev" });
  world.context.nowMs += 90_500;
  const patchOperations = [{ op: "replace", path: "/description", value: "x" }];
  const stage = world.client.updateStage({ restApiId, stageName: "dev", patchOperations });
  expect([stage.createdDate, stage.lastUpdatedDate - createdDate]).toEqual([createdDate, 90]);
});

test("an import makes an API, and merges into one or overwrites it", () => {
  const world = newWorld();
  const { client, store } = world;
  const method = { httpMethod: "GET", authorizationType: "NONE", apiKeyRequired: false } as const;
  const integration = {
    type: "MOCK",
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    cacheNamespace: "",
    cacheKeyParameters: [],
  } as const;
  const contents = (path: string) => ({
    resources: [{ id: "", path, resourceMethods: { GET: { ...method, methodIntegration: integration } } }],
    authorizers: [],
    models: [],
    requestValidators: [],
    gatewayResponses: {},
  });
  const paths = (apiId: string) => store.workingSnapshot(apiId)?.resources.map(({ path }) => path);
  const { id, rootResourceId } = client.importApi({
    mode: "overwrite",
    imported: { settings: { name: "imported", binaryMediaTypes: ["a/b"] }, contents: contents("/a/{b}"), warnings: [] },
  });
  expect(paths(id)).toEqual(["/", "/a", "/a/{b}"]);
  const [, a, b] = store.workingSnapshot(id)?.resources ?? [];
  expect([a.parentId, b.parentId]).toEqual([rootResourceId, a.id]);
  expect(b.resourceMethods?.["GET"]?.methodIntegration?.cacheNamespace).toBe(b.id);
  const merged = client.importApi({
    restApiId: id,
    mode: "merge",
    imported: { settings: { name: "merged", binaryMediaTypes: ["c/d"] }, contents: contents("/a/c"), warnings: ["w"] },
  });
  expect(merged).toMatchObject({ name: "merged", binaryMediaTypes: ["a/b", "c/d"], warnings: ["w"], tags: {} });
  expect(paths(id)).toEqual(["/", "/a", "/a/c", "/a/{b}"]);
  client.importApi({
    restApiId: id,
    mode: "overwrite",
    imported: { settings: { name: "over" }, contents: contents("/z"), warnings: [] },
  });
  expect(paths(id)).toEqual(["/", "/z"]);
  expect(client.getRestApi({ restApiId: id })).toMatchObject({ name: "over", rootResourceId });
  expect(newApi(world).apiId).not.toBe(id);
});

test("what an import names is found by name, and its handles become ids", () => {
  const { client, store } = newWorld();
  const { id } = client.createRestApi({ name: "a" });
  const { id: known } = client.createRequestValidator({ restApiId: id, name: "body" });
  const uri =
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations";
  client.importApi({
    restApiId: id,
    mode: "merge",
    imported: {
      settings: { name: "a" },
      warnings: [],
      documentationParts: [{ location: { type: "API" }, properties: '{"a":1}' }],
      contents: {
        resources: [
          {
            id: "",
            path: "/",
            resourceMethods: {
              GET: {
                httpMethod: "GET",
                authorizationType: "CUSTOM",
                authorizerId: "#/authorizers/1",
                requestValidatorId: "#/validators/body",
                apiKeyRequired: false,
              },
            },
          },
        ],
        authorizers: [{ id: "#/authorizers/1", name: "token", type: "TOKEN", authorizerUri: uri }],
        requestValidators: [
          { id: "#/validators/body", name: "body", validateRequestBody: true, validateRequestParameters: false },
        ],
        models: [
          {
            id: "",
            name: "Pets",
            contentType: "application/json",
            schema: '{"$ref":"https://apigateway.amazonaws.com/restapis//models/Empty"}',
          },
        ],
        gatewayResponses: {},
      },
    },
  });
  const snapshot = store.workingSnapshot(id);
  expect(snapshot?.requestValidators).toEqual([
    { id: known, name: "body", validateRequestBody: true, validateRequestParameters: false },
  ]);
  const [{ id: authorizerId }] = snapshot?.authorizers ?? [];
  expect(authorizerId).toMatch(/^[a-z0-9]{6}$/);
  expect(snapshot?.resources[0].resourceMethods?.["GET"]).toMatchObject({ authorizerId, requestValidatorId: known });
  expect(snapshot?.models.find(({ name }) => name === "Pets")?.schema).toContain(`/restapis/${id}/models/Empty`);
  expect(client.getDocumentationParts({ restApiId: id }).items).toMatchObject([{ location: { type: "API" } }]);
});
