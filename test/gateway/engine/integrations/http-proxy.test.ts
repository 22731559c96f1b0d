// HTTP_PROXY (AWS guide: setup-http-integrations), with the cases recorded from AWS: test_http_proxy_integration_request_data_mappings,
// test_http_integration_invoke_status_code_passthrough, test_apigateway_header_remapping_http[HTTP_PROXY].

import { describe, expect, test } from "vitest";
import type { UpstreamRequest } from "../../../../src/gateway/engine/ports.ts";
import { type Asked, apiId, type Given, type Seen, Serving } from "../serving.ts";

type Mapping = Readonly<Record<string, string>>;

interface Way {
  readonly uri: string;
  readonly mapping?: Mapping;
  readonly path?: string;
  readonly more?: Given["methods"][string]["integration"];
  readonly backend?: Given["backend"];
}

function servingOf({ uri, mapping = {}, path = "/{proxy+}", more, backend }: Way): Serving {
  const integration = { type: "HTTP_PROXY" as const, httpMethod: "ANY", uri, requestParameters: mapping, ...more };
  return new Serving({
    methods: { [`ANY ${path}`]: { integration } },
    stage: { variables: { host: "backend.test:8443" } },
    backend: backend ?? (() => ({})),
  });
}

async function send(
  way: Way,
  target: string,
  asked: Asked = {},
): Promise<[sent: UpstreamRequest | undefined, seen: Seen]> {
  const serving = servingOf(way);
  const seen = await serving.ask(target, asked);
  return [serving.sent[0], seen];
}

const proxied = { "integration.request.path.proxy": "method.request.path.proxy" };

test.each<[title: string, uri: string, mapping: Mapping, target: string, url: string]>([
  ["as it is", "https://backend.test/fixed", {}, "/prod/x", "https://backend.test/fixed"],
  ["a greedy path", "https://backend.test/{proxy}", proxied, "/prod/a//b%2Fc", "https://backend.test/a//b%2Fc"],
  ["a greedy name", "https://backend.test/{proxy+}", proxied, "/prod/a/b", "https://backend.test/a/b"],
  ["the client's query, untouched", "https://b.test/", {}, "/prod/x?a=1&a=%20+&b", "https://b.test/?a=1&a=%20+&b"],
  ["behind one of its own", "https://b.test/?own=1", {}, "/prod/x?a=1", "https://b.test/?own=1&a=1"],
  ["a stage variable", "https://${stageVariables.host}/x", {}, "/prod/x", "https://backend.test:8443/x"],
  [
    "a query parameter made of a path",
    "https://b.test/",
    { "integration.request.querystring.p q": "method.request.path.proxy" },
    "/prod/a&b",
    "https://b.test/?p%20q=a%26b",
  ],
  [
    "several values",
    "https://b.test/",
    { "integration.request.querystring.all": "method.request.multivaluequerystring.a" },
    "/prod/x?a=1&a=2",
    "https://b.test/?a=1&a=2&all=1&all=2",
  ],
  [
    "a value that would break out",
    "https://b.test/{name}/end",
    { "integration.request.path.name": "method.request.querystring.name" },
    "/prod/x?name=a%20%3F%23b",
    "https://b.test/a%20%3F%23b/end?name=a%20%3F%23b",
  ],
])("the address: %s", async (_title, uri, mapping, target, url) => {
  const [sent] = await send({ uri, mapping }, target);
  expect(sent?.url).toBe(url);
});

test("recorded: mapped parameters join the URI's and the client's", async () => {
  const mapping = {
    "integration.request.header.headerVar": "method.request.header.foobar",
    "integration.request.path.qsVar": "method.request.querystring.testVar",
    "integration.request.path.pathVar": "method.request.path.pathVariable",
    "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
    "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
    "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
  };
  const way = { uri: "https://b.test/?testVar={pathVar}&testQs={qsVar}", mapping, path: "/{pathVariable}" };
  const headers = { "Content-Type": "application/json", foobar: "mapped-value", headerVar: "request-value" };
  const [sent] = await send(way, "/prod/foobar?testQueryString=foo&testVar=bar", {
    method: "POST",
    body: "{}",
    headers,
  });
  const query = new URL(sent?.url ?? "").searchParams;
  const args = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(",")]));
  expect(args).toEqual({ queryString: "foo", testQs: "bar,foo", testQueryString: "foo", testVar: "foobar,bar" });
  expect(headersOf(sent)).toMatchObject({ foobar: ["mapped-value"], headerVar: ["mapped-value"] });
});

test.each<[title: string, uri: string, mapping?: Mapping]>([
  ["no scheme", "backend.test/x"],
  ["another scheme", "ftp://backend.test/x"],
  ["a name in the host of nobody", "https://{host}/x"],
  ["a name that nothing is mapped to", "https://backend.test/{proxy}"],
  ["a blank", "https://backend.test/a b"],
  ["a port of the system's", "http://backend.test:22/"],
  ["a user's name", "http://user@backend.test/"],
  ["a stage variable that is not there", "https://${stageVariables.nobody}/"],
])("no address: %s", async (_title, uri, mapping = {}) => {
  const [sent, seen] = await send({ uri, mapping }, "/prod/x");
  expect(sent).toBeUndefined();
  expect(seen.status).toBe(500);
  expect(JSON.parse(seen.body)).toEqual({ message: "Internal server error" });
});

