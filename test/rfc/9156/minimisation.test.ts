// QNAME minimisation: how much of a name a server is shown, and what happens when it cannot bear that.

import { expect, test } from "vitest";
import { maxMinimisedQueries } from "../../../src/base/limits.ts";
import { holds } from "../../replay/holds.ts";

test("RFC 9156 §2.1: what hides labels is of type A; only the full name goes with its own type", () => {
  const { log } = holds("minimisation-long-name");
  expect(log.filter((line) => line.endsWith(" TXT"))).toHaveLength(1);
  expect(log.filter((line) => line.endsWith(" NS"))).toEqual(["192.0.2.1 was asked . NS"]);
});

test("RFC 9156 §2.2: a server hears one label more than its zone has", () => {
  expect(holds("walk").log).toEqual([
    "192.0.2.1 was asked . NS",
    "192.0.2.1 was asked test. A",
    "192.0.2.2 was asked example.test. A",
    "192.0.2.3 was asked www.example.test. A",
  ]);
});

test("RFC 9156 §2.3: a name of many labels costs ten hidden questions at most", () => {
  const { log } = holds("minimisation-long-name");
  expect(log.filter((line) => line.endsWith(".test. A") || line.endsWith(" test. A"))).toHaveLength(
    maxMinimisedQueries - 1,
  );
});

test("RFC 9156 §2.3: a label with an underscore is not shown by itself", () => {
  expect(holds("minimisation-underscore").log.at(-2)).toBe("192.0.2.3 was asked mail.example.test. A");
});

test("RFC 9156 §3: a server that denies its empty non-terminals is asked for the whole name", () => {
  expect(holds("minimisation-broken-ent").log.at(-1)).toBe("192.0.2.3 was asked a.b.example.test. A");
});
