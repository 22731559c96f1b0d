// The event of a Lambda proxy integration: AWS's recorded events, the rules of the guide one by one, and for random requests
// the same as a naive construction by objects.

import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { account, apiId, home, type Asked, type Given, Serving } from "../serving.ts";

const recordings = new URL(
  "../../../../../shared/data/aws-recorded/test_apigateway_lambda.snapshot.json",
  import.meta.url,
);
const isRecorded = existsSync(recordings);

type Fields = Record<string, unknown>;

async function eventOf(given: Partial<Given>, target: string, asked: Asked = {}): Promise<Fields> {
  const serving = new Serving({ methods: { "ANY /{proxy+}": {} }, ...given });
  const { status } = await serving.ask(target, asked);
  expect(status).toBe(200);
  return serving.event;
}

/** What the edge added there, and what differs from run to run, is not compared. */
function comparable(event: Fields): Fields {
  const drop = (headers: unknown): Fields =>
    Object.fromEntries(
      Object.entries(headers as Fields).filter(
        ([name]) => !/^(cloudfront-|via$|x-amz-cf-id$|x-)/i.test(name) && name !== "Host",
      ),
    );
  const { requestContext, headers, multiValueHeaders, body, ...rest } = event;
  const context = requestContext as Fields;
  return {
    ...rest,
    body: typeof body === "string" ? (JSON.parse(body) as unknown) : body,
    headers: drop(headers),
    multiValueHeaders: drop(multiValueHeaders),
    contextNames: Object.keys(context).toSorted(),
    identityNames: Object.keys(context["identity"] as Fields).toSorted(),
    contextPath: context["path"],
    protocol: context["protocol"],
    resourcePath: context["resourcePath"],
    httpMethod: context["httpMethod"],
  };
}

describe.skipIf(!isRecorded)(`recorded events${isRecorded ? "" : " (no recordings here)"}`, () => {
  const recorded = isRecorded
    ? (JSON.parse(readFileSync(recordings, "utf8")) as Record<string, { "recorded-content": Record<string, Fields> }>)
    : {};
  const recording = "tests/aws/services/apigateway/test_apigateway_lambda.py::test_lambda_aws_proxy_integration";
  const steps = recorded[recording]?.["recorded-content"] ?? {};
  const client = ["Accept-Encoding", "gzip, deflate", "Accept", "*/*", "User-Agent", "python-requests/testing"];
  const usual = [...client, "tEsT-HEADeR", "aValUE", "authorization", "random-value"];
  const cases: readonly (readonly [step: string, target: string, sent?: Asked])[] = [
    ["invocation-payload-without-trailing-slash", "/stage/proxy-value"],
    ["invocation-payload-with-trailing-slash", "/stage/proxy-value/"],
    ["invocation-payload-with-double-slash", "/stage/proxy-value//double-slash"],
    ["invocation-payload-with-prepended-slash-to-stage", "//stage/proxy-value"],
    ["invocation-payload-with-prepended-slash", "/stage//proxy-value"],
    ["invocation-payload-without-trailing-slash-and-query-params", "/stage/proxy-value?urlparam=test"],
    ["invocation-payload-with-trailing-slash-and-query-params", "/stage/proxy-value/?urlparam=test"],
    [
      "invocation-payload-with-path-encoded-email",
      "/stage/proxy-value/api/user/test%2Balias@gmail.com/plus/test+alias@gmail.com",
    ],
    [
      "invocation-payload-with-params-encoding",
      "/stage/proxy-value/api?dateTimeOffset=2023-06-12T18:05:10.123456+00:00&email=test%2Balias@gmail.com&plus=test+alias@gmail.com&url=https://www.google.com/&whitespace=foo%20bar&zhash=abort/",
    ],
    [
      "invocation-payload-with-params-encoding-multi",
      "/stage/proxy-value?category=electronics&category=books&price=10&price=20&price=30",
      {
        method: "POST",
        body: `{"message": "hello world"}`,
        headers: [
          ...client,
          "Content-Type",
          "application/json;charset=utf-8",
          "aUThorization",
          "Bearer token123;API key456",
          "Content-Length",
          "26",
          "Connection",
          "keep-alive",
        ],
      },
    ],
    ["invocation-hardcoded", "/stage//hardcoded"],
  ];

  test.each(cases.map(([step, target, asked]) => ({ step, target, asked })))(
    "$step",
    async ({ step, target, asked }) => {
      const given: Partial<Given> = {
        methods: { "ANY /{proxy+}": {}, "ANY /hardcoded": {} },
        // Recorded of an edge-optimised API.
        snapshot: { endpointConfiguration: { types: ["EDGE"] } },
        stage: { stageName: "stage" },
      };
      expect(comparable(await eventOf(given, target, asked ?? { headers: usual }))).toEqual(comparable(steps[step]));
    },
  );
});

