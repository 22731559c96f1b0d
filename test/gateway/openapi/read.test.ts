// Documents as people write them, and what becomes of each part (AWS guide: api-gateway-swagger-extensions).

import { describe, expect, test } from "vitest";
import type { ApiDraft, MethodDraft } from "../../../src/gateway/openapi/draft.ts";
import { type BasePathRule, readOpenApi } from "../../../src/gateway/openapi/read.ts";
import { storedSchema } from "../../../src/gateway/openapi/schemas.ts";
import { draftOf } from "./imported.ts";

const swagger = { swagger: "2.0", info: { title: "T", version: "1" } };
const oas30 = { openapi: "3.0.1", info: { title: "T", version: "1" } };

function draft(document: object): ApiDraft {
  return draftOf(document);
}

function method(document: object): MethodDraft | undefined {
  return draft(document).resources[0]?.methods[0];
}

function get(operation: object, more: object = swagger): object {
  return { ...more, paths: { "/a": { get: operation } } };
}

describe("no API", () => {
  test.each([
    ["no object", [], "Invalid OpenAPI input."],
    ["a text", "swagger", "Invalid OpenAPI input."],
    ["neither format", { info: { title: "T" } }, "Invalid OpenAPI input."],
    ["Swagger 1.2", { swagger: "1.2", info: { title: "T" } }, "Invalid OpenAPI input."],
    ["no title", { swagger: "2.0", info: {} }, "Unable to create Rest API: missing title"],
    [
      "an integration of no type",
      get({ "x-amazon-apigateway-integration": { type: "lambda" } }),
      "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': Enumeration value for HttpIntegrationType must be non-empty",
    ],
    [
      "a passthrough of no kind",
      get({ "x-amazon-apigateway-integration": { type: "mock", passthroughBehavior: "sometimes" } }),
      "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': Invalid passthrough behavior specified: SOMETIMES",
    ],
  ])("%s", (_, document, fault) => {
    expect(readOpenApi(document, "ignore")).toEqual({ fault });
  });
});

test("the API itself", () => {
  const document = {
    ...swagger,
    info: { title: "Pets", version: 2, description: "All of them." },
    "x-amazon-apigateway-api-key-source": "authorizer",
    "x-amazon-apigateway-binary-media-types": ["image/png"],
    "x-amazon-apigateway-minimum-compression-size": 1024,
    "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement: [] },
    "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds: ["vpce-1"], disableExecuteApiEndpoint: true },
    "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: "true" } },
    "x-amazon-apigateway-gateway-responses": {
      THROTTLED: { statusCode: 420, responseTemplates: { "application/json": "{}" } },
      SOMETHING: {},
    },
  };
  expect(draft(document)).toEqual({
    name: "Pets",
    version: "2",
    description: "All of them.",
    apiKeySource: "AUTHORIZER",
    binaryMediaTypes: ["image/png"],
    minimumCompressionSize: 1024,
    policy: '{"Version":"2012-10-17","Statement":[]}',
    vpcEndpointIds: ["vpce-1"],
    disableExecuteApiEndpoint: true,
    requestValidators: [{ name: "all", validateRequestBody: true, validateRequestParameters: true }],
    gatewayResponses: [
      {
        responseType: "THROTTLED",
        statusCode: "420",
        responseTemplates: { "application/json": "{}" },
        defaultResponse: false,
      },
    ],
    resources: [],
    authorizers: [],
    models: [],
    documentation: null,
    warnings: ["Ignoring gateway response SOMETHING: there is no such type"],
  });
});

describe("the base path (AWS guide: api-gateway-import-api-basePath)", () => {
  const document = { ...swagger, basePath: "/a/b/c", paths: { "/e": {}, "/": {} } };
  const server = { url: "https://x.test/{basePath}", variables: { basePath: { default: "a/b" } } };
  test.each<[BasePathRule, object, string[]]>([
    ["ignore", document, ["/e", "/"]],
    ["prepend", document, ["/a/b/c/e", "/a/b/c"]],
    ["split", document, ["/b/c/e", "/b/c"]],
    ["prepend", { ...oas30, servers: [server], paths: { "/e": {} } }, ["/a/b/e"]],
    ["split", { ...oas30, servers: [{ url: "https://x.test/a/b" }], paths: { "/e": {} } }, ["/b/e"]],
    ["prepend", { ...oas30, servers: [{ url: "/v1" }], paths: { "/e": {} } }, ["/v1/e"]],
    ["prepend", { ...oas30, paths: { "/e/": {} } }, ["/e"]],
  ])("%s", (rule, given, paths) => {
    const read = readOpenApi(given, rule);
    expect("fault" in read ? read : read.resources.map(({ path }) => path)).toEqual(paths);
  });
});

