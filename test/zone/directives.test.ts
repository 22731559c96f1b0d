// $INCLUDE and $GENERATE. ($ORIGIN and $TTL: ./master-file.test.ts.)

import { expect, test } from "vitest";
import { printed, read } from "./reading.ts";

test("RFC 1035 §5.1: $INCLUDE reads a file in place, with the origin in force or its own, which ends with it", () => {
  const reading = read(
    '$TTL 9\na A 192.0.2.1\n$INCLUDE one.inc\nb A 192.0.2.2\n$INCLUDE "one.inc" sub ; twice\n  A 192.0.2.3\n',
    {
      files: { "one.inc": "x A 192.0.2.8\n$ORIGIN other\ny A 192.0.2.9\n" },
    },
  );
  expect(printed(reading.faults)).toEqual([]);
  expect(reading.records).toEqual([
    "a.example.test. 9 A 192.0.2.1",
    "x.example.test. 9 A 192.0.2.8",
    "y.other.example.test. 9 A 192.0.2.9",
    "b.example.test. 9 A 192.0.2.2",
    "x.sub.example.test. 9 A 192.0.2.8",
    "y.other.sub.example.test. 9 A 192.0.2.9",
    "b.example.test. 9 A 192.0.2.3",
  ]);
  expect(reading.places.slice(0, 3)).toEqual(["z:2:1", "one.inc:1:1", "one.inc:3:1"]);
});

test("an included file begins without an owner, and $TTL crosses its edges", () => {
  const reading = read("$TTL 9\na A 192.0.2.1\n$INCLUDE i\nc A 192.0.2.3\n", {
    files: { i: "  A 192.0.2.2\n$TTL 7\nb A 192.0.2.2\n" },
  });
  expect(printed(reading.faults)).toEqual(["i:1:3: no owner: the first record must give one <A>"]);
  expect(reading.records.slice(1)).toEqual(["b.example.test. 7 A 192.0.2.2", "c.example.test. 7 A 192.0.2.3"]);
});

test("faults of files stand in the order of the text", () => {
  const reading = read("$TTL 9\na A x\n$INCLUDE i\nb A y\n$INCLUDE none\n$INCLUDE i sub extra\n", {
    files: { i: "c A z\n" },
  });
  expect(reading.faults.map(({ file, line, column, text }) => `${file}:${line}:${column} ${text}`)).toEqual([
    "z:2:5 x",
    "i:1:5 z",
    "z:4:5 y",
    "z:5:10 none",
    "z:6:16 extra",
  ]);
});

test("a file that includes itself, however far round, is told once", () => {
  expect(printed(read("$INCLUDE z\n", { files: { z: "" } }).faults)).toEqual(["1:10: the file includes itself <z>"]);
  expect(printed(read("$INCLUDE i\n", { files: { i: "$INCLUDE j\n", j: "$INCLUDE i\n" } }).faults)).toEqual([
    "j:1:10: the file includes itself <i>",
  ]);
});

test("includes are bounded in depth and in number", () => {
  const chain = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, `$INCLUDE f${i + 1}\n`]));
  expect(printed(read("$INCLUDE f0\n", { files: chain }).faults)).toEqual([
    "f15:1:10: $INCLUDE nests deeper than 16 files <f16>",
  ]);
  const bomb = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`f${i}`, `$INCLUDE f${i + 1}\n`.repeat(9)]));
  const { faults } = read("$INCLUDE f0\n", { files: { ...bomb, f15: "" } });
  expect(faults.length).toBe(100);
  expect(faults[0].message).toBe("more than 1000 files included");
});

