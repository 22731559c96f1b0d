import { expect, test } from "vitest";
import { isCurrent } from "../../../src/authority/transfers.ts";

test("RFC 1982 §3.2: which of two serials is the newer one", () => {
  for (const [theirs, ours, expected] of [
    [1, 1, true],
    [2, 1, true],
    [1, 2, false],
    [0, 0xffff_ffff, true],
    [0xffff_ffff, 0, false],
    [0x7fff_ffff, 0, true],
    [0x8000_0001, 0, false],
    [100, 0x8000_0065, true],
  ] as const)
    expect(isCurrent(theirs, ours), `${theirs} ${ours}`).toBe(expected);
});
