// Methods, integrations, models and authorizers beyond the recorded answers: what is refused, and why.

import { expect, test } from "vitest";
import type { PatchOperation } from "../../../src/gateway/control/patch.ts";
import { expectFault, outcome } from "./check.ts";
import { newApi, newWorld, type World } from "./fixture.ts";

interface Place extends World {
  readonly at: { readonly restApiId: string; readonly resourceId: string; readonly httpMethod: string };
}

/** A method GET with a parameter of each kind, and nothing behind it. */
function placed(): Place {
  const world = newWorld();
  const { id, rootResourceId } = world.client.createRestApi({ name: "a" });
  const at = { restApiId: id, resourceId: rootResourceId, httpMethod: "GET" };
  world.client.putMethod({
    ...at,
    authorizationType: "NONE",
    requestParameters: { "method.request.header.h": true, "method.request.querystring.q": false },
  });
  return { ...world, at };
}

const http = { type: "HTTP", integrationHttpMethod: "GET", uri: "https://backend.example.test" };
const lambda =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations";

const integrations: readonly (readonly [what: string, input: object, outcome: string])[] = [
  ["a mock", { type: "MOCK" }, "done"],
  ["a server", http, "done"],
  ["a host from a stage variable", { ...http, uri: "https://${stageVariables.host}/a" }, "done"],
  ["all from a stage variable", { ...http, uri: "${stageVariables.url}" }, "done"],
  ["another scheme", { ...http, uri: "ftp://backend.example.test" }, "Invalid HTTP endpoint specified for URI"],
  ["a verb that is none", { ...http, integrationHttpMethod: "FETCH" }, "Invalid HttpMethod specified"],
  ["a VPC link without its id", { ...http, connectionType: "VPC_LINK" }, "Connection Id is required"],
  ["another connection", { ...http, connectionType: "WIRE" }, "enum value set: [INTERNET, VPC_LINK]"],
  ["too long a timeout", { ...http, timeoutInMillis: 29_001 }, "Timeout should be between 50 ms and 29000 ms"],
  ["too short a timeout", { ...http, timeoutInMillis: 49 }, "Timeout should be between"],
  ["a long timeout of a stream", { ...http, timeoutInMillis: 60_000, responseTransferMode: "STREAM" }, "done"],
  ["another passthrough", { ...http, passthroughBehavior: "ALWAYS" }, "Invalid passthrough behavior"],
  ["a function", { type: "AWS_PROXY", integrationHttpMethod: "POST", uri: lambda }, "done"],
  [
    "a function's version from a stage variable",
    { type: "AWS_PROXY", integrationHttpMethod: "POST", uri: lambda.replace(":f/", ":f:${stageVariables.v}/") },
    "done",
  ],
  [
    "a parameter",
    { ...http, requestParameters: { "integration.request.header.x": "method.request.header.h" } },
    "done",
  ],
  ["a fixed value", { ...http, requestParameters: { "integration.request.header.x": "'fixed'" } }, "done"],
  ["the body", { ...http, requestParameters: { "integration.request.header.x": "method.request.body.a" } }, "done"],
  [
    "all values",
    { ...http, requestParameters: { "integration.request.header.x": "method.request.multivalueheader.h" } },
    "done",
  ],
  [
    "a parameter that the method has not",
    { ...http, requestParameters: { "integration.request.header.x": "method.request.header.other" } },
    "errors : [Invalid mapping expression parameter specified: method.request.header.other]",
  ],
  [
    "a source that is none",
    { ...http, requestParameters: { "integration.request.header.x": "fixed" } },
    "errors : [Invalid mapping expression specified: fixed]",
  ],
  [
    "a place that is none",
    { ...http, requestParameters: { "integration.request.cookie.x": "'a'" } },
    "Invalid mapping expression specified: integration.request.cookie.x",
  ],
  ["a media type that is none", { ...http, requestTemplates: { json: "{}" } }, "Invalid content type specified: json"],
  ["a cache key", { ...http, cacheKeyParameters: ["method.request.querystring.q"] }, "done"],
  [
    "a cache key that is no parameter",
    { ...http, cacheKeyParameters: ["method.request.querystring.x"] },
    "Invalid cache key parameter specified",
  ],
];

