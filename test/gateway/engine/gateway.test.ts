// The way of a request to its method, and what the gateway answers by itself (AWS guide: supported-gateway-response-types;
// recorded answers of TestApigatewayRouting).

import { expect, test } from "vitest";
import { GatewayFault } from "../../../src/gateway/engine/fault.ts";
import { anybody, apiId, type Asked, home, integration, seen, setting, snapshotOf, World } from "./world.ts";

const missing = '{"message":"Missing Authentication Token"}';
const forbidden = '{"message":"Forbidden"}';

const world = (): World =>
  new World({
    methods: {
      "GET /users": {},
      "ANY /users/{id}": {},
      "POST /": {},
      "GET /broken": { methodIntegration: undefined } as never,
    },
  });

test.each<[path: string, asked: Asked, status: number, body: string]>([
  ["/users", {}, 200, "GET /users for GET 1"],
  ["/users/", {}, 200, "GET /users for GET 1"],
  ["//users", {}, 200, "GET /users for GET 1"],
  ["/users/7?x=y", { method: "PATCH" }, 200, "ANY /users/{id} for PATCH 1"],
  ["", { method: "POST" }, 200, "POST / for POST 1"],
  ["/nothing", {}, 403, missing],
  ["/users", { method: "POST" }, 403, missing],
  ["/", {}, 403, missing],
  ["/beta/users", { host: home }, 403, forbidden],
  ["/", { host: home }, 403, forbidden],
  ["/prod/users", { host: `zzzz.execute-api.eu-west-1.amazonaws.com` }, 403, forbidden],
  ["/prod/users", { host: `${apiId}.execute-api.us-east-1.amazonaws.com` }, 403, forbidden],
  ["/prod/users", { host: `${apiId}.execute-api.localhost` }, 200, "GET /users for GET 1"],
  ["/prod/users", { host: "unknown.test" }, 403, forbidden],
  [`/_aws/execute-api/${apiId}/prod/users`, { host: "localhost" }, 200, "GET /users for GET 1"],
  [`/restapis/${apiId}/prod/_user_request_/users`, { host: "localhost" }, 200, "GET /users for GET 1"],
])("%s %j: %s %s", (path, asked, status, body) => {
  const reply = world().ask(path, asked);
  expect(reply).not.toBeInstanceOf(Promise);
  const { status: got, headers, body: text } = seen(reply as never);
  expect([got, text]).toEqual([status, body]);
  expect(headers["x-amzn-requestid"]).toMatch(/^id-/);
  expect(headers["x-amz-apigw-id"]).toMatch(/^[A-Za-z0-9+/]{15}=$/);
  expect(headers["content-type"]).toBe("application/json");
  const errors: Readonly<Record<string, string>> = {
    [missing]: "MissingAuthenticationTokenException",
    [forbidden]: "ForbiddenException",
  };
  expect(headers["x-amzn-errortype"]).toBe(errors[text]);
});

test("an integration that is traced shows its trace, a mock and a refusal do not (test_invocation_trace_id)", async () => {
  const methods = {
    "GET /http": {},
    "GET /mock": integration({}),
    "GET /fault": {},
  };
  const there = new World({
    methods,
    integrate: ({ resource }) =>
      resource.path === "/fault" ? new GatewayFault("INTEGRATION_FAILURE") : { status: 200, headers: [], body: null },
  });
  const root = "1-5759e988-bd862e3fe1be46a994272793";
  const headers = { "X-Amzn-Trace-Id": `Root=${root}` };
  expect((await there.see("/http", { headers })).headers["x-amzn-trace-id"]).toContain(`Root=${root};Parent=`);
  expect((await there.see("/http")).headers["x-amzn-trace-id"]).toMatch(
    /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
  );
  expect((await there.see("/fault", { headers })).headers["x-amzn-trace-id"]).toBeUndefined();
  expect(await there.see("/fault")).toMatchObject({ status: 504, body: '{"message": "Internal server error"}' });
});

test("a custom domain leads to its stage, and answers health checks", async () => {
  const domain = {
    domainName: "api.example.test",
    endpointConfiguration: { types: ["REGIONAL"] },
    domainNameStatus: "AVAILABLE",
  } as const;
  const there = new World({
    methods: { "GET /users": {} },
    snapshot: { disableExecuteApiEndpoint: true },
    domains: [{ domain, mappings: [{ basePath: "v1", restApiId: apiId, stage: "prod" }] }],
  });
  const host = "api.example.test";
  expect(await there.see("/v1/users", { host })).toMatchObject({ status: 200 });
  expect(await there.see("/v1/prod/users", { host })).toMatchObject({ status: 403, body: missing });
  expect(await there.see("/v2/users", { host })).toMatchObject({ status: 403, body: forbidden });
  expect(await there.see("/ping", { host })).toMatchObject({ status: 200, body: "healthy" });
  // disableExecuteApiEndpoint: the API's own name leads nowhere.
  expect(await there.see("/users")).toMatchObject({ status: 403, body: forbidden });
});

