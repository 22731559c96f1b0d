// What is different between two versions of a zone: in one tree, in two, and where it cannot be said. The oracle compares lines.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type VersionDifference, differenceOf, soaAt, type ZoneAt } from "../../src/zone/version-difference.ts";
import { Pins } from "../../src/zone/epochs.ts";
import type { Image } from "../../src/zone/image.ts";
import type { Zone } from "../../src/zone/zone.ts";
import { head, nameOf, newImage, serve } from "../authority/asking.ts";
import { host, policy } from "../authority/hosting.ts";
import { linesOfRecords } from "../authority/differences.ts";
import { nameWire, types } from "../peers/wire.ts";

/** A served zone as it is now, pinned until the test ends. */
function now(image: Image, zone: Zone, reader = 7): ZoneAt {
  return { tree: zone.tree.tree, at: new Pins(image.memory, reader).take() };
}

function compare(image: Image, before: ZoneAt, after: ZoneAt): { deleted: string[]; added: string[] } {
  const difference = differenceOf(image.memory, before, after, Infinity);
  if (typeof difference === "string") return expect.fail(difference);
  return { deleted: linesOfRecords(difference.deleted).toSorted(), added: linesOfRecords(difference.added).toSorted() };
}

function between(first: string, second: string): { deleted: string[]; added: string[] } {
  const image = newImage();
  const before = now(image, serve(image, { "example.": head + first })[0], 7);
  const after = now(image, serve(image, { "example.": head + second })[0], 8);
  return compare(image, before, after);
}

test("what is there no more, and what is new; an RRset by its records", () => {
  expect(
    between(
      "a A 192.0.2.1\nb A 192.0.2.1\nb A 192.0.2.2\nb TXT x\nc.d MX 1 a\n",
      "b A 192.0.2.2\nb A 192.0.2.3\nb TXT x\ne NS f\n",
    ),
  ).toEqual({
    deleted: [
      "a.example. 3600 A c0000201",
      "b.example. 3600 A c0000201",
      expect.stringContaining("c.d.example. 3600 MX"),
    ],
    added: ["b.example. 3600 A c0000203", expect.stringContaining("e.example. 3600 NS")],
  });
});

test("another TTL makes another record of each, and so do other letters in a name or in RDATA (RFC 5936 §3.4)", () => {
  expect(between("a A 192.0.2.1\na A 192.0.2.2\n", "a 60 A 192.0.2.1\na 60 A 192.0.2.2\n")).toEqual({
    deleted: ["a.example. 3600 A c0000201", "a.example. 3600 A c0000202"],
    added: ["a.example. 60 A c0000201", "a.example. 60 A c0000202"],
  });
  expect(between("a A 192.0.2.1\nb TXT x\n", "A A 192.0.2.1\nb TXT x\n")).toEqual({
    deleted: ["a.example. 3600 A c0000201"],
    added: ["A.example. 3600 A c0000201"],
  });
  const { deleted, added } = between("a MX 1 b\na MX 1 c\n", "a MX 1 B\na MX 1 c\n");
  expect([deleted.length, added.length]).toEqual([1, 1]);
});

test("signatures by what they cover; the SOA is told apart, and is all that tells two equal zones", () => {
  const signature = (covered: string, end: number): string =>
    `a RRSIG ${covered} 13 2 3600 2030010100000${end} 20200101000000 1 example. AAAA\n`;
  const { deleted, added } = between(
    `a A 192.0.2.1\na TXT x\n${signature("A", 0)}${signature("TXT", 0)}`,
    `a A 192.0.2.1\na TXT x\n${signature("A", 0)}${signature("TXT", 1)}`,
  );
  expect([deleted, added]).toEqual([[expect.stringMatching(/ RRSIG 0010/)], [expect.stringMatching(/ RRSIG 0010/)]]);
  const image = newImage();
  const before = now(image, serve(image, { "example.": head })[0], 7);
  const after = now(image, serve(image, { "example.": head.replace("host 1", "host 2") })[0], 8);
  expect(compare(image, before, after)).toEqual({ deleted: [], added: [] });
  const [one, two] = [before, after].map((zone) => linesOfRecords(soaAt(image.memory, zone)!));
  expect(one[0].replace("00000001", "00000002")).toBe(two[0]);
});

test("changes in one tree, also those that took a whole name away, or put one back", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": `${head}a A 192.0.2.1\nb A 192.0.2.1\nc.d A 192.0.2.1\n` });
  const set = (owner: string, ...addresses: number[]): void =>
    void image.apply([{ zone, owner: nameOf(owner), type: types["A"], ttlSeconds: 3600, rdata: addresses.map((last) => Uint8Array.of(192, 0, 2, last)) }]); // prettier-ignore
  set("a.example.", 9);
  const first = now(image, zone, 7);
  set("a.example.");
  set("c.d.example.");
  set("b.example.", 1, 2);
  set("new.example.", 3);
  const second = now(image, zone, 8);
  set("a.example.", 9);
  const third = now(image, zone, 9);
  expect(compare(image, first, second)).toEqual({
    deleted: ["a.example. 3600 A c0000209", "c.d.example. 3600 A c0000201"],
    added: ["b.example. 3600 A c0000202", "new.example. 3600 A c0000203"],
  });
  expect(compare(image, second, third)).toEqual({ deleted: [], added: ["a.example. 3600 A c0000209"] });
  expect(compare(image, third, second)).toEqual({ deleted: ["a.example. 3600 A c0000209"], added: [] });
  image.compact(zone);
  expect(compare(image, second, now(image, zone, 10))).toEqual({ deleted: [], added: ["a.example. 3600 A c0000209"] });
});