describe("parameters", () => {
  test("of the operation and of its path, references followed", () => {
    const document = {
      ...swagger,
      parameters: { page: { name: "page", in: "query" } },
      paths: {
        "/a/{id}": {
          parameters: [{ name: "id", in: "path", required: true }],
          get: { parameters: [{ $ref: "#/parameters/page" }, { name: "X-A", in: "header", required: true }] },
        },
      },
    };
    expect(method(document)?.requestParameters).toEqual({
      "method.request.path.id": true,
      "method.request.querystring.page": false,
      "method.request.header.X-A": true,
    });
  });

  test("a reference in a circle, or to nothing, is no parameter", () => {
    const parameters = { a: { $ref: "#/parameters/b" }, b: { $ref: "#/parameters/a" } };
    const operation = { parameters: [{ $ref: "#/parameters/a" }, { $ref: "#/nowhere" }, { $ref: "http://x.test/" }] };
    expect(method(get(operation, { ...swagger, parameters }))?.requestParameters).toBeUndefined();
  });

  test("what has no place is passed over with a warning", () => {
    const { warnings } = draft(get({ parameters: [{ name: "f", in: "formData" }] }));
    expect(warnings).toEqual(["Ignoring parameter f: parameters in formData are not supported"]);
  });

  test("a mapping that is no text is passed over, in AWS's words (recorded)", () => {
    const requestParameters = { "integration.request.header.a": "'1'", "integration.request.header.b": true };
    const integration = { type: "mock", requestParameters };
    const document = get({ "x-amazon-apigateway-integration": integration }, { ...swagger, basePath: "/base" });
    const read = readOpenApi(document, "prepend");
    expect(read).toMatchObject({
      warnings: [
        "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.b' of resource '/base/a' and method 'GET' but got 'true'",
      ],
    });
    expect(method(document)?.methodIntegration?.requestParameters).toEqual({ "integration.request.header.a": "'1'" });
  });
});

describe("models", () => {
  const pet = { type: "object", properties: { mate: { $ref: "#/definitions/Pet" } } };

  test("a body of Swagger 2.0, by what the document or the operation consumes", () => {
    const body = { name: "pet", in: "body", schema: { $ref: "#/definitions/Pet" } };
    const document = { ...swagger, consumes: ["text/xml"], definitions: { Pet: pet } };
    expect(method(get({ parameters: [body] }, document))?.requestModels).toEqual({ "text/xml": "Pet" });
    const operation = { parameters: [body], consumes: ["a/b", "c/d"] };
    expect(method(get(operation, document))?.requestModels).toEqual({ "a/b": "Pet", "c/d": "Pet" });
    expect(method(get({ parameters: [body] }))?.requestModels).toEqual({ "application/json": "Pet" });
  });

  test("a body and answers of OpenAPI 3.0, by their media types", () => {
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } };
    const operation = {
      requestBody: { content },
      responses: { 200: { content, headers: { "X-A": { schema: {} } } }, default: { content }, "4XX": { content } },
    };
    const read = method(get(operation, { ...oas30, components: { schemas: { Pet: pet } } }));
    expect(read?.requestModels).toEqual({ "application/json": "Pet" });
    expect(read?.methodResponses).toEqual({
      200: {
        statusCode: "200",
        responseModels: { "application/json": "Pet" },
        responseParameters: { "method.response.header.X-A": false },
      },
    });
  });

  test("references lead to the API's models, in circles too", () => {
    const [model] = draft({ ...swagger, definitions: { Pet: pet } }).models;
    expect(model).toMatchObject({ name: "Pet", contentType: "application/json" });
    expect(JSON.parse(storedSchema(model.schema, "api1"))).toEqual({
      type: "object",
      properties: { mate: { $ref: "https://apigateway.amazonaws.com/restapis/api1/models/Pet" } },
    });
  });

  test("an inline schema is a model of a made-up name, the same each time", () => {
    const document = get({ responses: { 200: { schema: { type: "array" } }, 201: { schema: { type: "array" } } } });
    const { models } = draft(document);
    expect(models).toHaveLength(1);
    expect(models[0]).toMatchObject({ name: expect.stringMatching(/^MODEL[0-9a-f]{6}$/), schema: { type: "array" } });
    expect(draft(document).models).toEqual(models);
  });
});

