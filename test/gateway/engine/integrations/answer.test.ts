// What a function's answer becomes (AWS guide: set-up-lambda-proxy-integrations): the answers recorded from AWS in
// test_aws_proxy_response_payload_format_validation, malformed ones, and what stands for no answer at all.

import { describe, expect, test } from "vitest";
import type { Invocation, InvocationResult, Streaming } from "../../../../src/gateway/functions/port.ts";
import { type Asked, completed, failedWith, type Given, refused, type Seen, Serving } from "../serving.ts";

const json = ["Content-Type", "application/json"];
const malformed = { status: 502, body: `{"message": "Internal server error"}` };

async function see(answer: unknown, asked: Asked = {}, given: Partial<Given> = {}): Promise<Seen> {
  const payload = typeof answer === "string" ? answer : JSON.stringify(answer);
  const serving = new Serving({ methods: { "ANY /": {} }, answers: () => payload, ...given });
  return serving.ask("/prod/", asked);
}

/** The body as JSON where it is some. */
function check(found: Seen, wanted: Partial<Seen>): void {
  if (wanted.status !== undefined) expect(found.status).toBe(wanted.status);
  if (wanted.headers !== undefined) expect(found.headers).toEqual(wanted.headers);
  if (wanted.body === undefined) return;
  expect(wanted.body.startsWith("{") ? (JSON.parse(found.body) as unknown) : found.body).toEqual(
    wanted.body.startsWith("{") ? (JSON.parse(wanted.body) as unknown) : wanted.body,
  );
}

test.each<[title: string, answer: unknown, wanted: Partial<Seen>]>([
  ["no body", { statusCode: 200 }, { status: 200, headers: json, body: "" }],
  [
    "headers, one of them a boolean",
    { statusCode: 200, headers: { "test-header": "value", "header-bool": true } },
    { headers: ["test-header", "value", "header-bool", "true", ...json] },
  ],
  ["headers null", { statusCode: 200, headers: null }, { status: 200, headers: json }],
  ["a member too many", { statusCode: 200, wrongValue: "value" }, malformed],
  ["an empty object", {}, malformed],
  [
    "base64 that no binary type asks for",
    { statusCode: 200, body: "dGVzdA==", isBase64Encoded: true },
    { body: "dGVzdA==" },
  ],
  ["base64 that is not said to be", { statusCode: 200, body: "dGVzdA==" }, { body: "dGVzdA==" }],
  [
    "several values",
    { statusCode: 200, multiValueHeaders: { "test-multi": ["value1", "value2"] } },
    { headers: ["test-multi", "value1", "test-multi", "value2", ...json] },
  ],
  [
    "several values and one more",
    { statusCode: 200, multiValueHeaders: { "test-multi": ["value-multi"] }, headers: { "test-multi": "value-solo" } },
    { headers: ["test-multi", "value-multi", "test-multi", "value-solo", ...json] },
  ],
  [
    "the same in another case",
    { statusCode: 200, multiValueHeaders: { "tesT-Multi": ["value-multi"] }, headers: { "test-multi": "value-solo" } },
    { headers: ["tesT-Multi", "value-multi", "tesT-Multi", "value-solo", ...json] },
  ],
  ["a multi value that is no list", { statusCode: 200, multiValueHeaders: { "test-multi": "value1" } }, malformed],
  ["a status that is no number", { statusCode: "test" }, malformed],
  ["a status as text", { statusCode: "201" }, { status: 201, body: "" }],
  ["just a string", `"justAString"`, malformed],
  [
    "only headers",
    { headers: { "test-header": "value" } },
    { status: 200, headers: ["test-header", "value", ...json] },
  ],
])("recorded: %s", async (_title, answer, wanted) => {
  check(await see(answer), wanted);
});

test.each<[title: string, answer: unknown]>([
  ["null", null],
  ["a list", [{ statusCode: 200 }]],
  ["no JSON", "<html>"],
  ["nothing", ""],
  ["headers as a list", { headers: ["a"] }],
  ["headers as text", { headers: "a: b" }],
  ["an object for a header's value", { headers: { a: {} } }],
  ["an object among several values", { multiValueHeaders: { a: [{}] } }],
  ["a header's name with a blank", { headers: { "a b": "c" } }],
  ["a header's value with a line end", { headers: { a: "b\r\nSet-Cookie: c" } }],
  ["a header's value beyond Latin-1", { headers: { a: "雪" } }],
  ["an object for a body", { body: { a: 1 } }],
  ["a status of no answer", { statusCode: 100 }],
  ["a status with a fraction", { statusCode: 200.5 }],
  ["a status out of range", { statusCode: 600 }],
])("malformed: %s", async (_title, answer) => {
  check(await see(answer), malformed);
});

