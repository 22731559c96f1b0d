// test_apigateway_common and the requests of test_apigateway_canary: routing, validation, trace ids, canaries, and what templates
// make of bodies.

import { Building, type MethodParts, mockRequest, mocked } from "./building.ts";
import { role } from "./stack.ts";
import { type StackReplay, type StackScenario, content, lowerCase, pythonHeaders } from "./stack-replay.ts";

const file = "common";
const headers = pythonHeaders();
const json = pythonHeaders({ "Content-Type": "application/json" });

const routing: StackScenario = {
  file,
  name: "TestApigatewayRouting::test_routing_not_found",
  async play(r) {
    const built = await Building.start(r.api);
    await built.method("GET", "/existing", mocked({ statusCode: 200, message: "exists" }));
    await built.deploy("dev");
    const existing = { target: "/dev/existing", headers, door: "edge" } as const;
    r.holds("working-route", content(await r.ask(built.restApiId, existing)));
    for (const [step, asked] of [
      ["not-found", { ...existing, target: "/dev/random" }],
      ["wrong-method", { ...existing, method: "POST" }],
    ] as const) {
      const answered = await r.ask(built.restApiId, asked);
      if (answered.status !== 403) r.complaints.push(`${step} has the status ${answered.status}`);
      r.holds(step, { content: content(answered), errorType: answered.headers["x-amzn-ErrorType"] });
    }
  },
};

const summand = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "testSchema",
  type: "object",
  properties: { a: { type: "number" }, b: { type: "number" } },
  required: ["a", "b"],
};
const validation = { name: "test-validator", validateRequestParameters: true, validateRequestBody: true };
const replacing = (path: string, value: string) => ({ op: "replace" as const, path, value });

const validator: StackScenario = {
  file,
  name: "TestApiGatewayCommon::test_api_gateway_request_validator",
  async play(r) {
    const arn = await r.stack.functionArn("proxy");
    r.holds("register-lambda", { fn_name: "proxy", fn_arn: arn });
    const built = await Building.start(r.api);
    const { restApiId } = built;
    const { id: requestValidatorId = "" } = await r.api.createRequestValidator({ restApiId, ...validation });
    const schema = JSON.stringify(summand);
    await r.api.createModel({ restApiId, name: "testSchema", contentType: "application/json", schema });
    const parameters = ["path.test", "querystring.qs1", "header.x-header-param"];
    const method = {
      requestValidatorId,
      requestParameters: Object.fromEntries(parameters.map((name) => [`method.request.${name}`, true])),
      requestModels: { "application/json": "testSchema" },
    };
    const integration = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri: await r.uri("proxy") } as const;
    for (const verb of ["GET", "POST"])
      await built.method(verb, "/nested/{test}", { method, integration, answers: [{ statusCode: "200" }] });
    await r.call("deploy-1", r.api.createDeployment({ restApiId, stageName: "local" }));
    await r.stack.permit("proxy", `arn:aws:execute-api:us-east-1:111111111111:${restApiId}/*/*/nested/*`);
    await playValidation(r, built, requestValidatorId);
  },
};

async function playValidation(r: StackReplay, built: Building, requestValidatorId: string): Promise<void> {
  const { restApiId } = built;
  const target = "/local/nested/value";
  const whole = [...json, "x-header-param", "test"];
  const ask = async (status: number, query: string, given: readonly string[], body?: string): Promise<unknown> => {
    const sent = body === undefined ? {} : { method: "POST", body };
    const asked = { ...sent, target: `${target}${query}`, headers: given, door: "edge" } as const;
    const answered = await r.ask(restApiId, asked);
    if (answered.status !== status) r.complaints.push(`${query} ${body} has the status ${answered.status}`);
    return content(answered);
  };
  await ask(200, "?qs1=test", whole, '{"a": 1, "b": 2}');
  await ask(400, "?qs1=test", [...headers, "x-header-param", "test"]);
  const at = await built.at("POST", "/nested/{test}");
  const change = (added: string, removed: string) => [
    { op: "add" as const, path: `/requestParameters/method.request.path.${added}`, value: "true" },
    { op: "remove" as const, path: `/requestParameters/method.request.path.${removed}`, value: "true" },
  ];
  const issuer = r.api.updateMethod({ ...at, patchOperations: change("issuer", "test") });
  await r.call("change-request-path-names", issuer);
  await built.redeploy("local");
  r.holds("missing-all-required-request-params-post", await ask(400, "", json, '{"test": "test"}'));
  r.holds("missing-required-headers-request-params-get", await ask(400, "?qs1=test", headers));
  const withHeader = [...headers, "x-header-param", "test"];
  r.holds("missing-required-qs-request-params-get", await ask(400, "", withHeader));
  const reverted = r.api.updateMethod({ ...at, patchOperations: change("test", "issuer") });
  await r.call("revert-request-path-names", reverted);
  await built.redeploy("local");
  await ask(200, "?qs1=test", whole, '{"a": 1, "b": 2}');
  r.holds("invalid-request-body", await ask(400, "?qs1=test", whole, '{"test": "test"}'));
  const patchOperations = [
    replacing("/validateRequestBody", "false"),
    replacing("/validateRequestParameters", "false"),
  ];
  const disabled = r.api.updateRequestValidator({ restApiId, requestValidatorId, patchOperations });
  await r.call("disable-request-validator", disabled);
  await built.redeploy("local");
  await ask(200, "", json, '{"test": "test"}');
  await ask(200, "", headers);
}

