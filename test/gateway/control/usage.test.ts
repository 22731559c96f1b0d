// Quotas: periods, what is left in them, who counts, and what a process that is killed loses.

import fc from "fast-check";
import { expect, test } from "vitest";
import { StorageFault } from "../../../src/base/tables.ts";
import { VirtualClock } from "../../../src/base/clock.ts";
import { QuotaMeter } from "../../../src/gateway/control/quota-meter.ts";
import {
  dayOf,
  limitOf,
  periodEnd,
  periodStart,
  printDay,
  readDay,
} from "../../../src/gateway/control/usage-periods.ts";
import type { QuotaSettings } from "../../../src/gateway/model/access.ts";
import { expectFault } from "./check.ts";
import { newStage, newWorld, startMs, type World } from "./fixture.ts";

type Period = QuotaSettings["period"];

const periods: readonly (readonly [period: Period, day: string, start: string, end: string])[] = [
  ["DAY", "2026-11-29", "2026-11-29", "2026-11-30"],
  ["WEEK", "2026-11-29", "2026-11-29", "2026-12-06"],
  ["WEEK", "2026-11-28", "2026-11-22", "2026-11-29"],
  ["WEEK", "1970-01-04", "1970-01-04", "1970-01-11"],
  ["MONTH", "2026-11-29", "2026-11-01", "2026-12-01"],
  ["MONTH", "2026-12-31", "2026-12-01", "2027-01-01"],
  ["MONTH", "2028-02-29", "2028-02-01", "2028-03-01"],
];

test.each(periods)("a %s that holds %s is from %s to %s", (period, day, start, end) => {
  const at = readDay(day) ?? Number.NaN;
  expect([printDay(periodStart(period, at)), printDay(periodEnd(period, at))]).toEqual([start, end]);
});

test("each day lies in one period, whose days all begin and end it alike", () => {
  fc.assert(
    fc.property(fc.constantFrom<Period>("DAY", "WEEK", "MONTH"), fc.integer({ min: 4, max: 40_000 }), (period, day) => {
      const start = periodStart(period, day);
      const end = periodEnd(period, day);
      expect(start <= day && day < end).toBe(true);
      expect([periodStart(period, start), periodStart(period, end - 1), periodStart(period, end)]).toEqual([
        start,
        start,
        end,
      ]);
    }),
  );
});

test.each(["2026-02-29", "2026-13-01", "2026-1-1", "", "20260101", "2026-01-01T00:00:00Z"])("%s is no day", (text) => {
  expect(readDay(text)).toBeNull();
});

test("the offset is taken off the first period alone", () => {
  const quota: QuotaSettings = { limit: 10, offset: 3, period: "MONTH" };
  const since = readDay("2026-11-29") ?? 0;
  expect(limitOf(quota, since, since)).toBe(7);
  expect(limitOf(quota, readDay("2026-11-30") ?? 0, since)).toBe(7);
  expect(limitOf(quota, readDay("2026-12-01") ?? 0, since)).toBe(10);
});

interface Metered extends World {
  readonly meter: QuotaMeter;
  readonly planId: string;
  readonly keyId: string;
  /** Goes on, the caller's clock and the meter's. */
  readonly goOn: (days: number) => void;
  /** Used and left, of a day. */
  readonly usage: (day: string) => unknown;
  readonly takeAll: () => number;
}

