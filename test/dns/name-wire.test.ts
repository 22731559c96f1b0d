import fc from "fast-check";
import { expect, test } from "vitest";
import { maxPointerHops } from "../../src/base/limits.ts";
import { OctetWriter } from "../../src/base/octets.ts";
import { nameLength } from "../../src/dns/name.ts";
import { parseName } from "../../src/dns/name-wire.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { octets } from "../rfc/support.ts";

function parse(message: Uint8Array, offset: number, end = message.length): [string, number] | number {
  const out = new OctetWriter();
  const after = parseName(message, offset, end, out);
  if (after < 0) {
    expect(out.length, "nothing is appended when the name is bad").toBe(0);
    return after;
  }
  return [printName(out.copy()), after];
}

test.each([
  ["plain", "016100", 0, ["a.", 3]],
  ["root", "00", 0, [".", 1]],
  ["a pointer alone", "0161 00 c000", 3, ["a.", 5]],
  ["labels and a pointer", "0161 00 0162 c000 ff", 3, ["b.a.", 7]],
  ["a pointer to a pointer", "0161 00 0162 c000 0163 c003", 7, ["c.b.a.", 11]],
] as const)("reads %s", (_, wire, offset, expected) => expect(parse(octets(wire), offset)).toEqual(expected));

test.each([
  ["a pointer to itself", "c000", 0],
  ["a pointer forward", "c003 00 016100", 0],
  ["a pointer into itself", "0161 c000", 0],
  ["two pointers at each other", "c002 c000", 2],
  ["a pointer cut in half", "0161 c0", 0],
  ["a label that runs out", "0461 6161", 0],
  ["a name without an end", "0161", 0],
  ["an extended label type (RFC 6891 §5)", "4100", 0],
  ["the reserved label type", "8100", 0],
  ["nothing", "", 0],
] as const)("refuses %s", (_, wire, offset) => expect(parse(octets(wire), offset)).toBe(-1));

test("RDATA's end bounds the name", () => {
  expect(parse(octets("016100"), 0, 2)).toBe(-1);
  expect(parse(octets("016100c000"), 3, 4)).toBe(-1);
});

test("a chain of pointers is followed so far and no further", () => {
  const chain = (hops: number): Uint8Array =>
    Uint8Array.from([0x01, 0x61, 0, ...Array.from({ length: hops }, (_, i) => [0xc0, i === 0 ? 0 : 1 + 2 * i]).flat()]);
  expect(parse(chain(maxPointerHops), 1 + 2 * maxPointerHops)).toEqual(["a.", 3 + 2 * maxPointerHops]);
  expect(parse(chain(maxPointerHops + 1), 3 + 2 * maxPointerHops)).toBe(-1);
});

test("a name of 255 octets passes, of 256 not, compressed or not", () => {
  const long = Uint8Array.from([...Array.from({ length: 127 }, () => [1, 0x61]).flat(), 0]);
  expect(parse(long, 0)).toEqual(["a.".repeat(127), 255]);
  expect(parse(Uint8Array.from([...long, 1, 0x62, 0xc0, 0]), 255)).toBe(-1);
  expect(parse(Uint8Array.from([...long, 1, 0x62, 0xc0, 2]), 255)).toEqual([`b.${"a.".repeat(126)}`, 259]);
});

test("whatever octets: no exception, no endless loop, and what is read is a valid name", () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => some.map((octet) => (octet > 230 ? 0xc0 : octet % 70)));
  fc.assert(
    fc.property(bytes, fc.nat(300), (message, offset) => {
      const out = new OctetWriter();
      const after = parseName(message, offset, message.length, out);
      if (after >= 0) expect(nameLength(out.bytes, 0, out.length)).toBe(out.length);
    }),
    { numRuns: 20_000 },
  );
});
