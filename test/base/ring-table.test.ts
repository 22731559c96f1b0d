import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { createRing, Mark, RingReader, RingWriter } from "../../src/base/ring-table.ts";
import { seededRandom } from "../../src/base/random.ts";
import { isValueOf, keyOf, valueOf } from "./ring-values.ts";

const key: readonly [number, number] = [0x1234567, 0x89abcde];

function newRing(octets: number, typicalEntryOctets = 200): RingWriter {
  return new RingWriter(createRing({ octets, typicalEntryOctets, key }));
}

function put(ring: RingWriter, number: number, value: Uint8Array, uselessAfter = 1000, now = 0): boolean {
  const octets = keyOf(number);
  return ring.put(octets, octets.length, value, value.length, uselessAfter, now);
}

function get(ring: RingReader, number: number): Uint8Array | null {
  const octets = keyOf(number);
  if (!ring.find(octets, octets.length)) return null;
  return ring.bytes.slice(ring.valueStart, ring.valueStart + ring.valueOctets);
}

describe("a ring table", () => {
  test("keeps what it is told, replaces and deletes it", () => {
    const ring = newRing(100_000);
    put(ring, 1, Uint8Array.of(1, 2, 3));
    put(ring, 2, Uint8Array.of());
    put(ring, 1, Uint8Array.of(4));
    expect(get(ring, 1)).toEqual(Uint8Array.of(4));
    expect(get(ring, 2)).toEqual(Uint8Array.of());
    expect(get(ring, 3)).toBeNull();
    expect(ring.entryCount).toBe(2);
    const octets = keyOf(1);
    expect(ring.delete(octets, octets.length)).toBe(true);
    expect(ring.delete(octets, octets.length)).toBe(false);
    expect(get(ring, 1)).toBeNull();
    expect([...ring.entries()].map((entry) => new TextDecoder().decode(entry.key))).toEqual(["key-2"]);
  });

  test("has no room for an entry larger than an eighth of it, and forgets the key's old value then", () => {
    const ring = newRing(10_000);
    put(ring, 1, Uint8Array.of(1));
    expect(put(ring, 1, new Uint8Array(ring.maxEntryOctets))).toBe(false);
    expect(get(ring, 1)).toBeNull();
    expect(ring.entryCount).toBe(0);
    expect(ring.octets).toBe(0);
    const octets = keyOf(1);
    expect(put(ring, 1, new Uint8Array(ring.maxEntryOctets - octets.length))).toBe(true);
  });

  test("forgets the oldest, but not what is in use", () => {
    const ring = newRing(50_000);
    for (let i = 0; i < 2000; i++) {
      put(ring, i, valueOf(i, 0));
      if (get(ring, 0) !== null) ring.mark(Mark.used);
    }
    expect(isValueOf(0, get(ring, 0)!)).toBe(true);
    expect(get(ring, 1)).toBeNull();
    expect(isValueOf(1999, get(ring, 1999)!)).toBe(true);
  });

  test("forgets what is in use when it is over", () => {
    const ring = newRing(50_000);
    for (let i = 0; i < 2000; i++) {
      put(ring, i, valueOf(i, 0), i === 0 ? 10 : 1000, 10);
      if (get(ring, 0) !== null) ring.mark(Mark.used);
    }
    expect(get(ring, 0)).toBeNull();
  });

  test("lets one reader only be the first to mark", () => {
    const ring = newRing(50_000);
    const other = new RingReader(ring.buffer);
    put(ring, 1, Uint8Array.of(1));
    get(ring, 1);
    get(other, 1);
    expect([ring.markFirst(Mark.asked), other.markFirst(Mark.asked), ring.markFirst(Mark.asked)]).toEqual([
      true,
      false,
      false,
    ]);
    put(ring, 1, Uint8Array.of(2));
    expect(ring.markFirst(Mark.asked)).toBe(true);
  });

  test("is empty for a new writer, and readers follow him", () => {
    const first = newRing(20_000);
    const reader = new RingReader(first.buffer);
    for (let i = 0; i < 1000; i++) put(first, i, valueOf(i, 0));
    get(reader, 999);
    const second = new RingWriter(first.buffer);
    expect(reader.isIntact()).toBe(false);
    expect(get(reader, 999)).toBeNull();
    for (let i = 0; i < 1000; i++) {
      put(second, i, valueOf(i, 1));
      expect(get(reader, i)).toEqual(valueOf(i, 1));
      expect(reader.isIntact()).toBe(true);
    }
  });

  test("tells a reader when what it looks at was overwritten", () => {
    const ring = newRing(20_000);
    const reader = new RingReader(ring.buffer);
    put(ring, 0, valueOf(0, 0));
    get(reader, 0);
    expect(reader.isIntact()).toBe(true);
    for (let i = 1; i < 300; i++) put(ring, i, valueOf(i, 0));
    expect(reader.isIntact()).toBe(false);
  });
});