function metered(quota: QuotaSettings | undefined): Metered {
  const meters: QuotaMeter[] = [];
  const world = newWorld({}, { settleUsage: () => meters.forEach((meter) => meter.flush()) });
  const { client, store, context } = world;
  const { apiId } = newStage(world);
  const { id: planId } = client.createUsagePlan({ name: "plan", quota, apiStages: [{ apiId, stage: "dev" }] });
  const { id: keyId } = client.createApiKey({ name: "key", enabled: true });
  client.createUsagePlanKey({ usagePlanId: planId, keyId, keyType: "API_KEY" });
  const clock = new VirtualClock(0, startMs / 1000);
  const meter = new QuotaMeter(store.usageBook(), clock);
  meters.push(meter);
  store.onCommit((effects) => {
    if (effects.some(({ kind }) => kind === "access-changed" || kind === "usage-set")) meter.forget();
  });
  return {
    ...world,
    meter,
    planId,
    keyId,
    goOn(days) {
      context.nowMs += days * 86_400_000;
      clock.advanceTo(clock.nowMs() + days * 86_400_000);
    },
    usage: (day) => client.getUsage({ usagePlanId: planId, startDate: day, endDate: day }).items[keyId],
    takeAll() {
      let taken = 0;
      while (taken < 1000 && meter.take(planId, keyId)) taken++;
      return taken;
    },
  };
}

test("a quota lets its number through, and begins anew with its period", () => {
  const { goOn, usage, takeAll } = metered({ limit: 10, offset: 4, period: "DAY" });
  expect(usage("2026-11-29")).toEqual([[0, 6]]);
  expect(takeAll()).toBe(6);
  expect(usage("2026-11-29")).toEqual([[6, 0]]);
  goOn(1);
  expect(takeAll()).toBe(10);
  expect(usage("2026-11-29")).toEqual([[6, 0]]);
  expect(usage("2026-11-30")).toEqual([[10, 0]]);
});

test("counts belong to their day, though the period goes on", () => {
  const { client, meter, planId, keyId, goOn } = metered({ limit: 5, offset: 0, period: "WEEK" });
  expect([meter.take(planId, keyId), meter.take(planId, keyId)]).toEqual([true, true]);
  goOn(1);
  expect(meter.take(planId, keyId)).toBe(true);
  meter.flush();
  expect(client.getUsage({ usagePlanId: planId, startDate: "2026-11-28", endDate: "2026-12-01" })).toEqual({
    usagePlanId: planId,
    startDate: "2026-11-28",
    endDate: "2026-12-01",
    items: {
      [keyId]: [
        [0, 5],
        [2, 3],
        [1, 2],
        [0, 2],
      ],
    },
  });
});

test("what was given back survives whoever counted; what was not is lost, and no more", () => {
  const { store, meter, planId, keyId } = metered({ limit: 5, offset: 0, period: "MONTH" });
  meter.take(planId, keyId);
  meter.take(planId, keyId);
  meter.flush();
  meter.take(planId, keyId);
  const next = new QuotaMeter(store.usageBook(), new VirtualClock(0, startMs / 1000));
  const taken = Array.from({ length: 5 }, () => next.take(planId, keyId));
  expect(taken).toEqual([true, true, true, false, false]);
});

test("counts that cannot be given back wait on, and are taken off what is loaded anew", () => {
  const { store, meter, planId, keyId, usage } = metered({ limit: 5, offset: 0, period: "MONTH" });
  const book = store.usageBook();
  let isFull = true;
  const careful = new QuotaMeter(
    {
      load: (...asked) => book.load(...asked),
      flush(used) {
        if (isFull) throw new StorageFault("the disk is full");
        book.flush(used);
      },
    },
    new VirtualClock(0, startMs / 1000),
  );
  const take = (): boolean => careful.take(planId, keyId);
  expect([take(), take()]).toEqual([true, true]);
  expect(() => careful.forget()).toThrow(StorageFault);
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  isFull = false;
  careful.forget();
  expect(take()).toBe(false);
  expect(meter.take(planId, keyId)).toBe(false);
  expect(usage("2026-11-29")).toEqual([[5, 0]]);
});

