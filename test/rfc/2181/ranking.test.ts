// RFC 2181 §5.4.1: which data replaces which in the record cache.

import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { RRType } from "../../../src/dns/types.ts";
import { PackedCache } from "../../../src/resolver/cache/packed-cache.ts";
import { type CacheEntry, Rank } from "../../../src/resolver/cache/record-cache.ts";
import { dataEntry, nameOf, rrsetOf } from "../../resolver/cache/cases.ts";

const name = nameOf("www.example.");
const words = Object.keys(Rank) as (keyof typeof Rank)[];

function entryOf(rank: Rank, last: number, nowMs = 1000): CacheEntry {
  return dataEntry(rrsetOf("www.example.", "A", 300, `192.0.2.${last}`), rank, nowMs);
}

function lastOctet(cache: PackedCache): number | undefined {
  const entry = cache.find(name, RRType.A);
  return entry?.kind === "data" ? entry.rrset.rdatas[0][3] : undefined;
}

describe("RFC 2181 §5.4.1: the ranking of data", () => {
  for (const old of words) {
    for (const next of words) {
      const replaces = Rank[next] >= Rank[old];
      test(`${next} ${replaces ? "replaces" : "does not replace"} ${old}`, () => {
        const cache = new PackedCache(new VirtualClock(1000), 1 << 16, [1, 2]);
        cache.store(name, RRType.A, entryOf(Rank[old], 1));
        expect(cache.store(name, RRType.A, entryOf(Rank[next], 2))).toBe(replaces);
        expect(lastOctet(cache)).toBe(replaces ? 2 : 1);
      });
    }
  }

  test("holds until the data expires", () => {
    const clock = new VirtualClock(1000);
    const cache = new PackedCache(clock, 1 << 16, [1, 2]);
    cache.store(name, RRType.A, entryOf(Rank.answerAA, 1));
    clock.advanceTo(301_001);
    expect(cache.store(name, RRType.A, entryOf(Rank.additional, 2))).toBe(true);
    expect(lastOctet(cache)).toBe(2);
  });

  test("lets any data replace a failure", () => {
    const cache = new PackedCache(new VirtualClock(1000), 1 << 16, [1, 2]);
    const { origin, security } = entryOf(Rank.answer, 1);
    cache.store(name, RRType.A, { kind: "failure", storedMs: 1000, expiresMs: 6000, origin, security, notes: [] });
    expect(cache.store(name, RRType.A, entryOf(Rank.additional, 3))).toBe(true);
    expect(lastOctet(cache)).toBe(3);
  });
});
