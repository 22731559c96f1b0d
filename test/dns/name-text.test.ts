import fc from "fast-check";
import { expect, test } from "vitest";
import { OctetWriter } from "../../src/base/octets.ts";
import { Lexer } from "../../src/dns/text/lexer.ts";
import { nameFromText, printName, scanName } from "../../src/dns/text/name-text.ts";
import { digitsOf, origin } from "../rfc/support.ts";

function scan(text: string, from: Uint8Array | null = origin): string {
  const lexer = new Lexer(new TextEncoder().encode(text));
  const out = new OctetWriter(1);
  lexer.nextEntry();
  return scanName(lexer, from, out) ? digitsOf(out.copy()) : lexer.faults[0].message;
}

const example = "076578616d706c6500";

test.each([
  ["@", example],
  [".", "00"],
  ["a", `0161${example}`],
  ["a.", "016100"],
  ["A.b.", "0141016200"],
  ["*.a.", "012a016100"],
  ["\\@", `0140${example}`],
  ["a\\.b.", "03612e6200"],
  ["a\\\\.", "02615c00"],
  ["\\000\\255.", "0200ff00"],
  ["a\\ b.", "0361206200"],
  ["\\097.", "016100"],
  ["ü.", "02c3bc00"],
  [`${"a".repeat(63)}.`, `3f${"61".repeat(63)}00`],
  [`${"\\097".repeat(63)}.`, `3f${"61".repeat(63)}00`],
  ["a.".repeat(127), `${"0161".repeat(127)}00`],
])("scans %j", (text, wire) => expect(scan(text)).toBe(wire));

test.each([
  ["..", /empty label/],
  [".a", /empty label/],
  ["a..", /empty label/],
  ["\\01.", /escape too early/],
  ["\\256.", /above 255/],
  ["\\1a2.", /escape too early/],
  ["a\\", /escape too early/],
  [`${"a".repeat(64)}.`, /label of 64 octets/],
  ["a".repeat(64), /label of 64 octets/],
  ["a.".repeat(128), /name of 257 octets/],
  [`${"a.".repeat(124)}a`, /name of 259 octets/],
])("refuses %j", (text, sentence) => expect(scan(text)).toMatch(sentence));

test("a relative name without an origin is a fault", () => {
  expect(scan("a", null)).toMatch(/"a" is relative, and there is no origin/);
  expect(scan("@", null)).toMatch(/no origin/);
});

test("a whole text is one name or a sentence", () => {
  expect(nameFromText("a.b")).toMatchObject({ key: "\u0001a\u0001b\u0000" });
  expect(nameFromText("")).toBe("a name is missing");
  expect(nameFromText("a b")).toBe(`"a b" is more than one name`);
  expect(nameFromText("a..b")).toMatch(/empty label/);
});

test("prints what every parser reads: dots, blanks, quotes and octets beyond ASCII escaped", () => {
  const wire = Uint8Array.from([9, 0x2e, 0x20, 0x22, 0x3b, 0x40, 0x5c, 0x00, 0xff, 0x41, 0]);
  expect(printName(wire)).toBe(`\\.\\032\\"\\;\\@\\\\\\000\\255A.`);
  expect(printName(new Uint8Array(1))).toBe(".");
});

test("whatever the labels hold, what is printed scans back to the same octets", () => {
  const labels = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
  fc.assert(
    fc.property(labels, (parts) => {
      const wire = Uint8Array.from([...parts.flatMap((label) => [label.length, ...label]), 0]);
      expect(scan(printName(wire), null)).toBe(digitsOf(wire));
    }),
    { numRuns: 5000 },
  );
});
