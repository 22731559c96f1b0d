// JSONPath as Jayway reads it: the examples of its README over its store of books, and what is particular to it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "../../src/gateway/json/parse.ts";
import { printJson } from "../../src/gateway/json/print.ts";
import type { JsonValue } from "../../src/gateway/json/value.ts";
import { compileJsonPath, JsonPathFault } from "../../src/gateway/json-path/path.ts";

const store = JSON.stringify({
  store: {
    book: [
      { category: "reference", author: "Nigel Rees", title: "Sayings", price: 8.95 },
      { category: "fiction", author: "Evelyn Waugh", title: "Sword", price: 12.99 },
      { category: "fiction", author: "Herman Melville", title: "Moby", isbn: "0-553", price: 8.99 },
      { category: "fiction", author: "Tolkien", title: "Rings", isbn: "0-395", price: 22.99 },
    ],
    bicycle: { color: "red", price: 19.95 },
  },
  expensive: 10,
  none: null,
  "a-b": { "c.d": [[1, 2], [3]] },
  tags: ["x", "1", 1],
});

/** The result as JSON, `nothing` for a path that leads nowhere, or the fault with its offset. */
function read(path: string, text = store): string {
  const compiled = compileJsonPath(path);
  if (compiled instanceof JsonPathFault) return `${compiled.offset}: ${compiled.message}`;
  const found = compiled.read(parseJson(text, "strict") as JsonValue);
  if (found instanceof JsonPathFault) return found.message;
  return found === undefined ? "nothing" : printJson(found, "plain");
}

test.each([
  ["$.expensive", "10"],
  ["expensive", "10"],
  ["$['expensive']", "10"],
  ['$["expensive"]', "10"],
  ["$.none", "null"],
  ["$.gone", "nothing"],
  ["$.gone.deeper", "nothing"],
  ["$.store.book[9]", "nothing"],
  ["$.store.book[0].title", '"Sayings"'],
  ["$.store.book[-1].title", '"Rings"'],
  ["$.a-b['c.d'][0][1]", "2"],
  ["$.store.bicycle['color','price']", '{"color":"red","price":19.95}'],
  ["$.store['bicycle','gone'].color", '["red"]'],
  ["$.store.book[*].title", '["Sayings","Sword","Moby","Rings"]'],
  ["$.store.bicycle.*", '["red",19.95]'],
  ["$..author", '["Nigel Rees","Evelyn Waugh","Herman Melville","Tolkien"]'],
  ["$.store..price", "[8.95,12.99,8.99,22.99,19.95]"],
  ["$..book[2].title", '["Moby"]'],
  ["$..book[0,1].title", '["Sayings","Sword"]'],
  ["$..book[:2].title", '["Sayings","Sword"]'],
  ["$..book[1:2].title", '["Sword"]'],
  ["$..book[-2:].title", '["Moby","Rings"]'],
  ["$..book[?(@.isbn)].title", '["Moby","Rings"]'],
  ["$.store.book[?(!@.isbn)].title", '["Sayings","Sword"]'],
  ["$.store.book[?(@.price < 10)].title", '["Sayings","Moby"]'],
  ["$..book[?(@.price <= $['expensive'])].title", '["Sayings","Moby"]'],
  ["$..book[?(@.author =~ /.*REES/i)].title", '["Sayings"]'],
  ["$.store.book[?(@.category == 'fiction' && @.price > 20 || @.title == \"Sayings\")].title", '["Sayings","Rings"]'],
  ["$.store.book[?((@.price > 20 || @.price < 9) && !(@.isbn))].title", '["Sayings"]'],
  ["$.store.book[?(@.category in ['reference','x'])].title", '["Sayings"]'],
  ["$.store.book[?(@.category nin ['reference'])].price", "[12.99,8.99,22.99]"],
  ["$.store.book[?(@.author contains 'el')].title", '["Sayings","Sword","Moby"]'],
  ["$.store.book[?(@.isbn size 5)].title", '["Moby","Rings"]'],
  ["$.store.book[?(@.title != 'Moby')].title", '["Sayings","Sword","Rings"]'],
  ["$.store.book[?(@.gone == null)].title", "[]"],
  ["$.tags[?(@ == 1)]", '["1",1]'],
  ["$.tags[?(@ === 1)]", "[1]"],
  ["$.store.bicycle[?(@.color == 'red')].price", "[19.95]"],
  ["$..[?(@.color)].price", "[19.95]"],
  ["$..['color','price']", '[{"color":"red","price":19.95}]'],
  ["$..['color','isbn']", "[]"],
  ["$.store.book.length()", "4"],
  ["$.store.keys()", '["book","bicycle"]'],
  ["$.store.book[*].price.max()", "22.99"],
  ["$.a-b['c.d'][0].sum()", "3.0"],
  ["$.a-b['c.d'][0].avg()", "1.5"],
  ["$.tags.first()", '"x"'],
  ["$.tags.last()", "1"],
  ["$.tags.concat('y')", '"x11y"'],
  ["$.expensive.length()", "null"],
])("%s", (path, out) => {
  expect(read(path)).toBe(out);
});

