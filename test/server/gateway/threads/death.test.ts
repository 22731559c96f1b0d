// A thread of the gateway dies: the others serve on, its requests in flight no longer count, and a successor opens what it had.

import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { Agent, request } from "undici";
import { readConfig } from "../../../../src/server/config/read.ts";
import type { Log } from "../../../../src/server/log.ts";
import { startService } from "../../../../src/server/service.ts";

function documentOf(port: number): string {
  const proxied = { type: "http_proxy", httpMethod: "GET", uri: `http://127.0.0.1:${port}/` };
  const mocked = {
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: "200" } },
  };
  const get = (integration: object): object => ({
    get: { responses: { "200": {} }, "x-amazon-apigateway-integration": integration },
  });
  return JSON.stringify({
    openapi: "3.0.1",
    info: { title: "mortal", version: "1" },
    "x-signpost": { stage: "prod" },
    paths: { "/hold": get(proxied), "/alive": get(mocked) },
  });
}

test("a thread that dies is replaced, and what it had in flight is let go", { timeout: 30_000 }, async () => {
  let held = 0;
  const behind = createServer(() => (held += 1));
  behind.listen(0, "127.0.0.1");
  await once(behind, "listening");
  onTestFinished(() => void behind.close());
  const folder = mkdtempSync(join(tmpdir(), "signpost-mortal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ["apis", "zones"]) mkdirSync(join(folder, part));
  writeFileSync(join(folder, "apis/mortal.json"), documentOf((behind.address() as { port: number }).port));
  const text = JSON.stringify({
    dns: { listen: ["127.0.0.1:0"], workers: 1 },
    api: { listen: "127.0.0.1:0" },
    resolver: { enabled: false },
    gateway: { http: "127.0.0.1:0", https: null, workers: 2, maxConcurrent: 4 },
    zones: join(folder, "zones"),
    apis: join(folder, "apis"),
    data: null,
  });
  const { config, faults } = readConfig({ name: "test.yaml", text }, []);
  expect(faults).toEqual([]);
  const told: string[] = [];
  let ready: { readonly [name: string]: unknown } = {};
  const note = (fields: { readonly [name: string]: unknown }, message: string): void => {
    told.push(message);
    if (message === "ready") ready = fields;
  };
  const log: Log = { debug: note, info: note, warn: note, error: note, flush() {} };
  const gatewayModule = new URL("./mortal-thread.ts", import.meta.url);
  const service = await startService(config, { log, version: "1", gatewayModule });
  onTestFinished(() => service.stop());
  expect(ready["gatewayWorkers"]).toBe(2);
  const apis = (await (await fetch(`http://${String(ready["api"])}/restapis`)).json()) as { item: { id: string }[] };
  const [{ id }] = apis.item;
  const url = (path: string): string => `http://${String(ready["gatewayHttp"])}/_aws/execute-api/${id}/prod${path}`;
  const statusOf = async (path: string): Promise<number> => {
    // A connection of its own, so that each thread gets some.
    const dispatcher = new Agent({ pipelining: 0 });
    const answer = await request(url(path), { dispatcher }).catch(() => null);
    await answer?.body.dump();
    await dispatcher.destroy();
    return answer?.statusCode ?? 0;
  };

  const holding = Array.from({ length: 4 }, () => statusOf("/hold"));
  await vi.waitFor(() => expect(held).toBe(4));
  expect(await statusOf("/alive")).toBe(429);
  const channel = new BroadcastChannel("mortal");
  onTestFinished(() => channel.close());
  for (const member of [0, 1]) {
    const before = told.length;
    channel.postMessage(member);
    await vi.waitFor(
      () => expect(told.slice(before)).toContain("a thread of the gateway was replaced; its caches are empty"),
      10_000,
    );
  }
  expect(await Promise.all(holding)).toEqual([0, 0, 0, 0]);
  expect(told.filter((message) => message === "a thread of the gateway died and is replaced in 100 ms")).toHaveLength(
    2,
  );
  const statuses = await Promise.all(Array.from({ length: 4 }, () => statusOf("/alive")));
  expect(statuses).toEqual([200, 200, 200, 200]);
});
