import { expect, test } from "vitest";
import { Class, Rcode, className, classNumberAt, codeName } from "../../src/dns/codes.ts";

function classNumber(text: string): number {
  const octets = new TextEncoder().encode(text);
  return classNumberAt(octets, 0, octets.length);
}

test.each([
  ["IN", 1],
  ["in", 1],
  ["CH", 3],
  ["hs", 4],
  ["NONE", 254],
  ["any", 255],
  ["CLASS1", 1],
  ["class65535", 65535],
] as const)("%s is class %i", (text, number) => expect(classNumber(text)).toBe(number));

test.each(["", "I", "IX", "CLASS", "CLASS65536", "CLASS1x", "CLASS123456", "NONES", "A"])("%j is no class", (text) =>
  expect(classNumber(text)).toBe(-1),
);

test("numbers without a name keep their number", () => {
  expect(className(Class.CH)).toBe("CH");
  expect(className(42)).toBe("CLASS42");
  expect(codeName(Rcode, 3, "RCODE")).toBe("NXDOMAIN");
  expect(codeName(Rcode, 24, "RCODE")).toBe("RCODE24");
});