interface Schema {
  readonly name: string;
  readonly schema: (modelUrl: string) => unknown;
}

/** Models that name each other, the last of them the method's. */
async function withModels(r: StackReplay, schemas: readonly Schema[]): Promise<Building> {
  const built = await Building.start(r.api);
  const { restApiId } = built;
  const { id: requestValidatorId = "" } = await r.api.createRequestValidator({ restApiId, ...validation });
  const models = `https://apigateway.amazonaws.com/restapis/${restApiId}/models`;
  for (const { name, schema } of schemas) {
    const model = { name, contentType: "application/json", schema: JSON.stringify(schema(models)) };
    await r.api.createModel({ restApiId, ...model });
  }
  await r.call("get-models-with-ref", r.api.getModels({ restApiId }));
  const requestModels = { "application/json": schemas.at(-1)?.name ?? "" };
  await built.method("POST", "/path", { ...mocked({ data: "ok" }), method: { requestValidatorId, requestModels } });
  await built.deploy("local");
  return built;
}

function posted(r: StackReplay, built: Building): (step: string, body?: string) => Promise<void> {
  return async (step, body) => {
    const sent = body === undefined ? { headers, body: "" } : { headers: json, body };
    const asked = { method: "POST", target: "/local/path", ...sent, door: "edge" } as const;
    r.holds(step, content(await r.ask(built.restApiId, asked)));
  };
}

const referring: StackScenario = {
  file,
  name: "TestApiGatewayCommon::test_api_gateway_request_validator_with_ref_models",
  async play(r) {
    const built = await withModels(r, [
      { name: "testSchema", schema: () => summand },
      { name: "testSchemaList", schema: (models) => ({ type: "array", items: { $ref: `${models}/testSchema` } }) },
    ]);
    const post = posted(r, built);
    await post("successful", '[{"a": 1, "b": 2}]');
    await post("failed-validation");
  },
};

const oneOf: StackScenario = {
  file,
  name: "TestApiGatewayCommon::test_api_gateway_request_validator_with_ref_one_ofmodels",
  async play(r) {
    const status = { Status: { type: "string" }, Order: { type: "integer" } };
    const built = await withModels(r, [
      { name: "StatusModel", schema: () => ({ type: "object", properties: status, required: ["Status", "Order"] }) },
      {
        name: "TestModel",
        schema: (models) => ({
          type: "object",
          properties: { status: { oneOf: [{ type: "null" }, { $ref: `${models}/StatusModel` }] } },
          required: ["status"],
        }),
      },
    ]);
    const post = posted(r, built);
    await post("successful", '{"status": null}');
    await post("successful-with-data", '{"status": {"Status": "works", "Order": 1}}');
    await post("failed-validation-no-data");
    await post("failed-validation-bad-data", '{"badFormat": "bla"}');
  },
};

const root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";
const parent = "Parent=7fa8c0f79203be72";