test("a private API answers in a VPC alone, and only whom its policy lets in", async () => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: "execute-api:/*",
    Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } },
  };
  const snapshot = { endpointConfiguration: { types: ["PRIVATE"] as const } };
  const there = new World({
    methods: { "GET /x": {} },
    snapshot: { ...snapshot, policy: JSON.stringify({ Statement: statement }) },
  });
  expect(await there.see("/x")).toMatchObject({ status: 403, body: forbidden });
  expect(await there.see("/x", { vpcId: "vpc-1" })).toMatchObject({ status: 200 });
  expect(await there.see("/x", { vpcId: "vpc-2" })).toMatchObject({
    status: 403,
    body: `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:${apiId}/prod/GET/x"}`,
  });
  const bare = new World({ methods: { "GET /x": {} }, snapshot });
  expect((await bare.see("/x", { vpcId: "vpc-1" })).headers["x-amzn-errortype"]).toBe("AccessDeniedException");
});

test("a canary takes its share with its own variables and deployment (test_invoking_canary_deployment)", async () => {
  const there = new World({
    methods: { "GET /x": {} },
    stage: {
      variables: { variable: "default", nonOverridden: "default" },
      canarySettings: {
        percentTraffic: 25,
        deploymentId: "dep2",
        stageVariableOverrides: { variable: "canary" },
        useStageCache: false,
      },
    },
    canary: snapshotOf({ "GET /x": {} }),
    integrate: (exchange) => ({
      status: 200,
      headers: [],
      body: [
        exchange.contextValue("isCanaryRequest"),
        exchange.contextValue("deploymentId"),
        exchange.stageVariables["variable"],
        exchange.stageVariables["nonOverridden"],
      ].join(" "),
    }),
  });
  const bodies: string[] = [];
  for (let i = 0; i < 1_000; i++) bodies.push((await there.see("/x")).body);
  const canaries = bodies.filter((body) => body === "true dep2 canary default").length;
  expect(bodies.filter((body) => body === "false dep1 default default").length).toBe(1_000 - canaries);
  expect(canaries).toBeGreaterThan(200);
  expect(canaries).toBeLessThan(300);
});

test("a changed stage is met by the next request, an unchanged one is not asked for again", async () => {
  const there = world();
  expect(await there.see("/users")).toMatchObject({ status: 200 });
  there.snapshot = snapshotOf({ "GET /books": {} });
  expect(await there.see("/books")).toMatchObject({ status: 403 });
  there.gateway.notice([{ kind: "stage-changed", apiId, stageName: "prod" }]);
  expect(await there.see("/books")).toMatchObject({ status: 200 });
  there.stage = { ...there.stage, stageName: "gone" };
  there.gateway.notice([{ kind: "api-deleted", apiId }]);
  expect(await there.see("/books")).toMatchObject({ status: 403, body: forbidden });
});

test("an error of ours is a 500 that is told, not thrown", async () => {
  const there = new World({
    methods: { "GET /now": {}, "GET /later": {}, "GET /none": { methodIntegration: undefined } as never },
    integrate: ({ resource }) => {
      if (resource.path === "/later") return Promise.reject(new Error("later"));
      throw new Error("now");
    },
  });
  for (const [path, told] of [
    ["/now", "now"],
    ["/later", "later"],
    ["/none", "has no integration"],
  ]) {
    expect(await there.see(path)).toMatchObject({ status: 500, body: '{"message": "Internal server error"}' });
    expect(there.execution.at(-1)).toContain(told);
  }
});

test("beyond the cap of requests under way the next one is refused", async () => {
  const waiting: (() => void)[] = [];
  const there = new World({
    methods: { "GET /x": {} },
    settings: { maxConcurrent: 3 },
    integrate: () => new Promise((settle) => waiting.push(() => settle({ status: 200, headers: [], body: "done" }))),
  });
  const first = [there.ask("/x"), there.ask("/x"), there.ask("/x")];
  const fourth = await there.see("/x");
  expect(fourth).toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' });
  expect(fourth.headers["x-amzn-errortype"]).toBe("TooManyRequestsException");
  for (const settle of waiting) settle();
  for (const reply of first) expect(await reply).toMatchObject({ status: 200, body: "done" });
  expect(there.ask("/x")).toBeInstanceOf(Promise);
});