function headersOf(sent: UpstreamRequest | undefined): Record<string, string[]> {
  const byName: Record<string, string[]> = {};
  for (let i = 0; i < (sent?.headers.length ?? 0); i += 2) (byName[sent!.headers[i]] ??= []).push(sent!.headers[i + 1]);
  return byName;
}

const everything =
  "Accept Accept-Charset Accept-Encoding Age Authorization Connection Content-Encoding Content-Length Content-MD5 Content-Type Date Expect Host Max-Forwards Pragma Proxy-Authenticate Range Referer Server TE Transfer-Encoding Trailer Upgrade User-Agent Via Warn WWW-Authenticate";

describe("headers on their way in (recorded: test_apigateway_header_remapping_http)", () => {
  const all = everything.split(" ").filter((name) => name !== "Host");

  test("those of the connection and some more stay behind, ours are added", async () => {
    const headers = [...all, "Keep-Alive"].flatMap((name) => [name, `client ${name}`]);
    const [sent] = await send({ uri: "https://b.test/" }, "/prod/x", { headers });
    expect(Object.keys(headersOf(sent))).toEqual([
      ..."Accept Accept-Charset Accept-Encoding Age Authorization Content-Type Date Pragma Range Referer User-Agent Warn".split(
        " ",
      ),
      ..."X-Amzn-Apigateway-Api-Id X-Amzn-Trace-Id X-Forwarded-For X-Forwarded-Port X-Forwarded-Proto".split(" "),
    ]);
  });

  test("mapped, most of them go on, over the client's", async () => {
    const mappable = everything.split(" ").filter((name) => name !== "Content-Length" && name !== "Transfer-Encoding");
    const mapping = Object.fromEntries(
      mappable.map((name) => [`integration.request.header.${name}`, `'mapped ${name}'`]),
    );
    const headers = all.flatMap((name) => [name.toLowerCase(), `client ${name}`]);
    const [sent] = await send({ uri: "https://b.test/", mapping }, "/prod/x", { headers });
    const goOn = mappable.filter((name) => !/^(Connection|Expect|Proxy-Authenticate|TE|Upgrade|Via)$/.test(name));
    const found = headersOf(sent);
    expect(Object.keys(found).filter((name) => !name.startsWith("X-"))).toEqual(goOn);
    for (const name of goOn) expect(found[name]).toEqual([`mapped ${name}`]);
  });

  test("what a client leaves out is said for it", async () => {
    const [sent] = await send({ uri: "https://b.test/" }, "/prod/x");
    expect(headersOf(sent)).toMatchObject({
      Accept: ["application/json"],
      "User-Agent": [`AmazonAPIGateway_${apiId}`],
      "X-Amzn-Apigateway-Api-Id": [apiId],
      "X-Forwarded-For": ["192.0.2.1"],
    });
  });

  test("order, case and repetition are kept", async () => {
    const headers = ["x-B", "1", "X-a", "2", "X-b", "3"];
    const [sent] = await send({ uri: "https://b.test/" }, "/prod/x", { headers });
    expect(sent?.headers.slice(0, 6)).toEqual(headers);
  });

  test.each(["Content-Length", "transfer-encoding", "x-amzn-trace-id", "X-Amzn-Apigateway-Api-Id"])(
    "%s may not be mapped",
    async (name) => {
      const mapping = { [`integration.request.header.${name}`]: "'1'" };
      const [sent, seen] = await send({ uri: "https://b.test/", mapping }, "/prod/x");
      expect(sent).toBeUndefined();
      expect(seen.status).toBe(500);
    },
  );

  test("a mapped value that cannot stand in a header is a fault", async () => {
    const mapping = { "integration.request.header.X-Q": "method.request.querystring.q" };
    const [, seen] = await send({ uri: "https://b.test/", mapping }, "/prod/x?q=a%0D%0Ab");
    expect(seen.status).toBe(500);
  });
});

