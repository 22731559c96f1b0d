// RFC 8484 §5.1: for how long HTTP's caches may keep a reply.

import { expect, test } from "vitest";
import { freshnessSeconds } from "../../../src/net/freshness.ts";
import { nameFromText } from "../../../src/dns/text/name-text.ts";
import type { Name } from "../../../src/dns/name.ts";

const name = (nameFromText("www.example.test") as Name).wire;
const question = [...name, 0, 1, 0, 1];

type Records = readonly (readonly number[])[];

function record(type: number, ttl: number, rdata: readonly number[]): number[] {
  return [
    0xc0,
    12,
    0,
    type,
    0,
    1,
    ttl >>> 24,
    (ttl >>> 16) & 255,
    (ttl >>> 8) & 255,
    ttl & 255,
    0,
    rdata.length,
    ...rdata,
  ];
}

function message(bits: number, answers: Records, authority: Records): Uint8Array {
  const head = [0, 0, bits >>> 8, bits & 255, 0, 1, 0, answers.length, 0, authority.length, 0, 0];
  return Uint8Array.from([...head, ...question, ...answers.flat(), ...authority.flat()]);
}

const address = (ttl: number): number[] => record(1, ttl, [192, 0, 2, 1]);
const soa = (ttl: number, minimum: number): number[] => {
  const numbers = [1, 2, 3, 4, minimum].flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
  return record(6, ttl, [0, 0, ...numbers]);
};

test.each([
  ["the least TTL of the answers", 0x8400, [address(300), address(60)], [], 60],
  ["whatever stands beside them", 0x8400, [address(300)], [address(5)], 300],
  ["a TTL of 0", 0x8400, [address(0)], [], 0],
  ["a denial: the SOA's TTL", 0x8403, [], [soa(30, 600)], 30],
  ["a denial: the SOA's MINIMUM", 0x8400, [], [soa(900, 600)], 600],
  ["a denial without an SOA", 0x8400, [], [], 0],
  ["a failure", 0x8402, [address(300)], [], 0],
  ["what is cut short", 0x8600, [address(300)], [], 0],
] as const)("%s", (_, bits, answers, authority, seconds) => {
  expect(freshnessSeconds(message(bits, answers, authority))).toBe(seconds);
});

test("what is no message may not be kept", () => {
  expect(freshnessSeconds(new Uint8Array(3))).toBe(0);
  expect(freshnessSeconds(message(0x8400, [address(300)], []).subarray(0, -2))).toBe(0);
});
