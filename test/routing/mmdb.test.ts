// The reader of MaxMind DB files against files that the test writes: every size of record, both families, pointers, the
// forms in which makers write places; and broken files, which may say nothing but must not break anything.

import { expect, test } from "vitest";
import { maxMmdbValues } from "../../src/base/limits.ts";
import { seededRandom } from "../../src/base/random.ts";
import { codeText } from "../../src/routing/codes.ts";
import { Mmdb } from "../../src/routing/mmdb.ts";
import { MmdbData, type MmdbValue } from "../../src/routing/mmdb-data.ts";
import { Whereabouts } from "../../src/routing/place-table.ts";
import { mmdbFile, type MmdbForm, type MmdbRow } from "./mmdb-file.ts";
import { prefixOf } from "./world.ts";

const city = (country: string, state: string, latitude: number, longitude: number): MmdbValue => ({
  city: { names: { en: `A city in ${state}` } },
  continent: { code: "NA", names: { en: "North America" } },
  country: { iso_code: country, names: { en: "a country" }, is_in_european_union: false },
  location: { latitude, longitude, time_zone: "America/New_York" },
  subdivisions: [{ iso_code: state }],
});

const ipv4Rows: readonly MmdbRow[] = [
  { prefix: prefixOf("192.0.2.0/24"), data: city("US", "NY", 40.71, -74.01) },
  { prefix: prefixOf("192.0.2.128/25"), data: city("US", "TX", 32.78, -96.8) },
  { prefix: prefixOf("198.51.100.0/24"), data: { country_code: "DE" } },
  { prefix: prefixOf("203.0.113.0/24"), data: { country: "FR", continent: "EU", country_name: "France" } },
  { prefix: prefixOf("203.0.112.0/25"), data: { country_code: "US", state1: "New York", state2: "", city: "Albany" } },
  { prefix: prefixOf("203.0.112.128/25"), data: { country_code: "CA", state1: "Ontario" } },
  { prefix: prefixOf("10.0.0.0/8"), data: { autonomous_system_number: 64_496 } },
];
const ipv6Rows: readonly MmdbRow[] = [
  ...ipv4Rows,
  { prefix: prefixOf("2001:db8::/32"), data: { country: { iso_code: "JP" } } },
];

const forms: readonly MmdbForm[] = ([4, 6] as const).flatMap((family) =>
  ([24, 28, 32] as const).map((recordBits) => ({ family, recordBits })),
);

test.each(forms)("addresses are found: IPv$family, records of $recordBits bits", (form) => {
  const table = opened(mmdbFile(form.family === 4 ? ipv4Rows : ipv6Rows, form));
  expect(table).toMatchObject({ title: "Signpost-Test", builtSeconds: 1_700_000_000 });
  expect(whereIs(table, "192.0.2.5")).toBe("NA US NY /25");
  expect(whereIs(table, "192.0.2.200")).toBe("NA US TX /25");
  expect(whereIs(table, "198.51.100.7")).toBe("EU DE  /24");
  expect(whereIs(table, "203.0.113.7")).toBe("EU FR  /24");
  expect(whereIs(table, "203.0.112.1")).toBe("NA US NY /25");
  expect(whereIs(table, "203.0.112.200")).toBe("NA CA  /25");
  expect(whereIs(table, "10.1.2.3")).toBe("nowhere /8");
  expect(whereIs(table, "192.0.3.1")).toBe("nowhere /24");
  expect(whereIs(table, "224.0.0.1")).toMatch(/^nowhere/);
  expect(whereIs(table, "2001:db8:1::1")).toBe(form.family === 6 ? "AS JP  /32" : "nowhere /0");
  expect(whereIs(table, "192.0.2.5")).toBe("NA US NY /25");
});

test("coordinates come along", () => {
  const found = new Whereabouts();
  opened(mmdbFile(ipv4Rows, forms[0])).find(4, prefixOf("192.0.2.200").octets, found);
  expect(Math.asin(found.place?.point.z ?? 0) * (180 / Math.PI)).toBeCloseTo(32.78, 6);
});