const event = (target: string, asked: Asked = {}, given: Partial<Given> = {}): Promise<Fields> =>
  eventOf(given, target, asked);

describe("rules of the guide", () => {
  test("everything has its place, and its order", async () => {
    const found = await event("/prod/a?x=1", { headers: { Accept: "*/*" } });
    expect(Object.keys(found)).toEqual([
      "resource",
      "path",
      "httpMethod",
      "headers",
      "multiValueHeaders",
      "queryStringParameters",
      "multiValueQueryStringParameters",
      "pathParameters",
      "stageVariables",
      "requestContext",
      "body",
      "isBase64Encoded",
    ]);
    expect(found["requestContext"]).toMatchObject({
      accountId: account,
      apiId,
      deploymentId: "dep1",
      domainName: home,
      domainPrefix: apiId,
      requestTime: "30/Nov/2025:00:27:09 +0000",
      requestTimeEpoch: 1_764_462_429_000,
      resourceId: "res0",
      stage: "prod",
      identity: { sourceIp: "192.0.2.1", userAgent: null, accessKey: null },
    });
    expect(found["requestContext"]).not.toHaveProperty("authorizer");
    expect(found["requestContext"]).not.toHaveProperty("isCanaryRequest");
  });

  test("of several values the last counts, whatever the case of the name", async () => {
    const headers = ["X-Tag", "one", "Accept", "*/*", "x-tag", "two", "X-TAG", "three"];
    const found = await event("/prod/a?b=1&c=2&b=3", { headers });
    expect(found["headers"]).toMatchObject({ "X-Tag": "three" });
    expect(found["multiValueHeaders"]).toMatchObject({ "X-Tag": ["one", "two", "three"] });
    expect(found["headers"]).not.toHaveProperty("x-tag");
    expect(found["queryStringParameters"]).toEqual({ b: "3", c: "2" });
    expect(found["multiValueQueryStringParameters"]).toEqual({ b: ["1", "3"], c: ["2"] });
  });

  test("headers of a connection stay with the connection", async () => {
    const dropped =
      "Connection Content-Length Content-MD5 Expect Max-Forwards Proxy-Authenticate Server TE Transfer-Encoding Trailer Upgrade WWW-Authenticate";
    const headers = [...dropped.split(" ").flatMap((name) => [name, "x"]), "Content-Encoding", "gzip", "Via", "1.1 x"];
    const found = await event("/prod/a", { headers });
    expect(Object.keys(found["headers"] as Fields)).toEqual([
      "Host",
      "Content-Encoding",
      "Via",
      "X-Amzn-Trace-Id",
      "X-Forwarded-For",
      "X-Forwarded-Port",
      "X-Forwarded-Proto",
    ]);
  });

  test("whom the request comes through is told, and not believed about port and scheme", async () => {
    const headers = { "x-forwarded-for": "198.51.100.7", "X-Forwarded-Proto": "http", "X-Forwarded-Port": "80" };
    const { headers: found } = await event("/prod/a", { headers });
    expect(found).toMatchObject({
      "X-Forwarded-For": "198.51.100.7, 192.0.2.1",
      "X-Forwarded-Port": "443",
      "X-Forwarded-Proto": "https",
    });
  });

  test("names keep their case at a regional API", async () => {
    const { headers } = await event("/prod/a", { headers: { authorization: "x", "USER-agent": "y" } });
    expect(headers).toMatchObject({ authorization: "x", "USER-agent": "y" });
  });

  test.each([
    ["text/plain", "grüße", false, "grüße"],
    ["image/png", "grüße", true, "Z3LDvMOfZQ=="],
    ["application/x-thing; v=2", "a", true, "YQ=="],
    ["application/json", "", false, null],
  ])("a body of type %s", async (type, body, isBase64Encoded, text) => {
    const given = { snapshot: { binaryMediaTypes: ["image/*", "application/x-thing"] } };
    const found = await event("/prod/a", { method: "POST", headers: { "Content-Type": type }, body }, given);
    expect(found).toMatchObject({ body: text, isBase64Encoded });
  });

  test("stage variables, and what a canary stage says of a request", async () => {
    const canarySettings = { percentTraffic: 0, deploymentId: "dep2", useStageCache: false };
    const found = await event("/prod/a", {}, { stage: { variables: { db: "prod" }, canarySettings } });
    expect(found["stageVariables"]).toEqual({ db: "prod" });
    expect(found["requestContext"]).toMatchObject({ isCanaryRequest: false, deploymentId: "dep1" });
  });

  test.each([
    ["api.example.test", "(none)", "/users/1", "/users/1", "/users/1"],
    ["api.example.test", "v1", "/v1/users/1", "/v1/users/1", "/v1/users/1"],
  ])("on the custom domain %s with the base path %s", async (host, basePath, target, path, contextPath) => {
    const found = await event(target, { host }, { domains: { [host]: basePath } });
    expect(found).toMatchObject({
      path,
      pathParameters: { proxy: "users/1" },
      requestContext: { path: contextPath, domainName: host, domainPrefix: "api" },
    });
  });
});