test("what an authorizer found is there for the rest of the way, and its refusal ends it", async () => {
  const there = new World({
    methods: {
      "GET /x": { authorizationType: "CUSTOM", authorizerId: "good" },
      "GET /y": { authorizationType: "CUSTOM", authorizerId: "bad" },
      "GET /z": { authorizationType: "CUSTOM", authorizerId: "absent" },
    },
    snapshot: { authorizers: ["good", "bad"].map((id) => ({ id, name: id, type: "TOKEN" as const })) },
    authorize: (name) =>
      name === "good" ? Promise.resolve({ ...anybody, context: { org: "7" } }) : new GatewayFault("UNAUTHORIZED"),
    integrate: (exchange) => ({
      status: 200,
      headers: [],
      body: `${String(exchange.contextValue("authorizer.principalId"))} ${String(exchange.contextValue("authorizer.org"))}`,
    }),
  });
  expect(await there.see("/x")).toMatchObject({ status: 200, body: "jo 7" });
  expect(await there.see("/y")).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(await there.see("/z")).toMatchObject({ status: 500, body: '{"message":null}' });
  expect(there.asked).toBe(1);
});

const allowFrom = (address: string): string =>
  JSON.stringify({
    Statement: {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
      Condition: { IpAddress: { "aws:SourceIp": address } },
    },
  });
const denyFrom = (address: string): string => allowFrom(address).replace("Allow", "Deny");

// Authorization type, what the authorizer's own policy says, the API's policy; status and the end of the message.
test.each([
  ["NONE", "allowed", allowFrom("192.0.2.0/24"), 200, ""],
  ["NONE", "allowed", allowFrom("203.0.113.0/24"), 403, "/prod/GET/x"],
  ["NONE", "allowed", denyFrom("192.0.2.0/24"), 403, "/prod/GET/x with an explicit deny"],
  ["NONE", "allowed", "{", 403, "with an explicit deny"],
  ["CUSTOM", "allowed", allowFrom("203.0.113.0/24"), 200, ""],
  ["CUSTOM", "silent", allowFrom("192.0.2.0/24"), 200, ""],
  ["CUSTOM", "silent", allowFrom("203.0.113.0/24"), 403, "User is not authorized to access this resource"],
  ["CUSTOM", "allowed", denyFrom("192.0.2.0/24"), 403, "/prod/GET/x with an explicit deny"],
  ["COGNITO_USER_POOLS", "allowed", allowFrom("192.0.2.0/24"), 200, ""],
  ["COGNITO_USER_POOLS", "allowed", allowFrom("203.0.113.0/24"), 403, "/prod/GET/x"],
] as const)("%s, an authorizer that says %s, and %s: %d", async (authorizationType, decision, policy, status, end) => {
  const there = new World({
    methods: { "GET /x": { authorizationType, authorizerId: "a" } },
    snapshot: { policy, authorizers: [{ id: "a", name: "a", type: "TOKEN" }] },
    authorize: () => ({ ...anybody, decision }),
  });
  const reply = await there.see("/x");
  expect(reply.status).toBe(status);
  if (end !== "") expect((JSON.parse(reply.body) as { Message: string }).Message.endsWith(end)).toBe(true);
});

test.each([
  ["111122223333", allowFrom("203.0.113.0/24"), 200],
  ["444455556666", allowFrom("203.0.113.0/24"), 403],
  ["444455556666", allowFrom("192.0.2.0/24"), 200],
  ["111122223333", denyFrom("192.0.2.0/24"), 403],
])("AWS_IAM by a caller of account %s, and %s: %d", async (accountId, policy, status) => {
  const there = new World({
    methods: { "GET /x": { authorizationType: "AWS_IAM" } },
    snapshot: { policy },
    authorize: () => ({
      ...anybody,
      identity: { accessKey: "AKID", accountId, userArn: `arn:aws:iam::${accountId}:user/jo` },
    }),
  });
  expect(await there.see("/x")).toMatchObject({ status });
});

