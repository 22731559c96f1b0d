// Who is looked after next, and what it costs to know that: by the zones whose primary is worked out, as each is looked at there.

import { expect, test } from "vitest";
import { maxIncomingTransfers, maxIncomingTransfersPerPrimary } from "../../../src/base/limits.ts";
import { LookQueue } from "../../../src/server/secondaries/look-queue.ts";

/** Zones are "name@primary". */
function open() {
  const seen: string[] = [];
  const moved = new Map<string, string>();
  const queue = new LookQueue<string>((zone) => {
    seen.push(zone);
    return moved.get(zone) ?? zone.split("@")[1];
  });
  const takeAll = (nowMs: number): string[] => {
    const taken: string[] = [];
    for (let due = queue.take(nowMs); due !== null; due = queue.take(nowMs)) taken.push(due.zone);
    return taken;
  };
  return { queue, takeAll, moved, seen };
}

test("what is due comes, who waits longest first, as far as there are places with its primary", () => {
  const { queue, takeAll } = open();
  for (const [i, zone] of ["c@p", "b@q", "a@p", "later@p"].entries()) queue.put(zone, [30, 20, 10, 99][i]);
  expect(takeAll(50)).toEqual(["a@p", "b@q", "c@p"]);
  expect(takeAll(50)).toEqual([]);
  for (let i = 0; i < 10; i++) queue.put(`${i}@p`, i);
  expect(takeAll(50)).toHaveLength(maxIncomingTransfersPerPrimary - 2);
  queue.give("p");
  expect(takeAll(50)).toEqual(["2@p"]);
});

test("there are so many places in all, and each that is given back goes to who waits longest", () => {
  const { queue, takeAll } = open();
  for (let i = 0; i < 20; i++) queue.put(`zone@p${i}`, 100 - i);
  expect(takeAll(100)).toHaveLength(maxIncomingTransfers);
  queue.give("p19");
  expect(takeAll(100)).toEqual(["zone@p11"]);
});

test("one that goes, or is to ask another primary, leaves its place in the line to who is behind it", () => {
  const { queue, takeAll, moved } = open();
  for (let i = 0; i < 7; i++) queue.put(`${i}@p`, i);
  expect(takeAll(9)).toEqual(["0@p", "1@p", "2@p", "3@p"]);
  queue.delete("4@p");
  moved.set("5@p", "q");
  queue.put("5@p", 5);
  expect(takeAll(9)).toEqual(["5@p"]);
  queue.give("p");
  expect(takeAll(9)).toEqual(["6@p"]);
  queue.give("p");
  queue.delete("later@p");
  expect(takeAll(9)).toEqual([]);
});

test("a notice, and a look that ends, cost no walk over the zones that are due", () => {
  const { queue, takeAll, seen } = open();
  for (let i = 0; i < 10_000; i++) queue.put(`${i}@p`, 0);
  takeAll(1);
  expect(seen.splice(0)).toHaveLength(10_000); // each of them once, as it comes into its line
  for (let i = 0; i < 100; i++) {
    queue.put(`${9_000 + i}@p`, 0);
    takeAll(1);
    queue.give("p");
    expect(takeAll(1)).toHaveLength(1);
  }
  expect(seen).toHaveLength(100);
});
