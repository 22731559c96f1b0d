// Master files: what is read, and what is said about what cannot be.

import { expect, test } from "vitest";
import { printed, read } from "./reading.ts";

const good: readonly (readonly [title: string, text: string, records: readonly string[]])[] = [
  ["owner, TTL, class, type, data", "a 60 IN A 192.0.2.1\n", ["a.example.test. 60 A 192.0.2.1"]],
  ["class before TTL", "a IN 60 A 192.0.2.1\n", ["a.example.test. 60 A 192.0.2.1"]],
  ["no class", "a 60 A 192.0.2.1\n", ["a.example.test. 60 A 192.0.2.1"]],
  ["mnemonics in any case", "a 60 in a 192.0.2.1\n", ["a.example.test. 60 A 192.0.2.1"]],
  ["no line end at the end", "a 60 A 192.0.2.1", ["a.example.test. 60 A 192.0.2.1"]],
  [
    "CRLF",
    "a 60 A 192.0.2.1\r\nb 60 A 192.0.2.2\r\n",
    ["a.example.test. 60 A 192.0.2.1", "b.example.test. 60 A 192.0.2.2"],
  ],
  ["comments and blank lines", "; x\n\n  ; y\na 60 A 192.0.2.1 ; z\n", ["a.example.test. 60 A 192.0.2.1"]],
  [
    "owner omitted",
    "a 60 A 192.0.2.1\n  60 A 192.0.2.2\n\tTXT x\n",
    ["a.example.test. 60 A 192.0.2.1", "a.example.test. 60 A 192.0.2.2", 'a.example.test. 60 TXT "x"'],
  ],
  [
    "@ and absolute names",
    "@ 60 NS ns.example.net.\nb.example.test. 60 NS @\n",
    ["example.test. 60 NS ns.example.net.", "b.example.test. 60 NS example.test."],
  ],
  ["\\@ is a label", "\\@ 60 A 192.0.2.1\n", ["\\@.example.test. 60 A 192.0.2.1"]],
  ["escapes", 'a\\.b\\032c\\\\ 60 TXT \\"x "y\\010\\""\n', ['a\\.b\\032c\\\\.example.test. 60 TXT "\\"x" "y\\010\\""']],
  [
    "parentheses",
    "@ 60 SOA ns h (\n 1 ; serial\n 2h\n 3m 4d ) 5\na (\n 60 A\n 192.0.2.1 )\n",
    ["example.test. 60 SOA ns.example.test. h.example.test. 1 7200 180 345600 5", "a.example.test. 60 A 192.0.2.1"],
  ],
  [
    "TYPEnnn, CLASSnnn and \\#",
    "a 60 CLASS1 TYPE1 \\# 4 C0000201\nb 60 TYPE65280 \\# 0\n",
    ["a.example.test. 60 A 192.0.2.1", "b.example.test. 60 TYPE65280 \\# 0"],
  ],
  [
    "TTL units",
    "a 1h30m A 192.0.2.1\nb 1W2D A 192.0.2.2\nc 0 A 192.0.2.3\n",
    ["a.example.test. 5400 A 192.0.2.1", "b.example.test. 777600 A 192.0.2.2", "c.example.test. 0 A 192.0.2.3"],
  ],
  [
    "$ORIGIN, absolute and relative",
    "$ORIGIN sub\na 60 A 192.0.2.1\n$ORIGIN example.net.\na A 192.0.2.2\n$ORIGIN .\na A 192.0.2.3\n",
    ["a.sub.example.test. 60 A 192.0.2.1", "a.example.net. 60 A 192.0.2.2", "a. 60 A 192.0.2.3"],
  ],
  ["directives in any case", "$ttl 5\n$origin b\na A 192.0.2.1\n", ["a.b.example.test. 5 A 192.0.2.1"]],
];

test.each(good)("reads %s", (_title, text, records) => {
  const reading = read(text);
  expect(printed(reading.faults)).toEqual([]);
  expect(reading.records).toEqual(records);
});

