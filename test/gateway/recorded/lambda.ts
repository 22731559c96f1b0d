// test_apigateway_lambda: functions behind methods. Each role is given, so no function has to permit anything.

import { Building, type MethodParts } from "./building.ts";
import { type Answered, role } from "./stack.ts";
import { type Excuse, type StackReplay, type StackScenario, content, pythonHeaders } from "./stack-replay.ts";

const file = "lambda";

async function proxied(r: StackReplay, function_: "proxy" | "answering", paths: readonly string[]): Promise<Building> {
  const built = await Building.start(r.api);
  const uri = await r.uri(function_);
  const integration = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri, credentials: role } as const;
  for (const path of paths) await built.method("ANY", path, { integration });
  return built;
}

const viewer: readonly Excuse[] = [
  { what: /CloudFront-Viewer-ASN is missing/, why: "the number of a client's network is in no data that we have" },
  { what: /CloudFront-Forwarded-Proto(\[0\])?: http, not https/, why: "these requests come by plain HTTP" },
];

const oddHeaders = { "User-Agent": "python-requests/testing", "tEsT-HEADeR": "aValUE", authorization: "random-value" };

const proxy: StackScenario = {
  file,
  name: "test_lambda_aws_proxy_integration",
  excuses: viewer,
  async play(r) {
    const built = await proxied(r, "proxy", ["/{proxy+}", "/hardcoded"]);
    await built.deploy("stage");
    const get = async (step: string, target: string): Promise<void> => {
      const asked = { target, headers: pythonHeaders(oddHeaders), door: "edge" } as const;
      r.holds(`invocation-${step}`, content(await r.ask(built.restApiId, asked)));
    };
    await get("payload-without-trailing-slash", "/stage/proxy-value");
    await get("payload-with-trailing-slash", "/stage/proxy-value/");
    await get("payload-with-double-slash", "/stage/proxy-value//double-slash");
    await get("payload-with-prepended-slash-to-stage", "//stage/proxy-value");
    await get("payload-with-prepended-slash", "/stage//proxy-value");
    await get("payload-without-trailing-slash-and-query-params", "/stage/proxy-value?urlparam=test");
    await get("payload-with-trailing-slash-and-query-params", "/stage/proxy-value/?urlparam=test");
    const encoded = "user/test%2Balias@gmail.com/plus/test+alias@gmail.com";
    await get("payload-with-path-encoded-email", `/stage/proxy-value/api/${encoded}`);
    const query = [
      "dateTimeOffset=2023-06-12T18:05:10.123456+00:00",
      "email=test%2Balias@gmail.com",
      "plus=test+alias@gmail.com",
      "url=https://www.google.com/",
      "whitespace=foo%20bar",
      "zhash=abort/",
    ];
    await get("payload-with-params-encoding", `/stage/proxy-value/api?${query.join("&")}`);
    const answered = await r.ask(built.restApiId, {
      method: "POST",
      target: "/stage/proxy-value?category=electronics&category=books&price=10&price=20&price=30",
      headers: pythonHeaders({
        "Content-Type": "application/json;charset=utf-8",
        aUThorization: "Bearer token123;API key456",
        "User-Agent": "python-requests/testing",
      }),
      body: '{"message": "hello world"}',
      door: "edge",
    });
    r.holds("invocation-payload-with-params-encoding-multi", content(answered));
    await get("hardcoded", "/stage//hardcoded");
  },
};

const dataMapping: StackScenario = {
  file,
  name: "test_lambda_aws_proxy_integration_request_data_mapping",
  excuses: viewer,
  async play(r) {
    const built = await Building.start(r.api);
    r.holds("api_id", { rest_api_id: built.restApiId });
    const requestParameters = {
      "integration.request.header.headerVar": "method.request.header.foobar",
      "integration.request.path.qsVar": "method.request.querystring.testVar",
      "integration.request.path.pathVar": "method.request.path.pathVariable",
      "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
      "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
      "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
    };
    const wanted = Object.fromEntries(Object.values(requestParameters).map((from) => [from, true]));
    const uri = await r.uri("proxy");
    const integration = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri, credentials: role } as const;
    await built.method("ANY", "/{pathVariable}", {
      method: { requestParameters: wanted },
      integration: { ...integration, requestParameters },
    });
    await built.deploy("test");
    const answered = await r.ask(built.restApiId, {
      method: "POST",
      target: "/test/foobar?testQueryString=foo&testVar=bar",
      headers: pythonHeaders({
        "Content-Type": "application/json",
        Accept: "application/json",
        foobar: "mapped-value",
        "user-Agent": "test/integration",
        headerVar: "request-value",
      }),
      body: '{"message": "hello world"}',
      door: "edge",
    });
    r.holds("http-proxy-invocation-data-mapping", { content: content(answered), status_code: answered.status });
  },
};

