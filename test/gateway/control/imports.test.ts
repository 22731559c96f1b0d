// Documents that were read become APIs: new ones, merged ones, overwritten ones; names become ids, and ids stay.

import { expect, test } from "vitest";
import type { ApiDraft } from "../../../src/gateway/openapi/draft.ts";
import { readOpenApi } from "../../../src/gateway/openapi/read.ts";
import { expectFault } from "./check.ts";
import { type Client, newWorld } from "./fixture.ts";

const lambda =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations";

function draftOf(paths: object, more: object = {}): ApiDraft {
  const draft = readOpenApi({ openapi: "3.0.1", info: { title: "pets", version: "1" }, paths, ...more }, "ignore");
  if ("fault" in draft) throw new Error(draft.fault);
  return draft;
}

const mock = {
  responses: { 200: { description: "ok" } },
  "x-amazon-apigateway-integration": { type: "mock", requestTemplates: { "application/json": '{"statusCode":200}' } },
};

function paths(
  { store }: { store: { workingSnapshot(id: string): { resources: readonly { path: string }[] } | null } },
  id: string,
) {
  return store.workingSnapshot(id)?.resources.map(({ path }) => path);
}

test("a document becomes an API that can be deployed", () => {
  const world = newWorld();
  const { client, store } = world;
  const draft = draftOf(
    { "/pets/{id}": { get: mock } },
    { "x-amazon-apigateway-binary-media-types": ["image/png"], "x-amazon-apigateway-api-key-source": "AUTHORIZER" },
  );
  const api = client.importApi({ draft, endpointTypes: ["REGIONAL"] });
  expect(api).toMatchObject({
    name: "pets",
    version: "1",
    apiKeySource: "AUTHORIZER",
    binaryMediaTypes: ["image/png"],
    endpointConfiguration: { types: ["REGIONAL"] },
  });
  expect(api).not.toHaveProperty("tags");
  expect(paths(world, api.id)).toEqual(["/", "/pets", "/pets/{id}"]);
  const [root, pets, pet] = store.workingSnapshot(api.id)?.resources ?? [];
  expect([root.id, pets.parentId, pet.parentId]).toEqual([api.rootResourceId, root.id, pets.id]);
  expect(pet.resourceMethods?.["GET"]?.methodIntegration?.cacheNamespace).toBe(pet.id);
  client.createDeployment({ restApiId: api.id, stageName: "dev" });
  expect(store.stage(api.id, "dev")).not.toBeNull();
});

test("merging keeps what the document is silent about, overwriting does not", () => {
  const world = newWorld();
  const { client } = world;
  const { id: restApiId, rootResourceId } = client.createRestApi({
    name: "before",
    description: "d",
    binaryMediaTypes: ["a/b"],
    tags: { a: "b" },
  });
  client.createResource({ restApiId, parentId: rootResourceId, pathPart: "kept" });
  const types = { "x-amazon-apigateway-binary-media-types": ["c/d"] };
  const merged = client.importApi({ restApiId, draft: draftOf({ "/pets": { get: mock } }, types) });
  expect(merged).toMatchObject({ name: "pets", description: "d", binaryMediaTypes: ["a/b", "c/d"], tags: { a: "b" } });
  expect(paths(world, restApiId)).toEqual(["/", "/kept", "/pets"]);
  const over = client.importApi({ restApiId, mode: "overwrite", draft: draftOf({ "/dogs": { get: mock } }, types) });
  expect(over).toMatchObject({ id: restApiId, rootResourceId, binaryMediaTypes: ["c/d"], tags: { a: "b" } });
  expect(over).not.toHaveProperty("description");
  expect(paths(world, restApiId)).toEqual(["/", "/dogs"]);
});

const secured = {
  "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true, validateRequestParameters: false } },
  "x-amazon-apigateway-request-validator": "body",
  components: {
    schemas: {
      Pet: { type: "object", properties: { name: { type: "string" } } },
      Pets: { type: "array", items: { $ref: "#/components/schemas/Pet" } },
    },
    securitySchemes: {
      token: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: lambda },
      },
    },
  },
};

function ids(client: Client, restApiId: string): string[] {
  const named = [
    ...client.getAuthorizers({ restApiId }).items,
    ...client.getRequestValidators({ restApiId }).items,
    ...client.getModels({ restApiId }).items,
  ];
  return named.map(({ id, name }) => `${name} ${id}`).toSorted((a, b) => (a < b ? -1 : 1));
}

test("names become ids, and keep them when the document comes again", () => {
  const { client, store } = newWorld();
  const draft = draftOf({ "/pets": { get: { ...mock, security: [{ token: [] }] } } }, secured);
  const { id: restApiId } = client.importApi({ draft });
  const before = ids(client, restApiId);
  expect(before.map((text) => text.split(" ")[0])).toEqual(["Pet", "Pets", "body", "token"]);
  const method = store.workingSnapshot(restApiId)?.resources[1].resourceMethods?.["GET"];
  const [authorizer] = client.getAuthorizers({ restApiId }).items;
  const [validator] = client.getRequestValidators({ restApiId }).items;
  expect(method).toMatchObject({
    authorizationType: "CUSTOM",
    authorizerId: authorizer.id,
    requestValidatorId: validator.id,
  });
  expect(method).not.toHaveProperty("authorizerName");
  expect(client.getModel({ restApiId, modelName: "Pets" }).schema).toContain(
    `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Pet`,
  );
  client.importApi({ restApiId, mode: "merge", draft });
  expect(ids(client, restApiId)).toEqual(before);
});

test("documentation comes along, with its version", () => {
  const { client } = newWorld();
  const documentation = {
    version: "1.0.3",
    documentationParts: [{ location: { type: "API" }, properties: { description: "All pets" } }],
  };
  const draft = draftOf({ "/": { get: mock } }, { "x-amazon-apigateway-documentation": documentation });
  const { id: restApiId } = client.importApi({ draft });
  expect(client.getDocumentationParts({ restApiId }).items).toMatchObject([
    { location: { type: "API" }, properties: '{"description":"All pets"}' },
  ]);
  expect(client.getDocumentationVersions({ restApiId }).items).toMatchObject([{ version: "1.0.3" }]);
});

test("warnings are shown, or refuse the whole", () => {
  const { client } = newWorld();
  const draft = { ...draftOf({ "/": { get: mock } }), warnings: ["something was passed over"] };
  expect(client.importApi({ draft }).warnings).toEqual(["something was passed over"]);
  expectFault(() => client.importApi({ draft, failOnWarnings: true }), "something was passed over");
  expectFault(() => client.importApi({ restApiId: "none", draft }), "404");
  expect(client.getRestApis({}).items).toHaveLength(1);
});