const bad: readonly (readonly [title: string, text: string, faults: readonly string[]])[] = [
  ["no owner", "  60 A 192.0.2.1\n", ["1:3: no owner: the first record must give one <60>"]],
  ["an owner alone", "a\n", ["1:2: an owner, and nothing about it"]],
  ["no type", "a 60 IN\n", ["1:8: the record has no type"]],
  ["an unknown word", "a 60 IN AAA 192.0.2.1\n", ["1:9: neither a type, a class nor a TTL <AAA>"]],
  ["two TTLs", "a 60 70 A 192.0.2.1\n", ["1:6: a second TTL <70>"]],
  ["two classes", "a IN IN A 192.0.2.1\n", ["1:6: a second class <IN>"]],
  ["a number that is no TTL", "a 6x A 192.0.2.1\n", ["1:3: neither a TTL nor a type <6x>"]],
  ["a number after a unit without its own", "a 1h30 A 192.0.2.1\n", ["1:3: neither a TTL nor a type <1h30>"]],
  ["a TTL beyond 31 bits", "a 2147483648 A 192.0.2.1\n", ["1:3: a TTL above 2147483647 (RFC 2181 §8) <2147483648>"]],
  [
    "another class",
    "a 60 CH A 192.0.2.1\nb 60 CLASS4 A 192.0.2.1\n",
    ["1:6: only class IN is served <CH>", "2:6: only class IN is served <CLASS4>"],
  ],
  [
    "a meta type",
    "a 60 ANY 192.0.2.1\na 60 TYPE250 \\# 0\n",
    [
      "1:6: a type of questions and messages, not of records in a zone <ANY>",
      "2:6: a type of questions and messages, not of records in a zone <TYPE250>",
    ],
  ],
  ["no TTL", "a A 192.0.2.1\n", ["1:14: no TTL: the record gives none, and no $TTL or TTL stands before it"]],
  [
    "an unknown directive",
    "$FOO x\n",
    ["1:1: an unknown directive; known are $ORIGIN, $TTL, $INCLUDE and $GENERATE <$FOO>"],
  ],
  [
    "a directive after blanks",
    "a 60 A 192.0.2.1\n $TTL 5\n",
    ["2:2: a directive begins its line: no blanks before it <$TTL>"],
  ],
  [
    "directives without their word",
    "$TTL\n$ORIGIN\n$INCLUDE\n$GENERATE\n",
    [
      "1:5: $TTL needs a TTL",
      "2:8: $ORIGIN needs a domain name",
      "3:9: $INCLUDE needs a file name",
      "4:10: $GENERATE needs a range",
    ],
  ],
  [
    "directives with too many words",
    "$TTL 5 6\n$ORIGIN a b\n",
    ["1:8: more than the directive takes <6>", "2:11: more than the directive takes <b>"],
  ],
  [
    "a quoted string left open",
    'a 60 TXT "x\nb 60 A 192.0.2.1\n',
    ["1:11: a quoted string that its line does not close <x>"],
  ],
  [
    "parentheses",
    "a 60 A ) 192.0.2.1\nb 60 TXT ( x\n",
    ["1:8: a closing parenthesis without an opening one <)>", "3:1: the text ends inside parentheses"],
  ],
  [
    "a byte order mark, once and not at each entry",
    "\ufeff$TTL 5\na A 192.0.2.1\n",
    ["1:1: the file begins with a byte order mark: save it as UTF-8 without one"],
  ],
  [
    "lines that end in CR alone",
    "$TTL 5\ra A 192.0.2.1\r",
    ["1:1: lines end in CR alone: save the file with LF or CR LF"],
  ],
];

test("tells of UTF-16, in an included file too, and where that stands", () => {
  for (const mark of [
    [0xff, 0xfe, 0x61, 0],
    [0xfe, 0xff, 0, 0x61],
  ])
    expect(printed(read(Uint8Array.from(mark)).faults)).toEqual(["1:1: the file is UTF-16: save it as UTF-8"]);
  const { faults } = read("$INCLUDE a.inc\nb 60 A 192.0.2.1\n", { files: { "a.inc": "\ufeffa 60 A 192.0.2.1\n" } });
  expect(faults).toMatchObject([{ file: "a.inc", line: 1, column: 1 }]);
});

test("a single line may end in CR, or in nothing", () => {
  for (const end of ["", "\r", "\r\n"])
    expect(read(`a 60 A 192.0.2.1${end}`)).toMatchObject({ faults: [], records: ["a.example.test. 60 A 192.0.2.1"] });
});

test.each(bad)("tells of %s", (_title, text, faults) => {
  expect(printed(read(text).faults)).toEqual(faults);
});

test("tells every fault of a file and reads on behind each", () => {
  const { records, faults } = read(
    "a 60 A 192.0.2.256\nb 60 A 192.0.2.1\n..c 60 A 192.0.2.1\n  60 A x\n  60 A 192.0.2.2\nd 60 MX 10\n",
  );
  expect(records).toEqual(["b.example.test. 60 A 192.0.2.1"]);
  expect(faults.map(({ line, column, text }) => `${line}:${column} ${text}`)).toEqual([
    "1:8 192.0.2.256",
    "3:1 ..c",
    "4:8 x",
    "6:11 ",
  ]);
});

test("a text that is wrong in every line yields a bounded number of faults", () => {
  expect(read("a 60 A nowhere\n".repeat(5000)).faults.length).toBe(100);
});

test("a record's place is that of its first word", () => {
  expect(read("a 60 A 192.0.2.1\n   60 A (\n192.0.2.2 )\n\nb A 192.0.2.3\n").places).toEqual([
    "z:1:1",
    "z:2:4",
    "z:5:1",
  ]);
});

test("without an origin only absolute names stand before $ORIGIN", () => {
  const { records, faults } = read("a.test. 60 A 192.0.2.1\nb 60 A 192.0.2.1\n$ORIGIN test.\nc 60 A 192.0.2.1\n", {
    origin: null,
  });
  expect(records).toEqual(["a.test. 60 A 192.0.2.1", "c.test. 60 A 192.0.2.1"]);
  expect(faults.map(({ line, column }) => `${line}:${column}`)).toEqual(["2:1"]);
});

test("RFC 2308 §4: $TTL is the TTL of the records after it, until the next $TTL; a record's own TTL changes nothing", () => {
  expect(read("$TTL 5\na A 192.0.2.1\nb 60 A 192.0.2.1\nc A 192.0.2.1\n$TTL 1m\nd A 192.0.2.1\n").records).toEqual([
    "a.example.test. 5 A 192.0.2.1",
    "b.example.test. 60 A 192.0.2.1",
    "c.example.test. 5 A 192.0.2.1",
    "d.example.test. 60 A 192.0.2.1",
  ]);
});

test("without $TTL an omitted TTL is the last one given (RFC 1035 §5.1), and an SOA that comes first lends its minimum", () => {
  expect(
    read("a 60 A 192.0.2.1\nb A 192.0.2.1\nc 70 A 192.0.2.1\nd A 192.0.2.1\n").records.map(
      (record) => record.split(" ")[1],
    ),
  ).toEqual(["60", "60", "70", "70"]);
  expect(read("@ SOA ns h 1 2 3 4 500\na A 192.0.2.1\n").records.map((record) => record.split(" ")[1])).toEqual([
    "500",
    "500",
  ]);
});