test("what is left can be set, up and down, for this period", () => {
  const { client, meter, planId, keyId, goOn, usage, takeAll } = metered({ limit: 3, offset: 0, period: "DAY" });
  const set = (value: string) =>
    client.updateUsage({ usagePlanId: planId, keyId, patchOperations: [{ op: "replace", path: "/remaining", value }] });
  expect(takeAll()).toBe(3);
  expect(set("5").items[keyId]).toEqual([[3, 5]]);
  expect(takeAll()).toBe(5);
  meter.flush();
  expect(usage("2026-11-29")).toEqual([[8, 0]]);
  set("4");
  set("1");
  expect(takeAll()).toBe(1);
  goOn(1);
  expect(takeAll()).toBe(3);
  expectFault(() => set("-1"), "Invalid remaining quota specified");
});

test("a lowered limit leaves nothing, and a grant counts from there", () => {
  const { client, planId, keyId, usage, takeAll, meter } = metered({ limit: 9, offset: 0, period: "DAY" });
  const update = (path: string, value: string) =>
    client.updateUsagePlan({ usagePlanId: planId, patchOperations: [{ op: "replace", path, value }] });
  expect(takeAll()).toBe(9);
  update("/quota/limit", "4");
  expect(takeAll()).toBe(0);
  const patchOperations = [{ op: "replace", path: "/remaining", value: "2" }];
  client.updateUsage({ usagePlanId: planId, keyId, patchOperations });
  expect(takeAll()).toBe(2);
  meter.flush();
  expect(usage("2026-11-29")).toEqual([[11, 0]]);
});

test("without a quota nothing is bounded, and all is counted", () => {
  const { client, meter, planId, keyId, takeAll, usage } = metered(undefined);
  expect(takeAll()).toBe(1000);
  meter.flush();
  expect(usage("2026-11-29")).toEqual([[1000, 2 ** 31 - 1]]);
  const patchOperations = [{ op: "replace", path: "/remaining", value: "2" }];
  expectFault(() => client.updateUsage({ usagePlanId: planId, keyId, patchOperations }), "has no quota");
});

test("a key that left the plan takes nothing, and its counts are dropped", () => {
  const { client, meter, planId, keyId } = metered({ limit: 3, offset: 0, period: "DAY" });
  meter.take(planId, keyId);
  client.deleteUsagePlanKey({ usagePlanId: planId, keyId });
  expect(meter.take(planId, keyId)).toBe(false);
  meter.flush();
  expect(client.getUsage({ usagePlanId: planId, startDate: "2026-11-29", endDate: "2026-11-29" }).items).toEqual({});
});

test("a meter that cannot give its counts back keeps them", () => {
  const { store, planId, keyId, usage } = metered({ limit: 3, offset: 0, period: "DAY" });
  const book = store.usageBook();
  let isBroken = true;
  const meter = new QuotaMeter(
    {
      load: (...of) => book.load(...of),
      flush(used) {
        if (isBroken) throw new Error("the disk is full");
        book.flush(used);
      },
    },
    new VirtualClock(0, startMs / 1000),
  );
  meter.take(planId, keyId);
  expect(() => meter.flush()).toThrow("the disk is full");
  isBroken = false;
  meter.flush();
  meter.flush();
  expect(usage("2026-11-29")).toEqual([[1, 2]]);
});

const badQuestions: readonly (readonly [what: string, input: object, text: string])[] = [
  ["a date that is none", { startDate: "2026-02-30" }, "Invalid date specified"],
  ["an end before the start", { endDate: "2026-11-28" }, "must not be after the end date"],
  ["too many days", { endDate: "2027-11-29" }, "90 days at most"],
  ["a plan that is not there", { usagePlanId: "none" }, "Invalid Usage Plan ID specified"],
];

test.each(badQuestions)("usage cannot be asked with %s", (_, input, text) => {
  const { client, planId } = metered(undefined);
  const question = { usagePlanId: planId, startDate: "2026-11-29", endDate: "2026-11-29", ...input };
  expectFault(() => client.getUsage(question), text);
});

test("a day is the same whatever the hour", () => {
  expect(dayOf(Date.UTC(2026, 10, 29, 0))).toBe(dayOf(Date.UTC(2026, 10, 29, 23, 59, 59)));
});