test("a stage that wants INFO has its requests told, and their bodies where it wants data", async () => {
  const asked = { method: "POST", body: '{"a":1}', headers: { "X-A": "1" } };
  const sentences = [
    "Starting execution for request: id-1",
    "HTTP Method: POST, Resource Path: /x/7",
    "Method request path: {id=7}",
    "Method request query string: {q=2}",
    "Method request headers: {X-A=1}",
  ];
  const end = [
    "Method response body after transformations: done",
    "Method response headers: {Content-Type=application/json, X-Amzn-Trace-Id=",
    "Successfully completed execution",
    "Method completed with status: 200",
  ];
  for (const dataTraceEnabled of [false, true]) {
    const there = new World({
      methods: { "POST /x/{id}": {} },
      stage: { methodSettings: { "*/*": setting({ loggingLevel: "INFO", dataTraceEnabled }) } },
      integrate: () => ({ status: 200, headers: [], body: "done" }),
    });
    await there.see("/x/7?q=1&q=2", asked);
    const body = dataTraceEnabled ? ['Method request body before transformations: {"a":1}'] : [];
    const expected = [...sentences, ...body, ...end];
    expect(there.execution.map((line, i) => line.slice(0, expected[i]?.length))).toEqual(expected);
  }
});

test("why a request failed is told apart from notes: also where the stage wants INFO, and never of a client's own faults", async () => {
  for (const loggingLevel of ["OFF", "INFO"] as const) {
    const there = new World({
      methods: { "GET /broken": {} },
      stage: { methodSettings: { "*/*": setting({ loggingLevel }) } },
      integrate: () => Promise.reject(new Error("later")),
    });
    await there.see("/broken");
    expect(there.failures).toEqual([expect.stringContaining("The gateway failed at this request: Error: later")]);
    expect(await there.see("/nowhere")).toMatchObject({ status: 403 });
    expect(there.failures).toHaveLength(1);
  }
});

test("more stages than are kept compiled are served all the same", async () => {
  const there = world();
  for (let i = 0; i < 1_100; i++) {
    there.stage = { ...there.stage, stageName: `s${i}` };
    expect(await there.see(`/s${i}/users`, { host: home })).toMatchObject({ status: 200 });
  }
  expect(await there.see("/s1099/users", { host: home })).toMatchObject({ status: 200 });
});

test("a catalogue that fails is a 500 too, and the next request is served", async () => {
  const there = world();
  const { stage } = there;
  there.stage = null as never;
  expect(await there.see("/users")).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' });
  expect(there.execution).toEqual([expect.stringContaining("The gateway failed at this request")]);
  there.stage = stage;
  expect(await there.see("/users")).toMatchObject({ status: 200 });
});

test("a test invocation skips authorizer, key and throttle, validates, and hands over its stage variables", async () => {
  const methods = {
    "GET /x/{id}": {
      authorizationType: "CUSTOM" as const,
      authorizerId: "bad",
      apiKeyRequired: true,
      requestValidatorId: "v",
      requestParameters: { "method.request.querystring.q": true },
    },
  };
  const there = new World({
    methods,
    settings: { account: { rateLimit: 0, burstLimit: 0 } },
    integrate: (exchange) => ({
      status: 200,
      headers: ["X-A", "1", "X-A", "2"],
      body: `${exchange.pathParameters?.["id"]} ${exchange.stageVariables["v"]} ${String(exchange.contextValue("stage"))}`,
    }),
  });
  const snapshot = snapshotOf(methods, {
    policy: JSON.stringify({ Statement: { Effect: "Deny", Principal: "*", Action: "*", Resource: "*" } }),
    requestValidators: [{ id: "v", name: "v", validateRequestBody: false, validateRequestParameters: true }],
  });
  const [resource] = snapshot.resources;
  const common = { snapshot, resource, httpMethod: "GET", headers: [], body: null, stageVariables: { v: "w" } };
  const good = await there.gateway.testInvoke({ ...common, pathWithQueryString: "/x/7?q=1" });
  expect(good).toMatchObject({ status: 200, body: "7 w test-invoke-stage", latency: 0 });
  expect(good.headers).toMatchObject({ "X-A": "2", "Content-Type": "application/json" });
  expect(good.multiValueHeaders).toMatchObject({ "X-A": ["1", "2"] });
  expect(good.headers["x-amzn-RequestId"]).toBeUndefined();
  const bad = await there.gateway.testInvoke({ ...common, pathWithQueryString: null });
  expect(bad).toMatchObject({ status: 400, body: '{"message":"Missing required request parameters: [q]"}' });
  expect(bad.log).toMatch(/Method completed with status: 400\n$/);
  expect([there.figures, there.access]).toEqual([[], []]);
});
