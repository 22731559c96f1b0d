// Priming: from the root hints to the root's own word.

import { expect, test } from "vitest";
import { holds } from "../../replay/holds.ts";

test("RFC 9609 §3: the first question of all is for the root's NS", () => {
  expect(holds("priming").log[0]).toBe("192.0.2.1 was asked . NS");
});

test("RFC 9609 §3.1: when the root's NS have expired the hints are asked again", () => {
  expect(holds("priming").log.filter((line) => line.endsWith("was asked . NS"))).toHaveLength(2);
});

test("RFC 9609 §4: what the priming response says takes the hints' place", () => {
  expect(holds("priming").log.filter((line) => line.startsWith("192.0.2.9 "))).toEqual([
    "192.0.2.9 was asked one. A",
    "192.0.2.9 was asked two. A",
  ]);
});
