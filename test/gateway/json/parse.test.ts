import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonFault, type JsonMode, parseJson } from "../../../src/gateway/json/parse.ts";
import { printJson } from "../../../src/gateway/json/print.ts";
import { printDouble } from "../../../src/gateway/json/double.ts";

/** The value as JSON again, or the fault with its offset. */
function reread(text: string, mode: JsonMode): string {
  const value = parseJson(text, mode);
  return value instanceof JsonFault ? `${value.offset}: ${value.message}` : printJson(value, "plain");
}

test.each([
  ['{"b":1,"a":[true,false,null]}', '{"b":1,"a":[true,false,null]}'],
  ['{"2":1,"1":2,"__proto__":3}', '{"2":1,"1":2,"__proto__":3}'],
  [" [ ] ", "[]"],
  ["1.0", "1.0"],
  ["1e3", "1000.0"],
  ["-0", "0"],
  ["1E10", "1.0E10"],
  ["12345678901234567890", "12345678901234567890"],
  ['"\\u00e9\\n\\/"', '"é\\n/"'],
  ['"\u2028\\u0001"', '"\\u2028\\u0001"'],
  ["", "0: the text ends where a value should be"],
  ["{", "1: a key must be a text in double quotes"],
  ['{"a" 1}', "5: a colon is missing after a key"],
  ['{"a":1,}', "7: a comma stands before }"],
  ["[1 2]", "3: a comma or ] is missing"],
  ["[1,]", "3: a comma stands before ]"],
  ["[,1]", "1: no value begins like this"],
  ["01", "1: there is more text after the end"],
  ["1 2", "2: there is more text after the end"],
  ["'a'", "0: a text stands in single quotes"],
  ['"a', "2: a text in quotes does not end"],
  ['"\n"', "1: a control character stands in a text"],
  ['"\\x"', "1: an unknown escape"],
  ['"\\u12"', "1: \\u needs four hexadecimal digits"],
  ["nul", "0: no value begins like this"],
  ["1".repeat(1001), "0: a number has more than 1000 characters"],
  ["[".repeat(501), "500: it nests more than 500 deep"],
])("strictly: %s", (text, out) => {
  expect(reread(text, "strict")).toBe(out);
});

// What MOCK integrations and templates get: json-smart's permissive mode.
test.each([
  ["{statusCode: 200}", '{"statusCode":200}'],
  ['{"statusCode": 200,}', '{"statusCode":200}'],
  ["{'a': 'b', c: d e, f: 1.50, g: null,, h: 007}", '{"a":"b","c":"d e","f":1.5,"g":null,"h":7}'],
  ["[1,,2,]", "[1,2]"],
  ["a=1&b=[2]", '"a=1&b=[2]"'],
  ["some raw data", '"some raw data"'],
  ["<xml a='b'/>", `"<xml a='b'/>"`],
  ['{"a":1} and more', '{"a":1}'],
  ["2024-01-01", '"2024-01-01"'],
  ["{a", "1: a colon is missing after a key"],
  ["{a: }", "4: a value is missing"],
  ["{a: 1", "5: a comma or } is missing"],
  ['"a', "2: a text in quotes does not end"],
])("permissively: %s", (text, out) => {
  expect(reread(text, "permissive")).toBe(out);
});

test.each([
  [1, "1.0"],
  [-0, "-0.0"],
  [0.001, "0.001"],
  [0.0001, "1.0E-4"],
  [9_999_999, "9999999.0"],
  [10_000_000, "1.0E7"],
  [1.5e300, "1.5E300"],
  [Infinity, "Infinity"],
])("Double.toString(%d)", (value, text) => {
  expect(printDouble(value)).toBe(text);
});

test("what JSON.stringify writes, both modes read alike", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const strict = reread(text, "strict");
      expect(JSON.parse(strict)).toEqual(JSON.parse(text));
      expect(reread(text, "permissive")).toBe(strict);
      expect(reread(strict, "strict")).toBe(strict);
    }),
  );
});

test("strictly, a text is JSON where JSON.parse says so", () => {
  const mutated = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]":,\\ 01.eE-tfn\n\t'.split(""), ""))
    .map(([text, at, sign]) => text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1));
  fc.assert(
    fc.property(mutated, (text) => {
      let expected: unknown;
      try {
        expected = JSON.stringify(JSON.parse(text));
      } catch {
        expected = "none";
      }
      const value = parseJson(text, "strict");
      if (value instanceof JsonFault) expect(expected).toBe("none");
      else expect(JSON.stringify(JSON.parse(printJson(value, "plain")))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test("no text makes the reader throw", () => {
  const text = fc.string({ unit: fc.constantFrom(..."{}[]\":,'\\ 01.eEx-nu\n".split("")) });
  fc.assert(
    fc.property(text, fc.constantFrom<JsonMode>("strict", "permissive"), (text, mode) => void reread(text, mode)),
  );
  expect(reread("\\", "strict")).toBe("0: no value begins like this");
});
