import { expect, test } from "vitest";
import { maxTtlSeconds, scanPeriod } from "../../../src/dns/text/ttl.ts";

const encoder = new TextEncoder();

function seconds(text: string): number {
  const octets = encoder.encode(text);
  return scanPeriod(octets, 0, octets.length);
}

test("RFC 2181 §8: a TTL is below 2^31, with or without units", () => {
  expect(maxTtlSeconds).toBe(2 ** 31 - 1);
  expect(seconds("2147483647")).toBe(maxTtlSeconds);
  expect(seconds("2147483648")).toBeGreaterThan(maxTtlSeconds);
  expect(seconds("1w2d3h4m5s")).toBe(788_645);
  expect(["", "s", "1x", "1h1", "-1", "4294967296"].map(seconds)).toEqual([-1, -1, -1, -1, -1, -1]);
});
