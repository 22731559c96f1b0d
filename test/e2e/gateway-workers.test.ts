// A gateway with threads of its own is one gateway: what is acknowledged holds in all of them at once, quotas are exact, an answer
// that one of them keeps is everybody's, functions run and stream, and figures count everything.

import * as api from "@aws-sdk/client-api-gateway";
import { createServer } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Agent, request } from "undici";
import { Ground } from "./hostile/ground.ts";
import { Folder, RunningServer, zoneText } from "./running-server.ts";
import { handshakeFault, heard, shakeHands } from "../http/tls-client.ts";

const ground = new Ground();
/** Each request on a connection of its own: the system gives each thread its share. */
const agents: Agent[] = [];

beforeAll(() => ground.start({ gateway: { workers: 2 } }));
afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.destroy()));
  await ground.stop();
});

async function manyTimes(
  count: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<[number, string][]> {
  const asked = Array.from({ length: count }, async (): Promise<[number, string]> => {
    const dispatcher = new Agent({ pipelining: 0 });
    agents.push(dispatcher);
    const { statusCode, body } = await request(`http://${ground.gateway.http}${ground.path(path)}`, {
      dispatcher,
      headers,
    });
    return [statusCode, await body.text()];
  });
  return Promise.all(asked);
}

async function metric(pattern: RegExp): Promise<number[]> {
  const { body } = await ground.gateway.server.page("/metrics");
  return Array.from(body.matchAll(pattern), ([, value]) => Number(value));
}

test("every thread answers, and every request is counted at once", async () => {
  expect(await manyTimes(60, "/alive")).toEqual(Array.from({ length: 60 }, () => [200, "alive"]));
  const [first, second] = await metric(/^signpost_gateway_worker_requests_total\{worker="\d"\} (\d+)$/gm);
  expect(first + second).toBe(60);
  expect(Math.min(first, second)).toBeGreaterThan(0);
  expect(await metric(/^signpost_gateway_requests_total\{.*\} (\d+)$/gm)).toEqual([60]);
});

test("a change that is acknowledged holds in every thread", async () => {
  const { control } = ground.gateway;
  const variables = '{"n": "$stageVariables.n"}';
  const { id: restApiId = "", rootResourceId: resourceId } = await control.send(
    new api.CreateRestApiCommand({ name: "n" }),
  );
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await control.send(new api.PutMethodCommand({ ...method, authorizationType: "NONE" }));
  const requestTemplates = { "application/json": '{"statusCode": 200}' };
  await control.send(new api.PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates }));
  const answered = { ...method, statusCode: "200" };
  await control.send(new api.PutMethodResponseCommand(answered));
  const responseTemplates = { "application/json": variables };
  await control.send(new api.PutIntegrationResponseCommand({ ...answered, responseTemplates }));
  await control.send(new api.CreateDeploymentCommand({ restApiId, stageName: "prod", variables: { n: "0" } }));
  const dispatcher = new Agent({ connections: 8, pipelining: 1 });
  agents.push(dispatcher);
  const ask = async (): Promise<string> => {
    const url = `http://${ground.gateway.http}/_aws/execute-api/${restApiId}/prod/`;
    return (await request(url, { dispatcher })).body.text();
  };
  for (let n = 1; n <= 40; n++) {
    await ground.gateway.patchStage(restApiId, { "/variables/n": String(n) });
    const texts = await Promise.all(Array.from({ length: 8 }, ask));
    expect(new Set(texts)).toEqual(new Set([`{"n": "${n}"}`]));
  }
  await control.send(new api.DeleteStageCommand({ restApiId, stageName: "prod" }));
  const gone = await Promise.all(Array.from({ length: 8 }, ask));
  expect(new Set(gone)).toEqual(new Set(['{"message":"Forbidden"}']));
});