test.each(integrations)("an integration with %s", (_, input, expected) => {
  const { client, at } = placed();
  expect(outcome(() => client.putIntegration({ ...at, type: "MOCK", ...input }))).toContain(expected);
});

const integrationPatches: readonly (readonly [what: string, operation: PatchOperation, patched: object | string])[] = [
  ["a timeout", { path: "/timeoutInMillis", value: "1000" }, { timeoutInMillis: 1000 }],
  ["a timeout that is none", { path: "/timeoutInMillis", value: "fast" }, "Timeout should be between"],
  ["another address", { path: "/uri", value: "http://other.example.test" }, { uri: "http://other.example.test" }],
  [
    "a template",
    { op: "add", path: "/requestTemplates/application~1json", value: "{}" },
    { requestTemplates: { "application/json": "{}" } },
  ],
  [
    "a template that is not there",
    { op: "remove", path: "/requestTemplates/a~1b" },
    "Content-Type specified was not found",
  ],
  [
    "a cache key",
    { op: "add", path: "/cacheKeyParameters/method.request.header.h", value: "" },
    { cacheKeyParameters: ["method.request.header.h"] },
  ],
  ["no conversion", { path: "/contentHandling", value: "" }, { cacheKeyParameters: [] }],
  ["a conversion that is none", { path: "/contentHandling", value: "ZIP" }, "Valid options are CONVERT_TO_BINARY"],
  [
    "lax TLS",
    { path: "/tlsConfig/insecureSkipVerification", value: "true" },
    { tlsConfig: { insecureSkipVerification: true } },
  ],
  ["a stream", { path: "/responseTransferMode", value: "STREAM" }, { responseTransferMode: "STREAM" }],
  ["a path that is none", { path: "/statusCode", value: "1" }, "Invalid patch path /statusCode"],
];

test.each(integrationPatches)("an integration is patched with %s", (_, operation, expected) => {
  const { client, at } = placed();
  client.putIntegration({ ...at, ...http });
  const update = () => client.updateIntegration({ ...at, patchOperations: [{ op: "replace", ...operation }] });
  if (typeof expected === "string") expectFault(update, expected);
  else expect(update()).toMatchObject(expected);
});

test("what is put again", () => {
  const { client, at } = placed();
  const response = { ...at, statusCode: "200" };
  expectFault(
    () => client.putMethod({ ...at, authorizationType: "NONE" }),
    "409 ConflictException: Method already exists for this resource",
  );
  client.putMethodResponse(response);
  expectFault(
    () => client.putMethodResponse(response),
    "409 ConflictException: Response already exists for this resource",
  );
  client.putIntegration({ ...at, ...http });
  client.putIntegrationResponse(response);
  expect(client.putIntegration({ ...at, type: "MOCK" })).not.toHaveProperty("integrationResponses");
  expect(client.getMethod(at).methodIntegration).toMatchObject({ type: "MOCK" });
});

test("a response's headers must be the method's", () => {
  const { client, at } = placed();
  client.putIntegration({ ...at, type: "MOCK" });
  client.putMethodResponse({ ...at, statusCode: "200", responseParameters: { "method.response.header.a": true } });
  const put = (name: string, source: string) => () =>
    client.putIntegrationResponse({ ...at, statusCode: "200", responseParameters: { [name]: source } });
  expect(outcome(put("method.response.header.a", "integration.response.header.b"))).toBe("done");
  expect(outcome(put("method.response.header.a", "'*'"))).toBe("done");
  expectFault(
    put("method.response.header.b", "'*'"),
    "Invalid mapping expression parameter specified: method.response.header.b",
  );
  expectFault(put("method.response.header.a", "method.request.header.h"), "Invalid mapping expression specified");
});