const traces: StackScenario = {
  file,
  name: "TestApiGatewayCommon::test_invocation_trace_id",
  async play(r) {
    r.holds("register-lambda", { FunctionName: "proxy", FunctionArn: await r.stack.functionArn("proxy") });
    const built = await Building.start(r.api);
    await built.method("GET", "/path", mocked({ statusCode: 200 }));
    const uri = await r.uri("proxy");
    const integration = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri, credentials: role } as const;
    await built.method("ANY", "/{proxy+}", { integration });
    await built.deploy("dev");
    const see = async (step: string, path: string, trace: string | null): Promise<string> => {
      const given = trace === null ? {} : { "x-amzn-trace-id": trace };
      const asked = { target: `/dev/${path}`, headers: pythonHeaders(given), door: "edge" } as const;
      const seen = lowerCase((await r.ask(built.restApiId, asked)).headers);
      r.holds(step, { ...seen, date: "date", "content-length": "content-length" });
      return seen["x-amzn-trace-id"] ?? "";
    };
    const whole = `${root};${parent};Sampled=1`;
    await see("normal-req-headers-MOCK", "path", null);
    await see("trace-id-req-headers-MOCK", "path", whole);
    await see("normal-req-headers-AWS_PROXY", "proxy-value", null);
    const kept = await see("trace-id-req-headers-AWS_PROXY", "proxy-value", whole);
    if (!kept.startsWith(whole)) r.complaints.push(`the trace is ${kept}`);
    const made = await see("trace-id-small-req-headers-AWS_PROXY", "proxy-value", root);
    if (!made.startsWith(`${root};Parent=`) || made.includes(parent)) r.complaints.push(`the trace is ${made}`);
  },
};

/** A method in front of a server that gives bodies back: an integration with templates for either way. */
function between(uri: string, request: string | null, response: string): MethodParts {
  const requestTemplates = request === null ? {} : { requestTemplates: { "application/json": request } };
  return {
    integration: { type: "HTTP", integrationHttpMethod: "POST", uri, ...requestTemplates },
    answers: [{ statusCode: "200", selectionPattern: "", responseTemplates: { "application/json": response } }],
  };
}

const told =
  '{"body": $result, "nested": $result.nested, "isNull": #if( $result == $null )"true"#else"false"#end, "isEmptyString": #if( $result == "" )"true"#else"false"#end}';
const result = '#set($result = $input.path("$.json"))';

const pathFormats: StackScenario = {
  file,
  name: "TestApiGatewayCommon::test_input_path_template_formatting",
  async play(r) {
    const built = await Building.start(r.api);
    for (const [path, template] of [
      ["path", `${result}$result`],
      ["nested", `${result}$result.nested`],
      ["list", `${result}$result[0]`],
      ["to-string", `${result}$result.toString()`],
      ["invalid-path", `#set($result = $input.path("$.nonExisting"))${told}`],
      ["nested-list", `#set($result = $input.path("$.json.listValue"))${told}`],
    ])
      await built.method("POST", `/${path}`, between(`${r.stack.origin.url}/post`, null, template));
    await built.deploy("dev");
    for (const [step, path, body] of [
      ["dict-response", "path", '{"foo": "bar"}'],
      ["json-list", "path", '[{"foo": "bar"}]'],
      ["nested-dict", "nested", '{"nested": {"foo": "bar"}}'],
      ["nested-list", "nested", '{"nested": [{"foo": "bar"}]}'],
      ["dict-in-list", "list", '[{"foo": "bar"}]'],
      ["list-with-nested-list", "list", '[[{"foo": "bar"}]]'],
      ["dict-with-nested-list", "path", '{"foo": [{"nested": "bar"}]}'],
      ["bigger-dict", "path", '{"bigger": "dict", "to": "test", "with": "separators"}'],
      ["to-string", "to-string", '{"foo": "bar"}'],
      ["list-to-string", "to-string", '{"list": [{"foo": "bar"}]}'],
      ["empty-body", "invalid-path", ""],
      ["nested-empty-list", "nested-list", '{"listValue": []}'],
      ["nested-null-list", "nested-list", '{"listValue": null}'],
    ]) {
      const sent = { method: "POST", target: `/dev/${path}`, headers: body === "" ? headers : json, body };
      r.holds(step, (await r.ask(built.restApiId, { ...sent, door: "edge" })).text);
    }
  },
};

const raw = "#set($result = $input.body)$result";
const inText = "Action=SendMessage&MessageBody=$input.body";