const encoded = Buffer.from("test-data").toString("base64");
const formats: readonly (readonly [step: string, answer: unknown, status?: number, shown?: "headers"])[] = [
  ["no-body", { statusCode: 200 }],
  ["with-headers", { statusCode: 200, headers: { "test-header": "value", "header-bool": true } }, 200, "headers"],
  ["with-headers-null", { statusCode: 200, headers: null }, 200, "headers"],
  ["wrong-format", { statusCode: 200, wrongValue: "value" }, 502],
  ["empty-response", null, 502],
  ["b64-encoded-true", { statusCode: 200, body: encoded, isBase64Encoded: true }],
  ["b64-encoded-false", { statusCode: 200, body: encoded }],
  [
    "multi-headers-valid",
    { statusCode: 200, multiValueHeaders: { "test-multi": ["value1", "value2"] } },
    200,
    "headers",
  ],
  [
    "multi-headers-overwrite",
    { statusCode: 200, multiValueHeaders: { "test-multi": ["value-multi"] }, headers: { "test-multi": "value-solo" } },
    200,
    "headers",
  ],
  [
    "multi-headers-overwrite-casing",
    { statusCode: 200, multiValueHeaders: { "tesT-Multi": ["value-multi"] }, headers: { "test-multi": "value-solo" } },
    200,
    "headers",
  ],
  ["multi-headers-invalid", { statusCode: 200, multiValueHeaders: { "test-multi-invalid": "value1" } }, 502],
  ["invalid-status-code", { statusCode: "test" }, 502],
  ["status-code-str", { statusCode: "201" }, 201],
  ["just-string", "justAString", 502],
  ["only-headers", { headers: { "test-header": "value" } }],
];

const format: StackScenario = {
  file,
  name: "test_aws_proxy_response_payload_format_validation",
  async play(r) {
    const built = await proxied(r, "answering", ["/{proxy+}"]);
    await built.deploy("test");
    for (const [step, answer, status = 200, shown] of formats) {
      // The client sends no body for an empty answer, so the function fails on it.
      const json = answer === null ? {} : { "Content-Type": "application/json" };
      const answered = await r.ask(built.restApiId, {
        method: "POST",
        target: "/test/test",
        headers: pythonHeaders({ "User-Agent": "python/test", ...json }),
        body: answer === null ? "" : JSON.stringify(answer),
        door: "edge",
      });
      if (answered.status !== status) r.complaints.push(`${step} has the status ${answered.status}`);
      const told = { content: content(answered) };
      r.holds(`invoke-api-${step}`, shown === undefined ? told : { ...told, headers: answered.headers });
    }
  },
};

const nonPost: StackScenario = {
  file,
  name: "test_lambda_aws_proxy_integration_non_post_method",
  async play(r) {
    const built = await Building.start(r.api);
    const { restApiId } = built;
    const uri = await r.uri("proxy");
    const integration = { type: "AWS_PROXY", integrationHttpMethod: "GET", uri, credentials: role } as const;
    await built.method("ANY", "/{proxy+}", { integration });
    await r.api.putGatewayResponse({ restApiId, responseType: "INTEGRATION_FAILURE", responseParameters: {} });
    await built.deploy("test");
    const answered = await r.ask(restApiId, { target: "/test/test-path", headers: pythonHeaders(), door: "edge" });
    if (answered.status !== 500) r.complaints.push(`the status is ${answered.status}`);
    r.holds("invocation-payload-with-get-proxy-method", content(answered));
  },
};

const custom: StackScenario = {
  file,
  name: "test_lambda_aws_integration",
  async play(r) {
    const built = await Building.start(r.api);
    const at = await built.at("POST", "/test");
    const uri = await r.uri("echo");
    await r.call("put-method", r.api.putMethod({ ...at, authorizationType: "NONE" }));
    const integration = { ...at, type: "AWS", integrationHttpMethod: "POST", uri, credentials: role } as const;
    await r.call("put-integration", r.api.putIntegration(integration));
    await r.call("put-integration-response", r.api.putIntegrationResponse({ ...at, statusCode: "200" }));
    await r.call("put-method-response", r.api.putMethodResponse({ ...at, statusCode: "200" }));
    await built.deploy("api");
    const body = '{"message": "hello world"}';
    const asked = { method: "POST", target: "/api/test", headers: pythonHeaders(), body, door: "edge" } as const;
    r.holds("lambda-aws-integration", content(await r.ask(built.restApiId, asked)));
  },
};

