// What API Gateway was recorded to answer, asked of the engine: the same APIs, requests and answers, without the control API.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Method } from "../../../src/gateway/model/shapes.ts";
import { apiId, integration, resourcesOf, snapshotOf, World } from "./world.ts";

const folder = new URL("../../../../shared/data/aws-recorded/", import.meta.url);
const missing = existsSync(folder) ? "" : " (no recordings here)";

type Steps = Readonly<Record<string, unknown>>;

function recorded(file: string, name: string): Steps {
  const all = JSON.parse(readFileSync(new URL(`test_apigateway_${file}.snapshot.json`, folder), "utf8")) as Record<
    string,
    { "recorded-content": Steps }
  >;
  const found = Object.entries(all).find(([key]) => key.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`There is no recording of ${name}.`);
  return found[1]["recorded-content"];
}

const mock = (responseTemplate: string, status = 200): Partial<Method> =>
  integration({
    requestTemplates: { "application/json": `{"statusCode": ${status}}` },
    integrationResponses: {
      "200": { statusCode: String(status), responseTemplates: { "application/json": responseTemplate } },
    },
  });

const functionUri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:books/invocations`;

describe.skipIf(missing !== "")(`recorded answers${missing}`, () => {
  test("test_routing_not_found", async () => {
    const steps = recorded("common", "TestApigatewayRouting::test_routing_not_found");
    const there = new World({
      methods: { "GET /existing": mock('{"statusCode": 200, "message": "exists"}') },
      integrate: "real",
    });
    expect(JSON.parse((await there.see("/existing")).body)).toEqual(steps["working-route"]);
    for (const [step, path, method] of [
      ["not-found", "/random", "GET"],
      ["wrong-method", "/existing", "POST"],
    ]) {
      const reply = await there.see(path, { method });
      expect({ content: JSON.parse(reply.body) as unknown, errorType: reply.headers["x-amzn-errortype"] }).toEqual(
        steps[step],
      );
      expect(reply.status).toBe(403);
    }
  });

  test("test_api_gateway_request_validator", async () => {
    const steps = recorded("common", "TestApiGatewayCommon::test_api_gateway_request_validator");
    const common = {
      requestValidatorId: "v",
      requestModels: { "application/json": "testSchema" },
      requestParameters: {
        "method.request.header.x-header-param": true,
        "method.request.path.issuer": true,
        "method.request.querystring.qs1": true,
      },
    };
    const there = new World({
      methods: {
        "POST /{test}": { ...common, ...mock("{}") },
        "POST /good/{issuer}": { ...common, ...mock("{}") },
        "GET /good/{issuer}": { ...common, requestModels: {}, ...mock("{}") },
      },
      snapshot: {
        requestValidators: [
          { id: "v", name: "test-validator", validateRequestBody: true, validateRequestParameters: true },
        ],
        models: [
          {
            id: "m",
            name: "testSchema",
            contentType: "application/json",
            schema: JSON.stringify({
              title: "testSchema",
              type: "object",
              properties: { a: { type: "number" }, b: { type: "number" } },
              required: ["a", "b"],
            }),
          },
        ],
      },
      integrate: "real",
    });
    const headers = { "x-header-param": "1" };
    const asked = [
      ["missing-all-required-request-params-post", await there.see("/x", { method: "POST", body: '{"a": 1, "b": 2}' })],
      ["missing-required-headers-request-params-get", await there.see("/good/x?qs1=1")],
      ["missing-required-qs-request-params-get", await there.see("/good/x", { headers })],
      ["invalid-request-body", await there.see("/good/x?qs1=1", { method: "POST", headers, body: '{"a": 1}' })],
    ] as const;
    for (const [step, reply] of asked)
      expect([step, reply.status, JSON.parse(reply.body)]).toEqual([step, 400, steps[step]]);
    expect(await there.see("/good/x?qs1=1", { method: "POST", headers, body: '{"a": 1, "b": 2}' })).toMatchObject({
      status: 200,
    });
  });

  test.each([
    [
      "test_api_gateway_request_validator_with_ref_models",
      "testSchemaList",
      [
        ["successful", '[{"a": 1, "b": 2}]'],
        ["failed-validation", '[{"a": 1}]'],
      ],
    ],
    [
      "test_api_gateway_request_validator_with_ref_one_ofmodels",
      "TestModel",
      [
        ["successful", '{"status": null}'],
        ["successful-with-data", '{"status": {"Status": "x", "Order": 1}}'],
        ["failed-validation-no-data", undefined],
        ["failed-validation-bad-data", '{"status": {"Status": 1, "Order": "x"}}'],
      ],
    ],
  ] as const)("%s", async (name, model, bodies) => {
    const steps = recorded("common", `TestApiGatewayCommon::${name}`);
    const { items } = steps["get-models-with-ref"] as { items: readonly { name: string; schema: unknown }[] };
    const there = new World({
      methods: {
        "POST /path": {
          requestValidatorId: "v",
          requestModels: { "application/json": model },
          ...mock('{"data":"ok"}'),
        },
      },
      snapshot: {
        requestValidators: [{ id: "v", name: "v", validateRequestBody: true, validateRequestParameters: false }],
        models: items.map(({ name, schema }) => ({
          id: name,
          name,
          contentType: "application/json",
          schema: JSON.stringify(schema).replaceAll("<api-id>", apiId),
        })),
      },
      integrate: "real",
    });
    for (const [step, body] of bodies) {
      const reply = await there.see("/path", body === undefined ? { method: "POST" } : { method: "POST", body });
      expect([step, JSON.parse(reply.body)]).toEqual([step, steps[step]]);
    }
  });

  test("test_invocation_trace_id: which headers a mock's answer and a function's have", async () => {
    const steps = recorded("common", "TestApiGatewayCommon::test_invocation_trace_id");
    // What the edge and the listener add.
    const others = new Set(["connection", "content-length", "date", "via", "x-amz-cf-id", "x-amz-cf-pop", "x-cache"]);
    const there = new World({
      methods: {
        "GET /mock": mock("{}"),
        "GET /lambda": integration({ type: "AWS_PROXY", uri: functionUri, httpMethod: "POST" }),
      },
      answer: () => '{"statusCode": 200, "body": "{}"}',
      integrate: "real",
    });
    for (const [step, path] of [
      ["normal-req-headers-MOCK", "/mock"],
      ["normal-req-headers-AWS_PROXY", "/lambda"],
    ]) {
      const names = Object.keys(steps[step] as object).filter((name) => !others.has(name));
      const { headers } = await there.see(path);
      expect([step, Object.keys(headers).toSorted()]).toEqual([step, names.toSorted()]);
      expect(headers["content-type"]).toBe("application/json");
    }
  });

  test("test_invoking_canary_deployment", async () => {
    const steps = recorded("canary", "TestCanaryDeployments::test_invoking_canary_deployment");
    const template = (message: string): string =>
      `{"statusCode": 200, "message": "${message}", "isCanary": "$context.isCanaryRequest", "variable": "$stageVariables.testVar", "nonExistingDefault": "$stageVariables.noStageVar", "nonOverridden": "$stageVariables.defaultVar"}`;
    for (const [percentTraffic, step] of [
      [0, "response-deployment-1"],
      [100, "response-canary-deployment"],
    ] as const) {
      const there = new World({
        methods: { "GET /x": mock(template("default deployment")) },
        canary: snapshotOf({ "GET /x": mock(template("canary deployment")) }),
        stage: {
          variables: { testVar: "default", defaultVar: "default" },
          canarySettings: {
            percentTraffic,
            deploymentId: "dep2",
            useStageCache: false,
            stageVariableOverrides: { testVar: "canary", noStageVar: "canary" },
          },
        },
        integrate: "real",
      });
      expect(JSON.parse((await there.see("/x")).body)).toEqual(steps[step]);
    }
  });

  test("test_lambda_aws_proxy_integration: paths and their parameters", async () => {
    const steps = recorded("lambda", "test_lambda_aws_proxy_integration");
    const there = new World({
      methods: Object.fromEntries(
        ["/{proxy+}", "/hardcoded"].map((path) => [
          `ANY ${path}`,
          integration({ type: "AWS_PROXY", uri: functionUri, httpMethod: "POST" }),
        ]),
      ),
      stage: { stageName: "stage" },
      answer: (payload) => JSON.stringify({ statusCode: 200, body: payload }),
      integrate: "real",
    });
    const asked = [
      ["invocation-payload-without-trailing-slash", "/stage/proxy-value"],
      ["invocation-payload-with-trailing-slash", "/stage/proxy-value/"],
      ["invocation-payload-with-double-slash", "/stage/proxy-value//double-slash"],
      ["invocation-payload-with-prepended-slash-to-stage", "//stage/proxy-value"],
      ["invocation-payload-with-prepended-slash", "/stage//proxy-value"],
      [
        "invocation-payload-with-path-encoded-email",
        "/stage/proxy-value/api/user/test%2Balias@gmail.com/plus/test+alias@gmail.com",
      ],
      ["invocation-hardcoded", "/stage//hardcoded"],
    ] as const;
    for (const [step, target] of asked) {
      const reply = await there.see(target, { host: `${apiId}.execute-api.localhost` });
      const ours = JSON.parse(reply.body) as Record<string, unknown>;
      const theirs = steps[step] as Record<string, unknown>;
      const facts = (event: Record<string, unknown>): unknown => {
        const context = event["requestContext"] as Record<string, unknown>;
        return [
          event["path"],
          event["resource"],
          event["pathParameters"],
          event["queryStringParameters"],
          context["path"],
          context["resourcePath"],
        ];
      };
      expect([step, facts(ours)]).toEqual([step, facts(theirs)]);
    }
  });

  test("test_apigw_test_invoke_method_api: the answer and the log", async () => {
    const steps = recorded("basic", "TestAPIGateway::test_apigw_test_invoke_method_api");
    const methods = {
      "GET /foo": integration({
        type: "AWS",
        uri: functionUri,
        httpMethod: "POST",
        integrationResponses: { "200": { statusCode: "200" } },
      }),
    };
    const asked = [
      ["test_invoke_method_response", "/foo", [], null],
      [
        "test_invoke_method_response_with_body",
        "/foo?queryTest=value",
        ["content-type", "application/json"],
        '{"test": "val123"}',
      ],
    ] as const;
    for (const [step, pathWithQueryString, headers, body] of asked) {
      const theirs = steps[step] as {
        body: unknown;
        headers: object;
        multiValueHeaders: object;
        log: Record<string, string>;
        status: number;
      };
      const there = new World({ methods, integrate: "real", answer: () => JSON.stringify(theirs.body) });
      const snapshot = snapshotOf(methods);
      const ours = await there.gateway.testInvoke({
        snapshot,
        resource: resourcesOf(methods)[0],
        httpMethod: "GET",
        pathWithQueryString,
        headers,
        body,
        stageVariables: {},
      });
      expect([ours.status, JSON.parse(ours.body)]).toEqual([theirs.status, theirs.body]);
      expect(Object.keys(ours.headers).toSorted()).toEqual(Object.keys(theirs.headers).toSorted());
      expect(Object.keys(ours.multiValueHeaders).toSorted()).toEqual(Object.keys(theirs.multiValueHeaders).toSorted());
      expect(ours.log.split("\n").map(leveled)).toEqual(Object.values(theirs.log).map(leveled));
    }
  });
});

/** A line without what differs from run to run: dates, ids, hosts, signed headers, and the order within a map. */
function leveled(line: string): string {
  const sentence = line
    .replace(/^.*?(?: UTC \d{4}| UTC yyyy) : /, "")
    .replace(/ (?:for request|execution for request:) \S+$/, "");
  const [, head] =
    /^(Endpoint (?:request URI|request headers|response headers)|Sending request to|Received response\. Status: \d+|Method response headers)/.exec(
      sentence,
    ) ?? [];
  return head ?? sentence;
}
