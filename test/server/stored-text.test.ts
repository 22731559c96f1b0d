// The fast reading of stored names and values says what the store's own parsers say, whatever it is given.

import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { storedName, storedRdata } from "../../src/server/stored-text.ts";
import { isProblem, parseRouteName } from "../../src/store/names.ts";
import { parseValue } from "../../src/store/values.ts";

const names = [
  "example.com.", "example.com", ".", "", "a..b.", ".a.", String.raw`\052.example.com.`, "EXAMPLE.com.", "a b.", "ü.de.",
  `${"a".repeat(63)}.`, `${"a".repeat(64)}.`, "a.".repeat(127), "a.".repeat(128), "_dmarc.a-b.test.", "a.b",
]; // prettier-ignore

test.each(names)("the name %j", (name) => {
  expectSameName(name);
});

test.each(["192.0.2.1", "0.0.0.0", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.4 ", "01.2.3.4", "", "1.2.3.ı", "192.0.2.100000"])(
  "the address %j",
  (value) => {
    expect(storedRdata("A", value)).toEqual(parseValue("A", value));
  },
); // prettier-ignore

test("random names and addresses", () => {
  const random = seededRandom(11);
  const characters = ["a", "b", "-", "_", ".", ".", "1", "2", String.raw`\052`, "A", "é", " "];
  for (let i = 0; i < 3000; i++) {
    const word = Array.from({ length: random.below(12) }, () => characters[random.below(characters.length)]).join("");
    expectSameName(word);
    expect(storedRdata("A", word), word).toEqual(parseValue("A", word));
  }
});

function expectSameName(name: string): void {
  const parsed = parseRouteName(name);
  expect(storedName(name)?.wire ?? null, name).toEqual(isProblem(parsed) ? null : parsed.name.wire);
}
