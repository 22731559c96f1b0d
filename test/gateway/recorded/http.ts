// test_apigateway_http: HTTP servers behind methods. The recorded ones were functions behind URLs; ./origin.ts adds what those add.

import { Building, type Integration } from "./building.ts";
import { type StackReplay, type StackScenario, content, lowerCase, pythonHeaders } from "./stack-replay.ts";

const file = "http";
const types = ["HTTP", "HTTP_PROXY"] as const;
type HttpType = (typeof types)[number];

const body = '{"message": "hello world"}';
const passed = { "application/json": "$input.json('$')" };

interface Way {
  readonly type: HttpType;
  readonly uri: string;
  readonly path?: string;
  readonly httpMethod?: string;
  readonly requestParameters?: Integration["requestParameters"];
}

/** A regional API with one method in front of the server. */
async function inFront(r: StackReplay, way: Way): Promise<Building> {
  const { type, uri, path = "/test", httpMethod = "POST", requestParameters = {} } = way;
  const built = await Building.regional(r.api);
  const wanted = Object.fromEntries(Object.values(requestParameters).map((from) => [from, true]));
  await built.method(httpMethod, path, {
    method: { apiKeyRequired: false, requestParameters: wanted },
    integration: { type, integrationHttpMethod: "POST", uri, requestParameters, credentials: "" },
    answers: [{ statusCode: "200", responseTemplates: passed }],
  });
  await built.deploy("test");
  return built;
}

const jsonHeaders = { "Content-Type": "application/json", "user-Agent": "test/integration" };

const whole = types.map<StackScenario>((type) => ({
  file,
  name: `test_http_integration_with_lambda[${type}]`,
  async play(r) {
    const built = await inFront(r, { type, uri: `${r.stack.origin.url}/echo` });
    r.holds("api_id", { rest_api_id: built.restApiId });
    const headers = pythonHeaders({ ...jsonHeaders, accept: "application/xml" });
    const answered = await r.ask(built.restApiId, { method: "POST", target: "/test/test", headers, body });
    r.holds("http-invocation-lambda-url", {
      content: content(answered),
      headers: lowerCase(answered.headers),
      status_code: answered.status,
    });
  },
}));

const statuses = types.map<StackScenario>((type) => ({
  file,
  name: `test_http_integration_invoke_status_code_passthrough[${type}]`,
  async play(r) {
    const built = await inFront(r, {
      type,
      uri: `${r.stack.origin.url}/{map}`,
      path: "/{map+}",
      requestParameters: { "integration.request.path.map": "method.request.path.map" },
    });
    for (const [step, status] of [
      ["matching-response", 200],
      ["non-matching-response", 400],
    ] as const) {
      const asked = { method: "POST", target: `/test/status/${status}`, headers: pythonHeaders(), body: "" };
      const answered = await r.ask(built.restApiId, asked);
      r.holds(step, { body: content(answered), status_code: answered.status });
    }
  },
}));

const methods = types.map<StackScenario>((type) => ({
  file,
  name: `test_http_integration_method[${type}]`,
  async play(r) {
    const built = await inFront(r, { type, uri: r.stack.origin.url, httpMethod: "ANY" });
    r.holds("api_id", { rest_api_id: built.restApiId });
    const headers = pythonHeaders({ ...jsonHeaders, Accept: "application/json" });
    // The recorded test sends POST three times, whatever it calls its steps.
    for (const step of ["post", "put", "get"]) {
      const answered = await r.ask(built.restApiId, { method: "POST", target: "/test/test", headers, body });
      r.holds(`http-invocation-lambda-url-${step}`, content(answered));
    }
  },
}));

const mappings: StackScenario = {
  file,
  name: "test_http_proxy_integration_request_data_mappings",
  async play(r) {
    const built = await inFront(r, {
      type: "HTTP_PROXY",
      uri: `${r.stack.origin.url}?testVar={pathVar}&testQs={qsVar}`,
      path: "/{pathVariable}",
      requestParameters: {
        "integration.request.header.headerVar": "method.request.header.foobar",
        "integration.request.path.qsVar": "method.request.querystring.testVar",
        "integration.request.path.pathVar": "method.request.path.pathVariable",
        "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
        "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
        "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
      },
    });
    r.holds("api_id", { rest_api_id: built.restApiId });
    const own = { ...jsonHeaders, Accept: "application/json", foobar: "mapped-value", headerVar: "request-value" };
    const target = "/test/foobar?testQueryString=foo&testVar=bar";
    const answered = await r.ask(built.restApiId, { method: "POST", target, headers: pythonHeaders(own), body });
    r.holds("http-proxy-invocation", {
      content: content(answered),
      headers: lowerCase(answered.headers),
      status_code: answered.status,
    });
  },
};

export const httpScenarios: readonly StackScenario[] = [...whole, ...statuses, ...methods, mappings];