describe("what belongs to the connection", () => {
  test("comes back under another name, or not at all", async () => {
    const headers = {
      Connection: "close",
      Date: "d",
      Server: "s",
      "Content-Length": "1",
      "transfer-encoding": "chunked",
    };
    const more = { Via: "v", "Content-Encoding": "br", "WWW-Authenticate": "w", "x-amzn-RequestId": "r" };
    expect((await see({ headers: { ...headers, ...more } })).headers).toEqual(
      [
        ["x-amzn-Remapped-Connection", "close"],
        ["x-amzn-Remapped-Date", "d"],
        ["x-amzn-Remapped-Server", "s"],
        ["x-amzn-Remapped-Content-Length", "1"],
        ["Via", "v"],
        ["Content-Encoding", "br"],
        ["WWW-Authenticate", "w"],
        ["x-amzn-Remapped-x-amzn-RequestId", "r"],
        json,
      ].flat(),
    );
  });
});

const image = { statusCode: 200, headers: { "Content-Type": "image/png" }, body: "aGVsbG8=", isBase64Encoded: true };

test.each<[accept: string | undefined, types: readonly string[], body: string]>([
  ["image/png", ["image/png"], "hello"],
  ["image/png;q=0.8, text/html", ["image/png"], "hello"],
  ["image/webp", ["image/*"], "hello"],
  ["text/html, image/png", ["image/png"], "aGVsbG8="],
  ["*/*", ["image/png"], "aGVsbG8="],
  [undefined, ["*/*"], "hello"],
  [undefined, ["image/png"], "aGVsbG8="],
])("a client that accepts %s of an API with the binary types %j", async (accept, binaryMediaTypes, body) => {
  const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept };
  check(await see(image, { headers }, { snapshot: { binaryMediaTypes } }), { status: 200, body });
});

test("base64 that is none is the API's own fault", async () => {
  const found = await see({ body: "§", isBase64Encoded: true }, {}, { snapshot: { binaryMediaTypes: ["*/*"] } });
  check(found, { status: 500, body: malformed.body });
});

const internal = `{"message": "Internal server error"}`;

test.each<[title: string, outcome: InvocationResult, status: number, body: string]>([
  ["a function that throws", failedWith(`{"errorMessage":"boom","errorType":"Error"}`), 502, internal],
  ["a function that is not there", refused("ResourceNotFoundException", 404), 500, internal],
  ["a function with too much to do", refused("TooManyRequestsException", 429), 500, internal],
  [
    "an event too large for a function",
    refused("RequestTooLargeException", 413),
    413,
    `{"message":"Request Too Long"}`,
  ],
  ["a function that takes too long", refused("CallerTimedOut", 504), 504, `{"message": "Endpoint request timed out"}`],
])("%s", async (_title, outcome, status, body) => {
  const serving = new Serving({ methods: { "ANY /": {} }, answers: () => outcome });
  check(await serving.ask("/prod/"), { status, body });
});

describe("whether the function may be invoked", () => {
  test.each<[permission: "denied" | "no such function"]>([["denied"], ["no such function"]])(
    "%s",
    async (permission) => {
      const serving = new Serving({ methods: { "ANY /users/{id}": {} }, permits: () => permission });
      check(await serving.ask("/prod/users/1"), { status: 500, body: internal });
      expect(serving.invocations).toEqual([]);
    },
  );

  test("its policy is asked about this API, stage, verb and resource", async () => {
    const asked: unknown[] = [];
    const serving = new Serving({
      methods: { "ANY /users/{id}": {} },
      permits: (target, caller) => {
        asked.push(target, caller);
        return "allowed";
      },
    });
    await serving.ask("/prod/users/1");
    expect(asked).toEqual([
      { name: "arn:aws:lambda:eu-west-1:111122223333:function:echo", account: "111122223333", region: "eu-west-1" },
      {
        principal: "apigateway.amazonaws.com",
        sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/GET/users/{id}",
        sourceAccount: "111122223333",
      },
    ]);
  });

  test("a role of the API's own needs no such policy", async () => {
    const integration = { credentials: "arn:aws:iam::111122223333:role/api" };
    const serving = new Serving({ methods: { "ANY /": { integration } }, permits: () => "denied" });
    check(await serving.ask("/prod/"), { status: 200 });
  });
});

