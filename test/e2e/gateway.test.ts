// The whole way of a declared API: DNS leads its domain to the gateway, the gateway's certificate is the local CA's, the base path
// leads to the stage, and the stage to a handler beside the file. And what a restart, a kill and a stop do to it.

import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatewayPage } from "../../src/server/gateway/gateway-api.ts";
import { type Ready, Folder, RunningServer, ask } from "./running-server.ts";

const folder = new Folder();
const document = (version: string): string => `openapi: 3.0.1
info: { title: shop, version: "${version}" }
x-signpost: { stage: live, domain: api.shop.test, basePath: v1 }
paths:
  /items/{id}:
    get:
      x-signpost-handler: ./items.mjs
      responses: { "200": { description: An item. } }
  /version:
    get:
      responses: { "200": { description: The version. } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default: { statusCode: "200", responseTemplates: { application/json: "${version}" } }
`;
const handler = (word: string): string => `import { setTimeout as sleep } from "node:timers/promises";
export async function handler({ path, pathParameters, queryStringParameters, requestContext }) {
  await sleep(Number(queryStringParameters?.ms ?? 0));
  const { stage, domainName } = requestContext;
  return { statusCode: 200, body: JSON.stringify({ word: "${word}", path, ...pathParameters, stage, domainName }) };
}\n`;
folder.write("apis/shop.yaml", document("one"));
folder.write("apis/items.mjs", handler("first"));
folder.write("reset.yaml", "testing: { reset: true }\n");

const words = ["--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1", "--data", "./data"];
let server: RunningServer;
let ready: Ready;

async function start(): Promise<void> {
  server = new RunningServer(words, folder.path);
  ready = await server.ready();
}

beforeAll(start);
afterAll(async () => {
  await server.stop();
  folder.remove();
});

interface Got {
  readonly status: number | undefined;
  readonly body: string;
}

/** Goes where DNS leads the name, and believes the local CA alone. */
async function get(path: string, name = "api.shop.test"): Promise<Got> {
  const { data } = await ask(ready.dns[0], name);
  const options = {
    host: String(data.at(-1)),
    port: ready.gatewayHttps.split(":")[1],
    path,
    headers: { host: name },
    servername: name,
    ca: readFileSync(join(folder.path, "data/ca/ca.pem")),
    agent: false as const,
  };
  return new Promise((resolve, reject) => {
    request(options, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    })
      .on("error", reject)
      .end();
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 100) throw new Error("it never came to be so");
    await sleep(100);
  }
}

async function page(): Promise<GatewayPage> {
  return JSON.parse((await server.page("/_signpost/gateway")).body) as GatewayPage;
}

test("a name leads to a handler: alias, certificate, base path, stage, function", async () => {
  expect(await ask(ready.dns[0], "api.shop.test")).toEqual({ rcode: "NOERROR", data: ["127.0.0.1"] });
  const { status, body } = await get("/v1/items/7?ms=0");
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    word: "first",
    path: "/v1/items/7",
    id: "7",
    stage: "live",
    domainName: "api.shop.test",
  });
});

test("what is not there is answered as AWS answers it", async () => {
  expect(await get("/v2/items/7")).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  expect(await get("/v1/nothing")).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
});

test("the API's own name leads there, too", async () => {
  const [{ id }] = (await page()).apis;
  expect(await get("/live/version", `${id}.execute-api.us-east-1.amazonaws.com`)).toEqual({ status: 200, body: "one" });
});

