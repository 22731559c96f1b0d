import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";

test("a virtual clock goes only forward, and its date goes with it", () => {
  const clock = new VirtualClock(0, 1_000);
  clock.advanceTo(2_500);
  expect(clock.nowMs()).toBe(2_500);
  expect(clock.wallSeconds()).toBe(1_002);
  expect(() => clock.advanceTo(2_499)).toThrow("The clock cannot go back from 2500 ms to 2499 ms.");
});

test("a virtual clock may begin at any moment with any date", () => {
  const clock = new VirtualClock(86_400_000, 1_700_000_000);
  expect(clock.wallSeconds()).toBe(1_700_000_000);
});
