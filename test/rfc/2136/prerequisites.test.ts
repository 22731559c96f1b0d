// Prerequisites: what must be so before anything is changed.

import { expect, test } from "vitest";
import { type RawRecord, update } from "../../authority/update/words.ts";
import { zone } from "./zones.ts";

/** Nothing differs: the prerequisites hold. */
const holds: readonly string[] = [];

test.each<[clause: string, prerequisites: readonly (string | RawRecord)[], rcode: string]>([
  ["§3.2.1: a name in use", ["yxdomain www"], ""],
  ["§3.2.1: a name in other case", ["yxdomain WwW"], ""],
  ["§3.2.1: a name that is not there", ["yxdomain none"], "NXDOMAIN"],
  ["§2.4.4: an empty non-terminal is not in use", ["yxdomain deep"], "NXDOMAIN"],
  ["§2.4.5: an empty non-terminal is not in use", ["nxdomain deep"], ""],
  ["§3.2.1: a name that is in use", ["nxdomain www"], "YXDOMAIN"],
  ["§3.2.1: a name that is not in use", ["nxdomain none"], ""],
  ["§3.2.1: a set that there is", ["yxrrset www A"], ""],
  ["§3.2.1: a set that there is not", ["yxrrset www AAAA"], "NXRRSET"],
  ["§3.2.1: a set at a name that there is not", ["yxrrset none A"], "NXRRSET"],
  ["§3.2.1: a type that nobody knows", ["yxrrset www TYPE65280"], "NXRRSET"],
  ["§3.2.1: no set, and there is none", ["nxrrset www AAAA"], ""],
  ["§3.2.1: no set, and there is one", ["nxrrset www A"], "YXRRSET"],
  ["§3.2.1: an alias is a set", ["yxrrset lb A", "yxdomain lb"], ""],
  ["§3.2.1: an alias is a set", ["nxrrset lb A"], "YXRRSET"],
  ["§3.2.3: both records", ["yxrrset www A 192.0.2.2", "yxrrset www A 192.0.2.1"], ""],
  ["§3.2.3: a record twice is one", ["yxrrset alias CNAME www.example.", "yxrrset alias CNAME www.example."], ""],
  ["§3.2.3: one record of two", ["yxrrset www A 192.0.2.1"], "NXRRSET"],
  ["§3.2.3: a record too many", ["yxrrset sub NS ns.sub.example.", "yxrrset sub NS other."], "NXRRSET"],
  ["§3.2.3: another record", ["yxrrset alias CNAME other.example."], "NXRRSET"],
  ["§3.2.3: names in RDATA are names", ["yxrrset alias CNAME WWW.Example."], ""],
  ["§3.2.3: strings are not", ['yxrrset www TXT "A" "b"'], "NXRRSET"],
  ["§3.2.3: an alias has no records", ["yxrrset lb A 192.0.2.1"], "NXRRSET"],
  ["§3.2.3: sets are compared when all are known", ["yxrrset www A 192.0.2.1", "yxdomain none"], "NXDOMAIN"],
  ["§3.2.5: the first that does not hold is told", ["yxdomain none", "nxdomain www"], "NXDOMAIN"],
  ["§3.2.5: and then nothing else is looked at", ["yxdomain none", { name: "www", type: 255, class: 255, ttl: 1 }], "NXDOMAIN"], // prettier-ignore
  ["§3.2.5: a name outside the zone", ["yxdomain www.example.org."], "NOTZONE"],
  ["§3.2.5: a name above the zone", ["nxdomain ."], "NOTZONE"],
  ["§3.2.5: a name that ends alike", ["yxdomain other-example."], "NOTZONE"],
])("RFC 2136 %s: %j is %s", (_, prerequisites, rcode) => {
  expect(update(zone, { prerequisites })).toEqual(rcode === "" ? holds : [rcode]);
});

test.each<[what: string, record: RawRecord]>([
  ["a TTL", { name: "www", type: 1, class: 255, ttl: 1 }],
  ["a TTL of a value", { name: "www", type: 1, class: 1, ttl: 300, rdata: [192, 0, 2, 1] }],
  ["RDATA in class ANY", { name: "www", type: 1, class: 255, rdata: [192, 0, 2, 1] }],
  ["RDATA in class NONE", { name: "www", type: 1, class: 254, rdata: [192, 0, 2, 1] }],
  ["another class", { name: "www", type: 1, class: 3, rdata: [192, 0, 2, 1] }],
  ["a value of type ANY", { name: "www", type: 255, class: 1 }],
  ["a value of type AXFR", { name: "www", type: 252, class: 1 }],
])("RFC 2136 §3.2.5: %s is FORMERR", (_, record) => {
  expect(update(zone, { prerequisites: [record], updates: ["delete www"] })).toEqual(["FORMERR"]);
});