describe("which function", () => {
  test("stage variables stand in its ARN", async () => {
    const uri =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:444455556666:function:${stageVariables.fn}:${stageVariables.alias}/invocations";
    const stage = { variables: { fn: "books", alias: "live" } };
    const serving = new Serving({ methods: { "ANY /": { integration: { uri } } }, stage });
    await serving.ask("/prod/");
    expect(serving.invocations[0].target).toEqual({
      name: "arn:aws:lambda:us-east-1:444455556666:function:books:live",
      account: "444455556666",
      region: "us-east-1",
    });
  });

  test.each([
    "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/queue",
    "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem",
    "https://example.test",
    "",
  ])("%s is none", async (uri) => {
    const serving = new Serving({ methods: { "ANY /": { integration: { uri } } } });
    check(await serving.ask("/prod/"), { status: 500, body: internal });
  });

  test("it is invoked with POST only (recorded: test_lambda_aws_proxy_integration_non_post_method)", async () => {
    const serving = new Serving({ methods: { "ANY /": { integration: { httpMethod: "GET" } } } });
    check(await serving.ask("/prod/"), { status: 500, body: internal });
  });
});

test.each(["Content-Length", "transfer-encoding", "X-Amzn-Trace-Id", "Authorization", "connection", "Expect", "TE"])(
  "a mapping to %s fails, although nothing is mapped here (recorded: test_apigateway_header_remapping_aws)",
  async (name) => {
    const requestParameters = { [`integration.request.header.${name}`]: "'x'" };
    const serving = new Serving({ methods: { "ANY /": { integration: { requestParameters } } } });
    check(await serving.ask("/prod/"), { status: 500, body: internal });
  },
);

describe("format 2.0", () => {
  const integration = { payloadFormatVersion: "2.0" as const };
  const ask = async (
    target: string,
    asked: Asked = {},
    answers: Given["answers"] = () => `"hi"`,
  ): Promise<[Serving, Seen]> => {
    const serving = new Serving({
      methods: { "ANY /users/{id}": { integration } },
      answers,
      stage: { variables: { a: "b" } },
    });
    return [serving, await serving.ask(target, asked)];
  };

  test("the event (http-api-develop-integrations-lambda)", async () => {
    const headers = ["X-Tag", "one", "x-tag", "two", "Cookie", "a=1; b=2", "User-Agent", "curl"];
    const [serving] = await ask("/prod/users/a%20b?x=1&y=2&x=3", { headers, method: "POST", body: "{}" });
    const { headers: found, requestContext, ...rest } = serving.event;
    expect(found).toMatchObject({ "x-tag": "one,two", "user-agent": "curl", "x-forwarded-proto": "https" });
    expect(found).not.toHaveProperty("cookie");
    expect(rest).toEqual({
      version: "2.0",
      routeKey: "ANY /users/{id}",
      rawPath: "/prod/users/a%20b",
      rawQueryString: "x=1&y=2&x=3",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { x: "1,3", y: "2" },
      pathParameters: { id: "a b" },
      stageVariables: { a: "b" },
      body: "{}",
      isBase64Encoded: false,
    });
    expect(requestContext).toMatchObject({
      http: {
        method: "POST",
        path: "/prod/users/a%20b",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "curl",
      },
      routeKey: "ANY /users/{id}",
      stage: "prod",
      time: "30/Nov/2025:00:27:09 +0000",
    });
  });

  test("what is empty is absent", async () => {
    const [serving] = await ask("/prod/users/1");
    for (const name of ["cookies", "queryStringParameters", "body"]) expect(serving.event).not.toHaveProperty(name);
  });

  test.each<[answer: unknown, wanted: Partial<Seen>]>([
    ["hi", { status: 200, headers: json, body: `"hi"` }],
    [{ a: 1 }, { status: 200, headers: json, body: `{"a":1}` }],
    [
      { statusCode: 201, cookies: ["a=1", "b=2"], headers: { x: "y" }, body: "aGVsbG8=", isBase64Encoded: true },
      { status: 201, headers: ["x", "y", "Set-Cookie", "a=1", "Set-Cookie", "b=2", ...json], body: "hello" },
    ],
  ])("the answer %j", async (answer, wanted) => {
    const [, found] = await ask("/prod/users/1", {}, () => JSON.stringify(answer));
    check(found, wanted);
  });

  test("asked for by a request parameter", async () => {
    const requestParameters = { "integration.request.header.X-Amz-Payload-Format-Version": "'2.0'" };
    const serving = new Serving({ methods: { "ANY /": { integration: { requestParameters } } } });
    await serving.ask("/prod/");
    expect(serving.event["version"]).toBe("2.0");
  });
});

