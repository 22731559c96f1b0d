// RFC 2308 §4: the $TTL directive.

import { expect, test } from "vitest";
import { printed, read } from "../../zone/reading.ts";

const ttls = (text: string): string[] => read(text).records.map((record) => record.split(" ")[1]);

test("RFC 2308 §4: all records after $TTL without a TTL of their own take it", () => {
  expect(ttls("$TTL 7\na A 192.0.2.1\nb 9 A 192.0.2.1\nc A 192.0.2.1\n$TTL 8 ; comment\nd A 192.0.2.1\n")).toEqual([
    "7",
    "9",
    "7",
    "8",
  ]);
});

test("RFC 2308 §4: the SOA's minimum is not the default TTL where $TTL stands", () => {
  expect(ttls("$TTL 7\n@ SOA a b 1 2 3 4 5\na A 192.0.2.1\n")).toEqual(["7", "7"]);
});

test("RFC 2308 §4: $TTL takes a TTL and nothing else", () => {
  expect(printed(read("$TTL\n$TTL x\n$TTL 1 2\n").faults).length).toBe(3);
});
