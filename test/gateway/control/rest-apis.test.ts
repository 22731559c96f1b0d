// REST APIs beyond the recorded answers: owners, copies, policies, deletion with all that is within, and pages of lists.

import { expect, test } from "vitest";
import { table } from "../../../src/gateway/control/table-names.ts";
import { expectFault, outcome } from "./check.ts";
import { addMock, clientOf, newApi, newStage, newWorld } from "./fixture.ts";

const policy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}';

test("an API is there for its account and region alone", () => {
  const world = newWorld();
  const { apiId } = newApi(world);
  for (const given of [{ account: "222222222222" }, { region: "eu-west-1" }]) {
    const other = clientOf(world.store, { ...world.context, ...given });
    expect(other.getRestApis({}).items).toEqual([]);
    expectFault(
      () => other.getRestApi({ restApiId: apiId }),
      `Invalid API identifier specified ${given.account ?? "111111111111"}:${apiId}`,
    );
    expectFault(() => other.deleteRestApi({ restApiId: apiId }), "404");
    expectFault(() => other.getResources({ restApiId: apiId }), "404");
  }
  expect(world.client.getRestApis({}).items).toHaveLength(1);
});

test("a policy is shown with its quotes escaped, and kept as it came", () => {
  const { client, store } = newWorld();
  const { id, policy: shown } = client.createRestApi({ name: "a", policy });
  expect(shown).toBe(policy.replaceAll('"', String.raw`\"`));
  expect(client.getRestApi({ restApiId: id }).policy).toBe(shown);
  expect(store.workingSnapshot(id)?.policy).toBe(policy);
  const set = (value: string) =>
    client.updateRestApi({ restApiId: id, patchOperations: [{ op: "replace", path: "/policy", value }] }).policy;
  expect(set("")).toBeUndefined();
  // As it is shown it may come back.
  expect(set(shown ?? "")).toBe(shown);
  expect(store.workingSnapshot(id)?.policy).toBe(policy);
});

const refused: readonly (readonly [what: string, input: object, text: string])[] = [
  ["a policy that is no JSON", { policy: "{" }, "Invalid policy document"],
  ["a policy without statements", { policy: "{}" }, "Invalid policy document"],
  ["a compression size that is too large", { minimumCompressionSize: 10_485_761 }, "Invalid minimum compression size"],
  ["a key source that is none", { apiKeySource: "QUERY" }, "Member must satisfy enum value set: [HEADER, AUTHORIZER]"],
  ["an empty name", { name: "" }, "Name cannot be an empty string"],
  ["no name", { name: undefined }, "Value null at 'createRestApiInput.name'"],
  ["a copy of nothing", { cloneFrom: "abc" }, "404 NotFoundException: Invalid API identifier specified"],
  ["VPC endpoints of a public API", { endpointConfiguration: { vpcEndpointIds: ["vpce-1"] } }, "VPCEndpoints"],
  ["a reserved tag", { tags: { "aws:x": "y" } }, "aws:x"],
];

test.each(refused)("%s is refused", (_, input, text) => {
  const { client, tables } = newWorld();
  expectFault(() => client.createRestApi({ name: "a", ...input }), text);
  expect(tables.count(table.apis, "")).toBe(0);
});

