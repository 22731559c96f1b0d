// What clients pack, unpacked within its bounds (RFC 9110 §8.4.1).

import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bodyCodings } from "../../../src/server/gateway/body-codings.ts";

const { unpack } = bodyCodings;
const text = new TextEncoder().encode('{"a":1}');

test.each([
  ["gzip", gzipSync(text)],
  ["deflate", deflateSync(text)],
] as const)("%s", async (coding, packed) => {
  expect(new Uint8Array((await unpack(coding, packed, text.length)) as Uint8Array)).toEqual(text);
  expect(await unpack(coding, packed, text.length - 1)).toBe("too large");
  expect(await unpack(coding, packed.subarray(0, -1), 100)).toBe("malformed");
  expect(await unpack(coding, text, 100)).toBe("malformed");
});

test("ten megabytes of nothing are not unpacked where one is the most", async () => {
  expect(await unpack("gzip", gzipSync(new Uint8Array(10_000_000)), 1_000_000)).toBe("too large");
});