test("a quota lets its number through, whichever thread counts", async () => {
  const { control } = ground.gateway;
  const { id: keyId = "", value = "" } = await control.send(new api.CreateApiKeyCommand({ name: "k", enabled: true }));
  const { id: usagePlanId } = await control.send(
    new api.CreateUsagePlanCommand({
      name: "plan",
      apiStages: [{ apiId: ground.apiId, stage: "prod" }],
      quota: { limit: 50, period: "MONTH" },
    }),
  );
  await control.send(new api.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  const keyed = async (count: number): Promise<number[]> =>
    (await manyTimes(count, "/keyed", { "x-api-key": value })).map(([status]) => status).sort((a, b) => a - b);
  expect(await keyed(120)).toEqual([
    ...Array.from({ length: 50 }, () => 200),
    ...Array.from({ length: 70 }, () => 429),
  ]);
  const [startDate] = new Date().toISOString().split("T");
  const usage = { usagePlanId, keyId, startDate, endDate: startDate };
  expect((await control.send(new api.GetUsageCommand(usage))).items?.[keyId]).toEqual([[50, 0]]);
  // What somebody grants holds at once, and no thread gives more.
  const patchOperations = [{ op: "replace" as const, path: "/remaining", value: "10" }];
  await control.send(new api.UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
  expect((await keyed(40)).filter((status) => status === 200)).toHaveLength(10);
  await control.send(
    new api.UpdateApiKeyCommand({
      apiKey: keyId,
      patchOperations: [{ op: "replace", path: "/enabled", value: "false" }],
    }),
  );
  expect(new Set(await keyed(10))).toEqual(new Set([403]));
});

test("an answer that one thread keeps is everybody's, until the cache is flushed", async () => {
  const { gateway, apiId, reached } = ground;
  await gateway.patchStage(apiId, {
    "/cacheClusterEnabled": "true",
    "/cacheClusterSize": "0.5",
    "/~1echo/GET/caching/enabled": "true",
    "/~1echo/GET/caching/ttlInSeconds": "300",
  });
  /** How often the server behind was asked, for so many requests. */
  const asked = async (count: number): Promise<number> => {
    const before = reached.length;
    await manyTimes(count, "/echo");
    return reached.length - before;
  };
  for (const _ of ["at first", "after a flush"]) {
    expect(await asked(1)).toBe(1);
    // The others hear of it in a moment; it does not become more than one miss for each of them.
    await vi.waitFor(async () => expect(await asked(20)).toBe(0));
    expect(await asked(20)).toBe(0);
    await gateway.control.send(new api.FlushStageCacheCommand({ restApiId: apiId, stageName: "prod" }));
  }
});

test("functions run for every thread", async () => {
  const answers = await manyTimes(16, "/fn/x?name=y");
  expect(answers.map(([status, text]) => [status, (JSON.parse(text) as { path: string }).path])).toEqual(
    Array.from({ length: 16 }, () => [200, "/fn/x"]),
  );
});

test("TLS is answered by every thread, under one certificate a name", async () => {
  const servername = `${ground.apiId}.execute-api.us-east-1.amazonaws.com`;
  const fingerprints = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const socket = await shakeHands({ port: ground.tlsPort, ca: ground.ca, servername });
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.write(`GET /prod/alive HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
      expect(await heard(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*alive$/);
      return fingerprint256;
    }),
  );
  expect(new Set(fingerprints).size).toBe(1);
  expect(await handshakeFault({ port: ground.tlsPort, ca: ground.ca, servername: "nobody.test" })).not.toBe("none");
});

test("a port that another server has is told, though threads could share it", async () => {
  const taken = createServer();
  taken.listen({ port: 0, host: "127.0.0.1", reusePort: true });
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  const folder = new Folder();
  folder.write("signpost.yaml", "gateway: { workers: 2 }\n");
  folder.write("zones/a.test.zone", zoneText(1, "192.0.2.1"));
  const words = ["--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1", "--gateway", `127.0.0.1:${port}`];
  const server = new RunningServer(words, folder.path);
  expect(await server.exited()).toBe(1);
  expect(server.stderr).toContain(`Cannot listen on TCP 127.0.0.1:${port}: another program already uses`);
  taken.close();
  folder.remove();
});
