// test_apigateway_basic and the mocks of test_apigateway_integrations: methods that answer by themselves.

import { Building, type MethodParts, mockRequest, mocked } from "./building.ts";
import { type StackReplay, type StackScenario, content, pythonHeaders } from "./stack-replay.ts";

const headers = pythonHeaders();
const selected = { statusCode: "200", selectionPattern: String.raw`2\d{2}` };

/** A mock by two templates. */
function templated(request: string, response: string | null, more: Partial<MethodParts> = {}): MethodParts {
  const responseTemplates = response === null ? {} : { "application/json": response };
  return {
    ...more,
    integration: {
      type: "MOCK",
      integrationHttpMethod: "POST",
      requestParameters: {},
      requestTemplates: { "application/json": request },
    },
    answers: [{ ...selected, responseTemplates }],
  };
}

async function deployed(r: StackReplay, path: string, parts: MethodParts): Promise<Building> {
  const built = await Building.start(r.api);
  await built.method("GET", path, parts);
  await built.deploy("dev");
  return built;
}

const pathParameter: StackScenario = {
  file: "integrations",
  name: "test_integration_mock_with_path_param",
  async play(r) {
    const built = await Building.start(r.api);
    const at = await built.at("GET", "/{testPath}");
    const requestParameters = { "method.request.path.testPath": true };
    await r.api.putMethod({ ...at, authorizationType: "NONE", requestParameters });
    await r.api.putMethodResponse({ ...at, statusCode: "200" });
    const integration = r.api.putIntegration({
      ...at,
      integrationHttpMethod: "POST",
      type: "MOCK",
      requestParameters: { "integration.request.path.integrationPath": "method.request.path.testPath" },
      // No JSON, but what the CDK writes, and AWS takes.
      requestTemplates: { "application/json": "{statusCode: 200}" },
    });
    await r.call("integration", integration);
    await r.api.putIntegrationResponse({ ...at, ...selected, responseTemplates: {} });
    await built.deploy("dev");
    const answered = await r.ask(built.restApiId, { target: "/dev/test-path", headers, door: "edge" });
    if (answered.status !== 200 || answered.text !== "") r.complaints.push(JSON.stringify(answered));
  },
};

const requestOverrides: StackScenario = {
  file: "integrations",
  name: "test_integration_mock_with_request_overrides_in_response_template",
  async play(r) {
    const request = `#set($body = $util.base64Decode($input.params('testPath')))
#set($context.requestOverride.path.body = $body)
{"statusCode": 200}`;
    const response = `#set($body = $util.parseJson($context.requestOverride.path.body))
#set($inputBody = $body.message)
#if($inputBody == "path1")
{"response": "path was path one"}
#elseif($inputBody == "path2")
{"response": "path was path two"}
#else
{"response": "this is the else clause"}
#end`;
    const method = { requestParameters: { "method.request.path.testPath": true } };
    const { restApiId } = await deployed(r, "/{testPath}", templated(request, response, { method }));
    for (const [step, message] of [
      ["path1", "path1"],
      ["path2", "path2"],
      ["path-else", "whatever"],
    ]) {
      const path = Buffer.from(JSON.stringify({ message })).toString("base64");
      r.holds(`invoke-${step}`, content(await r.ask(restApiId, { target: `/dev/${path}`, headers, door: "edge" })));
    }
  },
};

const responseOverrides = [true, false].map<StackScenario>((hasTemplate) => ({
  file: "integrations",
  name: `test_integration_mock_with_response_override_in_request_template[${hasTemplate ? "True" : "False"}]`,
  async play(r) {
    const request = `#set($context.responseOverride.status = 444)
#set($context.responseOverride.header.foo = "bar")
#set($context.responseOverride.custom = "is also passed around")
{"statusCode": 200}`;
    const response = `#set($statusOverride = $context.responseOverride.status)
#set($fooHeader = $context.responseOverride.header.foo)
#set($custom = $context.responseOverride.custom)
{"statusOverride": "$statusOverride", "fooHeader": "$fooHeader", "custom": "$custom"}`;
    const { restApiId } = await deployed(r, "/", templated(request, hasTemplate ? response : null));
    const answered = await r.ask(restApiId, { target: "/dev/", headers, door: "edge" });
    if (answered.headers["foo"] !== "bar") r.complaints.push(`foo is ${answered.headers["foo"]}`);
    const body = hasTemplate ? content(answered) : `b'${answered.text}'`;
    r.holds("response", { body, status_code: answered.status });
  },
}));

