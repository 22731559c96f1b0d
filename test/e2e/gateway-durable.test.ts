// What the API Gateway API acknowledged outlives everything: kill -9 in the middle of changes loses none of it and leaves none
// half done, quotas lose less than a second's traffic, and a full disk stops changes and nothing else.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as api from "@aws-sdk/client-api-gateway";
import { afterEach, expect, test } from "vitest";
import { GatewayServer } from "./gateway-server.ts";
import { Folder } from "./running-server.ts";

const folders: Folder[] = [];
const servers: GatewayServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) folder.remove();
});

function makeFolder(): Folder {
  const folder = new Folder();
  folders.push(folder);
  return folder;
}

async function start(folder: Folder, launcher: readonly string[] = [], workers = 0): Promise<GatewayServer> {
  const server = await GatewayServer.start(folder, { launcher, gateway: { workers } });
  servers.push(server);
  return server;
}

const template = '{"n": "$stageVariables.n"}';
const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: { default: { statusCode: "200", responseTemplates: { "application/json": template } } },
};
const keyed = { responses: { "200": {} }, security: [{ key: [] }], "x-amazon-apigateway-integration": mock };
const document = JSON.stringify({
  openapi: "3.0.1",
  info: { title: "kept", version: "1" },
  components: { securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } } },
  paths: {
    "/n": { get: { responses: { "200": {} }, "x-amazon-apigateway-integration": mock } },
    "/keyed": { get: keyed },
  },
});

async function importApi({ control }: GatewayServer): Promise<{ restApiId: string; rootId: string }> {
  const { id = "", rootResourceId = "" } = await control.send(
    new api.ImportRestApiCommand({ body: Buffer.from(document) }),
  );
  await control.send(new api.CreateDeploymentCommand({ restApiId: id, stageName: "prod", variables: { n: "0" } }));
  return { restApiId: id, rootId: rootResourceId };
}

/** `npm run crash` plays more. */
const rounds = Number(process.env["CRASH_ROUNDS"] ?? 3);

/** What was acknowledged in one round. */
class Acknowledged {
  /** Path -> the id of the resource that has a GET. */
  readonly methods = new Map<string, string>();
  /** Deployment's id -> its number, which is also its stage's variable. */
  readonly deployments = new Map<string, number>();
  /** Of the stage that is only patched. */
  patched = 0;
}

function workOn(
  { control }: GatewayServer,
  place: { restApiId: string; rootId: string },
  round: number,
  seen: Acknowledged,
) {
  const { restApiId, rootId: parentId } = place;
  let made = round * 10_000;
  return [
    async (): Promise<void> => {
      const pathPart = `p${made++}`;
      const { id: resourceId = "" } = await control.send(
        new api.CreateResourceCommand({ restApiId, parentId, pathPart }),
      );
      const method = { restApiId, resourceId, httpMethod: "GET" };
      await control.send(new api.PutMethodCommand({ ...method, authorizationType: "NONE" }));
      await control.send(new api.PutIntegrationCommand({ ...method, type: "MOCK" }));
      seen.methods.set(`/${pathPart}`, resourceId);
    },
    async (): Promise<void> => {
      const n = made++;
      const said = { description: String(n), variables: { n: String(n) } };
      const stageName = "moved";
      const { id = "" } = await control.send(new api.CreateDeploymentCommand({ restApiId, stageName, ...said }));
      seen.deployments.set(id, n);
    },
    async (): Promise<void> => {
      const value = String(++seen.patched);
      const patchOperations = ["n", "twin"].map((name) => ({
        op: "replace" as const,
        path: `/variables/${name}`,
        value,
      }));
      await control.send(new api.UpdateStageCommand({ restApiId, stageName: "prod", patchOperations }));
    },
  ];
}

async function expectKept(server: GatewayServer, restApiId: string, seen: Acknowledged): Promise<void> {
  const { control } = server;
  for (const [path, resourceId] of [...seen.methods].slice(-30)) {
    const resource = await control.send(new api.GetResourceCommand({ restApiId, resourceId, embed: ["methods"] }));
    expect([resource.path, resource.resourceMethods?.["GET"]?.methodIntegration?.type]).toEqual([path, "MOCK"]);
  }
  for (const [deploymentId, n] of [...seen.deployments].slice(-30)) {
    const deployment = await control.send(new api.GetDeploymentCommand({ restApiId, deploymentId }));
    expect(deployment.description).toBe(String(n));
  }
  if (seen.deployments.size > 0) {
    // A deployment and its stage move together.
    const moved = await control.send(new api.GetStageCommand({ restApiId, stageName: "moved" }));
    const { deploymentId } = moved;
    const { description } = await control.send(new api.GetDeploymentCommand({ restApiId, deploymentId }));
    expect(moved.variables?.["n"]).toBe(description);
    expect(Number(description)).toBeGreaterThanOrEqual(Math.max(...seen.deployments.values()));
  }
  const { variables = {} } = await control.send(new api.GetStageCommand({ restApiId, stageName: "prod" }));
  expect(variables["twin"] ?? "0").toBe(variables["n"]);
  expect(Number(variables["n"])).toBeGreaterThanOrEqual(seen.patched - 1);
  expect((await server.ask(restApiId, "/n")).text).toBe(`{"n": "${variables["n"]}"}`);
  seen.patched = Number(variables["n"]);
}