test.each([
  ["", "0: a name is missing"],
  ["$.", "2: a name is missing"],
  ["$..", "3: a name is missing"],
  ["$.a b", "4: 'b' does not belong here"],
  ["$[", "2: an index is missing"],
  ["$[0", "1: a bracket is not closed"],
  ["$['a", "2: a quote is not closed"],
  ["$[a]", "2: an index is missing"],
  ["$[1,:2]", "2: an index is missing"],
  ["$.a.foo()", "7: there is no function foo"],
  ["$[?(@.a]", "7: a parenthesis is not closed"],
  ["$[?@.a]", "3: a filter must stand in parentheses"],
  ["$[?(@.a ==)]", "10: a value or a path is missing"],
  ["$[?(@.a =~ 'x')]", "11: a regular expression between slashes is missing"],
  ["$[?(@.a =~ /(/)]", "11: Unclosed group"],
])("%j is no path", (path, fault) => {
  expect(read(path)).toBe(fault);
});

test("paths are bounded in length, steps and depth", () => {
  expect(read("$.a".padEnd(3000, "a"))).toBe("2048: the path has more than 2048 characters");
  expect(read(`$${".a".repeat(200)}`)).toBe("201: the path has more than 100 steps");
  expect(read(`$[?(${"!".repeat(200)}@)]`)).toBe("104: a filter nests more than 100 deep");
});

test("a path that multiplies the document is stopped", () => {
  const deep = `${'{"a":'.repeat(200)}1${"}".repeat(200)}`;
  expect(read("$..a..a..a..a", deep)).toBe("the path visits more of the document than it may");
});

test("every value is found by the path that leads to it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.nat(3)), { maxLength: 5 }),
      fc.jsonValue({ maxDepth: 1 }),
      (keys, value) => {
        const quote = (key: string): string => key.replaceAll(/['\\]/g, "\\$&");
        const path = keys.map((key) => (typeof key === "number" ? `[${key}]` : `['${quote(key)}']`)).join("");
        const wrap = (inner: unknown, key: string | number): unknown =>
          typeof key === "string" ? { [key]: inner } : [...Array.from({ length: key }, () => null), inner];
        const document = JSON.stringify(keys.reduceRight<unknown>(wrap, value));
        expect(JSON.parse(read(`$${path}`, document))).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
  );
});

test("no text makes the compiler throw", () => {
  const text = fc.string({ unit: fc.constantFrom(..."$@.[]()'\"*?:,!=<>&|a1 ~/-".split("")) });
  fc.assert(
    fc.property(text, (path) => {
      expect(typeof read(path)).toBe("string");
    }),
    { numRuns: 2000 },
  );
});
