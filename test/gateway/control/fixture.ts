// A store in memory, a caller, and the store's operations bound to both, so that a test reads like a client's calls.

import { MemoryTables } from "../../../src/base/memory-tables.ts";
import { seededRandom } from "../../../src/base/random.ts";
import type { ControlContext } from "../../../src/gateway/control/context.ts";
import { GatewayStore } from "../../../src/gateway/control/gateway-store.ts";
import type { ControlPorts } from "../../../src/gateway/control/ports.ts";
import type { GatewayEffect } from "../../../src/gateway/model/catalogue.ts";

export const startMs = Date.UTC(2026, 10, 29, 12);

/** The operations, each with the caller's context given. */
export type Client = {
  readonly [
    Name in keyof GatewayStore as GatewayStore[Name] extends (input: never, context: ControlContext) => unknown
      ? GatewayStore[Name] extends () => unknown
        ? never
        : Name
      : never
  ]: GatewayStore[Name] extends (input: infer Input, context: ControlContext) => infer Output
    ? (input: Input) => Output
    : never;
};

export interface World {
  readonly store: GatewayStore;
  readonly tables: MemoryTables;
  /** Its time may be set. */
  readonly context: ControlContext & { nowMs: number };
  readonly client: Client;
  readonly effects: GatewayEffect[];
}

export function newWorld(given: Partial<ControlContext> = {}, ports: Partial<ControlPorts> = {}): World {
  const tables = new MemoryTables();
  const store = new GatewayStore(tables, ports);
  const effects: GatewayEffect[] = [];
  store.onCommit((committed) => effects.push(...committed));
  const context = {
    account: "111111111111",
    region: "us-east-1",
    accessKey: "AKIATEST",
    nowMs: startMs,
    random: seededRandom(7),
    ...given,
  };
  return { store, tables, context, effects, client: clientOf(store, context) };
}

export function clientOf(store: GatewayStore, context: ControlContext): Client {
  return new Proxy({} as Client, {
    get:
      (_, name: keyof Client) =>
      (input: never): unknown =>
        (store[name] as (input: never, context: ControlContext) => unknown)(input, context),
  });
}

/** An API with one method that answers by itself, so that it can be deployed. */
export function newApi({ client }: Pick<World, "client">, name = "pets"): { apiId: string; rootId: string } {
  const { id: apiId, rootResourceId: rootId } = client.createRestApi({ name });
  addMock(client, { restApiId: apiId, resourceId: rootId, httpMethod: "GET" });
  return { apiId, rootId };
}

export function addMock(
  client: Client,
  method: { readonly restApiId: string; readonly resourceId: string; readonly httpMethod: string },
): void {
  client.putMethod({ ...method, authorizationType: "NONE" });
  client.putIntegration({ ...method, type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } });
}

/** The same with a deployment and a stage. */
export function newStage(
  world: Pick<World, "client">,
  stageName = "dev",
): { apiId: string; rootId: string; deploymentId: string } {
  const api = newApi(world);
  const { id: deploymentId } = world.client.createDeployment({ restApiId: api.apiId, stageName });
  return { ...api, deploymentId };
}
