// DNS64: AAAA records made from A records.

import { expect, test } from "vitest";
import { holds } from "../../replay/holds.ts";

const { log } = holds("dns64");

test("RFC 6147 §5.1.6: A records are asked for when there are no AAAA", () => {
  expect(log).toContain("192.0.2.3 was asked old.example.test. A");
});

test("RFC 6147 §5.1.1: nothing is made where there are AAAA", () => {
  expect(log).not.toContain("192.0.2.3 was asked new.example.test. A");
});

test("RFC 6147 §5.1.2: a name that does not exist gets nothing made", () => {
  expect(log).not.toContain("192.0.2.3 was asked none.example.test. A");
});

test("RFC 6147 §5.5: with DO and CD nothing is made, whatever was made before", () => {
  expect(holds("dns64").failure).toBeNull(); // its last step asks so
});
