import fc from "fast-check";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha1 } from "../../src/base/sha1.ts";

function digest(octets: Uint8Array): string {
  const out = new Uint8Array(24).fill(0xee);
  sha1(octets, 0, octets.length, out, 2);
  expect([out[0], out[1], out[22], out[23]], "nothing is written beside the digest").toEqual([0xee, 0xee, 0xee, 0xee]);
  return out.subarray(2, 22).toHex();
}

test.each([
  ["", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
  ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  ["abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"],
])("the examples of FIPS 180-4: %j", (text, wanted) => {
  expect(digest(new TextEncoder().encode(text))).toBe(wanted);
});

test("lengths around one block and two are what node says", () => {
  for (let size = 0; size < 200; size++) {
    const octets = Uint8Array.from({ length: size }, (_, i) => i * 7);
    expect(digest(octets), `${size} octets`).toBe(createHash("sha1").update(octets).digest("hex"));
  }
});

test("any octets, from anywhere, are what node says", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(50), (octets, before) => {
      const placed = new Uint8Array(before + octets.length + 9).fill(0x55);
      placed.set(octets, before);
      // The digest may lie over what is hashed, as it does when a name is hashed again and again.
      const wanted = createHash("sha1").update(octets).digest("hex");
      const room = Math.max(placed.length, before + 20);
      const bytes = new Uint8Array(room);
      bytes.set(placed);
      sha1(bytes, before, before + octets.length, bytes, before);
      expect(bytes.subarray(before, before + 20).toHex()).toBe(wanted);
    }),
  );
});
