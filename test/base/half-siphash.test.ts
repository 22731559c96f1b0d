import { expect, test } from "vitest";
import { halfSipHash } from "../../src/base/half-siphash.ts";

test("HalfSipHash-1-3 of 00, 00 01, 00 01 02 … under the key 00 … 07 is what other implementations say", () => {
  const hashes = [0x5814c896, 0xe7e864ca, 0xbc4b0e30, 0x01539939, 0x7e059ea6, 0x88e3d89b, 0xa0080b65];
  const data = Uint8Array.from({ length: 16 }, (_, i) => i);
  expect(hashes.map((_, length) => halfSipHash(0x03020100, 0x07060504, data, length) >>> 0)).toEqual(hashes);
});

test("another key makes another hash", () => {
  const data = Uint8Array.from([1, 2, 3, 4, 5]);
  expect(halfSipHash(1, 2, data, 5)).not.toBe(halfSipHash(1, 3, data, 5));
});
