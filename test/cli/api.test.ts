// `signpost api`, asked of a server with a declared API and with some that AWS clients made: what it prints, what it changes,
// and what it says when it cannot.

import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signatureHeaders } from "../../src/cli/api/signing.ts";
import { type Claim, readClaim } from "../../src/base/sigv4/claim.ts";
import { verify } from "../../src/aws/sigv4/verify.ts";
import { Folder, RunningServer } from "../e2e/running-server.ts";
import { type Outcome, signpost } from "./signpost.ts";

const folder = new Folder();
const document = (greeting: string): string => `openapi: 3.0.1
info: { title: shop, version: "1" }
x-signpost: { stage: live, domain: shop.example.test, basePath: v1, variables: { colour: blue } }
components:
  securitySchemes:
    api_key: { type: apiKey, name: x-api-key, in: header }
x-amazon-apigateway-request-validators: { strict: { validateRequestParameters: true, validateRequestBody: true } }
paths:
  /items:
    get:
      x-signpost-handler: ./items.mjs
      responses: { "200": { description: The items. } }
    post:
      x-signpost-handler: ./items.mjs#add
      security: [{ api_key: [] }]
      x-amazon-apigateway-request-validator: strict
      responses: { "200": { description: The item. } }
  /{proxy+}:
    x-amazon-apigateway-any-method:
      responses: { "200": { description: Anything. } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default: { statusCode: "200", responseTemplates: { application/json: "${greeting} $context.httpMethod" } }
`;
folder.write("apis/shop.yaml", document("hello"));
folder.write(
  "apis/items.mjs",
  `export const handler = async ({ queryStringParameters, headers, stageVariables }) => ({
    statusCode: 200,
    body: JSON.stringify({ queryStringParameters, odd: headers["X-Odd"], colour: stageVariables?.colour }),
  });
  export const add = async ({ body }) => ({ statusCode: 201, body });\n`,
);
folder.write("body.json", '{"from":"a file"}');

let server: RunningServer;
let at: string;
let shopId: string;
const api = (...words: readonly string[]): Promise<Outcome> =>
  signpost(["api", ...words, "--api", at], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });

async function fine(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await api(...words);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** Asks the control API as an AWS client in `region` does. */
async function control(method: string, path: string, body: object, region = "us-east-1"): Promise<{ id: string }> {
  const url = new URL(path, `http://${at}`);
  const text = JSON.stringify(body);
  const signer = { accessKey: "any", secretKey: "any" };
  const headers = signatureHeaders({ method, url, body: text }, signer, region, Date.now());
  const response = await fetch(url, { method, body: text, headers });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as { id: string };
}

beforeAll(async () => {
  server = new RunningServer(["--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1"], folder.path);
  at = (await server.ready()).api;
  for (const [name, region] of [
    ["twin", "us-east-1"],
    ["twin", "eu-west-1"],
    ["empty", "eu-west-1"],
  ])
    await control("POST", "/restapis", { name }, region);
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

test("list names APIs, their stages, and where each is reached", async () => {
  const { gatewayHttps, gatewayHttp } = await server.ready();
  const [https, http] = [gatewayHttps, gatewayHttp].map((endpoint) => endpoint.split(":")[1]);
  const text = await fine("list");
  [, shopId] =
    /^shop {2}(\w{10}) {2}regional {2}us-east-1 {2}shop\.yaml\n {2}live {2}deployment \w+\n/m.exec(text) ?? [];
  expect(text).toContain(`
    https://shop.example.test:${https}/v1
    https://${shopId}.execute-api.us-east-1.amazonaws.com:${https}/live
    http://${shopId}.execute-api.localhost:${http}/live
`);
  expect(text).toMatch(/^empty {2}\w+ {2}edge {2}eu-west-1\n {2}no stage: /m);
  const lines = (await fine("list", "--region", "us-east-1", "--json")).trimEnd().split("\n");
  const names = lines.map((line) => (JSON.parse(line) as { name: string }).name);
  expect(names.toSorted()).toEqual(["shop", "twin"]);
});

test("the log says where declared APIs are reached", async () => {
  const line = await server.line(({ msg }) => msg === "an API is reached here");
  expect(line).toMatchObject({ api: "shop", stage: "live", urls: [expect.stringMatching(/^https:.*\/v1$/), {}, {}] });
});

test("routes of the working copy, and of what a stage serves", async () => {
  expect(await fine("routes", "shop"))
    .toBe(`VERB  PATH       INTEGRATION              AUTHORIZER  KEY  VALIDATOR  CACHE  THROTTLE
GET   /items     function shop-items      -           -    -          -      -
POST  /items     function shop-items-add  -           yes  strict     -      -
ANY   /{proxy+}  mock                     -           -    -          -      -
`);
  await control("PATCH", `/restapis/${shopId}/stages/live`, {
    patchOperations: [
      { op: "replace", path: "/cacheClusterSize", value: "0.5" },
      { op: "replace", path: "/cacheClusterEnabled", value: "true" },
      { op: "replace", path: "/~1items/GET/caching/enabled", value: "true" },
      { op: "replace", path: "/~1items/GET/caching/ttlInSeconds", value: "60" },
      { op: "replace", path: "/~1items/POST/throttling/rateLimit", value: "10" },
      { op: "replace", path: "/~1items/POST/throttling/burstLimit", value: "5" },
    ],
  });
  const rows = (await fine("routes", shopId, "--stage", "live", "--json")).trimEnd().split("\n");
  expect(rows.map((row) => JSON.parse(row) as object)).toMatchObject([
    { verb: "GET", path: "/items", integration: "function shop-items", key: false, cacheSeconds: 60 },
    { verb: "POST", key: true, validator: "strict", cacheSeconds: null, throttle: { rate: 10, burst: 5 } },
    { verb: "ANY", path: "/{proxy+}", integration: "mock", cacheSeconds: null },
  ]);
});

describe("invoke", () => {
  test("a stage, under its name and over TLS", async () => {
    const words = ["invoke", "shop", "get", "/items?a=1", "--stage", "live"];
    const text = await fine(...words, "--query", "user name=jacob & co", "--header", "X-Odd: yes: it is");
    expect(text).toMatch(/^HTTP 200, \d+ ms\n/);
    expect(text).toMatch(/^x-amzn-RequestId: /im);
    expect(text).toContain(
      `\n\n${JSON.stringify({ queryStringParameters: { a: "1", "user name": "jacob & co" }, odd: "yes: it is", colour: "blue" })}\n`,
    );
    expect(JSON.parse(await fine("invoke", "shop", "PUT", "/x/y", "--stage", "live", "--json"))).toMatchObject({
      status: 200,
      body: "hello PUT",
      log: null,
    });
  });

  test("the working copy, with its execution log", async () => {
    const words = ["invoke", "shop", "POST", "/items", "--data", `@${folder.path}/body.json`];
    const text = await fine(...words, "--header", "Content-Type: application/json");
    expect(text).toMatch(/^HTTP 201, \d+ ms\n/);
    expect(text).toContain('\n\n{"from":"a file"}\n\nExecution log for request ');
    expect(text).toContain("Method completed with status: 201");
    expect(await fine("invoke", "shop", "GET", "/items", "--variable", "colour=red")).toContain('"colour":"red"');
    expect(await fine("invoke", "shop", "PATCH", "/x/y")).toContain("\nhello PATCH\n");
  });

  test("an answer that is a refusal is an answer", async () => {
    expect(await fine("invoke", "shop", "POST", "/items", "--stage", "live")).toMatch(/^HTTP 403, .*"Forbidden"\}\n$/s);
  });
});

test("a canary is deployed, promoted and led back", async () => {
  const first = (await fine("deploy", "shop", "--stage", "test", "--description", "the first")).trim();
  const [, firstId] = /^shop test serves deployment (\w+)$/.exec(first) ?? [];
  // Deployments are told apart by whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const canary = JSON.parse(await fine("deploy", "shop", "--stage", "test", "--canary", "25%", "--json")) as object;
  expect(canary).toMatchObject({ api: "shop", stage: "test", canary: 25, description: null });
  const { deployment: canaryId } = canary as { deployment: string };
  expect(await fine("list")).toContain(`  test  deployment ${firstId}, 25 % of its traffic to ${canaryId}\n`);
  expect(await fine("promote", "shop", "test")).toBe(`shop test serves deployment ${canaryId}, which was its canary\n`);
  expect((await api("promote", "shop", "test")).stderr).toBe("signpost: shop test has no canary to promote.\n");
  expect(await fine("rollback", "shop", "test")).toBe(`shop test is back at deployment ${firstId} (the first)\n`);
  expect(await fine("rollback", "shop", "test", canaryId)).toBe(`shop test is back at deployment ${canaryId}\n`);
});

test.each([
  [["routes", "nothing"], 1, "There is no API nothing: `signpost api list` shows which there are."],
  [["routes", "twin"], 1, /^2 APIs are called twin: say which by its id, \w+ \(\S+\), \w+ \(\S+\)\.$/],
  [["routes", "twin", "--region", "eu-west-1"], 0, ""],
  [["routes", "shop", "--stage", "none"], 1, /^shop has no stage none: it has (live|live, test)\.$/],
  [["deploy", "empty", "--stage", "x"], 1, "The REST API doesn't contain any methods"],
  [["deploy", "shop"], 2, "required option '--stage <stage>' not specified"],
  [["deploy", "shop", "--stage", "a b"], 1, /^Stage name/],
  [
    ["deploy", "shop", "--stage", "live", "--canary", "101"],
    2,
    '"101" is no share: expected a percentage from 0 to 100.',
  ],
  [["promote", "empty", "x"], 1, "empty has no stage x: it has none."],
  [["rollback", "shop", "live", "zzz"], 1, /^shop has no deployment zzz: it has \w+/],
  [["invoke", "shop", "GET", "items"], 2, /^"items" is no path: /],
  [["invoke", "shop", "G.T", "/items"], 2, '"G.T" is no verb: expected one such as GET.'],
  [["invoke", "shop", "GET", "/"], 1, "The working copy of shop has no method for GET /."],
  [["invoke", "shop", "GET", "/items", "--header", "none"], 2, `--header "none": expected 'Name: value'.`],
  [["invoke", "shop", "GET", "/items", "--query", "=1"], 2, '--query "=1": expected name=value.'],
  [
    ["invoke", "shop", "GET", "/items", "--stage", "live", "--variable", "a=b"],
    2,
    /^--variable is for the working copy/,
  ],
  [["invoke", "shop", "POST", "/items", "--data", "@/none"], 1, /^\/none cannot be read: ENOENT/],
])("api %j ends with %i", async (words, code, sentence) => {
  const outcome = await api(...words);
  expect(outcome.code).toBe(code);
  if (code === 0) return;
  expect(outcome.stdout).toBe("");
  const said = outcome.stderr.replace(/^signpost: /, "").trimEnd();
  if (typeof sentence === "string") expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
});

test("where nobody answers", async () => {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  const { code, stderr } = await signpost(["api", "list", "--api", `127.0.0.1:${port}`]);
  expect(code).toBe(1);
  expect(stderr).toBe(`signpost: http://127.0.0.1:${port} cannot be asked: connect ECONNREFUSED 127.0.0.1:${port}.\n`);
});

test("requests are signed so that a server that checks believes them", () => {
  const url = new URL("http://127.0.0.1:5380/restapis/a1/stages/a%20b?embed=methods&limit=500&a=%7E(*)");
  const headers = signatureHeaders(
    { method: "POST", url, body: "{}" },
    { accessKey: "AKIA", secretKey: "secret" },
    "eu-west-1",
    Date.UTC(2026, 10, 30),
  );
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const request = {
    method: "POST",
    path: url.pathname,
    query: url.search.slice(1),
    headers: { ...lower, host: url.host },
    body: Buffer.from("{}"),
  };
  const claim = readClaim(request) as Claim;
  expect(claim).toMatchObject({ accessKey: "AKIA", region: "eu-west-1", service: "apigateway" });
  const check = (secret: string): void =>
    verify(request, claim, { service: "apigateway", secretOf: () => secret }, Date.UTC(2026, 10, 30));
  expect(() => check("secret")).not.toThrow();
  expect(() => check("another")).toThrow("does not match");
});
