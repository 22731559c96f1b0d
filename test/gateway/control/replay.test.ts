// The comparison that the recorded answers rest on sees what it should.

import { expect, test } from "vitest";
import { notFound } from "../../../src/gateway/control/faults.ts";
import { Replay } from "./recorded/replay.ts";

const cases: readonly (readonly [what: string, ours: unknown, theirs: object, complaints: number])[] = [
  ["the same", { a: 1, b: [true] }, { a: 1, b: [true] }, 0],
  ["another value", { a: 1 }, { a: 2 }, 1],
  ["a member that is missing", {}, { a: 1 }, 1],
  ["a member too much", { a: 1, b: 2 }, { a: 1 }, 1],
  ["a placeholder", { id: "abc" }, { id: "<id:1>" }, 0],
  ["a placeholder that holds two values", { id: "abc", other: "abd" }, { id: "<id:1>", other: "<id:1>" }, 1],
  ["a placeholder within a text", { path: "/a/abc/" }, { path: "/a/<id:1>/" }, 0],
  ["a placeholder twice in a text", { text: "x-x" }, { text: "<id:1>-<id:1>" }, 0],
  ["a placeholder for two texts", { text: "x-y" }, { text: "<id:1>-<id:1>" }, 1],
  ["a placeholder without a number", { a: 1, b: ["x"] }, { a: "<Date>", b: "<Date>" }, 0],
  ["the same where nothing is", {}, { a: "<Date>" }, 1],
  ["a text that only looks like placeholders", { text: "<p><b></b>" }, { text: "<p><b></b>" }, 0],
  ["a text beside a placeholder", { path: "/b/abc/" }, { path: "/a/<id:1>/" }, 1],
  ["a time", { at: 1 }, { at: "datetime" }, 0],
  ["no time", { at: "now" }, { at: "datetime" }, 1],
  ["another order of objects", { items: [{ a: 1 }, { a: 2 }] }, { items: [{ a: 2 }, { a: 1 }] }, 0],
  ["another order of texts", { items: ["a", "b"] }, { items: ["b", "a"] }, 2],
  ["fewer items", { items: [{ a: 1 }] }, { items: [{ a: 1 }, { a: 2 }] }, 1],
  ["a JSON text for an object", { schema: '{"a":1}' }, { schema: { a: 1 } }, 0],
];

test.each(cases)("%s", (_, ours, theirs, complaints) => {
  const replay = new Replay({ step: theirs as never });
  replay.step("step", () => ours);
  expect(replay.complaints).toHaveLength(complaints);
});

test("a fault is held to its code and text", () => {
  const recorded = (message: string) => ({
    Error: { Code: "NotFoundException", Message: message },
    message,
    ResponseMetadata: { HTTPStatusCode: 404 },
  });
  const right = new Replay({ step: recorded("Invalid Method identifier specified") });
  right.step("step", () => {
    throw notFound("method");
  });
  expect(right.complaints).toEqual([]);
  const wrong = new Replay({ step: recorded("Invalid Resource identifier specified") });
  wrong.step("step", () => {
    throw notFound("method");
  });
  expect(wrong.complaints).toHaveLength(1);
});
