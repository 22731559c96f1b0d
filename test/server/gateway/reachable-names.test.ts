// Under which names the gateway answers, and where each leads: as DNS has it, and as TLS asks.

import { expect, test } from "vitest";
import type { EndpointType } from "../../../src/gateway/model/shapes.ts";
import { GatewayNames, type GatewayPlace } from "../../../src/server/gateway-names.ts";
import { type Places, ReachableNames } from "../../../src/server/gateway/reachable-names.ts";
import { firstVpcView } from "../../../src/zone/views.ts";
import { Asking, newImage } from "../../authority/asking.ts";
import { type World, addMock, newStage, newWorld } from "../../gateway/control/fixture.ts";

const regional: readonly GatewayPlace[] = [{ identifier: "here", region: null, addresses: ["127.0.0.1"] }];
const edge: readonly GatewayPlace[] = [{ identifier: "FRA", region: "eu-central-1", addresses: ["127.0.0.31"] }];

interface Served extends World {
  readonly names: ReachableNames;
  /** The address that a name has; null when nobody answers. */
  at(name: string): string | null;
}

function serve(world: World, edges: readonly GatewayPlace[] = []): Served {
  const image = newImage();
  const places: Places = { regional, edges, vpcViews: [firstVpcView] };
  const names = new ReachableNames(world.store, new GatewayNames(image), places);
  names.start();
  world.store.onCommit((effects) => names.notice(effects));
  const asking = new Asking(image);
  return { ...world, names, at: (name) => / A (\S+)\]/.exec(asking.ask(`${name}.`, "A"))?.[1] ?? null };
}

function withDomain({ client }: Pick<World, "client">, domainName: string, type: EndpointType): string {
  const arn = "arn:aws:acm:us-east-1:111111111111:certificate/x";
  const certificate = type === "EDGE" ? { certificateArn: arn } : { regionalCertificateArn: arn };
  const made = client.createDomainName({ domainName, endpointConfiguration: { types: [type] }, ...certificate });
  return made.regionalDomainName ?? made.distributionDomainName ?? "";
}

test("an API has a name while it has a stage", () => {
  const world = serve(newWorld());
  const { id: restApiId, rootResourceId: resourceId } = world.client.createRestApi({ name: "a" });
  const name = `${restApiId}.execute-api.us-east-1.amazonaws.com`;
  expect([world.at(name), world.names.isOurs(name)]).toEqual([null, false]);
  addMock(world.client, { restApiId, resourceId, httpMethod: "GET" });
  world.client.createDeployment({ restApiId, stageName: "one" });
  world.client.createDeployment({ restApiId, stageName: "two" });
  expect([world.at(name), world.names.isOurs(name)]).toEqual(["127.0.0.1", true]);
  world.client.deleteStage({ restApiId, stageName: "one" });
  expect(world.at(name)).toBe("127.0.0.1");
  world.client.deleteStage({ restApiId, stageName: "two" });
  expect([world.at(name), world.names.isOurs(name)]).toEqual([null, false]);
  world.client.createDeployment({ restApiId, stageName: "one" });
  world.client.deleteRestApi({ restApiId });
  expect([world.at(name), world.names.isOurs(name)]).toEqual([null, false]);
});

test("what is stored already is served from the start", () => {
  const stored = newWorld();
  const { apiId } = newStage(stored);
  const target = withDomain(stored, "api.test", "REGIONAL");
  const world = serve(stored);
  expect([world.at(`${apiId}.execute-api.us-east-1.amazonaws.com`), world.at(target)]).toEqual([
    "127.0.0.1",
    "127.0.0.1",
  ]);
});

test.each<[EndpointType, readonly GatewayPlace[], string]>([
  ["REGIONAL", [], "127.0.0.1"],
  ["REGIONAL", edge, "127.0.0.1"],
  ["EDGE", [], "127.0.0.1"],
  ["EDGE", edge, "127.0.0.31"],
])("a domain and an API of type %s with edge locations %j lead to %s", (type, edges, address) => {
  const world = serve(newWorld(), edges);
  const target = withDomain(world, "api.test", type);
  expect(world.at(target)).toBe(address);
  const { id: restApiId, rootResourceId: resourceId } = world.client.createRestApi({
    name: "a",
    endpointConfiguration: { types: [type] },
  });
  addMock(world.client, { restApiId, resourceId, httpMethod: "GET" });
  world.client.createDeployment({ restApiId, stageName: "s" });
  expect(world.at(`${restApiId}.execute-api.us-east-1.amazonaws.com`)).toBe(address);
  world.client.deleteDomainName({ domainName: "api.test" });
  expect(world.at(target)).toBe(null);
});

test("an API's name follows its endpoint, without a deployment", () => {
  const world = serve(newWorld(), edge);
  const { apiId: restApiId } = newStage(world);
  const name = `${restApiId}.execute-api.us-east-1.amazonaws.com`;
  const before = world.at(name);
  const change = { op: "replace", path: "/endpointConfiguration/types/EDGE", value: "REGIONAL" } as const;
  world.client.updateRestApi({ restApiId, patchOperations: [change] });
  expect([before, world.at(name)]).toEqual(["127.0.0.31", "127.0.0.1"]);
});

test("a private API's name is there for VPCs alone", () => {
  const world = serve(newWorld());
  const policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}';
  const { id: restApiId, rootResourceId: resourceId } = world.client.createRestApi({
    name: "a",
    endpointConfiguration: { types: ["PRIVATE"] },
    policy,
  });
  addMock(world.client, { restApiId, resourceId, httpMethod: "GET" });
  world.client.createDeployment({ restApiId, stageName: "s" });
  const name = `${restApiId}.execute-api.us-east-1.amazonaws.com`;
  expect([world.at(name), world.names.isOurs(name)]).toEqual([null, true]);
});

test.each([
  ["api.test", true],
  ["www.api.test", false],
  ["a.wild.test", true],
  ["wild.test", false],
  ["a.b.wild.test", false],
  ["anything.execute-api.localhost", true],
  ["a.b.execute-api.localhost", false],
  ["execute-api.localhost", false],
  ["other.execute-api.us-east-1.amazonaws.com", false],
  ["test", false],
  ["", false],
])("%s is ours: %s", (name, isOurs) => {
  const world = serve(newWorld());
  withDomain(world, "api.test", "REGIONAL");
  withDomain(world, "*.wild.test", "REGIONAL");
  expect(world.names.isOurs(name)).toBe(isOurs);
});
