import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { RRType } from "../../../src/dns/types.ts";
import { printDumpLine, scanDumpLine, viewOf } from "../../../src/resolver/cache/inspection.ts";
import { PackedCache } from "../../../src/resolver/cache/packed-cache.ts";
import { type CacheEntry, Rank } from "../../../src/resolver/cache/record-cache.ts";
import { MapCache } from "../map-cache.ts";
import { dataEntry, entries, nameOf, rrsetOf } from "./cases.ts";

function newCache(clock = new VirtualClock(1000), octets = 1 << 20): PackedCache {
  return new PackedCache(clock, octets, [1, 2]);
}

/** Whether two entries say the same; names compare by what they are, not by what they remember. */
function expectSame(actual: CacheEntry | null, wanted: CacheEntry): void {
  expect(viewOf({ name: nameOf("x."), type: 1, entry: actual! }, 0)).toEqual(
    viewOf({ name: nameOf("x."), type: 1, entry: wanted }, 0),
  );
  expect([actual?.storedMs, actual?.expiresMs]).toEqual([wanted.storedMs, wanted.expiresMs]);
}

describe("the packed record cache", () => {
  for (const [name, type, entry] of entries) {
    test(`gives back the ${entry.kind} of ${name} ${type} as it was stored`, () => {
      const cache = newCache();
      expect(cache.store(nameOf(name), type, entry)).toBe(true);
      expectSame(cache.find(nameOf(name), type), entry);
      expect(cache.find(nameOf(name.toUpperCase()), type)).not.toBeNull();
      expect(cache.find(nameOf(name), 999)).toBeNull();
      expect(cache.entryCount).toBe(1);
      const [only] = cache.entries();
      expect([only.name.key, only.type]).toEqual([nameOf(name).key, type]);
      expectSame(only.entry, entry);
    });

    test(`dumps and loads the ${entry.kind} of ${name} ${type}`, () => {
      const line = printDumpLine({ name: nameOf(name), type, entry }, 1000.25);
      const loaded = scanDumpLine(line, 50_000);
      if (typeof loaded === "string") expect.fail(loaded);
      expect([loaded.name.key, loaded.type]).toEqual([nameOf(name).key, type]);
      expect(loaded.entry.expiresMs - 50_000).toBe(entry.expiresMs - 1000.25);
      expect(printDumpLine(loaded, 50_000)).toBe(line);
    });
  }

  test("shows an entry with its trust, its origin and what is left of it", () => {
    const [name, type, entry] = entries[0];
    expect(viewOf({ name: nameOf(name), type, entry }, 101_000.25)).toEqual({
      name: "www.example.",
      type: "A",
      kind: "data",
      ttl: 200,
      rank: "answerAA",
      security: "unchecked",
      server: "192.0.2.53:53",
      zone: "example.",
      age: 100,
      records: [{ name: "www.example.", type: "A", ttl: 300, data: ["192.0.2.1", "192.0.2.2"], signatures: [] }],
      notes: [],
    });
  });

  test("refuses lines that no dump has", () => {
    const line = printDumpLine({ name: nameOf("www.example."), type: RRType.A, entry: entries[0][2] }, 0);
    for (const broken of [
      "",
      "{}",
      "null",
      "[1]",
      line.replace("192.0.2.1", "no address"),
      line.replace('"type":"A"', '"type":"nonsense"'),
      line.replace('"type":"A"', '"type":"AAAA"'),
      line.replace('"answerAA"', '"toString"'),
      line.replace('"www.example."', '"www..example."'),
      line.replace('"data":["', '"data":[1,"'),
    ]) {
      expect(scanDumpLine(broken, 0), broken).toBeTypeOf("string");
    }
  });

  test("refuses an entry of more than 8192 octets (CacheFlush)", () => {
    const cache = newCache();
    const many = Array.from({ length: 600 }, (_, i) => `2001:db8::${i.toString(16)}`);
    expect(
      cache.store(nameOf("many.example."), RRType.AAAA, dataEntry(rrsetOf("many.example.", "AAAA", 60, ...many))),
    ).toBe(false);
    expect(cache.entryCount).toBe(0);
  });
});

describe("flushing", () => {
  const cases: readonly (readonly [string, number | null, "name" | "subtree", number])[] = [
    ["www.example.", RRType.A, "name", 1],
    ["www.example.", null, "name", 2],
    ["example.", null, "name", 0],
    ["example.", null, "subtree", 5],
    ["EXAMPLE.", RRType.A, "subtree", 2],
    [".", null, "subtree", 6],
    ["xample.", null, "subtree", 0],
  ];
  for (const [name, type, reach, count] of cases) {
    test(`${name} ${type ?? "all types"} ${reach} removes ${count}`, () => {
      const cache = newCache();
      for (const [owner, entryType, entry] of entries) cache.store(nameOf(owner), entryType, entry);
      expect(cache.flush(nameOf(name), type, reach)).toBe(count);
      expect(cache.entryCount).toBe(entries.length - count);
      expect([...cache.entries()].length).toBe(entries.length - count);
    });
  }
});

test("behaves like a plain Map as long as there is room", () => {
  const clock = new VirtualClock(0);
  const cache = newCache(clock);
  const plain = new MapCache(clock);
  const random = seededRandom(42);
  const ranks = Object.values(Rank);
  for (let round = 0; round < 3000; round++) {
    clock.advanceTo(round * 500);
    const owner = `n${random.below(40)}.${random.below(3)}.example.`;
    const name = nameOf(owner);
    if (random.below(20) === 0) {
      const reach = random.below(2) === 0 ? "name" : "subtree";
      expect(cache.flush(name.parent, null, reach)).toBe(plain.flush(name.parent, null, reach));
    } else if (random.below(2) === 0) {
      const rrset = rrsetOf(owner, "A", random.below(1000), `192.0.2.${random.below(256)}`);
      const entry = dataEntry(rrset, ranks[random.below(ranks.length)], clock.nowMs());
      expect(cache.store(name, RRType.A, entry)).toBe(plain.store(name, RRType.A, entry));
    } else {
      const wanted = plain.find(name, RRType.A);
      if (wanted === null) expect(cache.find(name, RRType.A)).toBeNull();
      else expectSame(cache.find(name, RRType.A), wanted);
    }
    expect(cache.entryCount).toBe(plain.entryCount);
  }
});

test("a typical RRset takes less than a hundred octets, its share of the index included", () => {
  const cache = newCache(new VirtualClock(1000), 4 << 20);
  for (let i = 0; i < 1000; i++) {
    const owner = `host-${i}.example.com.`;
    const entry = dataEntry(rrsetOf(owner, "A", 300, "192.0.2.1"));
    cache.store(nameOf(owner), RRType.A, {
      ...entry,
      origin: { server: "192.0.2.53:53", zone: nameOf("example.com.") },
    });
  }
  expect(cache.octets / cache.entryCount).toBeLessThan(110);
});
