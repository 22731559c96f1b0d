// Random sequences of operations, wise and unwise, leave a store in which everything belongs to something: paths are unique and
// lead to the root, rows lie below APIs that exist, indexes and rows say the same, deployments that are pointed at are there.

import fc from "fast-check";
import { expect, test } from "vitest";
import { ServiceFault } from "../../../src/base/service-fault.ts";
import { table, tablesOfApi } from "../../../src/gateway/control/table-names.ts";
import type { Resource, Stage } from "../../../src/gateway/model/shapes.ts";
import { addMock, newWorld, type World } from "./fixture.ts";

const domainName = "api.example.test";
const verbs = ["GET", "POST", "ANY"];
const parts = ["a", "b", "{c}", "{d+}"];
const stages = ["dev", "prod"];

/** A step: which operation, and numbers that choose what it is done to. */
interface Step {
  readonly what: keyof typeof steps;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

function pick<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % Math.max(1, items.length)];
}

/** What there is now, an id that is not there among it. */
function api(world: World, at: number): string {
  return pick([...world.client.getRestApis({ limit: 500 }).items.map(({ id }) => id), "none"], at) ?? "none";
}

function resource(world: World, restApiId: string, at: number): string {
  const all = world.store.workingSnapshot(restApiId)?.resources ?? [];
  return pick(all, at)?.id ?? "none";
}

function deployment(world: World, restApiId: string, at: number): string {
  return pick(world.client.getDeployments({ restApiId }).items, at)?.id ?? "none";
}

function key(world: World, at: number): string {
  return pick(world.client.getApiKeys({}).items, at)?.id ?? "none";
}

function plan(world: World, at: number): string {
  return pick(world.client.getUsagePlans({}).items, at)?.id ?? "none";
}