const generated: readonly (readonly [line: string, records: readonly string[]])[] = [
  ["$GENERATE 1-3 h$ A 192.0.2.$", ["h1 A 192.0.2.1", "h2 A 192.0.2.2", "h3 A 192.0.2.3"]],
  ["$GENERATE 0-6/3 h$ 60 IN A 192.0.2.$", ["h0 A 192.0.2.0", "h3 A 192.0.2.3", "h6 A 192.0.2.6"]],
  ["$GENERATE 5-5 h${10} CNAME x${-5,3,d}y$$", ["h15 CNAME x000y$.example.test."]],
  ["$GENERATE 10-10 h${0,4,x}-${0,2,X}-${0,3,o} A 192.0.2.1", ["h000a-0A-012 A 192.0.2.1"]],
  ["$GENERATE 419-419 ${0,5,n} CNAME ${0,0,N}.x", ["3.a.1 CNAME 3.A.1.x.example.test."]],
  ["$GENERATE 2-2 ${0,7,n} CNAME x", ["2.0.0.0 CNAME x.example.test."]],
  ["$GENERATE 1-1 a\\$b$ CNAME c", ["a\\$b1 CNAME c.example.test."]],
  ['$GENERATE 7-7 h MX "10 m$"', ["h MX 10 m7.example.test."]],
  ["$GENERATE 7-7 h MX 10 m$", ["h MX 10 m7.example.test."]],
  ['$GENERATE 7-7 h TXT "\\"one $\\" two"', ['h TXT "one 7" "two"']],
  ['$GENERATE 7-7 h TXT "one $" "two"', ['h TXT "one 7" "two"']],
];

test.each(generated)("%s", (line, records) => {
  const reading = read(`$TTL 60\n${line}\n`);
  expect(printed(reading.faults)).toEqual([]);
  // A printed name escapes the dollar.
  const short = reading.records.map((record) => record.replace(".example.test. 60", ""));
  expect(short).toEqual(records.map((record) => record.replace(/(?<!\\)\$/u, "\\$")));
});

const faultyGenerate: readonly (readonly [line: string, fault: string])[] = [
  ["$GENERATE 1-x h$ A 192.0.2.$", "1:11: not a range start-stop or start-stop/step <1-x>"],
  ["$GENERATE 3-1 h$ A 192.0.2.$", "1:11: a range that starts after its stop <3-1>"],
  ["$GENERATE 1-3/0 h$ A 192.0.2.$", "1:11: a range with step 0 <1-3/0>"],
  ["$GENERATE 1-3000000000 h$ A 192.0.2.$", "1:11: a range beyond 2147483647 <1-3000000000>"],
  ["$GENERATE 0-1000000 h$ A 192.0.2.1", "1:11: $GENERATE makes more than 1000000 records in this zone <0-1000000>"],
  ["$GENERATE 1-3", "1:14: $GENERATE needs a range, an owner, a type and data"],
  ["$GENERATE 1-3 h$ A", "1:19: $GENERATE needs a range, an owner, a type and data"],
  ["$GENERATE 1-3 h$ AA 192.0.2.$", "1:18: neither a type, a class nor a TTL <AA>"],
  [
    "$GENERATE 1-3 h${0,1,q} A 192.0.2.$",
    "1:15: not a form ${offset,width,base} with base d, o, x, X, n or N <h${0,1,q}>",
  ],
  ["$GENERATE 1-3 h${ A 192.0.2.$", "1:15: not a form ${offset,width,base} with base d, o, x, X, n or N <h${>"],
];

test.each(faultyGenerate)("faulty: %s", (line, fault) => {
  expect(printed(read(`${line}\n`).faults)).toEqual([fault]);
});

test("a fault in a generated line is told once, with the step, at the directive", () => {
  const { records, faults } = read("$TTL 5\n$GENERATE 250-9000/2 h$ A 192.0.2.$\nz A 192.0.2.1\n");
  expect(records.at(-1)).toBe("z.example.test. 5 A 192.0.2.1");
  expect(faults.map(({ line, column, text }) => `${line}:${column} ${text}`)).toEqual(["2:1 192.0.2.256"]);
  expect(faults[0].message).toMatch(/, in step 256$/u);
});

test("a generated line is a record, never a directive", () => {
  expect(printed(read("$TTL 5\n$GENERATE 1-1 $$GENERATE A 192.0.2.$\n").faults)).toEqual([]);
});
