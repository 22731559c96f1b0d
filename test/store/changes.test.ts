// The life of a change: PENDING until every server has it (AWS API: GetChange), and what happens to it when storage refuses.

import { expect, test } from "vitest";
import { StorageFault } from "../../src/base/tables.ts";
import { Route53Store } from "../../src/store/route53-store.ts";
import { change, faultOf, newWorld, newZone, setOf } from "./fixture.ts";

const a = setOf("www.example.test", "A", ["192.0.2.1"]);

test("a change is pending until it is acknowledged", () => {
  const world = newWorld();
  const { Id } = change(world, ["CREATE", a]);
  const status = (): string => world.store.getChange({ Id }, world.context).ChangeInfo.Status;
  expect(status()).toBe("PENDING");
  world.store.acknowledge(Id.replace("/change/", ""));
  expect(status()).toBe("INSYNC");
});

test("a store that opens what is there has all of it in sync", () => {
  const world = newWorld();
  const { Id } = change(world, ["CREATE", a]);
  const reopened = new Route53Store(world.tables);
  expect(world.store.getChange({ Id }, world.context).ChangeInfo.Status).toBe("PENDING");
  expect(reopened.getChange({ Id }, world.context).ChangeInfo.Status).toBe("INSYNC");
});

test("an unknown change", () => {
  const { store, context } = newWorld();
  expect(faultOf(() => store.getChange({ Id: "C0" }, context))).toBe(
    "NoSuchChange: Could not find resource with ID: C0",
  );
});

test("storage that refuses becomes 503, without effects; the next change goes through", () => {
  const world = newWorld();
  const { store, tables, zoneId } = world;
  world.effects.length = 0;
  const transaction = tables.transaction.bind(tables);
  tables.transaction = (work) =>
    transaction(() => {
      work();
      throw new StorageFault("database or disk is full");
    });
  expect(faultOf(() => change(world, ["CREATE", a]))).toBe(
    "ServiceUnavailable: The change could not be stored: database or disk is full",
  );
  expect([world.effects, store.zone(zoneId)?.version]).toEqual([[], 1]);
  tables.transaction = transaction;
  expect(faultOf(() => change(world, ["CREATE", a]))).toBe("none");
  expect(world.effects).toHaveLength(1);
});

test("fifty clients that change at once lose nothing", () => {
  const world = newWorld();
  const zones = [world.zoneId, newZone(world.store, world.context, "other.test")];
  for (let client = 0; client < 50; client++)
    change(world, ["CREATE", setOf(`c${client}.example.test`, "A", ["192.0.2.1"])]);
  expect(world.store.history(zones[0], world.context).map(({ version }) => version)).toEqual(
    Array.from({ length: 51 }, (_, i) => i + 1),
  );
});
