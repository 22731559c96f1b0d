import fc from "fast-check";
import { expect, test } from "vitest";
import { cancel, TimerHeap } from "../../src/base/timer-heap.ts";

test("timers run by time, and those of one moment by age; cancelled ones do not run", () => {
  const timers = fc.array(fc.record({ atMs: fc.nat(20), cancelled: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(timers, (plan) => {
      const heap = new TimerHeap();
      const ran: number[] = [];
      const made = plan.map(({ atMs }, i) => heap.add(atMs, () => ran.push(i)));
      plan.forEach(({ cancelled }, i) => {
        if (cancelled) cancel(made[i]);
      });
      const alive = plan.flatMap(({ atMs, cancelled }, i) => (cancelled ? [] : [{ atMs, i }]));
      alive.sort((a, b) => a.atMs - b.atMs || a.i - b.i);
      expect(heap.nextMs).toBe(alive[0]?.atMs ?? Number.POSITIVE_INFINITY);
      heap.run(10);
      expect(ran).toEqual(alive.filter(({ atMs }) => atMs <= 10).map(({ i }) => i));
      heap.run(20);
      expect(ran).toEqual(alive.map(({ i }) => i));
      expect(heap.nextMs).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});

test("a timer set while others run is run in the same call when it is due", () => {
  const heap = new TimerHeap();
  const ran: string[] = [];
  heap.add(1, () => {
    ran.push("first");
    heap.add(1, () => ran.push("due at once"));
    heap.add(5, () => ran.push("later"));
  });
  heap.run(2);
  expect(ran).toEqual(["first", "due at once"]);
  expect(heap.nextMs).toBe(5);
});

test("a timer may cancel another that is due in the same moment", () => {
  const heap = new TimerHeap();
  const ran: string[] = [];
  heap.add(1, () => cancel(other));
  const other = heap.add(1, () => ran.push("other"));
  heap.run(1);
  cancel(other);
  cancel(null);
  expect(ran).toEqual([]);
});