test("a random request's event is the one that objects would make", async () => {
  const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/);
  const value = fc.string({ unit: "grapheme", maxLength: 20 });
  const headers = fc.array(
    fc.tuple(fc.oneof(token, fc.constantFrom("X-A", "x-a", "Accept", "TE", "__proto__")), value),
    {
      maxLength: 8,
    },
  );
  const query = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 6 }), value), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(headers, query, fc.option(value), async (pairs, parameters, body) => {
      const text = parameters
        .map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join("="))
        .join("&");
      const asked = {
        headers: pairs.filter(([name]) => !/^x-(forwarded|amzn)|^host$|^content-type$/i.test(name)).flat(),
        ...(body === null ? {} : { body: body.toWellFormed(), method: "POST" }),
      };
      const found = await event(`/prod/a?${text}`, asked);
      const naive = naiveMaps(["Host", home, ...asked.headers]);
      const own = /^x-(forwarded-\w+|amzn-trace-id)$/i;
      const without = (map: unknown): Fields =>
        Object.fromEntries(Object.entries(map as Fields).filter(([name]) => !own.test(name)));
      expect(without(found["headers"])).toEqual(
        Object.fromEntries([...naive].map(([, e]) => [e.name, e.values.at(-1)])),
      );
      expect(without(found["multiValueHeaders"])).toEqual(
        Object.fromEntries([...naive].map(([, e]) => [e.name, e.values])),
      );
      const searched = new URLSearchParams(text);
      const names = [...new Set(searched.keys())].filter((name) => name !== "");
      const all = Object.fromEntries(names.map((name) => [name, searched.getAll(name)]));
      expect(found["multiValueQueryStringParameters"] ?? {}).toEqual(all);
      expect(found["body"]).toBe(body === null || body === "" ? null : body.toWellFormed());
    }),
  );
});

function naiveMaps(flat: readonly string[]): Map<string, { readonly name: string; readonly values: string[] }> {
  const dropped =
    /^(connection|content-length|content-md5|expect|max-forwards|proxy-authenticate|server|te|transfer-encoding|trailer|upgrade|www-authenticate)$/i;
  const found = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (let i = 0; i < flat.length; i += 2) {
    if (dropped.test(flat[i])) continue;
    const entry = found.get(flat[i].toLowerCase());
    if (entry === undefined) found.set(flat[i].toLowerCase(), { name: flat[i], values: [flat[i + 1]] });
    else entry.values.push(flat[i + 1]);
  }
  return found;
}