test("it stops where it is longer than it may be, and at what no record says", () => {
  const image = newImage();
  const many = Array.from({ length: 1000 }, (_, i) => `h${i} A 192.0.2.1\n`).join("");
  const before = now(image, serve(image, { "example.": head })[0], 7);
  const after = now(image, serve(image, { "example.": head + many })[0], 8);
  for (const [one, other] of [
    [before, after],
    [after, before],
  ] as const) {
    // prettier-ignore
    expect(differenceOf(image.memory, one, other, 20_000)).toBe("too large");
    expect(differenceOf(image.memory, one, other, 0)).toBe("too large");
    const { packedOctets, zoneOctets } = differenceOf(image.memory, one, other, 30_000) as VersionDifference;
    expect(packedOctets).toBe(16_000);
    expect(zoneOctets).toBeGreaterThan(other === after ? 16_000 : 10);
  }
  expect(differenceOf(image.memory, before, before, 0)).toMatchObject({ packedOctets: 0 });
  const hosted = host(image, "hosted.", ["www 60 A 192.0.2.1"]);
  const plain = now(image, hosted.zone, 9);
  image.apply([policy(hosted, "app.hosted.", "A", [{ alias: "www.hosted." }])]);
  const choosing = now(image, hosted.zone, 10);
  for (const [one, other] of [
    [plain, choosing],
    [choosing, plain],
  ] as const)
    // prettier-ignore
    expect(differenceOf(image.memory, one, other, Infinity)).toBe("untellable");
  image.apply([policy(hosted, "app.hosted.", "A", []), { zone: hosted.zone, signer: 3 }]);
  expect(differenceOf(image.memory, plain, now(image, hosted.zone, 11), Infinity)).toBe("untellable");
});

interface PlainSet {
  readonly owner: string;
  readonly type: "A" | "TXT" | "MX";
  readonly ttl: number;
  readonly values: readonly number[];
}

const dataOf = {
  A: (value: number): Uint8Array => Uint8Array.of(192, 0, 2, value),
  TXT: (value: number): Uint8Array => Uint8Array.of(1, 0x61 + value),
  MX: (value: number): Uint8Array => Uint8Array.of(0, value, ...nameWire([value % 2 === 0 ? "m" : "M", "test"])),
} as const;
const textOf = {
  A: (value: number): string => `192.0.2.${value}`,
  TXT: (value: number): string => String.fromCharCode(0x61 + value),
  MX: (value: number): string => `${value} ${value % 2 === 0 ? "m" : "M"}.test.`,
} as const;

const plainZone = fc.uniqueArray(
  fc.record({
    owner: fc.constantFrom("a.example.", "b.example.", "c.a.example.", "d.e.example.", "example."),
    type: fc.constantFrom("A", "TXT", "MX"),
    ttl: fc.constantFrom(60, 60, 60, 300),
    values: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1, maxLength: 5 }),
  }),
  { selector: ({ owner, type }) => `${owner} ${type}`, maxLength: 12, size: "max" },
);

function plainLines(sets: readonly PlainSet[]): string[] {
  return sets
    .flatMap(({ owner, type, ttl, values }) =>
      values.map((value) => `${owner} ${ttl} ${type} ${Buffer.from(dataOf[type](value)).toString("hex")}`),
    )
    .toSorted();
}

function serveSets(image: Image, sets: readonly PlainSet[]): Zone {
  const line = ({ owner, type, ttl, values }: PlainSet): string =>
    values.map((value) => `${owner} ${ttl} ${type} ${textOf[type](value)}\n`).join("");
  return serve(image, { "example.": head + sets.map(line).join("") })[0];
}

/** Makes a served zone hold these sets by changes. */
function change(image: Image, zone: Zone, from: readonly PlainSet[], to: readonly PlainSet[]): void {
  const put = ({ owner, type, ttl }: PlainSet, values: readonly number[]) => ({
    zone, owner: nameOf(owner), type: types[type], ttlSeconds: ttl, rdata: values.map(dataOf[type]),
  }); // prettier-ignore
  image.apply([...from.map((set) => put(set, [])), ...to.map((set) => put(set, set.values))]);
}

test("the old zone, less what was deleted, with what was added, is the new zone", () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const holds = (image: Image, before: ZoneAt, after: ZoneAt, old: string[], young: string[]): void => {
    const { deleted, added } = compare(image, before, after);
    expect(
      deleted.filter((line) => !old.includes(line) || young.includes(line)),
      "deleted",
    ).toEqual([]);
    expect(
      added.filter((line) => old.includes(line) || !young.includes(line)),
      "added",
    ).toEqual([]);
    expect([...old.filter((line) => !deleted.includes(line)), ...added].toSorted(), `SEED=${seed}`).toEqual(young);
  };
  fc.assert(
    fc.property(plainZone, plainZone, plainZone, (first, second, third) => {
      const image = newImage(2 ** 24);
      const states = [first, second, third].map(plainLines);
      const one = now(image, serveSets(image, first), 7);
      const zone = serveSets(image, second);
      const two = now(image, zone, 8);
      change(image, zone, second, third);
      const three = now(image, zone, 9);
      holds(image, one, two, states[0], states[1]);
      holds(image, two, three, states[1], states[2]);
      holds(image, one, three, states[0], states[2]);
      holds(image, three, two, states[2], states[1]);
      image.compact(zone);
      holds(image, two, now(image, zone, 10), states[1], states[2]);
    }),
    { numRuns: 200, seed },
  );
});
