// The main thread's word of changed zones: at once, together while the thread compares, and never less than once a second where
// anything was published at all.

import { expect, test } from "vitest";
import { ChangeTeller } from "../../../src/server/transfers/change-teller.ts";
import type { ChangesOrder } from "../../../src/server/transfers/transfer-messages.ts";
import { headForest } from "../../../src/zone/layout.ts";
import { FakeTimers } from "../../disk/fake-timers.ts";
import { nameText } from "../../peers/wire.ts";
import { labelsAt } from "../../differential/render.ts";
import { head, nameOf, newImage, serve } from "../../authority/asking.ts";

function open() {
  const image = newImage();
  const timers = new FakeTimers();
  const orders: ChangesOrder[] = [];
  const teller = new ChangeTeller(image, (order) => orders.push(order), timers);
  const publish = (...names: string[]): void =>
    teller.changed(serve(image, Object.fromEntries(names.map((name) => [name, head]))));
  /** "a. b.|c.": zones that were told as changed, and as gone, since the last time. */
  const told = (): string[] =>
    orders.splice(0).map(({ version, forest, zones, gone }) => {
      expect(version).toBeLessThanOrEqual(image.version);
      expect(forest).toBe(image.memory.words[headForest]);
      return [zones, gone].map((names) => names.map((name) => nameText(labelsAt(name, 0))).join(" ")).join("|");
    });
  return { image, timers, teller, publish, told };
}

test("nothing is told before the thread is there; then a zone that is new is one without a past, and later one that changed", () => {
  const { teller, timers, publish, told } = open();
  publish("a.", "b.");
  expect(told()).toEqual([]);
  teller.arrived();
  expect(told()).toEqual(["|"]);
  teller.compared(0);
  timers.advance(1);
  publish("a.", "c.");
  expect(told()).toEqual(["a.|c."]);
  teller.compared(0);
  timers.advance(1);
  publish("a.", "c.");
  expect(told()).toEqual(["a. c.|"]);
});

test("what changes while the thread compares is told together, after a rest that is the longer the longer it took", () => {
  const { teller, timers, publish, told, image } = open();
  publish("a.", "b.", "c.");
  teller.arrived();
  publish("a.");
  publish("a.", "b.");
  image.publish([], [nameOf("c.")]);
  teller.changed([], [nameOf("c.")]);
  expect(told()).toEqual(["|"]);
  for (const [ms, rest] of [[10, 40], [5000, 1000]] as const) {
    teller.compared(ms);
    timers.advance(rest - 1);
    expect(told()).toEqual([]);
    timers.advance(1);
    expect(told()).toEqual([ms === 10 ? "a. b.|c." : "b.|"]);
    publish("b.");
  } // prettier-ignore
});

test("versions in which nothing of this changed are told within a second, and nothing where there is none", () => {
  const { teller, timers, publish, told, image } = open();
  publish("a.");
  teller.arrived();
  expect(told()).toHaveLength(1);
  teller.compared(0);
  timers.advance(5000);
  expect(told()).toEqual([]);
  serve(image, { "hosted.": head });
  timers.advance(1000);
  expect(told()).toEqual(["|"]);
  teller.compared(0);
  timers.advance(1);
  publish("a.");
  expect(told()).toEqual(["a.|"]);
});

test("a successor of the thread is told where it begins, and nothing of before", () => {
  const { teller, timers, publish, told } = open();
  publish("a.");
  teller.arrived();
  teller.compared(0);
  timers.advance(1);
  told();
  teller.lost();
  publish("a.");
  timers.advance(5000);
  expect(told()).toEqual([]);
  teller.arrived();
  expect(told()).toEqual(["|"]);
  teller.compared(0);
  timers.advance(1);
  publish("a.");
  expect(told()).toEqual(["a.|"]);
});

test("a zone that went and came back, or came and changed, between two words has no past", () => {
  const { teller, timers, publish, told } = open();
  publish("a.");
  teller.arrived();
  told();
  teller.changed([], [nameOf("a.")]);
  publish("a.");
  publish("a.", "b.");
  publish("b.");
  teller.compared(0);
  timers.advance(1);
  expect(told()).toEqual(["|a. b."]);
  teller.compared(0);
  timers.advance(1);
  publish("a.", "b.");
  expect(told()).toEqual(["a. b.|"]);
});
