// What is kept of zones' differences: chains, and which of them go when there are too many (RFC 1995 §5).

import { expect, test } from "vitest";
import { type HistoryStep, ZoneHistories } from "../../src/authority/zone-histories.ts";
import { maxZoneHistoryOctets, maxZoneHistorySteps } from "../../src/base/limits.ts";

const soa = new Uint8Array(40);
const step = (from: number, to: number, octets = 10): HistoryStep => ({
  from, to, soaBefore: soa, deleted: new Uint8Array(octets), soaAfter: soa, added: new Uint8Array(0),
}); // prettier-ignore

/** "1-2 2-3": the steps between two serials. */
function told(histories: ZoneHistories, zone: string, from: number, to: number): string | null {
  const steps = histories.steps(zone, from, to);
  return steps === null ? null : steps.map((one) => `${one.from}-${one.to}`).join(" ");
}

test("RFC 1995 §4: from each serial that was, to the newest, the oldest difference first", () => {
  const histories = new ZoneHistories();
  for (const [from, to] of [[1, 2], [2, 5], [5, 0xffff_ffff], [0xffff_ffff, 3]]) histories.note("a", step(from, to), 10, 1000); // prettier-ignore
  expect(told(histories, "a", 1, 3)).toBe("1-2 2-5 5-4294967295 4294967295-3");
  expect(told(histories, "a", 5, 3)).toBe("5-4294967295 4294967295-3");
  for (const [from, to] of [[1, 2], [3, 3], [4, 3], [0, 3]]) expect(told(histories, "a", from, to)).toBe(null); // prettier-ignore
  expect(told(histories, "b", 1, 3)).toBe(null);
});

test("a step that does not go on from the last one begins anew", () => {
  const histories = new ZoneHistories();
  histories.note("a", step(1, 2), 10, 1000);
  histories.note("a", step(3, 4), 10, 1000);
  expect([told(histories, "a", 1, 4), told(histories, "a", 3, 4)]).toEqual([null, "3-4"]);
  histories.forget("a");
  expect([told(histories, "a", 3, 4), histories.count, histories.octets]).toEqual([null, 0, 0]);
});

test("RFC 1995 §5: nothing is kept that makes the differences longer than the zone", () => {
  const histories = new ZoneHistories();
  for (let serial = 1; serial <= 5; serial++) histories.note("a", step(serial, serial + 1), 300, 1000);
  expect([told(histories, "a", 2, 6), told(histories, "a", 3, 6)]).toEqual([null, "3-4 4-5 5-6"]);
  histories.note("a", step(6, 7), 300, 700);
  expect([told(histories, "a", 4, 7), told(histories, "a", 5, 7)]).toEqual([null, "5-6 6-7"]);
  histories.note("a", step(7, 8), 701, 700);
  expect([told(histories, "a", 7, 8), histories.count, histories.octets]).toEqual([null, 0, 0]);
});

test("so many octets and steps of one zone, and octets of all; the oldest go first", () => {
  const histories = new ZoneHistories();
  for (let i = 0; i < maxZoneHistorySteps + 5; i++) histories.note("a", step(i, i + 1, 0), 1, 1e9);
  expect(histories.count).toBe(maxZoneHistorySteps);
  expect([told(histories, "a", 4, maxZoneHistorySteps + 5), histories.steps("a", 5, maxZoneHistorySteps + 5)?.length]).toEqual([null, maxZoneHistorySteps]); // prettier-ignore
  const large = maxZoneHistoryOctets / 4;
  for (let i = 0; i < 4; i++) histories.note("b", step(i, i + 1, large), 1, 1e9);
  expect([told(histories, "b", 0, 4), told(histories, "b", 1, 4)]).toEqual([null, "1-2 2-3 3-4"]);
  const few = new ZoneHistories(10_000);
  for (let i = 0; i < 4; i++) for (const zone of ["a", "b"]) few.note(zone, step(i, i + 1, 2000), 1, 1e9);
  expect(few.octets).toBeLessThanOrEqual(10_000);
  expect([told(few, "a", 2, 4), told(few, "b", 2, 4), told(few, "a", 3, 4)]).toEqual([null, "2-3 3-4", "3-4"]);
  few.note("c", step(1, 2, 20_000), 1, 1e9);
  expect([few.count, few.octets]).toEqual([0, 0]);
});
