// MOCK integrations end to end, by the engine's own integrations (AWS guide: how-to-mock-integration; the mock tests of
// test_apigateway_basic and test_apigateway_integrations).

import { expect, test } from "vitest";
import type { Integration, Method } from "../../../src/gateway/model/shapes.ts";
import { corsMethod } from "../../../src/gateway/model/cors.ts";
import { type Asked, integration, World, type WorldSettings } from "./world.ts";

const mock = (more: Partial<Integration>): Partial<Method> =>
  integration({
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    integrationResponses: {
      "200": { statusCode: "200", responseTemplates: { "application/json": '{"statusCode": 200, "id": 42}' } },
    },
    ...more,
  });

const request = (text: string): Partial<Integration> => ({ requestTemplates: { "application/json": text } });
const answer = (text: string): Partial<Integration> => ({
  integrationResponses: { "200": { statusCode: "200", responseTemplates: { "application/json": text } } },
});

const cases: readonly (readonly [
  title: string,
  integration: Partial<Integration>,
  status: number,
  body: string,
  asked?: Asked,
])[] = [
  ["test_mock_integration_response", {}, 200, '{"statusCode": 200, "id": 42}'],
  ["a client that posts", {}, 200, '{"statusCode": 200, "id": 42}', { method: "POST", body: "{}" }],
  [
    "{statusCode: 200} without quotes, as CDK writes it",
    request("{statusCode: 200}"),
    200,
    '{"statusCode": 200, "id": 42}',
  ],
  [
    "a status with its own response",
    {
      ...request('{"statusCode": 404}'),
      integrationResponses: {
        "200": { statusCode: "200" },
        "404": { statusCode: "404", selectionPattern: "404", responseTemplates: { "application/json": "gone" } },
      },
    },
    404,
    "gone",
  ],
  [
    "a pattern over statuses",
    {
      ...request('{"statusCode": 503}'),
      integrationResponses: { "500": { statusCode: "500", selectionPattern: "5\\d{2}" }, "200": { statusCode: "200" } },
    },
    500,
    "",
  ],
  [
    "no response for the status",
    {
      ...request('{"statusCode": 404}'),
      integrationResponses: { "200": { statusCode: "200", selectionPattern: "2\\d{2}" } },
    },
    500,
    '{"message": "Internal server error"}',
  ],
  ["no statusCode", request('{"status": 200}'), 500, '{"message": "Internal server error"}'],
  ["a statusCode that is no number", request('{"statusCode": "many"}'), 500, '{"message": "Internal server error"}'],
  ["no JSON", request("<a/>"), 500, '{"message": "Internal server error"}'],
  [
    "a body of no template's type, refused",
    { passthroughBehavior: "NEVER" },
    415,
    '{"message":"Unsupported Media Type"}',
    { method: "POST", body: "{}", headers: { "Content-Type": "text/plain" } },
  ],
  [
    "a body that is passed on says the status",
    {},
    200,
    '{"statusCode": 200, "id": 42}',
    { method: "POST", body: '{"statusCode": 200}', headers: { "Content-Type": "text/plain" } },
  ],
  [
    "a template that asks for the request",
    { ...answer('{"echo": "$input.params(\'echo\')", "response": "mocked", "path": "$context.resourcePath"}') },
    200,
    '{"echo": "foobar", "response": "mocked", "path": "/x"}',
  ],
  [
    "a status by the request",
    {
      ...request('#if($input.params("echo") == "foobar"){"statusCode": 201}#else{"statusCode": 200}#end'),
      integrationResponses: { "201": { statusCode: "201", selectionPattern: "201" } },
    },
    201,
    "",
  ],
  [
    "test_integration_mock_with_response_override_in_request_template",
    {
      ...request(
        '#set($context.responseOverride.status = 444)\n#set($context.responseOverride.header.foo = "bar")\n{"statusCode": 200}',
      ),
      integrationResponses: { "200": { statusCode: "200" } },
    },
    444,
    "",
  ],
  ...[100, 101, 199, 600, 200.5].map(
    (status) =>
      [
        `an override by ${status}, which ends no request (RFC 9110 §15.2)`,
        answer(`#set($context.responseOverride.status = ${status})as it was`),
        200,
        "as it was",
      ] as const,
  ),
  [
    "a response whose own status ends no request (RFC 9110 §15.2)",
    { integrationResponses: { "100": { statusCode: "100" } } },
    500,
    '{"message": "Internal server error"}',
  ],
  ["an override in the response", answer("#set($context.responseOverride.status = 418)teapot"), 418, "teapot"],
];

test.each(cases.map(([title, integration, status, body, asked]) => ({ title, integration, status, body, asked })))(
  "$title",
  async ({ integration: given, status, body, asked }) => {
    const there = new World({ methods: { "ANY /x": mock(given) }, integrate: "real" });
    // Twice: what was made once must do for the next.
    for (const _ of [1, 2]) expect(await there.see("/x?echo=foobar", asked)).toMatchObject({ status, body });
  },
);

test("headers are mapped, and overridden", async () => {
  const there = new World({
    methods: {
      "GET /x": mock({
        integrationResponses: {
          "200": {
            statusCode: "200",
            responseParameters: { "method.response.header.X-Fixed": "'1'" },
            responseTemplates: { "application/json": '#set($context.responseOverride.header.X-Made = "2")ok' },
          },
        },
      }),
    },
    integrate: "real",
  });
  expect(await there.see("/x")).toMatchObject({
    headers: { "x-fixed": "1", "x-made": "2", "content-type": "application/json" },
    body: "ok",
  });
});

test("a mock that no request can change waits for nothing", () => {
  const there = new World({ methods: { "GET /x": mock({}) }, integrate: "real" });
  expect(there.ask("/x")).toMatchObject({ status: 200, body: '{"statusCode": 200, "id": 42}' });
});

test("a preflight made by the helper", async () => {
  const method = corsMethod({ allowOrigin: "*", allowMethods: ["GET"], allowHeaders: ["X-A"] }, "x");
  const methods: WorldSettings["methods"] = typeof method === "string" ? {} : { "OPTIONS /x": method };
  const there = new World({ methods, integrate: "real" });
  for (const _ of [1, 2]) {
    expect(await there.see("/x", { method: "OPTIONS" })).toMatchObject({
      status: 200,
      body: "",
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET,OPTIONS",
        "access-control-allow-headers": "X-A",
      },
    });
  }
});

test("what is wrong is told to whoever runs the API", async () => {
  const there = new World({ methods: { "GET /x": mock(request("{}")) }, integrate: "real" });
  await there.see("/x");
  expect(there.execution).toEqual([expect.stringContaining("statusCode")]);
});
