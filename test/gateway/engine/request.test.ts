// What is read of a request: queries, trace ids, `$context`, required parameters, bodies; and what leaves: access logs,
// figures, packed bodies.

import { expect, test } from "vitest";
import { maxGatewayBodyOctets } from "../../../src/base/limits.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { contextNames } from "../../../src/gateway/engine/context.ts";
import type { Exchange } from "../../../src/gateway/engine/exchange.ts";
import { GatewayFault } from "../../../src/gateway/engine/fault.ts";
import type { RequestExchange } from "../../../src/gateway/engine/request-exchange.ts";
import { parseQuery } from "../../../src/gateway/engine/query.ts";
import type { IntegrationReply } from "../../../src/gateway/engine/seams.ts";
import { traceIdOf } from "../../../src/gateway/engine/trace-id.ts";
import { anybody, apiId, type Asked, home, requestOf, World, type WorldSettings } from "./world.ts";

test.each([
  ["", {}],
  ["a=b", { a: ["b"] }],
  ["a=b&a=c&b=", { a: ["b", "c"], b: [""] }],
  ["flag", { flag: [""] }],
  ["a=1;b=2", { a: ["1"], b: ["2"] }],
  [
    "plus=test+alias@gmail.com&email=test%2Balias@gmail.com",
    { plus: ["test alias@gmail.com"], email: ["test+alias@gmail.com"] },
  ],
  ["url=https://www.google.com/&x=a=b", { url: ["https://www.google.com/"], x: ["a=b"] }],
  ["bad=%zz&%C3%A9=%E2%82%AC&cut=%E2%82", { bad: ["%zz"], é: ["€"], cut: ["%E2%82"] }],
  ["&&=x&__proto__=1", { ["__proto__"]: ["1"] }],
])("the query %s", (text, expected) => {
  expect([...parseQuery(text)]).toEqual(Object.entries(expected));
});

const root = "1-5759e988-bd862e3fe1be46a994272793";

