// Deployments and stages beyond the recorded answers: snapshots that do not change, what the engine is given, settings of methods.

import { expect, test } from "vitest";
import type { PatchOperation } from "../../../src/gateway/control/patch.ts";
import { expectFault, outcome } from "./check.ts";
import { addMock, newStage, newWorld } from "./fixture.ts";

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
  ["a bad variable", { path: "/variables/host", value: "<a>" }, "Invalid stage variable value: <a>"],
  [
    "a variable of nothing",
    { path: "/variables/host", value: "" },
    "Invalid stage variable value: .  Please use values with alphanumeric characters",
  ],
  ["a long variable", { path: "/variables/host", value: "x".repeat(513) }, "exceeds maximum size of 512 characters"],
  ["a variable to the brim", { path: "/variables/host", value: "x".repeat(512) }, {}],
  [
    "a log at no ARN",
    { path: "/accessLogSettings/destinationArn", value: "x" },
    "Invalid ARN specified in the request",
  ],
  [
    "a log of nobody's requests",
    { path: "/accessLogSettings/format", value: "$context.status $context.requestIds" },
    "must include either $context.requestId or $context.extendedRequestId : '$context.status $context.requestIds'",
  ],
  [
    "a log of two lines",
    { path: "/accessLogSettings/format", value: "$context.requestId\n$context.status" },
    "Access Log format must be single line",
  ],
  [
    "a log",
    { path: "/accessLogSettings/format", value: "${context.extendedRequestId}\n" },
    { accessLogSettings: { format: "${context.extendedRequestId}\n" } },
  ],
  ["a bad name", { path: "/variables/a-b", value: "x" }, "Invalid stage variable name: a-b"],
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