const values: readonly MmdbValue[] = [
  "",
  "x".repeat(28),
  "x".repeat(29),
  "é".repeat(300),
  "x".repeat(70_000),
  0,
  65_535,
  65_536,
  2 ** 32,
  2 ** 53 - 1,
  -1.5,
  true,
  false,
  [],
  {},
  [1, ["a", { b: "a" }]],
  Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key${i}`, i])),
];

test.each(values.map((value, index) => ({ index, value })))("values of every size are read: $index", ({ value }) => {
  // The data section begins behind the tree, whose one node takes six octets.
  const file = mmdbFile([{ prefix: prefixOf("128.0.0.0/1"), data: ["padding".repeat(1000), value] }], forms[0]);
  const section = new MmdbData(file, 6 + 16, file.length);
  const record = (file[3] << 16) | (file[4] << 8) | file[5];
  expect(section.read(record - 1 - 16)).toEqual(["padding".repeat(1000), value]);
});

test("a value of types that are not known is passed over, signed numbers and floats are read", () => {
  const read = (...octets: number[]): MmdbValue | undefined =>
    new MmdbData(Uint8Array.from(octets), 0, octets.length).read(0);
  expect(read(0x04, 0x01, 0xff, 0xff, 0xff, 0xfe)).toBe(-2);
  expect(read(0x04, 0x08, 0x3f, 0xc0, 0, 0)).toBe(1.5);
  expect(read(0x82, 1, 2)).toBeNull();
  expect(read(0x02, 0x03, 1, 0)).toBe(256);
});

test.each([
  ["a text that is cut off", [0x43, 0x61]],
  ["a pointer to itself", [0x20, 0x00]],
  ["a pointer out of the section", [0x27, 0xff]],
  ["arrays in arrays without end", Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0x01 : 0x04))],
  ["an array that says it is longer than anything", [0x1f, 0x04, 0xff, 0xff, 0xff]],
  [
    "more values than there may be",
    [0x1e, 0x04, 0xff, 0xff, ...Array.from({ length: 2 * maxMmdbValues }, () => [0x00, 0x07]).flat()],
  ],
  ["a key that is no text", [0xe1, 0xa0, 0xa0]],
  ["a size that is cut off", [0x5d]],
  ["a type that is cut off", [0x00]],
])("broken data is nothing: %s", (_title, octets) => {
  expect(new MmdbData(Uint8Array.from(octets), 0, octets.length).read(0)).toBeUndefined();
});

test.each([
  ["no file of the kind", Uint8Array.from([1, 2, 3]), /no metadata/],
  ["empty", new Uint8Array(0), /no metadata/],
  ["the tree cut off", mmdbFile(ipv4Rows, forms[0]).subarray(700), /cut off/],
  ["metadata cut off", mmdbFile(ipv4Rows, forms[0]).subarray(0, -40), /broken/],
])("refused: %s", (_title, bytes, why) => {
  expect(Mmdb.open(bytes)).toMatch(why);
});

test("files with flipped octets never throw and never hang, and the most of them still open", () => {
  const random = seededRandom(5);
  let open = 0;
  for (let round = 0; round < 300; round++) {
    const bytes = mmdbFile(ipv6Rows, forms[round % forms.length]);
    for (let i = 0; i <= random.below(6); i++) bytes[random.below(bytes.length)] = random.below(256);
    const table = Mmdb.open(bytes);
    if (typeof table === "string") continue;
    open++;
    for (const address of ["192.0.2.5", "198.51.100.7", "2001:db8::1"]) whereIs(table, address);
  }
  expect(open).toBeGreaterThan(150);
});

function opened(bytes: Uint8Array): Mmdb {
  const table = Mmdb.open(bytes);
  if (typeof table === "string") throw new Error(table);
  return table;
}

function whereIs(table: Mmdb, text: string): string {
  const { family, octets } = prefixOf(text);
  const found = new Whereabouts();
  table.find(family, octets, found);
  const { place, scope } = found;
  if (place === null) return `nowhere /${scope}`;
  return `${codeText(place.continent)} ${codeText(place.country)} ${codeText(place.subdivision)} /${scope}`;
}