test.each([
  [undefined, /^Root=1-67000000-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/],
  [`Root=${root}`, new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=0$`)],
  [`root=${root};parent=53995c3f42cd8ad8`, new RegExp(`^Root=${root};Parent=53995c3f42cd8ad8;Sampled=1$`)],
  [`Root=${root}; Parent=53995c3f42cd8ad8; Sampled=0`, new RegExp(`^Root=${root};Parent=53995c3f42cd8ad8;Sampled=0$`)],
  ["Root=nonsense;Sampled=7;Foo", /^Root=1-67000000-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/],
])("the trace id for %s", (given, expected) => {
  expect(traceIdOf(given, 0x67000000 * 1000, seededRandom(1))).toMatch(expected);
});

/** The values of some names of `$context`, as an integration would see them. */
async function context(
  names: readonly string[],
  more: Partial<WorldSettings> = {},
  asked: Asked = {},
  path = "/users/7",
): Promise<unknown[]> {
  let values: unknown[] = [];
  const there = new World({
    methods: { "GET /users/{id}": {} },
    integrate: (exchange) => {
      values = names.map((name) => exchange.contextValue(name));
      return { status: 200, headers: [], body: null };
    },
    ...more,
  });
  await there.see(path, asked);
  return values;
}

test("$context tells where a request came and who sent it", async () => {
  const expected: Readonly<Record<string, unknown>> = {
    accountId: "111122223333",
    apiId,
    deploymentId: "dep1",
    domainName: home,
    domainPrefix: apiId,
    httpMethod: "GET",
    "identity.sourceIp": "192.0.2.1",
    "identity.userAgent": "curl/8",
    "identity.apiKey": null,
    "identity.accountId": null,
    isCanaryRequest: undefined,
    path: "/prod/users/7",
    protocol: "HTTP/1.1",
    requestTimeEpoch: 1_764_462_429_000,
    requestTime: "30/Nov/2025:00:27:09 +0000",
    resourceId: "r0",
    resourcePath: "/users/{id}",
    stage: "prod",
    authorizer: undefined,
    "authorizer.x": undefined,
    error: undefined,
    "error.message": undefined,
    "identity.sourceIp.x": undefined,
    nothing: undefined,
  };
  const names = Object.keys(expected);
  expect(await context(names, {}, { headers: { "User-Agent": "curl/8" } })).toEqual(Object.values(expected));
});

test("$context tells what an authorizer found", async () => {
  const more: Partial<WorldSettings> = {
    methods: { "GET /users/{id}": { authorizationType: "CUSTOM", authorizerId: "a" } },
    snapshot: { authorizers: [{ id: "a", name: "a", type: "TOKEN" }] },
    authorize: () => ({
      ...anybody,
      context: { org: "7", n: 1 },
      claims: { sub: "s" },
      identity: { accessKey: "AK", accountId: "1", userArn: "arn" },
    }),
  };
  const names = [
    "authorizer.principalId",
    "authorizer.org",
    "authorizer.n",
    "authorizer.claims.sub",
    "authorizer.integrationLatency",
    "identity.userArn",
    "identity.accessKey",
  ];
  expect(await context(names, more)).toEqual(["jo", "7", 1, "s", 3, "arn", "AK"]);
});

test("templates that walk over $context do not meet what only logs have", () => {
  expect(contextNames).toContain("identity");
  expect(contextNames).not.toContain("status");
});

test("headers are gathered by the name as it first came", async () => {
  let seen: RequestExchange["headers"] = new Map();
  const there = new World({
    methods: { "GET /x": {} },
    integrate: (exchange) => {
      seen = exchange.headers;
      return { status: 200, headers: [], body: null };
    },
  });
  const request = {
    ...requestOf("/prod/x"),
    rawHeaders: ["X-A", "1", "x-a", "2", "tEsT-HEADeR", "aValUE"],
  };
  await there.gateway.handle(request);
  expect([...seen]).toEqual([
    ["X-A", ["1", "2"]],
    ["tEsT-HEADeR", ["aValUE"]],
  ]);
});

const required = {
  "method.request.querystring.qs1": true,
  "method.request.path.issuer": true,
  "method.request.header.x-header-param": true,
  "method.request.header.X-Optional": false,
};
const validators = [
  { id: "all", name: "all", validateRequestBody: true, validateRequestParameters: true },
  { id: "body", name: "body", validateRequestBody: true, validateRequestParameters: false },
  { id: "off", name: "off", validateRequestBody: false, validateRequestParameters: false },
];
const schema = JSON.stringify({ enum: ["right"] });

function validating(
  requestValidatorId: string,
  requestModels: Record<string, string> = { "application/json": "testSchema" },
): World {
  return new World({
    methods: {
      "POST /plain/{test}": { requestValidatorId, requestParameters: required, requestModels },
      "POST /body": { requestValidatorId, requestModels },
      "GET /p/{issuer}": { requestValidatorId, requestParameters: required },
    },
    snapshot: {
      requestValidators: validators,
      models: [
        { id: "m", name: "testSchema", schema, contentType: "application/json" },
        { id: "n", name: "broken", schema: "{", contentType: "application/json" },
      ],
    },
  });
}

const header = { "x-header-param": "1" };

test.each<[title: string, validator: string, path: string, asked: Asked, message: string | null]>([
  [
    "all three (missing-all-required-request-params-post)",
    "all",
    "/plain/x",
    { method: "POST", body: '"right"' },
    "Missing required request parameters: [x-header-param, issuer, qs1]",
  ],
  [
    "a header (missing-required-headers-request-params-get)",
    "all",
    "/p/i?qs1=1",
    {},
    "Missing required request parameters: [x-header-param]",
  ],
  [
    "a query (missing-required-qs-request-params-get)",
    "all",
    "/p/i",
    { headers: header },
    "Missing required request parameters: [qs1]",
  ],
  ["a blank query", "all", "/p/i?qs1=", { headers: header }, "Missing required request parameters: [qs1]"],
  [
    "a blank header",
    "all",
    "/p/i?qs1=1",
    { headers: { "x-header-param": " " } },
    "Missing required request parameters: [x-header-param]",
  ],
  [
    "a header in another case",
    "all",
    "/p/i?qs1=1",
    { headers: { "X-Header-Param": "1" } },
    "Missing required request parameters: [x-header-param]",
  ],
  ["nothing", "all", "/p/i?qs1=1", { headers: header }, null],
  ["parameters where only bodies are checked", "body", "/p/i", {}, null],
  ["everything where nothing is checked (disable-request-validator)", "off", "/plain/x", { method: "POST" }, null],
  ["everything, by a validator that is not there", "gone", "/plain/x", { method: "POST" }, null],
  ["a fit body", "all", "/body", { method: "POST", body: '"right"' }, null],
  ["another body (invalid-request-body)", "all", "/body", { method: "POST", body: '"wrong"' }, "Invalid request body"],
  ["a body that is no JSON", "all", "/body", { method: "POST", body: "right" }, "Invalid request body"],
  ["a missing body (failed-validation-no-data)", "all", "/body", { method: "POST" }, "Invalid request body"],
  [
    "another body of the model's type with a charset",
    "all",
    "/body",
    { method: "POST", body: "1", headers: { "Content-Type": "Application/JSON; charset=utf-8" } },
    "Invalid request body",
  ],
  [
    "a body of a type without a model",
    "all",
    "/body",
    { method: "POST", body: "1", headers: { "Content-Type": "text/plain" } },
    null,
  ],
])("validation: %s", async (_, validator, path, asked, message) => {
  const reply = await validating(validator).see(path, asked);
  if (message === null) expect(reply.status).toBe(200);
  else
    expect(reply).toMatchObject({
      status: 400,
      body: JSON.stringify({ message }),
      headers: { "x-amzn-errortype": "BadRequestException" },
    });
});

test("a client of HTTP/2 has no other case than the lower", async () => {
  const there = new World({
    methods: { "GET /x": { requestValidatorId: "all", requestParameters: { "method.request.header.X-Tenant": true } } },
    snapshot: { requestValidators: validators },
  });
  expect((await there.see("/x", { headers: { "x-tenant": "1" } })).status).toBe(400);
  expect((await there.see("/x", { headers: { "x-tenant": "1" }, protocol: "HTTP/2.0" })).status).toBe(200);
});

test.each([
  ["broken", "The schema of the model broken is no JSON"],
  ["absent", "There is no model absent"],
])("the model %s is told of, and bodies pass it by", async (name, told) => {
  const there = validating("all", { "application/json": name });
  expect(await there.see("/body", { method: "POST", body: "1" })).toMatchObject({ status: 200 });
  expect(there.execution.join("\n")).toContain(told);
});

test("the access log: AWS's common log format, and - for what is not there (DG: set-up-logging)", async () => {
  const format =
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $stageVariables.v $context.error.message $context.integrationStatus';
  const there = new World({
    methods: { "GET /x": {} },
    stage: { accessLogSettings: { format }, variables: { v: "1" } },
  });
  await there.see("/x");
  await there.see("/nothing");
  expect(there.access).toEqual([
    '192.0.2.1 - - [30/Nov/2025:00:27:09 +0000]"GET /x HTTP/1.1" 200 16 id-1 1 - -',
    '192.0.2.1 - - [30/Nov/2025:00:27:09 +0000]"GET - HTTP/1.1" 403 42 id-2 1 Missing Authentication Token -',
  ]);
});

test("latencies are the clock's", async () => {
  const there: World = new World({
    methods: { "GET /x": {} },
    stage: { accessLogSettings: { format: "$context.responseLatency $context.integrationLatency" } },
    integrate: () => {
      there.clock.advanceTo(1_025);
      return { status: 201, headers: [], body: "é" };
    },
  });
  await there.see("/x");
  expect(there.access).toEqual(["25 25"]);
  expect(there.figures).toEqual([
    {
      apiId,
      apiName: "books",
      stageName: "prod",
      resourcePath: "/x",
      httpMethod: "GET",
      status: 201,
      latencyMs: 25,
      integrationLatencyMs: 25,
      cache: "off",
      octets: 2,
    },
  ]);
});

const pack = (coding: string, octets: Uint8Array): Uint8Array =>
  new TextEncoder().encode(`${coding} of ${octets.length}`);

test.each([
  ["gzip", 10, "gzip of 10", "gzip"],
  ["deflate, gzip;q=0", 10, "deflate of 10", "deflate"],
  ["*", 10, "gzip of 10", "gzip"],
  ["br", 10, "xxxxxxxxxx", undefined],
  ["gzip", 11, "xxxxxxxxxx", undefined],
  [undefined, 0, "xxxxxxxxxx", undefined],
])("a client that accepts %s, at least %d octets: %s", async (accept, minimumCompressionSize, body, coding) => {
  const there = new World({
    methods: { "GET /x": {} },
    snapshot: { minimumCompressionSize },
    pack,
    integrate: () => ({ status: 200, headers: [], body: "x".repeat(10) }),
  });
  const reply = await there.see("/x", { headers: accept === undefined ? {} : { "Accept-Encoding": accept } });
  expect(reply.body).toBe(body);
  expect(reply.headers["content-encoding"]).toBe(coding);
});

test("what an integration has packed stays as it is", async () => {
  const there = new World({
    methods: { "GET /x": {} },
    snapshot: { minimumCompressionSize: 0 },
    pack,
    integrate: () => ({ status: 200, headers: ["content-encoding", "br"], body: "x" }),
  });
  expect(await there.see("/x", { headers: { "Accept-Encoding": "gzip" } })).toMatchObject({
    body: "x",
    headers: { "content-encoding": "br" },
  });
});

const refused = '{"message":"Unsupported Media Type"}';

test.each<[title: string, minimumCompressionSize: number | null, coding: string | null, status: number, body: string]>([
  ["a packed body of an API that packs", 0, "GZip", 200, "gzip unpacked"],
  ["a packed body of an API that does not", null, "gzip", 200, "gzip unpacked"],
  ["a body that is not packed", 0, null, 200, "packed"],
  ["a body that says so", null, "identity", 200, "packed"],
  ["a coding that AWS does not take", 0, "br", 415, refused],
  ["a coding that AWS does not take, of an API that packs nothing", null, "br", 415, refused],
  ["two codings", null, "gzip, gzip", 415, refused],
  ["a body that is not what it says", null, "deflate", 415, refused],
])("api-gateway-make-request-with-compressed-payload: %s", async (_, minimumCompressionSize, coding, status, body) => {
  const there = new World({
    methods: { "POST /x": {} },
    snapshot: { minimumCompressionSize },
    unpack: (coding) => Promise.resolve(coding === "gzip" ? new TextEncoder().encode("gzip unpacked") : "malformed"),
    integrate: readsBody,
  });
  const headers = coding === null ? {} : { "Content-Encoding": coding };
  expect(await there.see("/x", { method: "POST", body: "packed", headers })).toMatchObject({ status, body });
});

test("a body that unpacks to more than a body may have is as one that has it", async () => {
  const there = new World({
    methods: { "POST /x": {} },
    unpack: (_, __, most) => Promise.resolve(most === maxGatewayBodyOctets ? "too large" : "malformed"),
    integrate: readsBody,
  });
  const asked = { method: "POST", body: "packed", headers: { "Content-Encoding": "gzip" } };
  expect(await there.see("/x", asked)).toMatchObject({ status: 413, body: '{"message":"Request Too Long"}' });
});

async function readsBody(exchange: Exchange): Promise<IntegrationReply | GatewayFault> {
  const octets = await exchange.readBody();
  return octets instanceof GatewayFault ? octets : { status: 200, headers: [], body: exchange.bodyText() };
}