describe("who may call", () => {
  const schemes = {
    key: { type: "apiKey", name: "x-api-key", in: "header" },
    sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
    lambda: {
      type: "apiKey",
      name: "X-Token",
      in: "header",
      "x-amazon-apigateway-authtype": "oauth2",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri: "arn:x",
        authorizerResultTtlInSeconds: "60",
        identityValidationExpression: "^x",
      },
    },
    pool: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: ["arn:pool"] },
    },
  };

  test("authorizers are read whether they are used or not", () => {
    expect(draft({ ...swagger, securityDefinitions: schemes }).authorizers).toEqual([
      {
        name: "lambda",
        type: "TOKEN",
        authType: "oauth2",
        authorizerUri: "arn:x",
        identitySource: "method.request.header.X-Token",
        identityValidationExpression: "^x",
        authorizerResultTtlInSeconds: 60,
      },
      {
        name: "pool",
        type: "COGNITO_USER_POOLS",
        authType: "cognito_user_pools",
        providerARNs: ["arn:pool"],
        identitySource: "method.request.header.Authorization",
      },
    ]);
  });

  test.each<[string, object, object, object]>([
    ["nobody is asked", {}, {}, { authorizationType: "NONE", apiKeyRequired: false }],
    ["a key", {}, { security: [{ key: [] }] }, { authorizationType: "NONE", apiKeyRequired: true }],
    ["a signature", {}, { security: [{ sigv4: [] }] }, { authorizationType: "AWS_IAM", apiKeyRequired: false }],
    [
      "an authorizer and a key",
      {},
      { security: [{ lambda: [], key: [] }] },
      { authorizationType: "CUSTOM", authorizerName: "lambda", apiKeyRequired: true },
    ],
    [
      "scopes of a user pool",
      {},
      { security: [{ pool: ["openid"] }] },
      { authorizationType: "COGNITO_USER_POOLS", authorizerName: "pool", authorizationScopes: ["openid"] },
    ],
    ["the document's own", { security: [{ lambda: [] }] }, {}, { authorizerName: "lambda" }],
    ["the operation's over it", { security: [{ lambda: [] }] }, { security: [] }, { authorizationType: "NONE" }],
    ["the older extension", {}, { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }, { authorizationType: "AWS_IAM" }],
    [
      "a scheme that is not there, for the import to refuse",
      {},
      { security: [{ nobody: [] }] },
      { authorizationType: "CUSTOM", authorizerName: "nobody" },
    ],
  ])("%s", (_, more, operation, expected) => {
    const document = { ...swagger, ...more, securityDefinitions: schemes };
    expect(method(get(operation, document))).toMatchObject(expected);
  });
});

describe("integrations", () => {
  test.each<[object, object]>([
    [
      { type: "mock", requestTemplates: { "application/json": "{}" }, responses: { default: { statusCode: 200 } } },
      {
        type: "MOCK",
        passthroughBehavior: "WHEN_NO_MATCH",
        requestTemplates: { "application/json": "{}" },
        integrationResponses: { 200: { statusCode: "200" } },
        timeoutInMillis: 29_000,
        cacheNamespace: "",
        cacheKeyParameters: [],
      },
    ],
    [
      {
        type: "http_proxy",
        httpMethod: "post",
        uri: "http://x.test/{id}",
        requestParameters: { "integration.request.path.id": "method.request.path.id" },
        timeoutInMillis: 500,
        cacheNamespace: "n",
        cacheKeyParameters: ["method.request.path.id"],
        passthroughBehavior: "never",
        contentHandling: "convert_to_text",
        tlsConfig: { insecureSkipVerification: true },
      },
      {
        type: "HTTP_PROXY",
        httpMethod: "POST",
        uri: "http://x.test/{id}",
        connectionType: "INTERNET",
        requestParameters: { "integration.request.path.id": "method.request.path.id" },
        timeoutInMillis: 500,
        cacheNamespace: "n",
        cacheKeyParameters: ["method.request.path.id"],
        passthroughBehavior: "NEVER",
        contentHandling: "CONVERT_TO_TEXT",
        tlsConfig: { insecureSkipVerification: true },
      },
    ],
    [
      { type: "aws", responses: { "4\\d\\d": { statusCode: "400", responseTemplates: { "a/b": "x" } } } },
      {
        type: "AWS",
        passthroughBehavior: "WHEN_NO_MATCH",
        integrationResponses: {
          400: { statusCode: "400", selectionPattern: "4\\d\\d", responseTemplates: { "a/b": "x" } },
        },
        timeoutInMillis: 29_000,
        cacheNamespace: "",
        cacheKeyParameters: [],
      },
    ],
  ])("%j", (given, expected) => {
    expect(method(get({ "x-amazon-apigateway-integration": given }))?.methodIntegration).toEqual(expected);
  });

  test("one that is shared is found by its reference", () => {
    const components = { "x-amazon-apigateway-integrations": { one: { type: "mock" } } };
    const operation = {
      "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/one" },
    };
    expect(method(get(operation, { ...oas30, components }))?.methodIntegration?.type).toBe("MOCK");
  });

  test("every verb, and ANY", () => {
    const keys = ["get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"];
    const item = Object.fromEntries(keys.map((key) => [key, {}]));
    const [resource] = draft({ ...swagger, paths: { "/a": { ...item, trace: {}, "x-other": {} } } }).resources;
    expect(resource.methods.map(({ httpMethod }) => httpMethod).join(" ")).toBe(
      "GET PUT POST DELETE OPTIONS HEAD PATCH ANY",
    );
  });
});
