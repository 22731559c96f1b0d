// API Gateway's and Lambda's paths on the listener: where they are, how long bodies may be, what is counted and logged.

import { expect, test } from "vitest";
import {
  maxBodyOctets,
  maxDefinitionOctets,
  maxFunctionCodeBodyOctets,
  maxPayloadOctets,
} from "../../src/base/limits.ts";
import { ServiceFault } from "../../src/base/service-fault.ts";
import type { HttpReply, Resource } from "../../src/http/listener.ts";
import { ApiCalls } from "../../src/server/api-calls.ts";
import { loadConfig } from "../../src/server/config.ts";
import { restJsonRoutes } from "../../src/server/rest-json-api.ts";

const calls = new ApiCalls();
const logged: string[] = [];
const note = (level: string) => (fields: object, message: string) =>
  void logged.push(`${level} ${message} ${JSON.stringify(fields)}`);
const log = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error"), flush: () => {} };
const routes = new Map<string, Resource>(
  restJsonRoutes(loadConfig(null, [], {}).config, {
    apiGateway: (name) => () => ({ id: name }),
    lambda: (name) => () => {
      if (name === "listFunctions") throw new ServiceFault("ServiceException", 503, "database or disk is full");
      throw new ServiceFault("ResourceNotFoundException", 404, `Function not found: ${"f".repeat(2000)}`);
    },
    nowMs: () => 0,
    calls,
    log,
  }),
);

function ask(method: string, route: string, path: string): Promise<HttpReply> | HttpReply {
  const handler = routes.get(route)?.ANY ?? expect.fail(`Nobody answers ${route}.`);
  const octets = new Uint8Array();
  return handler({
    method,
    path,
    queryText: "",
    query: new URLSearchParams(),
    headers: {},
    rest: "",
    body: "",
    octets,
  });
}

test("each first step is a path and all below it", () => {
  for (const path of ["/restapis", "/tags", "/account", "/2015-03-31", "/2017-03-31", "/2017-10-31"]) {
    expect([path, routes.has(path), routes.has(`${path}/**`)]).toEqual([path, true, true]);
  }
  expect(routes.has("/2013-04-01/**")).toBe(false);
});

test("calls are counted by service, and faults logged with a message of bounded length", async () => {
  expect(await ask("GET", "/restapis/**", "/restapis/a")).toMatchObject({ status: 200, body: '{"id":"getRestApi"}' });
  expect(await ask("GET", "/2015-03-31/**", "/2015-03-31/functions/f")).toMatchObject({ status: 404 });
  expect(calls.family().samples).toEqual([
    { labels: { service: "apigateway", operation: "GetRestApi", code: "OK" }, value: 1 },
    { labels: { service: "lambda", operation: "GetFunction", code: "ResourceNotFoundException" }, value: 1 },
  ]);
  await ask("GET", "/2015-03-31/**", "/2015-03-31/functions");
  expect(logged).toHaveLength(3);
  expect(logged[0]).toMatch(/^debug apigateway \{"operation":"GetRestApi"/);
  expect(logged[1]).toMatch(/^info lambda .*Function not found: f{980}",/);
  expect(logged[2]).toMatch(/^error lambda .*database or disk is full/);
});

test("an operation that is not here is refused in its service's words", async () => {
  for (const path of ["/2021-10-31/nothing", "/2018-10-31/nothing", "/2015-03-31/nothing"]) {
    const reply = await ask("POST", `${/^\/[^/]+/.exec(path)?.[0]}/**`, path);
    expect([path, reply.status, reply.type]).toEqual([path, 404, "application/json"]);
    expect(reply.body).toContain("There is no such operation.");
  }
});

test.each([
  ["POST", "/restapis", "", maxBodyOctets],
  ["POST", "/restapis", "mode=import", maxDefinitionOctets],
  ["PUT", "/restapis/a", "", maxDefinitionOctets],
  ["POST", "/2015-03-31/functions", "", maxFunctionCodeBodyOctets],
  ["PUT", "/2015-03-31/functions/f/code", "", maxFunctionCodeBodyOctets],
  ["PUT", "/2015-03-31/functions/f/configuration", "", maxBodyOctets],
  ["POST", "/2015-03-31/functions/f/invocations", "", maxPayloadOctets],
  ["POST", "/2014-11-13/functions/f/invoke-async", "", maxPayloadOctets],
  ["POST", "/2015-03-31/nothing", "", maxBodyOctets],
])("%s %s?%s may have %#", (method, path, queryText, octets) => {
  const [first] = /^\/[^/]+/.exec(path) ?? [""];
  expect(routes.get(first)?.bodies?.mostOctets({ method, path, queryText })).toBe(octets);
});

test("a longer body is refused as the service refuses it", () => {
  const { bodies } = routes.get("/2015-03-31") ?? {};
  const head = { method: "POST", path: "/2015-03-31/functions", queryText: "" };
  expect(bodies?.tooLong(head, maxFunctionCodeBodyOctets)).toMatchObject({
    status: 413,
    type: "application/json",
    headers: { "x-amzn-errortype": "RequestEntityTooLargeException" },
    body: '{"message":"Request must be smaller than 69905067 bytes for the CreateFunction operation"}',
  });
});
