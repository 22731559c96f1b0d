// Terse replies to hostile octets: whatever comes, the reply is bounded, and reads nothing behind the message.

import fc from "fast-check";
import { expect, test } from "vitest";
import { composeTerse, questionNameEnd, Terse } from "../../src/net/terse-reply.ts";

const compose = (rx: Uint8Array, start: number, end: number, room = 512): Buffer => {
  const tx = Buffer.alloc(512, 0xee);
  return tx.subarray(0, composeTerse(Terse.servfail, rx, start, end, tx, 0, room));
};

test.each([
  ["a response", "abcd80000001000000000000 00 00010001", 0],
  ["eleven octets", "abcd000000010000000000", 0],
  ["a header alone", "abcd01000000000000000000", 12],
  ["a question that is cut", "abcd01000001000000000000 0361", 12],
  ["a pointer for a name", "abcd01000001000000000000 c00c 00010001", 12],
  ["two questions", "abcd01000002000000000000 00 00010001 00 00010001", 12],
  ["one question", "abcd01000001000000000000 00 00010001", 17],
  ["OPT behind the question", "abcd01000001000000000001 00 00010001 0000290200000000000000", 34],
  ["OPT that is cut", "abcd01000001000000000001 00 00010001 00002902000000000000", 17],
  ["NOTIFY", "abcd20000001000000000000 00 00060001", 17],
])("%s: %s", (_, hex, length) => {
  const rx = Buffer.from(hex.replaceAll(" ", ""), "hex");
  const reply = compose(rx, 0, rx.length);
  expect(reply.length).toBe(length);
  if (length > 0) expect(reply.subarray(0, 2)).toEqual(rx.subarray(0, 2));
  if (length > 0) expect(reply[2] & 0xf8).toBe(0x80 | (rx[2] & 0x78));
});

test("no room, no reply", () => {
  const rx = Buffer.from("abcd0100000100000000000000" + "00010001", "hex");
  expect([compose(rx, 0, 17, 17).length, compose(rx, 0, 17, 16).length]).toEqual([17, 0]);
});

test("a name of 255 octets is one, of 256 none", () => {
  const named = (last: number): Buffer => {
    const labels = [63, 63, 63, last].map((size) => Buffer.concat([Buffer.of(size), Buffer.alloc(size, "x")]));
    return Buffer.concat([Buffer.from("abcd01000001000000000000", "hex"), ...labels, Buffer.of(0, 0, 1, 0, 1)]);
  };
  expect([questionNameEnd(named(61), 0, 271), questionNameEnd(named(62), 0, 272)]).toEqual([267, -1]);
});

test("what stands around a message has no influence, and replies never outgrow 12 + question + 17", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(40), fc.nat(255), (octets, start, filler) => {
      if (octets.length > 5) octets[5] = 1;
      const alone = Buffer.from(compose(octets, 0, octets.length));
      const slab = new Uint8Array(octets.length + start + 300).fill(filler);
      slab.set(octets, start);
      expect(compose(slab, start, start + octets.length)).toEqual(alone);
      expect(alone.length).toBeLessThanOrEqual(octets.length + 6);
    }),
  );
});
