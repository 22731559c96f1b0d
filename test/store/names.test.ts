// Route 53's names: what is taken, how it is returned, and in which order (AWS guide: DomainNameFormat).

import fc from "fast-check";
import { expect, test } from "vitest";
import { isProblem, keysOfAncestors, parseRouteName, routeNameOf } from "../../src/store/names.ts";
import { compareKeys } from "../../src/base/tables.ts";

test.each([
  ["example.com", "example.com."],
  ["WWW.Example.COM.", "www.example.com."],
  ["*.example.com", String.raw`\052.example.com.`],
  [String.raw`\052.example.com`, String.raw`\052.example.com.`],
  [String.raw`a\056b.example.com`, String.raw`a\056b.example.com.`],
  [String.raw`\101.example.com`, "a.example.com."],
  ["_sip._tcp.a-b.example.com", "_sip._tcp.a-b.example.com."],
  ["a!b.example.com", String.raw`a\041b.example.com.`],
  [String.raw`\377.example.com`, String.raw`\377.example.com.`],
  [".", "."],
])("%s is returned as %s", (given, text) => {
  const name = parseRouteName(given);
  expect(isProblem(name) ? name.problem : name.text).toBe(text);
});

test.each([
  ["", "FATAL problem: DomainNameEmpty (Domain name is empty) encountered with ''"],
  ["a..b", "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..b'"],
  [".b", "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with '.b'"],
  ["a b", "FATAL problem: UnsupportedCharacter (Value contains unsupported characters) encountered with ' '"],
  ["bücher.de", "FATAL problem: UnsupportedCharacter (Value contains unsupported characters) encountered with 'ü'"],
  [
    String.raw`a\9.b`,
    String.raw`FATAL problem: UnsupportedCharacter (Value contains unsupported characters) encountered with '\'`,
  ],
  [
    String.raw`a\400.b`,
    String.raw`FATAL problem: UnsupportedCharacter (Value contains unsupported characters) encountered with '\'`,
  ],
  [
    `${"a".repeat(64)}.b`,
    `FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '${"a".repeat(64)}.b'`,
  ],
])("%j is none", (given, problem) => {
  expect(parseRouteName(given)).toEqual({ problem });
});

test("a name of more than 255 octets is none", () => {
  const labels = Array.from({ length: 4 }, () => "a".repeat(63)).join(".");
  expect(parseRouteName(labels)).toMatchObject({ problem: expect.stringContaining("DomainNameTooLong") as string });
  expect(isProblem(parseRouteName(labels.slice(2)))).toBe(false);
});

test("labels are reversed, and the dot behind them sorts behind `-` (AWS API: ListResourceRecordSets)", () => {
  const names = [
    "a-b.example.com",
    "a.example.com",
    "example.com",
    "b.a.example.com",
    "*.example.com",
    "example-2.com",
    "1.example.com",
  ];
  const keys = names.map((name) => ({ name, key: keyOf(name) })).toSorted((a, b) => compareKeys(a.key, b.key));
  expect(keys.map(({ name }) => name)).toEqual([
    "example-2.com",
    "example.com",
    "*.example.com",
    "1.example.com",
    "a-b.example.com",
    "a.example.com",
    "b.a.example.com",
  ]);
  const ancestors = parseRouteName("www.example.com");
  expect(isProblem(ancestors) ? [] : keysOfAncestors(ancestors)).toEqual(["com.", "com.example.", "com.example.www."]);
});

const label = fc.uint8Array({ minLength: 1, maxLength: 5 });

test("keys of any octets are different, without blanks, in the octets' order, and the text leads back", () => {
  const spelled = (octets: Uint8Array): string =>
    Array.from(octets, (octet) => `\\${octet.toString(8).padStart(3, "0")}`).join("");
  const folded = (octets: Uint8Array): string =>
    Array.from(octets, (octet) => (octet >= 65 && octet <= 90 ? octet + 32 : octet)).join();
  fc.assert(
    fc.property(label, label, (a, b) => {
      const [left, right] = [parseRouteName(`${spelled(a)}.x`), parseRouteName(`${spelled(b)}.x`)];
      if (isProblem(left) || isProblem(right)) throw new Error("no name");
      expect(left.key === right.key).toBe(folded(a) === folded(b));
      expect(left.key).not.toContain(" ");
      expect(parseRouteName(left.text)).toEqual(left);
      expect(routeNameOf(left.name)).toEqual(left);
    }),
  );
});

function keyOf(text: string): string {
  const name = parseRouteName(text);
  if (isProblem(name)) throw new Error(name.problem);
  return name.key;
}
