import { expect, test } from "vitest";
import { durationSeconds } from "../../../src/dns/fields/integers.ts";

test("RFC 2181 §8: a TTL is at most 2^31 - 1 seconds", () => {
  expect(seconds("2147483647")).toBe(2147483647);
  expect(seconds("2147483648")).toBe(-1);
  expect(seconds("1w2d3h4m5s")).toBe(788645);
  expect(["", "s", "1x", "1h1", "-1"].map(seconds)).toEqual([-1, -1, -1, 3601, -1]);

  function seconds(text: string): number {
    const octets = new TextEncoder().encode(text);
    return durationSeconds(octets, 0, octets.length);
  }
});