test("pages tell where it is, what was asked, and what that would cost", async () => {
  const { listeners, apis, domains } = await page();
  expect(listeners).toMatchObject({ https: ready.gatewayHttps, http: ready.gatewayHttp });
  expect(apis).toMatchObject([{ name: "shop", file: "shop.yaml", stages: [{ name: "live" }] }]);
  expect(domains).toMatchObject([{ name: "api.shop.test", mappings: [{ basePath: "v1", stage: "live" }] }]);
  const figures = JSON.parse((await server.page("/_signpost/gateway/figures")).body) as object;
  expect(figures).toMatchObject({ stages: [{ apiName: "shop", stageName: "live", clientErrors: 1 }] });
  const cost = JSON.parse((await server.page("/_signpost/gateway/cost")).body) as object;
  expect(cost).toMatchObject({ currency: "USD", stages: [{ apiName: "shop" }] });
  expect(await server.page("/_signpost/gateway/ca.pem")).toEqual({
    status: 200,
    body: readFileSync(join(folder.path, "data/ca/ca.pem"), "utf8"),
  });
});

test("a file that changes is deployed, a handler that changes runs", async () => {
  folder.write("apis/shop.yaml", document("two"));
  await until(async () => (await get("/v1/version")).body === "two");
  folder.write("apis/items.mjs", handler("second, and longer"));
  await until(async () => (await get("/v1/items/1")).body.includes("second"));
});

test("a reset forgets what clients made, and files are served again", async () => {
  const resetting = new RunningServer([...words.slice(0, -1), "./other", "-c", "reset.yaml"], folder.path);
  const { api } = await resetting.ready();
  const post = async (path: string, body: object = {}): Promise<number> =>
    (await fetch(`http://${api}${path}`, { method: "POST", body: JSON.stringify(body) })).status;
  expect(await post("/restapis", { name: "made" })).toBe(201);
  const names = async (): Promise<string[]> =>
    (JSON.parse((await resetting.page("/_signpost/gateway")).body) as GatewayPage).apis.map(({ name }) => name);
  expect((await names()).toSorted()).toEqual(["made", "shop"]);
  expect(await post("/_signpost/reset")).toBe(200);
  expect(await names()).toEqual(["shop"]);
  expect(await resetting.stop()).toBe(0);
}, 60_000);

test("SIGHUP looks for a directory of APIs that was not there", async () => {
  const elsewhere = new Folder();
  const late = new RunningServer(words.slice(0, -2), elsewhere.path);
  await late.ready();
  elsewhere.write("apis/items.mjs", "export const handler = () => ({});");
  elsewhere.write("apis/shop.yaml", document("late"));
  late.signal("SIGHUP");
  await late.line(({ msg }) => msg === "an API is deployed");
  expect(await late.stop()).toBe(0);
  elsewhere.remove();
}, 60_000);

test("SIGTERM lets a request under way end, and a restart finds everything", async () => {
  const before = await page();
  const underWay = get("/v1/items/1?ms=1500");
  await sleep(500);
  server.signal("SIGTERM");
  expect(await underWay).toMatchObject({ status: 200 });
  expect(await server.exited()).toBe(0);
  await start();
  const { apis, domains } = await page();
  const named = ({ id, stages }: GatewayPage["apis"][number]): object => [id, stages[0].name, stages[0].deploymentId];
  expect([apis.map(named), domains]).toEqual([before.apis.map(named), before.domains]);
  expect(server.lines.some(({ msg }) => msg === "an API is deployed")).toBe(false);
  expect(await get("/v1/version")).toEqual({ status: 200, body: "two" });
}, 60_000);

test("a deployment that was acknowledged outlives a kill", async () => {
  const [{ id }] = (await page()).apis;
  const response = await fetch(`http://${ready.api}/restapis/${id}/deployments`, {
    method: "POST",
    body: JSON.stringify({ stageName: "late" }),
  });
  expect(response.status).toBe(201);
  const { id: deploymentId } = (await response.json()) as { id: string };
  server.signal("SIGKILL");
  expect(await server.exited()).toBe("SIGKILL");
  await start();
  const [{ stages }] = (await page()).apis;
  expect(stages.find(({ name }) => name === "late")).toMatchObject({ deploymentId });
  expect(await get("/late/version", `${id}.execute-api.us-east-1.amazonaws.com`)).toEqual({ status: 200, body: "two" });
}, 60_000);
