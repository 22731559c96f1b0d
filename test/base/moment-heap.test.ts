import fc from "fast-check";
import { expect, test } from "vitest";
import { MomentHeap } from "../../src/base/moment-heap.ts";

test("the earliest is first, and of one moment who came first, whatever is moved and deleted", () => {
  const steps = fc.array(fc.tuple(fc.nat(15), fc.option(fc.nat(9), { freq: 3 })), { maxLength: 80 });
  fc.assert(
    fc.property(steps, (plan) => {
      const heap = new MomentHeap<number>();
      const model = new Map<number, number>(); // a Map keeps the order in which things came
      for (const [thing, atMs] of plan) {
        if (atMs === null) {
          heap.delete(thing);
          model.delete(thing);
        } else {
          heap.set(thing, atMs);
          model.set(thing, atMs);
        }
      }
      expect(heap.size).toBe(model.size);
      const wanted = [...model].toSorted(([, a], [, b]) => a - b);
      const came: [thing: number, atMs: number][] = [];
      for (let first = heap.first; first !== null; first = heap.first) {
        expect(heap.has(first)).toBe(true);
        came.push([first, heap.firstMs]);
        heap.delete(first);
      }
      expect(came).toEqual(wanted);
      expect([heap.firstMs, heap.size]).toEqual([Number.POSITIVE_INFINITY, 0]);
    }),
  );
});
