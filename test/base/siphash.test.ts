// SipHash-2-4 against the vectors of its reference implementation: key 00..0f, message 00, 01, … of each length.

import { expect, test } from "vitest";
import { sipHash24 } from "../../src/base/siphash.ts";
import { digitsOf } from "../rfc/support.ts";

const key = Uint8Array.from({ length: 16 }, (_, i) => i);
const message = Uint8Array.from({ length: 64 }, (_, i) => i);

test.each([
  [0, "310e0edd47db6f72"],
  [1, "fd67dc93c539f874"],
  [7, "37d1018bf50002ab"],
  [8, "6224939a79f5f593"],
  [15, "e545be4961ca29a1"],
  [16, "db9bc2577fcc2a3f"],
] as const)("a message of %i octets", (length, digits) => {
  const out = new Uint8Array(10);
  sipHash24(key, message, length, out, 1);
  expect(digitsOf(out)).toBe(`00${digits}00`);
});
