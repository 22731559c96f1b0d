// RFC 9432: what a catalog zone says, and when it says nothing at all.

import { expect, test } from "vitest";
import { printName } from "../../../src/dns/text/name-text.ts";
import { readCatalog } from "../../../src/zone/catalog.ts";
import { nameOf } from "../../authority/asking.ts";
import { recordsOf } from "../../authority/transfer-messages.ts";

const head = ["@ 0 SOA invalid. invalid. 1 3600 600 2147483646 0", "@ 0 NS invalid."];
const versioned = [...head, 'version 0 TXT "2"'];

function read(lines: readonly string[], most = 100): string[] | string {
  const members = readCatalog(nameOf("Catalog.Example."), recordsOf(lines, "catalog.example."), most);
  if (typeof members === "string") return members;
  return members.map(({ zone, label }) => `${printName(zone.wire)} ${label === "" ? "" : "labelled"}`).toSorted();
}

test("RFC 9432 §4.1: members stand one by one below zones, whatever the case", () => {
  expect(read([...versioned, "a1.zones 0 PTR one.test.", "B2.ZONES 0 PTR Two.Test."])).toEqual([
    "Two.Test. labelled",
    "one.test. labelled",
  ]);
  expect(read(versioned)).toEqual([]);
});

test("RFC 9432 §4.4.1: a member may move to the one catalog that stands below its label", () => {
  const lines = [
    ...versioned,
    "a.zones 0 PTR one.test.",
    "COO.A.zones 0 PTR Other.Example.",
    "b.zones 0 PTR two.test.",
    "c.zones 0 PTR three.test.",
    "coo.c.zones 0 PTR other.example.",
    "coo.c.zones 0 PTR third.example.",
    "coo.gone.zones 0 PTR other.example.",
    "coo.zones 0 PTR four.test.",
  ];
  const members = readCatalog(nameOf("catalog.example."), recordsOf(lines, "catalog.example."), 9);
  if (typeof members === "string") throw new Error(members);
  const said = members.map(({ zone, newOwner }) => [zone, newOwner].map((name) => name && printName(name.wire)));
  expect(said).toEqual([
    ["one.test.", "Other.Example."],
    ["two.test.", null],
    ["three.test.", null],
    ["four.test.", null], // coo is a label like others where it is a member's
  ]);
});

test("RFC 9432 §4.2, §4.3: groups, extensions and what is not known are passed over", () => {
  const others = [
    'group.a1.zones 0 TXT "nodnssec"',
    'x.ext.a1.zones 0 TXT "y"',
    "deep.er.zones 0 PTR not.a.member.",
    "zones 0 PTR not.a.member.",
    'b.zones 0 TXT "no zone"',
    "elsewhere 0 PTR not.a.member.",
  ];
  expect(read([...versioned, "a1.zones 0 PTR one.test.", ...others])).toEqual(["one.test. labelled"]);
});

test.each([
  ["no version", [...head, "a.zones 0 PTR one.test."], /does not say its version once/],
  ["two versions", [...versioned, 'version 0 TXT "1"'], /does not say its version once/],
  ["another version", [...head, 'version 0 TXT "1"'], /another version than 2/],
  ["a version in two strings", [...head, 'version 0 TXT "2" "2"'], /another version than 2/],
  [
    "two zones below a label",
    [...versioned, "a.zones 0 PTR one.test.", "A.zones 0 PTR two.test."],
    /more than one zone/,
  ],
  ["a zone below two labels", [...versioned, "a.zones 0 PTR one.test.", "b.zones 0 PTR ONE.test."], /more than once/],
])("RFC 9432 §5.1: with %s it is broken", (_, lines, sentence) => {
  expect(read(lines)).toMatch(sentence);
});

test("it names so many zones at most", () => {
  const lines = Array.from({ length: 4 }, (_, i) => `m${i}.zones 0 PTR z${i}.test.`);
  expect(read([...versioned, ...lines], 4)).toHaveLength(4);
  expect(read([...versioned, ...lines], 3)).toMatch(/more than 3 zones/);
});
