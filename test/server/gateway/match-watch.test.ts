// What interrupts a regular expression, and that everything goes on behind it.

import { expect, test } from "vitest";
import { overdue } from "../../../src/gateway/matching/match-time.ts";
import { interruptingWatch } from "../../../src/server/gateway/match-watch.ts";

const slow = /^(\w+\s?)*$/;
const text = `${"a".repeat(60)}!`;

test("a match that takes too long is interrupted, and what it took is told", () => {
  const time = { leftMs: 20 };
  expect(interruptingWatch(() => slow.test(text), time)).toBe(overdue);
  expect(time.leftMs).toBeLessThan(1);
  expect(interruptingWatch(() => slow.test("a"), time)).toBe(overdue);
});

test("one that ends in time has its outcome, and leaves the rest", () => {
  const time = { leftMs: 1000 };
  expect(interruptingWatch(() => slow.test("hello world"), time)).toBe(true);
  expect(interruptingWatch(() => "a,b".replace(/,/, ";"), time)).toBe("a;b");
  expect(time.leftMs).toBeGreaterThan(0);
});

test("what it throws is thrown", () => {
  const wrong = (): never => {
    throw new RangeError("no");
  };
  expect(() => interruptingWatch(wrong, { leftMs: 1000 })).toThrow(new RangeError("no"));
});