const bodyFormats: StackScenario = {
  file,
  name: "TestApiGatewayCommon::test_input_body_formatting",
  async play(r) {
    const built = await Building.start(r.api);
    const routes = [
      ["raw-body", raw, raw],
      ["str-body-input", inText, raw],
      ["str-body-output", raw, inText],
      ["str-body-all", inText, inText],
      ["body-attr-access", "#set($result = $input.body.testAccess)$result", raw],
      [
        "url-encode",
        "EncodedBody=$util.urlEncode($input.body)&EncodedBodyAccess=$util.urlEncode($input.body.testAccess)",
        raw,
      ],
    ];
    for (const [path, request, response] of routes)
      await built.method("POST", `/${path}`, between(`${r.stack.origin.url}/body`, request, response));
    await built.deploy("dev");
    for (const [path] of routes) {
      const post = async (body: string): Promise<string> => {
        const sent = { method: "POST", target: `/dev/${path}`, headers: json, body, door: "edge" } as const;
        return `b'${(await r.ask(built.restApiId, sent)).text}'`;
      };
      r.holds(`response-${path}`, {
        "empty-body": await post(""),
        "json-body": await post('{"some": "value"}'),
        "str-body": await post("some raw data"),
      });
    }
  },
};

const canary: StackScenario = {
  file: "canary",
  name: "TestCanaryDeployments::test_invoking_canary_deployment",
  async play(r) {
    const template = (message: string): string =>
      JSON.stringify({
        statusCode: 200,
        message,
        variable: "$stageVariables.testVar",
        nonExistingDefault: "$stageVariables.noStageVar",
        nonOverridden: "$stageVariables.defaultVar",
        isCanary: "$context.isCanaryRequest",
      });
    const built = await Building.start(r.api);
    const { restApiId } = built;
    await built.method("GET", "/", mocked(template("default deployment")));
    const variables = { testVar: "default", defaultVar: "default" };
    const first = r.api.createDeployment({ restApiId, stageName: "dev", variables });
    await r.call("create-deployment-1", first);
    const at = { ...(await built.at("GET", "/")), statusCode: "200" };
    const patch = replacing("/responseTemplates/application~1json", template("canary deployment"));
    await r.api.updateIntegrationResponse({ ...at, patchOperations: [patch] });
    const stageVariableOverrides = { testVar: "canary", noStageVar: "canary" };
    const canarySettings = { percentTraffic: 0, stageVariableOverrides };
    const second = r.api.createDeployment({ restApiId, stageName: "dev", canarySettings });
    await r.call("create-deployment-2", second);
    const see = async (step: string): Promise<void> =>
      r.holds(step, content(await r.ask(restApiId, { target: "/dev/", headers, door: "edge" })));
    await see("response-deployment-1");
    const patchOperations = [replacing("/canarySettings/percentTraffic", "100.0")];
    await r.call("update-stage", r.api.updateStage({ restApiId, stageName: "dev", patchOperations }));
    await see("response-canary-deployment");
  },
};

const keys: StackScenario = {
  file,
  name: "TestUsagePlans::test_api_key_required_for_methods",
  async play(r) {
    const built = await Building.start(r.api, { apiKeySource: "HEADER" });
    const { restApiId: apiId } = built;
    const integration = { type: "MOCK", requestTemplates: mockRequest } as const;
    const answers = [{ statusCode: "200", selectionPattern: "" }];
    await built.method("GET", "/test", { method: { apiKeyRequired: true }, integration, answers });
    await built.deploy("dev");
    const plan = r.api.createUsagePlan({
      name: "test-plan",
      description: "Test Usage Plan for API key",
      quota: { limit: 10, period: "DAY", offset: 0 },
      throttle: { rateLimit: 2, burstLimit: 1 },
      apiStages: [{ apiId, stage: "dev" }],
      tags: { tag_key: "tag_value" },
    });
    const { id: usagePlanId } = await r.call("create-usage-plan", plan);
    const made = r.api.createApiKey({ name: "testApiKey", enabled: true });
    const { id: apiKey = "", value = "" } = await r.call("create-api-key", made);
    const link = r.api.createUsagePlanKey({ usagePlanId, keyId: apiKey, keyType: "API_KEY" });
    await r.call("create-usage-plan-key", link);
    const asks = async (status: number, more: Readonly<Record<string, string>>): Promise<void> => {
      const answered = await r.ask(apiId, { target: "/dev/test", headers: pythonHeaders(more), door: "edge" });
      if (answered.status !== status) r.complaints.push(`the status is ${answered.status}, not ${status}`);
    };
    await asks(403, {});
    await asks(200, { "x-api-key": value });
    const patchOperations = [replacing("/enabled", "false")];
    await r.call("update-api-key-disabled", r.api.updateApiKey({ apiKey, patchOperations }));
    await asks(403, { "x-api-key": value });
  },
};

export const gatewayScenarios: readonly StackScenario[] = [
  routing,
  validator,
  referring,
  oneOf,
  traces,
  pathFormats,
  bodyFormats,
  keys,
  canary,
];