const tokenAuthorizer = { name: "a", type: "TOKEN", authorizerUri: lambda, identitySource: "method.request.header.A" };
const pool = "arn:aws:cognito-idp:us-east-1:111111111111:userpool/p";

const authorizers: readonly (readonly [what: string, input: object, outcome: string])[] = [
  ["a token", {}, "done"],
  ["a token without its header", { identitySource: "" }, "Invalid mapping expression specified"],
  [
    "a token from the query",
    { identitySource: "method.request.querystring.a" },
    "Invalid mapping expression specified",
  ],
  [
    "no function",
    { authorizerUri: undefined },
    "Invalid Authorizer URI: . Authorizer URI should be a valid API Gateway ARN",
  ],
  ["a request", { type: "REQUEST", identitySource: "method.request.header.a, context.path,stageVariables.x" }, "done"],
  ["a request that is kept by nothing", { type: "REQUEST", identitySource: "" }, "Identity source must be set"],
  [
    "a request that is not kept",
    { type: "REQUEST", identitySource: undefined, authorizerResultTtlInSeconds: 0 },
    "done",
  ],
  [
    "a request from the body",
    { type: "REQUEST", identitySource: "method.request.body.a" },
    "Invalid mapping expression",
  ],
  ["too long a time", { authorizerResultTtlInSeconds: 3601 }, "between 0 and 3600"],
  ["a pool", { type: "COGNITO_USER_POOLS", providerARNs: [pool], authorizerUri: undefined }, "done"],
  [
    "a pool that is none",
    { type: "COGNITO_USER_POOLS", providerARNs: [pool, "x"], authorizerUri: undefined },
    "Invalid Cognito user pool ARN specified: x",
  ],
  ["a function and a pool", { providerARNs: [pool] }, "Provider ARNs are not allowed for an authorizer of type TOKEN"],
  ["no pool", { type: "COGNITO_USER_POOLS", authorizerUri: undefined }, "must have a provider ARN"],
  ["another type", { type: "JWT" }, "enum value set: [TOKEN, REQUEST, COGNITO_USER_POOLS]"],
  [
    "a name that is taken",
    { name: "taken" },
    "Authorizer name must be unique. Authorizer taken already exists in this RestApi.",
  ],
];

test.each(authorizers)("an authorizer with %s", (_, input, expected) => {
  const { client, at } = placed();
  client.createAuthorizer({ ...tokenAuthorizer, restApiId: at.restApiId, name: "taken" });
  const create = () => client.createAuthorizer({ ...tokenAuthorizer, restApiId: at.restApiId, ...input });
  expect(outcome(create)).toContain(expected);
});

test("an authorizer says what it is by itself, is changed, and stays while a method needs it", () => {
  const { client, at } = placed();
  const { restApiId } = at;
  const authorizer = client.createAuthorizer({
    restApiId,
    name: "p",
    type: "COGNITO_USER_POOLS",
    providerARNs: [pool],
  });
  expect(authorizer).toMatchObject({ authType: "cognito_user_pools", providerARNs: [pool] });
  const { id: authorizerId } = authorizer;
  const update =
    (...patchOperations: readonly PatchOperation[]) =>
    () =>
      client.updateAuthorizer({ restApiId, authorizerId, patchOperations });
  expect(update({ op: "add", path: "/providerARNs", value: `${pool}2` })().providerARNs).toEqual([pool, `${pool}2`]);
  expectFault(update({ op: "add", path: "/providerARNs", value: "x" }), "Invalid Cognito user pool ARN specified: x");
  expectFault(update({ op: "replace", path: "/type", value: "TOKEN" }), "Invalid Authorizer URI");
  expectFault(update({ op: "replace", path: "/id", value: "x" }), "Must be one of: [/name, /type, ");
  const set = (authorizationType: string) =>
    client.updateMethod({
      ...at,
      patchOperations: [
        { op: "replace", path: "/authorizationType", value: authorizationType },
        { op: "replace", path: "/authorizerId", value: authorizerId },
      ],
    });
  expectFault(() => set("CUSTOM"), "requires a valid authorizer");
  set("COGNITO_USER_POOLS");
  expectFault(() => client.deleteAuthorizer({ restApiId, authorizerId }), "409");
  expect(set("AWS_IAM")).not.toHaveProperty("authorizerId");
  expect(outcome(() => client.deleteAuthorizer({ restApiId, authorizerId }))).toBe("done");
});

