// What an import refuses, in the words of the operation that would have refused it, and what it passes over with a warning. Every
// fault of a document is told in one answer, and nothing of it is left.

import { expect, test } from "vitest";
import { readOpenApi } from "../../../src/gateway/openapi/read.ts";
import { ServiceFault } from "../../../src/base/service-fault.ts";
import { outcome } from "./check.ts";
import { newWorld } from "./fixture.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const mock = { "x-amazon-apigateway-integration": { type: "mock" } };

const info = { title: "pets", version: "1" };

function imported(paths: object, more: object = {}, failOnWarnings = false): ReturnType<typeof imports> {
  return imports({ openapi: "3.0.1", info, paths, ...more }, failOnWarnings);
}

function imports(document: object, failOnWarnings: boolean) {
  const world = newWorld();
  const answer = outcome(() => {
    const draft = readOpenApi(document, "ignore");
    if ("fault" in draft) throw new ServiceFault("BadRequestException", 400, draft.fault);
    const api = world.client.importApi({ draft, failOnWarnings });
    expect(api.warnings ?? []).toEqual([]);
  });
  const { items } = world.client.getRestApis({});
  return { answer, left: items.length };
}

function refusal(...sentences: readonly string[]): object {
  const lines = sentences.map((sentence) => `\t${sentence}`).join("\n");
  return { answer: `400 BadRequestException: Errors found during import:\n${lines}`, left: 0 };
}