test(
  "kill -9 in the middle of changes loses none that was acknowledged, and leaves none half done",
  async () => {
    const folder = makeFolder();
    const seen = new Acknowledged();
    let place = { restApiId: "", rootId: "" };
    for (let round = 0; round < rounds; round++) {
      const server = await start(folder);
      if (round === 0) place = await importApi(server);
      await expectKept(server, place.restApiId, seen);
      const killed = setTimeout(() => server.server.signal("SIGKILL"), 100 + ((round * 137) % 400));
      const loops = workOn(server, place, round, seen).map(async (step) => {
        for (;;) await step();
      });
      await Promise.allSettled(loops);
      clearTimeout(killed);
      expect(await server.server.exited()).toBe("SIGKILL");
    }
    expect(seen.methods.size + seen.deployments.size).toBeGreaterThan(2);
    await expectKept(await start(folder), place.restApiId, seen);
  },
  60_000 + rounds * 6_000,
);

test.each([0, 2])("kill -9 costs a quota less than a second's traffic, with %i workers", async (workers) => {
  const folder = makeFolder();
  const first = await start(folder, [], workers);
  const { restApiId } = await importApi(first);
  const { control } = first;
  const { id: keyId = "", value: key = "" } = await control.send(
    new api.CreateApiKeyCommand({ enabled: true, name: "k" }),
  );
  const quota = { limit: 1_000_000, period: "MONTH" as const };
  const apiStages = [{ apiId: restApiId, stage: "prod" }];
  const { id: usagePlanId = "" } = await control.send(
    new api.CreateUsagePlanCommand({ name: "plan", apiStages, quota }),
  );
  await control.send(new api.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  const headers = { "x-api-key": key };
  const answeredMs: number[] = [];
  let sent = 0;
  const down = new AbortController();
  const loops = Array.from({ length: 4 }, async () => {
    while (!down.signal.aborted) {
      sent += 1;
      const { status } = await first.ask(restApiId, "/keyed", { headers });
      if (status === 200) answeredMs.push(performance.now());
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 2_600));
  const killedMs = performance.now();
  first.server.signal("SIGKILL");
  down.abort();
  await Promise.allSettled(loops);
  await first.server.exited();
  const second = await start(folder, [], workers);
  const today = new Date().toISOString().slice(0, 10);
  const asked = { usagePlanId, keyId, startDate: today, endDate: today };
  const { items = {} } = await second.control.send(new api.GetUsageCommand(asked));
  const used = items[keyId]?.[0]?.[0] ?? 0;
  const least = answeredMs.filter((ms) => ms < killedMs - 1_000).length;
  expect(least).toBeGreaterThan(50);
  expect(used).toBeGreaterThanOrEqual(least);
  expect(used).toBeLessThanOrEqual(sent);
  // And it goes on from there.
  expect((await second.ask(restApiId, "/keyed", { headers })).status).toBe(200);
});

const smallDisk = 'mount -t tmpfs -o size=700k none data && head -c 200000 /dev/zero > data/ballast && exec "$@"';
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

test.skipIf(!canMount)(
  `a full disk${canMount ? "" : " (needs unshare and mount)"} is a 503, nothing half done, and the data plane goes on`,
  { timeout: 60_000 },
  async () => {
    const folder = makeFolder();
    mkdirSync(join(folder.path, "data"));
    const server = await start(folder, ["unshare", "-rm", "sh", "-c", smallDisk, "sh"]);
    const { control } = server;
    const { restApiId } = await importApi(server);
    const key = await control.send(new api.CreateApiKeyCommand({ enabled: true, name: "k" }));
    const apiStages = [{ apiId: restApiId, stage: "prod" }];
    const plan = await control.send(new api.CreateUsagePlanCommand({ name: "plan", apiStages }));
    await control.send(new api.CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }));
    let n = 0;
    const deploy = async (): Promise<unknown> => {
      const said = { description: "x".repeat(4_000), variables: { n: String(n + 1) } };
      await control.send(new api.CreateDeploymentCommand({ restApiId, stageName: "prod", ...said }));
      return ++n;
    };
    const faults: unknown[] = [];
    for (let tries = 0; tries < 500 && faults.length === 0; tries++) {
      await deploy().catch((error: unknown) => faults.push(error));
    }
    expect(faults[0]).toMatchObject({ name: "ServiceUnavailableException", $metadata: { httpStatusCode: 503 } });
    expect((await server.ask(restApiId, "/n")).text).toBe(`{"n": "${n}"}`);
    // Counts that cannot be stored wait; nobody is refused for them.
    for (let i = 0; i < 3; i++) {
      expect((await server.ask(restApiId, "/keyed", { headers: { "x-api-key": key.value ?? "" } })).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const { variables } = await control.send(new api.GetStageCommand({ restApiId, stageName: "prod" }));
    expect(variables).toEqual({ n: String(n) });
    rmSync(join(`/proc/${server.server.pid}/root`, folder.path, "data/ballast"));
    await deploy();
    expect((await server.ask(restApiId, "/n")).text).toBe(`{"n": "${n}"}`);
  },
);
