// The API's paths on the listener: what the configuration switches on, and what a fault of storage becomes.

import { expect, test } from "vitest";
import type { HttpReply } from "../../src/http/listener.ts";
import { ApiCalls } from "../../src/server/api-calls.ts";
import { loadConfig } from "../../src/server/config.ts";
import type { Log } from "../../src/server/log.ts";
import { route53Routes } from "../../src/server/route53-api.ts";
import { MemoryTables } from "../../src/base/memory-tables.ts";
import { Route53Store } from "../../src/store/route53-store.ts";
import { StorageFault } from "../../src/base/tables.ts";
import { request } from "../aws/rest-xml/wire.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, flush: () => {} };

function start(
  reset: "true" | "false",
  tables = new MemoryTables(),
): (method: "POST" | "GET", path: string, body?: string) => Promise<HttpReply | null> {
  const { config } = loadConfig(null, [], { SIGNPOST_TESTING_RESET: reset });
  const store = new Route53Store(tables);
  const parts = {
    store,
    reset: store.reset.bind(store),
    further: () => null,
    nowMs: () => 0,
    calls: new ApiCalls(),
    log: silent,
  };
  const routes = new Map(route53Routes(config, parts));
  return async (method, path, body = "") => {
    const resource = routes.get(path.startsWith("/2013-04-01/") ? "/2013-04-01/**" : path);
    const handler = resource?.[method] ?? resource?.ANY;
    const octets = new TextEncoder().encode(body);
    const asked = { method, path, queryText: "", query: new URLSearchParams(), headers: {}, rest: "", body, octets };
    return (await handler?.(asked)) ?? null;
  };
}

const zone = request("CreateHostedZoneRequest", "<Name>a.test</Name><CallerReference>1</CallerReference>");

test.each(["/_signpost/reset", "/moto-api/reset"])(
  "POST %s forgets everything, where it is switched on",
  async (path) => {
    const ask = start("true");
    expect(await ask("POST", "/2013-04-01/hostedzone", zone)).toMatchObject({ status: 201 });
    expect(await ask("POST", "/2013-04-01/hostedzone", zone)).toMatchObject({ status: 409 });
    expect(await ask("POST", path)).toMatchObject({ status: 200 });
    expect((await ask("GET", "/2013-04-01/hostedzonecount"))?.body).toContain("<HostedZoneCount>0<");
    expect(await ask("POST", "/2013-04-01/hostedzone", zone)).toMatchObject({ status: 201 });
    expect(await start("false")("POST", path)).toBeNull();
  },
);

test("a full disk is ServiceUnavailable, and reading goes on", async () => {
  class FullTables extends MemoryTables {
    override transaction(): never {
      throw new StorageFault("the disk is full");
    }
  }
  const ask = start("false", new FullTables());
  const refused = await ask("POST", "/2013-04-01/hostedzone", zone);
  expect(refused).toMatchObject({ status: 503 });
  expect(refused?.body).toContain("<Type>Receiver</Type><Code>ServiceUnavailable</Code>");
  expect(await ask("GET", "/2013-04-01/hostedzonecount")).toMatchObject({ status: 200 });
});