describe("streamed answers (response-transfer-mode-lambda)", () => {
  const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

  async function* chunksOf(texts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const text of texts) yield await Promise.resolve(octets(text));
  }

  function streaming(texts: readonly string[], metadata: Streaming["metadata"] = null): Streaming {
    const ending = Promise.resolve({ errorCode: null, errorDetails: "", logTail: null });
    const contentType = "text/event-stream";
    return { kind: "streaming", executedVersion: "1", metadata, contentType, chunks: chunksOf(texts), ending };
  }

  const ask = (streams: (invocation: Invocation) => Streaming | ReturnType<typeof refused>): Promise<Seen> =>
    new Serving({ methods: { "ANY /": { integration: { responseTransferMode: "STREAM" } } }, streams }).ask("/prod/");

  const zeros = "\0".repeat(8);

  test.each<[title: string, stream: () => Streaming, wanted: Partial<Seen>]>([
    [
      "metadata that the runtime said",
      () => streaming(["a", "b"], { statusCode: 201, headers: { "X-A": "1" }, cookies: ["c=1"] }),
      { status: 201, headers: ["X-A", "1", "Content-Type", "text/event-stream", "Set-Cookie", "c=1"], body: "ab" },
    ],
    ["metadata without anything", () => streaming(["a"], {}), { status: 200, body: "a" }],
    [
      "metadata in the stream, cut anywhere",
      () => streaming([`{"statusCode":`, `202,"headers":{"Content-Type":"text/plain"}}\0\0\0`, `\0\0\0\0\0he`, "llo"]),
      { status: 202, headers: ["Content-Type", "text/plain"], body: "hello" },
    ],
    ["metadata and nothing else", () => streaming([`{}${zeros}`]), { status: 200, body: "" }],
    ["no metadata", () => streaming(["hello"]), malformed],
    ["nothing at all", () => streaming([]), malformed],
    ["metadata that are no JSON", () => streaming([`hello${zeros}there`]), malformed],
    ["metadata without end", () => streaming(["x".repeat(20_000), zeros]), malformed],
    ["a status of no answer", () => streaming(["a"], { statusCode: 42 }), malformed],
  ])("%s", async (_title, stream, wanted) => {
    check(await ask(stream), wanted);
  });

  const brokenOff = (texts: readonly string[], metadata: Streaming["metadata"]): Streaming => ({
    ...streaming(texts, metadata),
    ending: Promise.resolve({ errorCode: "Error", errorDetails: "{}", logTail: null }),
  });

  test("a stream that is broken off never looks like one that ended", async () => {
    await expect(ask(() => brokenOff(["a"], {}))).rejects.toThrow("The function broke its stream off with Error.");
    check(await ask(() => brokenOff(["a"], null)), malformed);
  });

  test("a stream that cannot begin", async () => {
    check(await ask(() => refused("CallerTimedOut")), { status: 504 });
  });
});

test("the function is told who asks, and how long anybody waits", async () => {
  const serving = new Serving({
    methods: { "ANY /": { integration: { timeoutInMillis: 750 } } },
    answers: () => completed(`{"statusCode":204}`),
  });
  const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  await serving.ask("/prod/", { headers: { "X-Amzn-Trace-Id": trace } });
  expect(serving.invocations[0]).toMatchObject({ type: "RequestResponse", patienceMs: 750, traceId: trace });
});