const mapAssignment: StackScenario = {
  file: "integrations",
  name: "test_integration_mock_with_vtl_map_assignation",
  async play(r) {
    const request = `#set($paramName = "foo")
#set($context.requestOverride.querystring[$paramName] = "bar")
#set($paramPutName = "putfoo")
$context.requestOverride.querystring.put($paramPutName, "putBar")
#set($context["requestOverride"].querystring["nestedfoo"] = "nestedFoo")
{"statusCode": 200}`;
    const response = `#set($value = $context.requestOverride.querystring["foo"])
#set($value2 = $context.requestOverride.querystring["putfoo"])
#set($value3 = $context.requestOverride.querystring["nestedfoo"])
{"value": "$value", "value2": "$value2", "value3": "$value3"}`;
    const { restApiId } = await deployed(r, "/", templated(request, response));
    const answered = await r.ask(restApiId, { target: "/dev/", headers, door: "edge" });
    r.holds("response", { body: content(answered), status_code: answered.status });
  },
};

/** One answer for each way to pass bodies, whichever way the API is reached: here that is by its host alone. */
const passthrough = ["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"].flatMap((passthroughBehavior) =>
  ["PATH_BASED", "HOST_BASED"].flatMap((url) =>
    ["GET", "POST"].map<StackScenario>((method) => ({
      file: "basic",
      name: `TestIntegrations::test_mock_integration_response[${passthroughBehavior}-UrlType.${url}-${method}]`,
      async play(r) {
        const built = await Building.start(r.api);
        const parts = mocked(`{"statusCode": 200, "id": $input.params().path.id}`);
        const integration = { ...parts.integration, passthroughBehavior };
        await built.method(method, "/{id}", { ...parts, integration });
        await built.deploy("local");
        const answered = await r.ask(built.restApiId, { method, target: "/local/42", headers, door: "edge" });
        if (answered.status !== 200) r.complaints.push(`the status is ${answered.status}`);
        r.holds("mock-response", content(answered));
      },
    })),
  ),
);

const importedMock: StackScenario = {
  file: "basic",
  name: "TestAPIGateway::test_api_gateway_mock_integration",
  async play(r) {
    const { restApiId } = await Building.start(r.api);
    const integration = {
      type: "mock",
      responses: {
        default: {
          statusCode: "200",
          responseTemplates: { "application/json": `{"echo": "$input.params('data')", "response": "mocked"}` },
        },
      },
      requestTemplates: mockRequest,
      passthroughBehavior: "when_no_templates",
    };
    const any = { responses: { 200: { description: "" } }, "x-amazon-apigateway-integration": integration };
    const document = {
      openapi: "3.0.1",
      info: { title: "echo", version: "1" },
      paths: { "/echo/{data}": { "x-amazon-apigateway-any-method": any } },
    };
    await r.api.putRestApi({ restApiId, mode: "overwrite", body: Buffer.from(JSON.stringify(document)) });
    await r.api.createDeployment({ restApiId, stageName: "latest" });
    const answered = await r.ask(restApiId, { target: "/latest/echo/foobar", headers, door: "edge" });
    r.holds("mocked-response", content(answered));
  },
};

export const mockScenarios: readonly StackScenario[] = [
  pathParameter,
  requestOverrides,
  ...responseOverrides,
  mapAssignment,
  ...passthrough,
  importedMock,
];