const steps = {
  createApi: (world: World) => world.client.createRestApi({ name: "a" }),
  cloneApi: (world: World, { a }: Step) => world.client.createRestApi({ name: "a", cloneFrom: api(world, a) }),
  deleteApi: (world: World, { a }: Step) => world.client.deleteRestApi({ restApiId: api(world, a) }),
  createResource(world: World, { a, b, c }: Step) {
    const restApiId = api(world, a);
    const parentId = resource(world, restApiId, b);
    world.client.createResource({ restApiId, parentId, pathPart: parts[c % parts.length] });
  },
  moveResource(world: World, { a, b, c }: Step) {
    const restApiId = api(world, a);
    const change =
      c % 2 === 0
        ? { path: "/parentId", value: resource(world, restApiId, c) }
        : { path: "/pathPart", value: parts[c % parts.length] };
    world.client.updateResource({
      restApiId,
      resourceId: resource(world, restApiId, b),
      patchOperations: [{ op: "replace", ...change }],
    });
  },
  deleteResource(world: World, { a, b }: Step) {
    const restApiId = api(world, a);
    world.client.deleteResource({ restApiId, resourceId: resource(world, restApiId, b) });
  },
  addMethod(world: World, { a, b, c }: Step) {
    const restApiId = api(world, a);
    addMock(world.client, {
      restApiId,
      resourceId: resource(world, restApiId, b),
      httpMethod: verbs[c % verbs.length],
    });
  },
  deleteMethod(world: World, { a, b, c }: Step) {
    const restApiId = api(world, a);
    const resourceId = resource(world, restApiId, b);
    world.client.deleteMethod({ restApiId, resourceId, httpMethod: verbs[c % verbs.length] });
  },
  deploy: (world: World, { a, b, c }: Step) =>
    world.client.createDeployment({
      restApiId: api(world, a),
      ...(b % 3 > 0 && { stageName: stages[b % 2] }),
      ...(c % 4 === 0 && { canarySettings: { percentTraffic: 10 } }),
    }),
  deleteDeployment(world: World, { a, b }: Step) {
    const restApiId = api(world, a);
    world.client.deleteDeployment({ restApiId, deploymentId: deployment(world, restApiId, b) });
  },
  promote: (world: World, { a, b }: Step) =>
    world.client.updateStage({
      restApiId: api(world, a),
      stageName: stages[b % 2],
      patchOperations: [
        { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
        { op: "remove", path: "/canarySettings" },
      ],
    }),
  moveStage(world: World, { a, b, c }: Step) {
    const restApiId = api(world, a);
    const value = deployment(world, restApiId, c);
    const patchOperations = [{ op: "replace", path: "/deploymentId", value }];
    world.client.updateStage({ restApiId, stageName: stages[b % 2], patchOperations });
  },
  deleteStage: (world: World, { a, b }: Step) =>
    world.client.deleteStage({ restApiId: api(world, a), stageName: stages[b % 2] }),
  createKey: (world: World) => world.client.createApiKey({}),
  deleteKey: (world: World, { a }: Step) => world.client.deleteApiKey({ apiKey: key(world, a) }),
  createPlan: (world: World, { a, b }: Step) =>
    world.client.createUsagePlan({
      name: "p",
      ...(b % 2 === 0 && { apiStages: [{ apiId: api(world, a), stage: stages[b % 2] }] }),
    }),
  addStage: (world: World, { a, b, c }: Step) =>
    world.client.updateUsagePlan({
      usagePlanId: plan(world, a),
      patchOperations: [
        { op: c % 2 === 0 ? "add" : "remove", path: "/apiStages", value: `${api(world, b)}:${stages[c % 2]}` },
      ],
    }),
  deletePlan: (world: World, { a }: Step) => world.client.deleteUsagePlan({ usagePlanId: plan(world, a) }),
  addKey: (world: World, { a, b }: Step) =>
    world.client.createUsagePlanKey({ usagePlanId: plan(world, a), keyId: key(world, b), keyType: "API_KEY" }),
  removeKey: (world: World, { a, b }: Step) =>
    world.client.deleteUsagePlanKey({ usagePlanId: plan(world, a), keyId: key(world, b) }),
  count: (world: World, { a, b }: Step) =>
    world.store.usageBook().flush([{ planId: plan(world, a), keyId: key(world, b), day: 20_000, count: 1 }]),
  createDomain: (world: World) =>
    world.client.createDomainName({ domainName, certificateArn: "arn:aws:acm:us-east-1:1:certificate/a" }),
  deleteDomain: (world: World) => world.client.deleteDomainName({ domainName }),
  map: (world: World, { a, b, c }: Step) =>
    world.client.createBasePathMapping({
      domainName,
      basePath: parts[b % 2],
      restApiId: api(world, a),
      ...(c % 2 === 0 && { stage: stages[c % 2] }),
    }),
  unmap: (world: World, { b }: Step) => world.client.deleteBasePathMapping({ domainName, basePath: parts[b % 2] }),
};

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])),
  a: fc.nat(20),
  b: fc.nat(20),
  c: fc.nat(20),
});

function run(world: World, { what, ...numbers }: Step): void {
  try {
    steps[what](world, { what, ...numbers });
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
  }
}

function keys({ tables }: World, name: string): string[] {
  return Array.from(tables.scan(name, {}), ([key]) => key);
}

/** What is wrong with a store; nothing, always. */
function faults(world: World): string[] {
  const { tables, store } = world;
  const apis = new Set(keys(world, table.apis));
  const found: string[] = [];
  for (const name of tablesOfApi)
    for (const key of keys(world, name)) if (!apis.has(key.split(" ")[0])) found.push(`${name} ${key} has no API`);
  for (const apiId of apis) {
    const resources = store.workingSnapshot(apiId)?.resources ?? [];
    found.push(...treeFaults(resources));
    for (const [, text] of tables.scan(table.stages, { prefix: `${apiId} ` })) {
      const stage = JSON.parse(text) as Stage;
      for (const id of [stage.deploymentId, stage.canarySettings?.deploymentId])
        if (id !== undefined && tables.get(table.snapshots, `${apiId} ${id}`) === null)
          found.push(`no deployment ${id}`);
    }
  }
  const children = keys(world, table.resourcesByParent).length;
  if (children !== keys(world, table.resources).length - apis.size) found.push("children differ from resources");
  const methods = keys(world, table.methods).map((key) => key.split(" ").slice(0, 2).join(" "));
  const resources = new Set(keys(world, table.resources));
  for (const key of methods) if (!resources.has(key)) found.push(`method of no resource ${key}`);
  return [...found, ...accessFaults(world), ...domainFaults(world)];
}

