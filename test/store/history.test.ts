// Histories: who changed what and when, the difference between two versions, and the way back.

import { expect, test } from "vitest";
import { change, faultOf, listed, newWorld, setOf, startMs } from "./fixture.ts";

const one = setOf("one.example.test.", "A", ["192.0.2.1"]);
const two = setOf("two.example.test.", "A", ["192.0.2.2"]);
const oneAnew = setOf("one.example.test.", "A", ["192.0.2.9"]);

test("a history says who, when and what", () => {
  const world = newWorld();
  const { store, context, zoneId } = world;
  store.changeResourceRecordSets(
    {
      HostedZoneId: zoneId,
      ChangeBatch: { Comment: "first", Changes: [{ Action: "CREATE", ResourceRecordSet: one }] },
    },
    { ...context, accessKey: "AKIAOTHER", nowMs: startMs + 1000 },
  );
  faultOf(() => change(world, ["CREATE", one]));
  const rows = store.history(zoneId, context);
  expect(rows).toMatchObject([
    { kind: "create-zone", version: 1, account: context.account, accessKey: "AKIATEST", submittedMs: startMs },
    {
      kind: "change-records",
      version: 2,
      accessKey: "AKIAOTHER",
      submittedMs: startMs + 1000,
      comment: "first",
      sets: [{ before: null, after: one }],
    },
  ]);
});

test("differences go both ways, and back to a version in one change", () => {
  const world = newWorld();
  const { store, context, zoneId, effects } = world;
  change(world, ["CREATE", one]);
  change(world, ["UPSERT", oneAnew], ["CREATE", two]);
  change(world, ["DELETE", two]);
  expect(store.difference({ zoneId, from: 2 }, context)).toEqual([{ before: one, after: oneAnew }]);
  expect(store.difference({ zoneId, from: 4, to: 2 }, context)).toEqual([{ before: oneAnew, after: one }]);
  expect(store.difference({ zoneId, from: 3, to: 4 }, context)).toEqual([{ before: two, after: null }]);
  expect(store.difference({ zoneId, from: 4 }, context)).toEqual([]);
  const { ChangeInfo } = store.rollBack({ zoneId, version: 3 }, context);
  expect(ChangeInfo.Comment).toBe("Rollback to version 3");
  expect(listed(world)).toEqual(["one.example.test. A", "two.example.test. A"]);
  expect(effects.at(-1)).toMatchObject({
    kind: "records-changed",
    zone: { version: 5, recordSetCount: 4 },
    changes: [{ before: null, after: two }],
  });
  store.rollBack({ zoneId, version: 1 }, context);
  expect(listed(world)).toEqual([]);
  expect(store.history(zoneId, context).map(({ kind }) => kind)).toEqual([
    "create-zone",
    "change-records",
    "change-records",
    "change-records",
    "rollback",
    "rollback",
  ]);
  expect(store.difference({ zoneId, from: 1 }, context)).toEqual([]);
  expect(faultOf(() => store.rollBack({ zoneId, version: 99 }, context))).toContain("has versions 0 to 6, not 99");
  expect(faultOf(() => store.rollBack({ zoneId, version: 0 }, context))).toContain("InvalidInput");
});

test("a zone that is gone keeps its history", () => {
  const { store, context, zoneId } = newWorld();
  store.deleteHostedZone({ Id: zoneId }, context);
  expect(store.history(zoneId, context).map(({ kind }) => kind)).toEqual(["create-zone", "delete-zone"]);
  expect(faultOf(() => store.history("Z1", context))).toContain("NoSuchHostedZone");
});
