// Exports: AWS's own, recorded, read and written again to the same document; and what of an API a document keeps.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ExportFormat, writeOpenApi } from "../../../src/gateway/openapi/write.ts";
import { draftOf, snapshotOf } from "./imported.ts";

const record = new URL("../../../../shared/data/aws-recorded/test_apigateway_extended.snapshot.json", import.meta.url);
const everything = { integrations: true, authorizers: true };
const nothing = { integrations: false, authorizers: false };

interface Exported {
  readonly info: { readonly description?: string; readonly version: string };
}

const recorded: [test: string, format: ExportFormat, plain: Exported, extended: Exported][] = existsSync(record)
  ? Object.entries(JSON.parse(readFileSync(record, "utf8")) as Record<string, { "recorded-content": never }>)
      .filter(([name]) => name.includes("::test_export_"))
      .map(([name, { "recorded-content": content }]) => [
        name.split("::").at(-1) ?? name,
        name.includes("oas30") ? "oas30" : "swagger",
        content["get-export"]["body"],
        content["get-export-with-extensions"]["body"],
      ])
  : [];

describe.skipIf(recorded.length === 0)("recorded exports (../shared/data/aws-recorded)", () => {
  test.each(recorded)("%s", (_, format, plain, extended) => {
    const snapshot = { ...snapshotOf(draftOf(extended)), apiId: "<api-id:1>", region: "<region>" };
    const info = { stageName: "local", ...extended.info };
    expect(writeOpenApi(snapshot, format, everything, info)).toEqual(extended);
    expect(writeOpenApi(snapshot, format, nothing, info)).toEqual(plain);
  });
});

const whole = {
  swagger: "2.0",
  info: { title: "Pets", version: "1" },
  host: "abcdefghij.execute-api.us-east-1.amazonaws.com",
  basePath: "/v1",
  schemes: ["https"],
  paths: {
    "/pets/{id}": {
      post: {
        operationId: "Put",
        consumes: ["application/json"],
        produces: ["application/json"],
        parameters: [
          { name: "id", in: "path", required: true, type: "string" },
          { in: "body", name: "Pet", required: true, schema: { $ref: "#/definitions/Pet" } },
        ],
        security: [{ lambda: [] }, { api_key: [] }],
        responses: { 201: { description: "201 response", schema: { $ref: "#/definitions/Pet" } } },
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations",
          credentials: "arn:role",
          responses: { default: { statusCode: "201" }, "Not.*": { statusCode: "404" } },
          requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" },
          passthroughBehavior: "never",
          contentHandling: "CONVERT_TO_TEXT",
          timeoutInMillis: 1000,
          cacheNamespace: "pets",
          cacheKeyParameters: ["method.request.path.id"],
        },
      },
      "x-amazon-apigateway-any-method": {
        security: [{ sigv4: [] }],
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "ANY",
          uri: "http://${stageVariables.host}/",
          connectionType: "VPC_LINK",
          connectionId: "link",
          passthroughBehavior: "when_no_match",
          tlsConfig: { insecureSkipVerification: true },
        },
      },
    },
  },
  securityDefinitions: {
    api_key: { type: "apiKey", name: "x-api-key", in: "header" },
    sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
    lambda: {
      type: "apiKey",
      name: "Unused",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "request",
        authorizerUri: "arn:f",
        identitySource: "method.request.header.A, method.request.querystring.B",
        authorizerResultTtlInSeconds: 0,
      },
    },
  },
  definitions: {
    Pet: { type: "object", properties: { kind: { $ref: "#/definitions/Kind" } } },
    Kind: { type: "string" },
  },
  "x-amazon-apigateway-api-key-source": "AUTHORIZER",
  "x-amazon-apigateway-binary-media-types": ["image/png"],
  "x-amazon-apigateway-minimum-compression-size": 0,
  "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true, vpcEndpointIds: ["vpce-1"] },
  "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement: [] },
  "x-amazon-apigateway-gateway-responses": {
    DEFAULT_4XX: {
      statusCode: "418",
      responseParameters: { "gatewayresponse.header.X": "'y'" },
      responseTemplates: { "application/json": "{}" },
    },
  },
  "x-amazon-apigateway-request-validators": { all: { validateRequestParameters: true, validateRequestBody: false } },
};
const info = { stageName: "v1", version: "1" };

test("a document with every extension comes back as it went in", () => {
  expect(writeOpenApi(snapshotOf(draftOf(whole)), "swagger", everything, info)).toEqual(whole);
});

test("the two formats say the same API", () => {
  const snapshot = snapshotOf(draftOf(whole));
  const through = snapshotOf(draftOf(writeOpenApi(snapshot, "oas30", everything, info)));
  expect(writeOpenApi(through, "swagger", everything, info)).toEqual(whole);
});

test("what no operation uses is left out: models, authorizers, resources without methods", () => {
  const extra = {
    ...whole,
    paths: { ...whole.paths, "/empty": {} },
    definitions: { ...whole.definitions, Unused: { type: "object" } },
    securityDefinitions: {
      ...whole.securityDefinitions,
      unused: { ...whole.securityDefinitions.lambda },
    },
  };
  expect(writeOpenApi(snapshotOf(draftOf(extra)), "swagger", everything, info)).toEqual(whole);
});

test("without extensions nothing of the gateway is told", () => {
  const plain = JSON.stringify(writeOpenApi(snapshotOf(draftOf(whole)), "oas30", nothing, info));
  expect(plain).not.toMatch(/x-amazon-apigateway-(?!any-method|authtype)/);
});
