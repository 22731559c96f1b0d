// What may not stand among the updates: then none of them is carried out.

import { expect, test } from "vitest";
import { type RawRecord, update } from "../../authority/update/words.ts";
import { zone } from "./zones.ts";

const address = [192, 0, 2, 1];

test.each<[what: string, record: RawRecord]>([
  ["something of type ANY to add", { name: "www", type: 255, class: 1, ttl: 300 }],
  ["a transfer to add", { name: "www", type: 252, class: 1, ttl: 300 }],
  ["MAILA to add", { name: "www", type: 254, class: 1, ttl: 300 }],
  ["MAILB to add", { name: "www", type: 253, class: 1, ttl: 300 }],
  ["IXFR to add", { name: "www", type: 251, class: 1, ttl: 300 }],
  ["type 0 to add", { name: "www", type: 0, class: 1, ttl: 300 }],
  ["a TTL in class ANY", { name: "www", type: 1, class: 255, ttl: 1 }],
  ["RDATA in class ANY", { name: "www", type: 1, class: 255, rdata: address }],
  ["a transfer to delete", { name: "www", type: 252, class: 255 }],
  ["MAILB to delete", { name: "www", type: 253, class: 255 }],
  ["a TTL in class NONE", { name: "www", type: 1, class: 254, ttl: 1, rdata: address }],
  ["a record of type ANY to delete", { name: "www", type: 255, class: 254 }],
  ["a record of type MAILA to delete", { name: "www", type: 254, class: 254 }],
  ["another class", { name: "www", type: 1, class: 3, ttl: 300, rdata: address }],
])("RFC 2136 §3.4.1.3: %s is FORMERR, and nothing is changed", (_, record) => {
  expect(update(zone, { updates: ["delete www", record] })).toEqual(["FORMERR"]);
});

test("RFC 2136 §3.4.1.3: a name outside the zone is NOTZONE, and nothing is changed", () => {
  for (const name of ["www.example.org.", ".", "other-example.", "com."])
    expect(update(zone, { updates: ["delete www", `add ${name} 300 A 192.0.2.9`] }), name).toEqual(["NOTZONE"]);
});

test("RFC 2136 §3.4.1.3: what comes first is told", () => {
  const other = { name: "www", type: 255, class: 254 };
  expect(update(zone, { updates: [other, "delete com."] })).toEqual(["FORMERR"]);
  expect(update(zone, { updates: ["delete com.", other] })).toEqual(["NOTZONE"]);
  expect(update(zone, { prerequisites: ["yxdomain none"], updates: [other] })).toEqual(["NXDOMAIN"]);
});