test("what is referred to is not deleted", () => {
  const { client, at } = placed();
  const { restApiId } = at;
  const schema = (name: string) => `{"$ref":"https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}"}`;
  const create = (name: string, text: string) =>
    client.createModel({ restApiId, name, contentType: "application/json", schema: text });
  create("Pet", '{"type":"object"}');
  create("Pets", schema("Pet"));
  expectFault(() => client.deleteModel({ restApiId, modelName: "Pet" }), "is referenced in model: Pets");
  client.putMethodResponse({ ...at, statusCode: "200", responseModels: { "application/json": "Pets" } });
  expectFault(
    () => client.deleteModel({ restApiId, modelName: "Pets" }),
    "is referenced in method response: //GET/200",
  );
  const { id: requestValidatorId } = client.createRequestValidator({ restApiId, name: "v" });
  const patchOperations = [{ op: "replace", path: "/requestValidatorId", value: requestValidatorId }];
  client.updateMethod({ ...at, patchOperations });
  expectFault(() => client.deleteRequestValidator({ restApiId, requestValidatorId }), "is referenced in method: //GET");
  expectFault(() => create("A-b", "{}"), "Model name must be alphanumeric: A-b");
  expectFault(() => create("Ab", "{"), "Invalid model schema specified");
});

test("a model is flattened though it refers to itself, and becomes a template", () => {
  const { client, at } = placed();
  const { restApiId } = at;
  const reference = (name: string) => ({
    $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`,
  });
  const create = (name: string, schema: object) =>
    client.createModel({ restApiId, name, contentType: "application/json", schema: JSON.stringify(schema) });
  create("Node", { type: "object", properties: { name: { type: "string" }, next: reference("Node") } });
  create("List", { type: "array", items: reference("Node") });
  const { schema = "" } = client.getModel({ restApiId, modelName: "List", flatten: true });
  const local = { $ref: "#/definitions/Node" };
  expect(JSON.parse(schema)).toEqual({
    type: "array",
    items: local,
    definitions: { Node: { type: "object", properties: { name: { type: "string" }, next: local } } },
  });
  expect(client.getModel({ restApiId, modelName: "List" }).schema).toContain("amazonaws.com");
  expect(client.getModelTemplate({ restApiId, modelName: "List" }).value.split("\n")).toEqual([
    "#set($inputRoot = $input.path('$'))",
    "[",
    "#foreach($elem1 in $inputRoot)",
    "  {",
    '    "name" : "$elem1.name",',
    '    "next" : $elem1.next',
    "  }",
    "#if($foreach.hasNext),#end",
    "#end",
    "]",
  ]);
});

test("a mock asks nobody, and does not keep how it would (recorded)", () => {
  const { client, at } = placed();
  const put = client.putIntegration({ ...at, type: "MOCK", integrationHttpMethod: "POST" });
  expect(put).not.toHaveProperty("httpMethod");
});

test("a method is run by whoever can, with the API as it stands", async () => {
  const asked: unknown[] = [];
  const world = newWorld(
    {},
    {
      invoker: {
        async invokeMethod({ snapshot, method, resource }, { pathWithQueryString }) {
          const { [method.httpMethod]: own } = resource.resourceMethods ?? {};
          const run = `${method.httpMethod} ${own?.methodIntegration?.type}`;
          asked.push([snapshot.apiId, resource.path, run, pathWithQueryString]);
          return { status: 200, body: "", headers: {}, multiValueHeaders: {}, log: "", latency: 1 };
        },
        async invokeAuthorizer({ authorizer }) {
          asked.push(authorizer.name);
          return { clientStatus: 401, log: "", latency: 1 };
        },
      },
    },
  );
  const { client } = world;
  const { apiId: restApiId, rootId: resourceId } = newApi(world);
  const at = { restApiId, resourceId, httpMethod: "GET" };
  await expect(client.testInvokeMethod({ ...at, pathWithQueryString: "/?a=b" })).resolves.toMatchObject({
    status: 200,
  });
  const { id: authorizerId } = client.createAuthorizer({ ...tokenAuthorizer, restApiId });
  await expect(client.testInvokeAuthorizer({ restApiId, authorizerId })).resolves.toMatchObject({ clientStatus: 401 });
  expect(asked).toEqual([[restApiId, "/", "GET MOCK", "/?a=b"], "a"]);
  client.putMethod({ ...at, httpMethod: "ANY", authorizationType: "NONE" });
  await client.testInvokeMethod({ ...at, httpMethod: "PUT" });
  expect(asked.at(-1)).toEqual([restApiId, "/", "ANY undefined", undefined]);
  client.deleteMethod({ ...at, httpMethod: "ANY" });
  await expect(client.testInvokeMethod({ ...at, httpMethod: "PUT" })).rejects.toThrow(
    "Invalid Method identifier specified",
  );
  await expect(client.testInvokeMethod({ ...at, resourceId: "x" })).rejects.toThrow(
    "Invalid Resource identifier specified",
  );
  await expect(client.testInvokeAuthorizer({ restApiId, authorizerId: "x" })).rejects.toThrow(
    "Invalid Authorizer identifier",
  );
  const alone = newWorld();
  const { apiId, rootId } = newApi(alone);
  await expect(
    alone.client.testInvokeMethod({ restApiId: apiId, resourceId: rootId, httpMethod: "GET" }),
  ).rejects.toThrow("Nothing here can run a method");
});

const parts: readonly (readonly [part: string, outcome: string])[] = [
  ["users", "done"],
  ["{id}", "done"],
  ["{proxy+}", "done"],
  ["a.b-c_d:e", "done"],
  ["", "Resource's path part only allow"],
  ["a/b", "Resource's path part only allow"],
  ["a b", "Resource's path part only allow"],
  ["{id", "Resource's path part only allow"],
  ["a{id}", "Resource's path part only allow"],
  ["{+}", "Resource's path part only allow"],
];

test.each(parts)("a path part %s", (pathPart, expected) => {
  const { client, at } = placed();
  const create = () => client.createResource({ restApiId: at.restApiId, parentId: at.resourceId, pathPart });
  expect(outcome(create)).toContain(expected);
});

test("a resource that moves takes all below it along", () => {
  const { client, at, store } = placed();
  const { restApiId, resourceId: rootId } = at;
  const create = (parentId: string, pathPart: string) => client.createResource({ restApiId, parentId, pathPart }).id;
  const a = create(rootId, "a");
  const b = create(a, "b");
  create(b, "{c}");
  const ab = create(rootId, "ab");
  const move = (resourceId: string, path: string, value: string) =>
    client.updateResource({ restApiId, resourceId, patchOperations: [{ op: "replace", path, value }] });
  move(a, "/pathPart", "x");
  move(b, "/parentId", ab);
  expect(store.workingSnapshot(restApiId)?.resources.map(({ path }) => path)).toEqual([
    "/",
    "/ab",
    "/ab/b",
    "/ab/b/{c}",
    "/x",
  ]);
  expectFault(
    () => move(b, "/pathPart", "{proxy+}"),
    "Cannot create a child of a resource with a greedy path variable",
  );
  expectFault(() => move(ab, "/parentId", ab), "Resources cannot be cyclical.");
  expectFault(() => client.deleteResource({ restApiId, resourceId: rootId }), "Root resource cannot be deleted.");
});