test("a copy has all that is within the original, under ids of its own", () => {
  const { client, store } = newWorld();
  const { id: restApiId, rootResourceId } = client.createRestApi({
    name: "original",
    binaryMediaTypes: ["image/png"],
    minimumCompressionSize: 5,
    tags: { a: "b" },
    endpointConfiguration: { types: ["REGIONAL"] },
  });
  const { id: requestValidatorId } = client.createRequestValidator({ restApiId, name: "v", validateRequestBody: true });
  client.createModel({ restApiId, name: "Pet", contentType: "application/json", schema: '{"type":"object"}' });
  client.createModel({
    restApiId,
    name: "Pets",
    contentType: "application/json",
    schema: `{"items":{"$ref":"https://apigateway.amazonaws.com/restapis/${restApiId}/models/Pet"}}`,
  });
  const { id: resourceId } = client.createResource({ restApiId, parentId: rootResourceId, pathPart: "{pet}" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  client.putMethod({ ...method, authorizationType: "NONE", requestValidatorId });
  client.putIntegration({ ...method, type: "MOCK" });
  client.putGatewayResponse({ restApiId, responseType: "THROTTLED", statusCode: "420" });

  const copy = client.createRestApi({ name: "copy", cloneFrom: restApiId });
  expect(copy).toMatchObject({
    name: "copy",
    binaryMediaTypes: ["image/png"],
    minimumCompressionSize: 5,
    endpointConfiguration: { types: ["REGIONAL"] },
  });
  expect(copy.tags).toBeUndefined();
  const snapshot = store.workingSnapshot(copy.id);
  const [root, pet] = snapshot?.resources ?? [];
  expect(root).toEqual({ id: copy.rootResourceId, path: "/" });
  expect(pet).toMatchObject({ path: "/{pet}", parentId: copy.rootResourceId });
  expect(pet.id).not.toBe(resourceId);
  const [validator] = snapshot?.requestValidators ?? [];
  expect(pet.resourceMethods?.["GET"]).toMatchObject({
    requestValidatorId: validator.id,
    methodIntegration: { cacheNamespace: pet.id },
  });
  expect(validator.id).not.toBe(requestValidatorId);
  expect(snapshot?.models.map(({ name }) => name)).toEqual(["Empty", "Error", "Pet", "Pets"]);
  expect(snapshot?.models[3].schema).toContain(`/restapis/${copy.id}/models/Pet`);
  expect(snapshot?.gatewayResponses["THROTTLED"]?.statusCode).toBe("420");
  client.deleteRestApi({ restApiId });
  expect(store.workingSnapshot(copy.id)).toEqual(snapshot);
});

test("with an API goes all that is within it, and it leaves the plans that open it", () => {
  const world = newWorld();
  const { client, tables, store, effects } = world;
  const { apiId } = newStage(world);
  const { id } = client.createUsagePlan({ name: "plan", apiStages: [{ apiId, stage: "dev" }] });
  effects.length = 0;
  client.deleteRestApi({ restApiId: apiId });
  expect(effects).toEqual([
    { kind: "access-changed" },
    { kind: "stage-changed", apiId, stageName: "dev" },
    { kind: "api-deleted", apiId },
  ]);
  expect(client.getUsagePlan({ usagePlanId: id }).apiStages).toEqual([]);
  expect(store.stage(apiId, "dev")).toBeNull();
  client.deleteUsagePlan({ usagePlanId: id });
  for (const name of Object.values(table)) expect([name, tables.count(name, "")]).toEqual([name, 0]);
});

test("an API below a custom domain is not deleted", () => {
  const world = newWorld();
  const { client } = world;
  const { apiId } = newStage(world);
  client.createDomainName({ domainName: "api.example.test", certificateArn: "arn:aws:acm:us-east-1:1:certificate/a" });
  client.createBasePathMapping({ domainName: "api.example.test", restApiId: apiId, stage: "dev" });
  expectFault(() => client.deleteRestApi({ restApiId: apiId }), "remove all base path mappings");
  expectFault(() => client.deleteStage({ restApiId: apiId, stageName: "dev" }), "remove all base path mappings");
  client.deleteDomainName({ domainName: "api.example.test" });
  expect(outcome(() => client.deleteRestApi({ restApiId: apiId }))).toBe("done");
});

test("lists come in pages, and every item once", () => {
  const { client } = newWorld();
  const made = Array.from({ length: 30 }, (_, at) => client.createRestApi({ name: `api-${at}` }).id);
  expect(client.getRestApis({}).items).toHaveLength(25);
  const seen: string[] = [];
  let position: string | undefined;
  do {
    const page = client.getRestApis({ limit: 7, position });
    seen.push(...page.items.map(({ id }) => id));
    ({ position } = page);
  } while (position !== undefined);
  expect(seen.toSorted()).toEqual(made.toSorted());
  expect(client.getRestApis({ limit: 1000 }).items).toHaveLength(30);
});

test("resources are listed with their methods when they are asked for", () => {
  const world = newWorld();
  const { client } = world;
  const { apiId: restApiId, rootId } = newApi(world);
  addMock(client, { restApiId, resourceId: rootId, httpMethod: "POST" });
  const [plain] = client.getResources({ restApiId }).items;
  expect(plain.resourceMethods).toEqual({ GET: {}, POST: {} });
  const [whole] = client.getResources({ restApiId, embed: ["methods"] }).items;
  expect(whole.resourceMethods?.["GET"]).toMatchObject({ httpMethod: "GET", methodIntegration: { type: "MOCK" } });
});

test("an operation that is refused leaves nothing, and tells nobody", () => {
  const world = newWorld();
  const { client, effects } = world;
  const { apiId: restApiId, rootId: resourceId } = newApi(world);
  const before = world.store.workingSnapshot(restApiId);
  effects.length = 0;
  expectFault(
    () =>
      client.updateMethod({
        restApiId,
        resourceId,
        httpMethod: "GET",
        patchOperations: [
          { op: "replace", path: "/operationName", value: "named" },
          { op: "replace", path: "/nothing", value: "x" },
        ],
      }),
    "Invalid patch path /nothing",
  );
  expect(world.store.workingSnapshot(restApiId)).toEqual(before);
  expect(effects).toEqual([]);
});

test("reset forgets everything, and says what went", () => {
  const world = newWorld();
  const { client, tables, store, effects } = world;
  const { apiId } = newStage(world);
  client.createApiKey({ name: "key" });
  client.createDomainName({ domainName: "api.example.test", certificateArn: "arn:aws:acm:us-east-1:1:certificate/a" });
  effects.length = 0;
  store.reset();
  for (const name of Object.values(table)) expect([name, tables.count(name, "")]).toEqual([name, 0]);
  expect(effects).toEqual([
    { kind: "stage-changed", apiId, stageName: "dev" },
    { kind: "api-deleted", apiId },
    { kind: "domain-changed", domainName: "api.example.test", isThere: false },
    { kind: "access-changed" },
  ]);
});
