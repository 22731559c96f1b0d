// Cross-origin sharing for a whole draft: who gets a preflight, with which verbs, and which answers of the gateway get headers.

import { expect, test } from "vitest";
import { usualAllowHeaders } from "../../../../src/gateway/model/cors.ts";
import type { ApiDraft } from "../../../../src/gateway/openapi/draft.ts";
import { readOpenApi } from "../../../../src/gateway/openapi/read.ts";
import { withCors } from "../../../../src/server/gateway/declared/cors-draft.ts";

const rule = { allowOrigin: "https://a.test", allowHeaders: usualAllowHeaders };
const mock = { "x-amazon-apigateway-integration": { type: "mock" } };

function draftOf(document: object): ApiDraft {
  const read = readOpenApi({ openapi: "3.0.1", info: { title: "x", version: "1" }, ...document }, "ignore");
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

function shared(document: object): ApiDraft {
  const draft = withCors(draftOf(document), rule);
  if (typeof draft === "string") throw new Error(draft);
  return draft;
}

/** The verbs that the preflight of a path names; null: the path has no preflight of ours. */
function preflight(draft: ApiDraft, path: string): string | null {
  const methods = draft.resources.find((one) => one.path === path)?.methods ?? [];
  const options = methods.find(({ httpMethod }) => httpMethod === "OPTIONS");
  const parameters = options?.methodIntegration?.integrationResponses?.["200"]?.responseParameters ?? {};
  return parameters["method.response.header.Access-Control-Allow-Methods"] ?? null;
}

test("each path with methods gets a preflight with its own verbs, unless it has one", () => {
  const draft = shared({
    paths: {
      "/a/b": { get: mock, put: mock },
      "/any": { "x-amazon-apigateway-any-method": mock },
      "/own": { get: mock, options: mock },
    },
  });
  expect(preflight(draft, "/a/b")).toBe("'GET,OPTIONS,PUT'");
  expect(preflight(draft, "/any")).toBe("'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'");
  expect(preflight(draft, "/own")).toBe(null);
  expect(preflight(draft, "/a")).toBe(null);
});

test("the gateway's own answers are shared, but for those that the document words", () => {
  const worded = { statusCode: 418, responseTemplates: { "application/json": "{}" } };
  const { gatewayResponses } = shared({
    paths: { "/": { get: mock } },
    "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: worded },
  });
  const origins = gatewayResponses.map(({ responseType, responseParameters = {} }) => [
    responseType,
    responseParameters["gatewayresponse.header.Access-Control-Allow-Origin"] ?? null,
  ]);
  expect(origins).toEqual([
    ["DEFAULT_4XX", null],
    ["DEFAULT_5XX", "'https://a.test'"],
  ]);
});

test("the model that preflights name is there once", () => {
  const schemas = { Empty: { type: "object", description: "mine" } };
  const names = (document: object): string[] => shared(document).models.map(({ name }) => name);
  expect(names({ paths: { "/": { get: mock } } })).toEqual(["Empty"]);
  expect(names({ paths: { "/": { get: mock } }, components: { schemas } })).toEqual(["Empty"]);
});

test("a rule that is none is a sentence", () => {
  const draft = draftOf({ paths: { "/": { get: mock } } });
  expect(withCors(draft, { ...rule, allowOrigin: "*", allowCredentials: true })).toBe(
    "allowCredentials needs an origin by name: browsers refuse credentials for *.",
  );
  expect(withCors(draft, { ...rule, allowOrigin: "a'b" })).toBe(`"a'b" cannot stand in a header of CORS.`);
  expect(withCors(draftOf({ paths: {} }), { ...rule, allowOrigin: "a'b" })).toBe(
    `"a'b" cannot stand in a header of CORS.`,
  );
});