const templated: StackScenario = {
  file,
  name: "test_lambda_aws_integration_with_request_template",
  async play(r) {
    const built = await Building.start(r.api);
    const at = await built.at("GET", "/test");
    const uri = await r.uri("echo");
    const requestParameters = { "method.request.querystring.param1": false };
    await r.call("put-method", r.api.putMethod({ ...at, authorizationType: "NONE", requestParameters }));
    await r.call("put-method-response", r.api.putMethodResponse({ ...at, statusCode: "200" }));
    const integration = { ...at, type: "AWS", integrationHttpMethod: "POST", uri, credentials: role } as const;
    const requestTemplates = { "application/json": `{"param1": "$input.params('param1')"}` };
    await r.call("put-integration", r.api.putIntegration({ ...integration, requestTemplates }));
    const response = { ...at, statusCode: "200", selectionPattern: "" };
    await r.call("put-integration-response", r.api.putIntegrationResponse(response));
    await built.deploy("api");
    for (const [step, more] of [
      ["1", ""],
      ["2", "&Signature=1"],
    ]) {
      const asked = { target: `/api/test?param1=foobar${more}`, headers: pythonHeaders(), door: "edge" } as const;
      r.holds(`lambda-aws-integration-${step}`, content(await r.ask(built.restApiId, asked)));
    }
    await r.call("delete-integration", r.api.deleteIntegration(at));
    await r.call("get-integration-after-delete", r.api.getIntegration(at));
  },
};

/** The body with its parameters, as the guide's example of a custom integration builds it. */
const requestTemplate = `#set($all = $input.params())
{
#foreach($kind in ["path", "querystring", "header"])
"$kind": {
#set($map = $all.get($kind))
#foreach($name in $map.keySet())
"$name": "$util.escapeJavaScript($map.get($name))"#if($foreach.hasNext),#end
#end
},
#end
"stage": "$context.stage",
"body": $input.json('$')
}`;
const responseTemplate = `#set($root = $input.path('$'))
$input.json("$")
#if($root.toString().contains("customerror"))
#set($context.responseOverride.status = 400)
#else
#set($context.responseOverride.status = 202)
#end`;

const mapping: StackScenario = {
  file,
  name: "test_lambda_aws_integration_response_with_mapping_templates",
  async play(r) {
    const built = await Building.start(r.api);
    const uri = await r.uri("mapping");
    const parts: MethodParts = {
      integration: {
        type: "AWS",
        integrationHttpMethod: "POST",
        uri,
        credentials: role,
        requestTemplates: { "application/json": requestTemplate },
      },
      answers: [
        { statusCode: "200", selectionPattern: "", responseTemplates: { "application/json": responseTemplate } },
      ],
    };
    await built.method("POST", "/test", parts);
    await built.deploy("api");
    for (const [step, body] of [
      ["202", '{"httpStatus": "200"}'],
      ["400", '{"httpStatus": "400", "errorMessage": "Test Bad request"}'],
    ]) {
      const headers = pythonHeaders({ "Content-Type": "application/json" });
      const asked = { method: "POST", target: "/api/test", headers, body, door: "edge" } as const;
      const answered: Answered = await r.ask(built.restApiId, asked);
      r.holds(`response-template-${step}`, { body: content(answered), statusCode: answered.status });
    }
  },
};

const selection: StackScenario = {
  file,
  name: "test_lambda_selection_patterns",
  excuses: [
    { what: /-\d+: \.stackTrace is missing/, why: "what Python tells of an error; Node.js says trace" },
    { what: /-\d+: \.trace is too much/, why: "as above" },
    { what: /-\d+: \.requestId is missing/, why: "Python's runtime says it, Node.js' does not" },
    { what: /-\d+: \.errorType: Error, not Exception/, why: "the classes of the two languages" },
  ],
  async play(r) {
    const built = await Building.start(r.api);
    const uri = await r.uri("selecting");
    const answers = [
      { statusCode: "200", selectionPattern: "" },
      { statusCode: "405", selectionPattern: ".*four hundred.*" },
      { statusCode: "502", selectionPattern: ".+" },
      { statusCode: "504", selectionPattern: "200" },
    ];
    const requestTemplates = { "application/json": `{"statusCode": "$input.params('statusCode')"}` };
    await built.method("GET", "/{statusCode}", {
      integration: { type: "AWS", integrationHttpMethod: "POST", uri, credentials: role, requestTemplates },
      answers,
    });
    await built.deploy("dev");
    for (const [given, status] of [
      [200, 200],
      [400, 405],
      [500, 502],
    ]) {
      const asked = { target: `/dev/${given}`, headers: pythonHeaders(), door: "edge" } as const;
      const answered = await r.ask(built.restApiId, asked);
      if (answered.status !== status) r.complaints.push(`${given} has the status ${answered.status}`);
      r.holds(`lambda-selection-pattern-${given}`, content(answered));
    }
  },
};

export const lambdaScenarios: readonly StackScenario[] = [
  proxy,
  dataMapping,
  format,
  nonPost,
  custom,
  templated,
  mapping,
  selection,
];
