// What somebody said of health: kept until it is taken back, a check's until the check is deleted, all of it until a reset.

import { expect, test } from "vitest";
import { StorageFault } from "../../src/base/tables.ts";
import { ToldHealth } from "../../src/store/told-health.ts";
import { newWorld } from "./fixture.ts";

test("what a check was told goes with the check", () => {
  const { store, tables, context } = newWorld();
  const told = new ToldHealth(tables);
  const HealthCheckConfig = { Type: "TCP", IPAddress: "192.0.2.1", Port: 80 } as const;
  const { HealthCheck } = store.createHealthCheck({ CallerReference: "1", HealthCheckConfig }, context);
  expect(told.ofCheck(HealthCheck.Id)).toBeNull();
  told.tellCheck(HealthCheck.Id, "{}");
  told.tellCheck("other", "{}");
  store.deleteHealthCheck({ HealthCheckId: HealthCheck.Id }, context);
  expect([told.ofCheck(HealthCheck.Id), told.ofCheck("other")]).toEqual([null, "{}"]);
  told.tellCheck("other", null);
  expect(told.ofCheck("other")).toBeNull();
});

test("what was said of hosts, until it is taken back or everything is forgotten", () => {
  const { store, tables, context } = newWorld();
  const told = new ToldHealth(tables);
  told.tellHost("a.test", "unhealthy");
  told.tellHost("b.test", "healthy");
  told.tellHost("b.test", null);
  expect([...told.hosts()]).toEqual([["a.test", "unhealthy"]]);
  store.reset(context);
  expect(told.hosts().size).toBe(0);
});

test("what cannot be stored was not told", () => {
  const { tables } = newWorld();
  const told = new ToldHealth(tables);
  const transaction = tables.transaction.bind(tables);
  tables.transaction = (work) =>
    transaction(() => {
      work();
      throw new StorageFault("database or disk is full");
    });
  expect(() => told.tellHost("a.test", "unhealthy")).toThrow(StorageFault);
  expect(told.hosts().size).toBe(0);
});