function treeFaults(resources: readonly Resource[]): string[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const paths = resources.map(({ path }) => path);
  const wrong = resources.filter(({ path, parentId, pathPart }) => {
    if (path === "/") return parentId !== undefined;
    const parent = byId.get(parentId ?? "");
    return parent === undefined || path !== `${parent.path === "/" ? "" : parent.path}/${pathPart}`;
  });
  const doubled = paths.filter((path, at) => paths.indexOf(path) !== at);
  const roots = paths.filter((path) => path === "/");
  return [
    ...wrong.map(({ path }) => `misplaced ${path}`),
    ...doubled,
    ...(roots.length === 1 ? [] : ["no single root"]),
  ];
}

function accessFaults(world: World): string[] {
  const plans = new Set(keys(world, table.usagePlans).map((key) => key.split(" ")[2]));
  const ids = new Set(keys(world, table.apiKeys).map((key) => key.split(" ")[2]));
  const pairs = keys(world, table.planKeys);
  const turned = keys(world, table.plansByKey).map((key) => key.split(" ").toReversed().join(" "));
  const found = pairs.filter((pair) => !plans.has(pair.split(" ")[0]) || !ids.has(pair.split(" ")[1]));
  const uneven = pairs.toSorted().join() === turned.toSorted().join() ? [] : ["plans by key differ from keys of plans"];
  const counts = keys(world, table.usage).filter((key) => !pairs.includes(key.split(" ").slice(0, 2).join(" ")));
  const values = keys(world, table.apiKeyValues).length === ids.size ? [] : ["values without keys"];
  const owners = keys(world, table.usagePlanOwners).filter((id) => !plans.has(id));
  const stages = world.client
    .getUsagePlans({ limit: 500 })
    .items.flatMap(({ apiStages }) => apiStages.filter(({ apiId, stage }) => world.store.stage(apiId, stage) === null));
  return [
    ...found,
    ...uneven,
    ...counts,
    ...values,
    ...owners,
    ...stages.map(({ apiId }) => `a plan's stage of ${apiId}`),
  ];
}

function domainFaults(world: World): string[] {
  const mappings = keys(world, table.basePathMappings);
  const byApi = keys(world, table.mappingsByApi).map((key) => key.split(" ").slice(1).join(" "));
  const homeless = mappings.filter((key) => world.store.domain(key.split(" ")[0]) === null);
  const uneven = mappings.toSorted().join() === byApi.toSorted().join() ? [] : ["mappings by API differ"];
  const apis = new Set(keys(world, table.apis));
  const dangling = keys(world, table.mappingsByApi).filter((key) => !apis.has(key.split(" ")[0]));
  return [...homeless, ...uneven, ...dangling];
}

test("whatever is done, everything belongs to something", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120, size: "max" }), (sequence) => {
      const world = newWorld();
      for (let i = 0; i < 2; i++) steps.createApi(world);
      for (const each of sequence) run(world, each);
      expect(faults(world)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("when every API, plan, key and domain is deleted, no row is left", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: "max" }), (sequence) => {
      const world = newWorld();
      const { client } = world;
      for (const each of sequence) run(world, each);
      for (const { domainName: name } of client.getDomainNames({}).items) client.deleteDomainName({ domainName: name });
      for (const { id } of client.getRestApis({ limit: 500 }).items) client.deleteRestApi({ restApiId: id });
      for (const { id } of client.getUsagePlans({ limit: 500 }).items) client.deleteUsagePlan({ usagePlanId: id });
      for (const { id } of client.getApiKeys({ limit: 500 }).items) client.deleteApiKey({ apiKey: id });
      expect(Object.values(table).flatMap((name) => keys(world, name))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