test.each<[string, object, string]>([
  [
    "two variables side by side",
    { "/{a}": { get: mock }, "/{b}/c": { get: mock } },
    "Unable to create resource at path '/{b}/c': A sibling ({a}) of this resource already has a variable path part -- only one is allowed",
  ],
  [
    "a child below a greedy variable",
    { "/{p+}/a": { get: mock } },
    "Unable to create resource at path '/{p+}/a': Cannot create a child of a resource with a greedy path variable: {p+}",
  ],
  [
    "a path that is none",
    { "/a b": { get: mock } },
    "Unable to create resource at path '/a b': Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  ],
])("%s", (_, paths, sentence) => {
  expect(imported(paths)).toEqual(refusal(sentence));
});

test.each<[object, string]>([
  [{ type: "http", uri: "http://a.test/" }, "Enumeration value for HttpMethod must be non-empty"],
  [{ type: "http", httpMethod: "GET", uri: "nope" }, "Invalid HTTP endpoint specified for URI"],
  [{ type: "http_proxy", httpMethod: "GET" }, "Invalid HTTP endpoint specified for URI"],
  [{ type: "aws_proxy", httpMethod: "POST" }, "Invalid ARN specified in the request"],
  [
    { type: "aws_proxy", httpMethod: "POST", uri: "arn:aws:apigateway:us-east-1:lambda:nope" },
    "AWS ARN for integration must contain path or action",
  ],
  [{ type: "mock", timeoutInMillis: 5 }, "Timeout should be between 50 ms and 29000 ms"],
  [{ type: "mock", timeoutInMillis: "x" }, "Timeout should be between 50 ms and 29000 ms"],
  [{ type: "mock", contentHandling: "zz" }, "Invalid content handling specified: ZZ"],
  [{ type: "mock", responses: { default: { contentHandling: "zz" } } }, "Invalid content handling specified: ZZ"],
  [{ type: "mock", connectionType: "zz" }, "Invalid connection type specified: ZZ"],
  [{ type: "mock", responseTransferMode: "zz" }, "Invalid response transfer mode specified: ZZ"],
  [
    { type: "http", httpMethod: "GET", uri: "http://a.test/", connectionType: "VPC_LINK" },
    "Connection Id is required for VPC_LINK connectionType",
  ],
  [
    { type: "mock", cacheKeyParameters: ["method.request.querystring.no"] },
    "Invalid cache key parameter specified: method.request.querystring.no",
  ],
  [
    { type: "mock", requestParameters: { "integration.request.header.a": "method.request.header.no" } },
    "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.no]",
  ],
  [
    { type: "mock", requestParameters: { "integration.request.header.a": "nonsense" } },
    "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: nonsense]",
  ],
])("an integration %j", (integration, sentence) => {
  const found = imported({ "/x": { get: { "x-amazon-apigateway-integration": integration } } });
  expect(found).toEqual(refusal(`Unable to put integration on 'GET' for resource at path '/x': ${sentence}`));
});

test("a header that the method does not declare", () => {
  const header = "method.response.header.no";
  const responses = { default: { statusCode: "200", responseParameters: { [header]: "'a'" } } };
  const operation = { responses: { 200: {} }, "x-amazon-apigateway-integration": { type: "mock", responses } };
  expect(imported({ "/x": { get: operation } })).toEqual(
    refusal(
      `Unable to put integration response on 'GET' for resource at path '/x': Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${header}]`,
    ),
  );
});

test.each<[string, object, string]>([
  [
    "security",
    { security: [{ nobody: [] }] },
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
  ],
  [
    "a validator",
    { "x-amazon-apigateway-request-validator": "nobody" },
    "Invalid Request Validator identifier specified",
  ],
  [
    "a parameter twice",
    { parameters: ["query", "header"].map((place) => ({ name: "a", in: place })) },
    "Parameter names must be unique across querystring, header and path",
  ],
])("what a method refers to: %s", (_, operation, sentence) => {
  expect(imported({ "/x": { get: { ...mock, ...operation } } })).toEqual(
    refusal(`Unable to put method 'GET' on resource at path '/x': ${sentence}`),
  );
});

test.each<[object, string]>([
  [{ type: "zz" }, "Invalid authorizer type specified: zz"],
  [{ type: "token" }, "Invalid Authorizer URI: . Authorizer URI should be"],
  [
    { type: "token", authorizerUri: uri, authorizerResultTtlInSeconds: 99_999 },
    "Authorizer result TTL must be between 0 and 3600 seconds",
  ],
  [
    { type: "token", authorizerUri: uri, authorizerResultTtlInSeconds: "x" },
    "Authorizer result TTL must be between 0 and 3600 seconds",
  ],
  [{ type: "cognito_user_pools" }, "COGNITO_USER_POOLS authorizer must have a provider ARN"],
])("an authorizer %j", (authorizer, sentence) => {
  const scheme = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authorizer": authorizer };
  const { answer, left } = imported({ "/x": { get: mock } }, { components: { securitySchemes: { who: scheme } } });
  expect(answer).toContain(`Errors found during import:\n\tUnable to create authorizer 'who': ${sentence}`);
  expect(left).toBe(0);
});

test("a gateway response's status", () => {
  const responses = { DEFAULT_4XX: { statusCode: "x" } };
  expect(imported({ "/x": { get: mock } }, { "x-amazon-apigateway-gateway-responses": responses })).toEqual(
    refusal("Unable to put gateway response 'DEFAULT_4XX': Invalid status code specified"),
  );
});

test("all faults are told at once", () => {
  const junk = { "x-amazon-apigateway-integration": { type: "mock", timeoutInMillis: 5 } };
  expect(imported({ "/{a}": { get: junk }, "/{b}": { get: mock } })).toEqual(
    refusal(
      "Unable to put integration on 'GET' for resource at path '/{a}': Timeout should be between 50 ms and 29000 ms",
      "Unable to create resource at path '/{b}': A sibling ({a}) of this resource already has a variable path part -- only one is allowed",
    ),
  );
});

test("a model that is not there is passed over, or a refusal where warnings are", () => {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } };
  const usual = { "application/json": { schema: { $ref: "#/components/schemas/Empty" } } };
  const document = {
    openapi: "3.0.1",
    info,
    paths: { "/x": { post: { ...mock, requestBody: { content }, responses: { 200: { content: usual } } } } },
  };
  const warning = "Reference to model 'Pet' not found. Ignoring.";
  expect(imports(document, true)).toEqual({
    answer: `400 BadRequestException: Warnings found during import:\n\t${warning}`,
    left: 0,
  });
  const { client, store } = newWorld();
  const draft = readOpenApi(document, "ignore");
  if ("fault" in draft) throw new Error(draft.fault);
  const { id, warnings } = client.importApi({ draft });
  expect(warnings).toEqual([warning]);
  const { POST: method } = store.workingSnapshot(id)?.resources[1].resourceMethods ?? {};
  expect(method).not.toHaveProperty("requestModels");
  expect(method.methodResponses?.["200"].responseModels).toEqual({ "application/json": "Empty" });
});
