// Integrations that map: AWS (functions), HTTP and MOCK, with the cases recorded from AWS: test_lambda_aws_integration*,
// test_lambda_selection_patterns, test_http_integration_*, header remapping of HTTP and AWS, and the mock integrations.

import { describe, expect, test } from "vitest";
import type { UpstreamRequest } from "../../../../src/gateway/engine/ports.ts";
import type { InvocationResult } from "../../../../src/gateway/functions/port.ts";
import type { Integration } from "../../../../src/gateway/model/shapes.ts";
import { type Asked, apiId, failedWith, type Given, refused, Serving } from "../serving.ts";

const json = ["Content-Type", "application/json"];

type Responses = NonNullable<Integration["integrationResponses"]>;

const plain: Responses = { 200: { statusCode: "200" } };

function lambda(more: Partial<Integration>, given: Partial<Given> = {}, path = "/{p}"): Serving {
  const integration = { type: "AWS" as const, integrationResponses: plain, ...more };
  return new Serving({ methods: { [`ANY ${path}`]: { integration } }, answers: ({ payload }) => payload, ...given });
}

describe("AWS: what the function gets", () => {
  test.each<[title: string, more: Partial<Integration>, asked: Asked, payload: string]>([
    ["recorded: the body", {}, { method: "POST", body: `{"message":"hello world"}` }, `{"message":"hello world"}`],
    ["recorded: {} where there is none", {}, {}, "{}"],
    [
      "recorded: what a template makes of the request",
      { requestTemplates: { "application/json": `{"param1":"$input.params('param1')"}` } },
      {},
      `{"param1":"foobar"}`,
    ],
    [
      "the template of the body's type",
      { requestTemplates: { "application/json": "{}", "application/xml": `{"xml":true}` } },
      { method: "POST", headers: { "content-type": "Application/XML; charset=utf-8" }, body: "<a/>" },
      `{"xml":true}`,
    ],
    [
      "$default for all other types",
      { requestTemplates: { "application/json": "{}", $default: `{"other":true}` } },
      { method: "POST", headers: { "content-type": "text/plain" }, body: "a" },
      `{"other":true}`,
    ],
    [
      "a body that is base64, decoded",
      { contentHandling: "CONVERT_TO_BINARY" },
      { method: "POST", body: "eyJhIjoxfQ==" },
      `{"a":1}`,
    ],
  ])("%s", async (_title, more, asked, payload) => {
    const serving = lambda(more);
    expect(await serving.ask("/prod/x?param1=foobar", asked)).toMatchObject({ status: 200 });
    expect(serving.invocations[0].payload).toBe(payload);
  });

  test.each<[title: string, more: Partial<Integration>, body: string]>([
    ["what is no base64", {}, "this is a text"],
    ["a template of octets", { requestTemplates: { "application/json": "$input.body" } }, "eyJhIjoxfQ=="],
  ])("recorded as a fault: %s, where octets are made of it", async (_title, more, body) => {
    const serving = lambda({ contentHandling: "CONVERT_TO_BINARY", ...more });
    expect(await serving.ask("/prod/x", { method: "POST", body })).toMatchObject({ status: 500 });
    expect(serving.invocations).toEqual([]);
  });

  test("a binary body as base64 text", async () => {
    const serving = lambda(
      { contentHandling: "CONVERT_TO_TEXT", requestTemplates: { "image/png": `{"image":"$input.body"}` } },
      { snapshot: { binaryMediaTypes: ["image/png"] } },
    );
    await serving.ask("/prod/x", {
      method: "POST",
      headers: { "content-type": "image/png" },
      body: new Uint8Array([255, 0]),
    });
    expect(serving.invocations[0].payload).toBe(`{"image":"/wA="}`);
  });

  const xml = { method: "POST", headers: { "content-type": "text/xml" }, body: "<a/>" };
  const templates = { "application/json": "{}" };

  test.each<
    [behaviour: Integration["passthroughBehavior"], templates: Integration["requestTemplates"], status: number]
  >([
    ["WHEN_NO_MATCH", templates, 200],
    ["WHEN_NO_MATCH", undefined, 200],
    ["WHEN_NO_TEMPLATES", templates, 415],
    ["WHEN_NO_TEMPLATES", {}, 200],
    ["WHEN_NO_TEMPLATES", undefined, 200],
    ["NEVER", templates, 415],
    ["NEVER", undefined, 415],
  ])(
    "passing on %s with the templates %j (integration-passthrough-behaviors)",
    async (passthroughBehavior, given, status) => {
      const more = given === undefined ? {} : { requestTemplates: given };
      const seen = await lambda({ passthroughBehavior, ...more }).ask("/prod/x", xml);
      expect(seen.status).toBe(status);
      if (status === 415) expect(JSON.parse(seen.body)).toEqual({ message: "Unsupported Media Type" });
    },
  );

  test("X-Amz-Invocation-Type makes it run later (set-up-lambda-integration-async)", async () => {
    const serving = lambda(
      { requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" } },
      { answers: () => ({ kind: "accepted", executedVersion: "1" }) },
    );
    expect(await serving.ask("/prod/x")).toMatchObject({ status: 200, body: "" });
    expect(serving.invocations[0].type).toBe("Event");
  });

  test.each(["Authorization", "TE", "Content-Length"])("%s may not be mapped", async (name) => {
    const serving = lambda({ requestParameters: { [`integration.request.header.${name}`]: "'x'" } });
    expect(await serving.ask("/prod/x")).toMatchObject({ status: 500 });
  });
});

describe("AWS: what becomes of its answer", () => {
  const thrown = (text: string): InvocationResult =>
    failedWith(JSON.stringify({ errorMessage: text, errorType: "Error" }));
  const patterns: Responses = {
    200: { statusCode: "200" },
    405: { statusCode: "405", selectionPattern: ".*400.*" },
    502: { statusCode: "502", selectionPattern: String.raw`.*5\d\d.*` },
  };

  test.each<[outcome: string | InvocationResult, status: number, body: string]>([
    [`"Pass"`, 200, `"Pass"`],
    [thrown("Error: Raising 400 within"), 405, `{"errorMessage":"Error: Raising 400 within","errorType":"Error"}`],
    [thrown("Error: Raising 503 within"), 502, `{"errorMessage":"Error: Raising 503 within","errorType":"Error"}`],
    [thrown("Error: Raising 300 within"), 200, `{"errorMessage":"Error: Raising 300 within","errorType":"Error"}`],
    // An answer that only looks like an error is none.
    [`{"errorMessage":"400"}`, 200, `{"errorMessage":"400"}`],
  ])("recorded: selected by errorMessage: %j", async (outcome, status, body) => {
    const seen = await lambda({ integrationResponses: patterns }, { answers: () => outcome }).ask("/prod/x");
    expect(seen).toEqual({ status, headers: json, body });
  });

  test("without a default, what matches nothing is a fault", async () => {
    const integrationResponses = { 405: { statusCode: "405", selectionPattern: "400" } };
    expect(await lambda({ integrationResponses }).ask("/prod/x")).toMatchObject({ status: 500 });
  });

  test("recorded: templates", async () => {
    const integrationResponses: Responses = {
      202: {
        statusCode: "202",
        responseTemplates: { "application/json": `{"body":"noerror","n":$input.json('$.a')}` },
      },
    };
    const seen = await lambda({ integrationResponses }, { answers: () => `{"a":[1,2]}` }).ask("/prod/x");
    expect(seen).toEqual({ status: 202, headers: json, body: `{"body":"noerror","n":[1,2]}` });
  });

  test("headers are mapped from it, from the context and from stage variables", async () => {
    const responseParameters = {
      "method.response.header.X-Static": "'fixed, ''quoted'''",
      "method.response.header.X-Id": "integration.response.body.items[1].id",
      "method.response.header.X-Object": "integration.response.body.items[0]",
      "method.response.header.X-Missing": "integration.response.body.none",
      "method.response.header.X-Type": "integration.response.header.content-type",
      "method.response.header.X-Stage": "context.stage",
      "method.response.header.X-Ip": "context.identity.sourceIp",
      "method.response.header.X-Var": "stageVariables.a",
      "method.response.header.Content-Type": "'text/plain'",
    };
    const integrationResponses = { 200: { statusCode: "200", responseParameters } };
    const answers = (): string => `{"items":[{"id":1},{"id":"two"}]}`;
    const seen = await lambda({ integrationResponses }, { answers, stage: { variables: { a: "b" } } }).ask("/prod/x");
    expect(seen.headers).toEqual(
      [
        ["X-Static", "fixed, ''quoted''"],
        ["X-Id", "two"],
        ["X-Object", `{"id":1}`],
        ["X-Type", "application/json"],
        ["X-Stage", "prod"],
        ["X-Ip", "192.0.2.1"],
        ["X-Var", "b"],
        ["Content-Type", "text/plain"],
      ].flat(),
    );
  });

  test.each<[title: string, outcome: InvocationResult, status: number]>([
    ["it is not there", refused("ResourceNotFoundException", 404), 500],
    ["it has too much to do", refused("TooManyRequestsException", 429), 500],
    ["it takes too long", refused("CallerTimedOut"), 504],
    ["the event is no JSON", refused("InvalidRequestContentException"), 400],
  ])("%s", async (_title, outcome, status) => {
    expect((await lambda({}, { answers: () => outcome }).ask("/prod/x")).status).toBe(status);
  });

  const toOctets: Responses = { 200: { statusCode: "200", contentHandling: "CONVERT_TO_BINARY" } };
  test.each<[title: string, answer: string, responses: Responses, accept: string]>([
    ["text that is no base64, as octets", "this is a text", toOctets, "text/plain"],
    ["the same for a client of a binary type", "this is a text", plain, "image/png"],
    [
      "octets in a template",
      "aGVsbG8=",
      { 200: { ...toOctets["200"], responseTemplates: { "application/json": "$input.body" } } },
      "text/plain",
    ],
  ])("recorded as a fault: %s", async (_title, answer, integrationResponses, accept) => {
    const snapshot = { binaryMediaTypes: ["image/png"] };
    const serving = lambda({ integrationResponses }, { answers: () => answer, snapshot });
    expect(await serving.ask("/prod/x", { headers: { accept } })).toMatchObject({ status: 500 });
  });

  test("another service of AWS is not there", async () => {
    const serving = lambda({ uri: "arn:aws:apigateway:eu-west-1:s3:path/bucket/key" });
    expect(await serving.ask("/prod/x")).toMatchObject({ status: 500 });
  });

  const binary: Responses = { 200: { statusCode: "200", contentHandling: "CONVERT_TO_BINARY" } };
  test.each<[title: string, answer: string, responses: Responses, accept: string, body: string]>([
    ["base64, quoted as JSON, to octets", `"aGVsbG8="`, binary, "image/png", "hello"],
    ["base64 to octets for a client of a binary type", "aGVsbG8=", plain, "image/png", "hello"],
    ["text stays text", `"aGVsbG8="`, plain, "text/html", `"aGVsbG8="`],
    [
      "text is asked for",
      `"aGVsbG8="`,
      { 200: { statusCode: "200", contentHandling: "CONVERT_TO_TEXT" } },
      "image/png",
      `"aGVsbG8="`,
    ],
  ])("api-gateway-payload-encodings-workflow: %s", async (_title, answer, integrationResponses, accept, body) => {
    const serving = lambda(
      { integrationResponses },
      { answers: () => answer, snapshot: { binaryMediaTypes: ["image/png"] } },
    );
    expect((await serving.ask("/prod/x", { headers: { accept } })).body).toBe(body);
  });
});

function http(more: Partial<Integration>, given: Partial<Given> = {}): Serving {
  const integration = {
    type: "HTTP" as const,
    httpMethod: "POST",
    uri: "https://backend.test/status/{map}",
    requestParameters: { "integration.request.path.map": "method.request.path.map" },
    integrationResponses: plain,
    ...more,
  };
  return new Serving({ methods: { "ANY /{map+}": { integration } }, backend: () => ({}), ...given });
}

function headersOf(sent: UpstreamRequest): Record<string, string> {
  const byName: Record<string, string> = {};
  for (let i = 0; i < sent.headers.length; i += 2) byName[sent.headers[i]] = sent.headers[i + 1];
  return byName;
}

describe("HTTP", () => {
  test("recorded: nothing of the client's goes on but the body and its type", async () => {
    const serving = http({});
    const headers = {
      "content-type": "application/json",
      accept: "application/xml",
      "user-agent": "test/integration",
      x: "y",
    };
    await serving.ask("/prod/a/b?q=1", { method: "PUT", headers, body: `{"message": "hello world"}` });
    expect(serving.sent[0]).toMatchObject({ method: "POST", url: "https://backend.test/status/a/b" });
    expect(new TextDecoder().decode(serving.sent[0].body ?? undefined)).toBe(`{"message": "hello world"}`);
    const { "X-Amzn-Trace-Id": trace, ...rest } = headersOf(serving.sent[0]);
    expect(trace).toMatch(/^Root=1-/);
    expect(rest).toEqual({
      Accept: "application/json",
      "Content-Type": "application/json",
      "User-Agent": `AmazonAPIGateway_${apiId}`,
      "X-Amzn-Apigateway-Api-Id": apiId,
    });
  });

  test("recorded: what has no body has no media type either, unless it is mapped", async () => {
    const headers = { "content-type": "application/xml" };
    const mapping = { "integration.request.header.Content-Type": "'text/plain'" };
    for (const [requestParameters, type] of [
      [{}, undefined],
      [mapping, "text/plain"],
    ] as const) {
      const serving = http({ requestParameters, uri: "https://backend.test/" });
      await serving.ask("/prod/a", { headers });
      expect(headersOf(serving.sent[0])["Content-Type"]).toBe(type);
    }
  });

  test("recorded: the status selects, and a default takes all others", async () => {
    const serving = http({}, { backend: () => ({ status: 400, body: new TextEncoder().encode("bad") }) });
    expect(await serving.ask("/prod/400")).toEqual({ status: 200, headers: json, body: "bad" });
    const responses = { 200: { statusCode: "200", selectionPattern: String.raw`2\d{2}` } };
    const strict = http({ integrationResponses: responses }, { backend: () => ({ status: 201 }) });
    expect((await strict.ask("/prod/x")).status).toBe(200);
    const unmatched = http({ integrationResponses: responses }, { backend: () => ({ status: 404 }) });
    expect((await unmatched.ask("/prod/x")).status).toBe(500);
  });

  test("recorded: mapped answers give headers of the connection other names", async () => {
    const names =
      "Accept Accept-Charset Authorization Connection Content-Encoding Content-Length Content-MD5 Content-Type Date Expect Host Max-Forwards Proxy-Authenticate Server TE Trailer Upgrade User-Agent Via WWW-Authenticate".split(
        " ",
      );
    const responseParameters = Object.fromEntries(
      [...names, "Transfer-Encoding"].map((name) => [`method.response.header.${name}`, `'response_param_${name}'`]),
    );
    const seen = await http({ integrationResponses: { 200: { statusCode: "200", responseParameters } } }).ask(
      "/prod/x",
    );
    const remapped =
      /^(Authorization|Connection|Content-Length|Content-MD5|Date|Expect|Host|Max-Forwards|Proxy-Authenticate|Server|Trailer|Upgrade|User-Agent|WWW-Authenticate)$/;
    expect(seen.headers).toEqual(
      names.flatMap((name) => [remapped.test(name) ? `x-amzn-Remapped-${name}` : name, `response_param_${name}`]),
    );
  });

  test("of the backend's headers only those that are mapped come back", async () => {
    const responseParameters = {
      "method.response.header.X-One": "integration.response.header.x-b",
      "method.response.header.X-All": "integration.response.multivalueheader.X-B",
    };
    const serving = http(
      { integrationResponses: { 200: { statusCode: "200", responseParameters } } },
      { backend: () => ({ headers: ["X-B", "1", "x-b", "2", "X-C", "3"] }) },
    );
    expect((await serving.ask("/prod/x")).headers).toEqual(["X-One", "2", "X-All", "1,2", ...json]);
  });

  test("recorded: octets that no binary type names are read as UTF-8, either way", async () => {
    const octets = new Uint8Array([0x1f, 0x8b, 0xc3, 0xa9]);
    const serving = http({}, { backend: () => ({ body: octets }) });
    const seen = await serving.ask("/prod/x", {
      method: "POST",
      headers: { "content-type": "image/png" },
      body: octets,
    });
    expect(serving.sent[0].body).toEqual(new TextEncoder().encode("\x1f\ufffdé"));
    expect(seen.body).toBe("\x1f\ufffdé");
  });

  test("a binary answer is base64 text to a client that accepts none", async () => {
    const body = new Uint8Array([0xff, 0]);
    const backend: Given["backend"] = () => ({ headers: ["Content-Type", "image/png"], body });
    const serving = http({}, { backend, snapshot: { binaryMediaTypes: ["image/png"] } });
    expect((await serving.ask("/prod/x")).body).toBe("/wA=");
    expect((await serving.ask("/prod/x", { headers: { accept: "image/png" } })).body).not.toBe("/wA=");
  });
});

describe("mapping parameters (request-response-data-mappings)", () => {
  test.each<[source: string, value: string | null]>([
    ["method.request.path.map", "a/b%20c"],
    ["method.request.querystring.q", "2 2"],
    ["method.request.multivaluequerystring.q", "1&v=2%202"],
    ["method.request.header.x-tag", "two"],
    ["method.request.multivalueheader.X-Tag", "one%2Ctwo".replace("%2C", "&v=")],
    ["method.request.header.Connection", null],
    ["method.request.header.none", null],
    ["method.request.body", `{"a":{"b":[1,2.50]},"c":"d"}`],
    ["method.request.body.c", "d"],
    ["method.request.body.a", `{"b":[1,2.50]}`.replace("2.50", "2.5")],
    ["method.request.body.a.b[0]", "1"],
    ["method.request.body.none", null],
    ["stageVariables.a", "b"],
    ["stageVariables.none", null],
    ["context.httpMethod", "POST"],
    ["context.identity.user", null],
    ["'it''s'", "it''s"],
    ["''", ""],
  ])("%s", async (source, value) => {
    const requestParameters = {
      "integration.request.path.map": "'x'",
      "integration.request.querystring.v": source,
    };
    const serving = http({ requestParameters }, { stage: { variables: { a: "b" } } });
    const headers = ["X-Tag", "one", "x-tag", "two", "Connection", "close"];
    const asked = { method: "POST", headers, body: `{"a":{"b":[1,2.50]},"c":"d"}` };
    await serving.ask("/prod/a/b%20c?q=1&q=2+2", asked);
    const encoded = value === null ? "" : `?v=${value.includes("v=") ? value : encodeURIComponent(value)}`;
    expect(serving.sent[0].url).toBe(`https://backend.test/status/x${encoded}`);
  });

  test.each(["method.request.cookie.a", "nonsense", "method.request.body.$["])("%s means nothing", async (source) => {
    const serving = http({
      requestParameters: { "integration.request.querystring.v": source, "integration.request.path.map": "'x'" },
    });
    expect((await serving.ask("/prod/x")).status).toBe(500);
  });

  test("a body that only begins as JSON", async () => {
    const requestParameters = { "integration.request.querystring.v": "method.request.body.a" };
    const serving = http({ requestParameters, uri: "https://backend.test/" });
    const seen = await serving.ask("/prod/x", { method: "POST", body: `{"a":` });
    expect(seen.status).toBe(400);
    expect(JSON.parse(seen.body)).toEqual({ message: "Invalid JSON in request body" });
  });

  test("what a template overrides wins over the mappings (apigateway-override-request-response-parameters)", async () => {
    const template = [
      "#set($context.requestOverride.header.x-mapped = 'over')",
      "#set($context.requestOverride.path.map = 'there')",
      "#set($context.requestOverride.querystring.q = $input.params('q'))",
      "body",
    ].join("");
    const serving = http({
      requestTemplates: { "application/json": template },
      requestParameters: {
        "integration.request.path.map": "'here'",
        "integration.request.header.x-mapped": "'under'",
        "integration.request.header.x-other": "'stays'",
      },
    });
    await serving.ask("/prod/x?q=a%20b");
    expect(serving.sent[0].url).toBe("https://backend.test/status/there?q=a%20b");
    expect(headersOf(serving.sent[0])).toMatchObject({ "x-mapped": "over", "x-other": "stays" });
    expect(new TextDecoder().decode(serving.sent[0].body ?? undefined)).toBe("body");
  });
});

function mock(more: Partial<Integration>, given: Partial<Given> = {}): Serving {
  const requestTemplates = { "application/json": `{"statusCode": 200}` };
  const integration = { type: "MOCK" as const, requestTemplates, integrationResponses: plain, ...more };
  return new Serving({ methods: { "ANY /{p}": { integration } }, ...given });
}

describe("MOCK (how-to-mock-integration)", () => {
  test.each<[template: string, status: number]>([
    [`{"statusCode": 200}`, 200],
    ["{statusCode: 200}", 200],
    [`{"statusCode": "200"}`, 500],
    [`{"statusCode": 404}`, 404],
    [`{"statusCode": $input.params('code')}`, 404],
    [`{"statusCode": 500}`, 200],
    [`{"statusCode": "many"}`, 500],
    [`{"statusCode": 200.5}`, 500],
    ["{}", 500],
    ["[200]", 500],
    ["", 500],
  ])("the template %s", async (template, status) => {
    const integrationResponses = { 200: { statusCode: "200" }, 404: { statusCode: "404", selectionPattern: "404" } };
    const serving = mock({ requestTemplates: { "application/json": template }, integrationResponses });
    expect((await serving.ask("/prod/x?code=404")).status).toBe(status);
  });

  test("a preflight's answer (how-to-cors)", async () => {
    const responseParameters = {
      "method.response.header.Access-Control-Allow-Headers": "'Content-Type,Authorization'",
      "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
      "method.response.header.Access-Control-Allow-Origin": "'*'",
    };
    const integrationResponses = { 200: { statusCode: "204", responseParameters } };
    expect(await mock({ integrationResponses }).ask("/prod/x", { method: "OPTIONS" })).toEqual({
      status: 204,
      headers: [
        ["Access-Control-Allow-Headers", "Content-Type,Authorization"],
        ["Access-Control-Allow-Methods", "GET,OPTIONS"],
        ["Access-Control-Allow-Origin", "*"],
        json,
      ].flat(),
      body: "",
    });
  });

  const overrideInRequest = [
    "#set($context.responseOverride.status = 444)",
    "#set($context.responseOverride.header.foo = 'bar')",
    "#set($context.responseOverride.custom = 'is also passed around')",
    `{"statusCode": 200}`,
  ].join("");

  test.each([
    [
      `{"statusOverride":"$context.responseOverride.status","fooHeader":"$context.responseOverride.header.foo","custom":"$context.responseOverride.custom"}`,
      `{"statusOverride":"444","fooHeader":"bar","custom":"is also passed around"}`,
    ],
    [null, ""],
  ])(
    "recorded: a response overridden by the request's template, the response's template being %s",
    async (template, body) => {
      const serving = mock({
        requestTemplates: { "application/json": overrideInRequest },
        integrationResponses: { 200: { statusCode: "200", responseTemplates: { "application/json": template } } },
      });
      expect(await serving.ask("/prod/x")).toEqual({ status: 444, headers: ["foo", "bar", ...json], body });
    },
  );

  test.each(["99", "600", "'abc'", "'444'"])("recorded: a status of %s overrides nothing", async (status) => {
    const responseTemplates = { "application/json": `#set($context.responseOverride.status = ${status})ok` };
    const serving = mock({ integrationResponses: { 200: { statusCode: "201", responseTemplates } } });
    expect(await serving.ask("/prod/x")).toMatchObject({ status: 201, body: "ok" });
  });

  test.each<[accept: string | undefined, body: string]>([
    ["application/xml", "<a/>"],
    ["application/xml;q=0.9, application/json", "<a/>"],
    ["text/html", "{}"],
    [undefined, "{}"],
  ])("the response's template for a client that accepts %s", async (accept, body) => {
    const responseTemplates = { "application/xml": "<a/>", "application/json": "{}" };
    const serving = mock({ integrationResponses: { 200: { statusCode: "200", responseTemplates } } });
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    expect((await serving.ask("/prod/x", { headers })).body).toBe(body);
  });

  test("a template that cannot be read or run is a fault of the API", async () => {
    const unread = mock({ requestTemplates: { "application/json": "#if($a" } });
    expect((await unread.ask("/prod/x")).status).toBe(500);
  });

  test.each<[template: string, reads: number]>([
    [`{"statusCode": 200}`, 0],
    [`{"statusCode": $input.json('$.code')}`, 1],
  ])("whether the template %s needs the body", async (template, wanted) => {
    let reads = 0;
    const serving = mock({ requestTemplates: { "application/json": template } });
    const asked = { method: "POST", body: `{"code":200}`, onRead: () => void reads++ };
    expect((await serving.ask("/prod/x", asked)).status).toBe(200);
    expect(reads).toBe(wanted);
  });
});