describe("the way back", () => {
  test("headers come back as they are, those of the connection under another name", async () => {
    const headers = everything.split(" ").flatMap((name) => [name, `backend ${name}`]);
    const backend: Given["backend"] = () => ({ status: 207, headers, body: new TextEncoder().encode("hi") });
    const [, seen] = await send({ uri: "https://b.test/", backend }, "/prod/x");
    expect(seen).toMatchObject({ status: 207, body: "hi" });
    const names = seen.headers.filter((_, i) => i % 2 === 0);
    expect(names).toEqual(
      everything
        .split(" ")
        .filter((name) => !/^(Content-Encoding|Transfer-Encoding|Via)$/.test(name))
        .map((name) => (/^(Connection|Content-Length|Date|Server)$/.test(name) ? `x-amzn-Remapped-${name}` : name)),
    );
  });

  test.each([200, 302, 404, 503])("recorded: the status %i is passed on", async (status) => {
    const backend: Given["backend"] = () => ({ status, headers: ["Location", "/elsewhere"] });
    const [, seen] = await send({ uri: "https://b.test/", backend }, "/prod/x");
    expect(seen).toMatchObject({ status, headers: ["Location", "/elsewhere", "Content-Type", "application/json"] });
  });

  test.each<[fault: "timeout" | "unreachable" | "too large", status: number, message: string]>([
    ["timeout", 504, "Endpoint request timed out"],
    ["unreachable", 504, "Network error communicating with endpoint"],
    ["too large", 500, "Internal server error"],
  ])("without an answer: %s", async (fault, status, message) => {
    const [, seen] = await send({ uri: "https://b.test/", backend: () => ({ fault, why: "so it is" }) }, "/prod/x");
    expect(seen.status).toBe(status);
    expect(JSON.parse(seen.body)).toEqual({ message });
  });

  test("a streamed body is passed on as it comes", async () => {
    async function* body(): AsyncGenerator<Uint8Array> {
      for (const text of ["a", "b"]) yield await Promise.resolve(new TextEncoder().encode(text));
    }
    const more = { responseTransferMode: "STREAM" as const };
    const [sent, seen] = await send({ uri: "https://b.test/", more, backend: () => ({ body: body() }) }, "/prod/x");
    expect(sent?.answer).toBe("streamed");
    expect(seen.body).toBe("ab");
  });
});

test.each<[verb: string, method: string, body: string | null]>([
  ["POST", "ANY", "hi"],
  ["DELETE", "ANY", "hi"],
  ["GET", "ANY", null],
  ["GET", "PUT", "hi"],
  ["POST", "GET", null],
])("%s with a body, for an integration of %s", async (verb, httpMethod, body) => {
  const [sent] = await send({ uri: "https://b.test/", more: { httpMethod } }, "/prod/x", { method: verb, body: "hi" });
  expect(sent?.method).toBe(httpMethod === "ANY" ? verb : httpMethod);
  expect(sent?.body === null ? null : new TextDecoder().decode(sent?.body)).toBe(body);
});

describe("a change of protocol", () => {
  const asked: Asked = {
    upgrade: "websocket",
    headers: ["Connection", "Upgrade", "Upgrade", "websocket", "X-Key", "1"],
  };

  test("is asked of the backend, and its answer is the client's as it is, tunnel and all", async () => {
    const tunnel = { join: (): void => {}, close: (): void => {} };
    const headers = ["Upgrade", "websocket", "Date", "now"];
    const serving = servingOf({ uri: "https://b.test/", backend: () => ({ status: 101, headers, tunnel }) });
    const reply = await serving.reply("/prod/x", asked);
    expect(serving.sent[0]).toMatchObject({ upgrade: "websocket", method: "GET" });
    expect(headersOf(serving.sent[0])).not.toHaveProperty("Upgrade");
    expect(reply).toMatchObject({ status: 101, tunnel, body: null });
    expect(reply.headers.slice(0, 5)).toEqual([...headers, "x-amzn-RequestId"]);
  });

  test.each<[title: string, backend: Given["backend"], status: number]>([
    ["an answer instead", () => ({ status: 426 }), 426],
    ["no answer", () => ({ fault: "timeout", why: "so it is" }), 504],
  ])("%s is told as ever", async (_title, backend, status) => {
    const [, seen] = await send({ uri: "https://b.test/", backend: backend! }, "/prod/x", asked);
    expect(seen).toMatchObject({ status, headers: expect.arrayContaining(["Content-Type", "application/json"]) });
  });

  test("is nothing to other integrations", async () => {
    const serving = new Serving({ methods: { "GET /x": {} }, answers: () => '{"statusCode":201}' });
    expect(await serving.reply("/prod/x", asked)).toMatchObject({ status: 201 });
  });
});

test("the settings of the connection reach whoever sends", async () => {
  const more = {
    timeoutInMillis: 50,
    tlsConfig: { insecureSkipVerification: true },
    connectionType: "VPC_LINK" as const,
    connectionId: "${stageVariables.host}",
  };
  const [sent] = await send({ uri: "https://b.test/", more }, "/prod/x");
  expect(sent).toMatchObject({
    timeoutMs: 50,
    certificate: "taken as it is",
    vpcLink: "backend.test:8443",
    answer: "whole",
  });
  const [plain] = await send({ uri: "https://b.test/" }, "/prod/x");
  expect(plain).toMatchObject({ timeoutMs: 29_000, certificate: "verified", vpcLink: null });
  expect(plain).toMatchObject({ clientCertificate: null });
});

test("the stage's client certificate is named to whoever sends", async () => {
  const integration = { type: "HTTP_PROXY" as const, httpMethod: "GET", uri: "https://b.test/" };
  const serving = new Serving({
    methods: { "GET /x": { integration } },
    stage: { clientCertificateId: "abc123" },
    backend: () => ({}),
  });
  await serving.ask("/prod/x");
  expect(serving.sent[0]).toMatchObject({
    clientCertificate: { id: "abc123", account: expect.stringMatching(/^\d{12}$/) },
  });
});