/** A ring whose positions start over after so many laps, where a real one takes 16 GiB to come so far. */
function newRingOfLaps(octets: number, laps: number): RingWriter {
  const buffer = createRing({ octets, typicalEntryOctets: 100, key });
  const words = new Int32Array(buffer);
  words[3] = words[1] * laps; // the head's laps and units
  return new RingWriter(buffer);
}

describe("a ring table against a Map", () => {
  for (const [seed, laps] of [
    [1, 4],
    [2, 5],
    [3, 7],
    [4, 4],
    [5, 100],
    [6, 100_000],
  ]) {
    // prettier-ignore
    for (const octets of [3_000, 20_000, 300_000]) {
      test(`of ${octets} octets, seed ${seed}, ${laps} laps: it may forget, but never says what the Map does not`, () => {
        const random = seededRandom(seed);
        const ring = newRingOfLaps(octets, laps);
        const known = new Map<number, Uint8Array>();
        let hits = 0;
        for (let round = 0; round < 20_000; round++) {
          const number = random.below(random.below(4) === 0 ? 2000 : 30);
          const what = random.below(10);
          if (what < 4) {
            const value = valueOf(number, round);
            if (put(ring, number, value, round + random.below(500), round)) known.set(number, value);
            else known.delete(number);
            expect(get(ring, number) ?? null).toEqual(known.get(number) ?? null);
          } else if (what === 4) {
            const bytes = keyOf(number);
            ring.delete(bytes, bytes.length);
            known.delete(number);
          } else {
            const value = get(ring, number);
            if (value === null) continue;
            hits++;
            ring.mark(Mark.used);
            expect(value).toEqual(known.get(number));
          }
        }
        expect(hits).toBeGreaterThan(100);
        const entries = [...ring.entries()].map(({ key: bytes, value }) => [
          Number(new TextDecoder().decode(bytes).slice(4)),
          value.slice(),
        ]);
        expect(entries.length).toBe(ring.entryCount);
        for (const [number, value] of entries) expect(value).toEqual(known.get(number as number));
      });
    }
  }
});

test("readers in other threads see whole values of the right key only", { timeout: 60_000 }, async () => {
  const keys = 500;
  const ring = newRing(30_000, 100);
  const control = new SharedArrayBuffer(4);
  const readers = [1, 2].map(
    () =>
      new Worker(new URL("./ring-reader-thread.ts", import.meta.url), {
        workerData: { ring: ring.buffer, control, keys },
      }),
  );
  const reports = readers.map(
    (reader) =>
      new Promise<{ seen: number; torn: number; wrong: number }>((resolve, reject) => {
        reader.once("message", resolve);
        reader.once("error", reject);
      }),
  );
  await Promise.all(readers.map((reader) => new Promise((resolve) => reader.once("online", resolve))));
  const random = seededRandom(11);
  const until = performance.now() + 1500;
  for (let version = 0; performance.now() < until; version++) {
    const number = random.below(keys);
    put(ring, number, valueOf(number, version), version + 1000, version);
  }
  Atomics.store(new Int32Array(control), 0, 1);
  for (const report of await Promise.all(reports)) {
    expect(report.wrong).toBe(0);
    expect(report.seen).toBeGreaterThan(1000);
  }
});
