// The table of countries: what scripts/place-data.ts packs is what is read again, wherever one looks; data that cannot be
// right are refused, and so are octets that are no table.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addressOf,
  type CountryBlock,
  type CountryData,
  packageData,
  packCountries,
  statisticsData,
} from "../../scripts/place-data.ts";
import { codeText } from "../../src/routing/codes.ts";
import { unpackCountries } from "../../src/routing/country-blocks.ts";
import { PackedPlaces, type PlaceTable, Whereabouts } from "../../src/routing/place-table.ts";
import { prefixOf } from "./world.ts";

const found = new Whereabouts();

function countryAt(table: PlaceTable, family: 4 | 6, octets: Uint8Array): string {
  table.find(family, octets, found);
  return found.place === null ? "" : codeText(found.place.country);
}

function countryOf(table: PlaceTable, text: string): string {
  const { family, octets } = prefixOf(text);
  return countryAt(table, family, octets);
}

function tableOf(data: CountryData): PackedPlaces {
  return PackedPlaces.open(unpackCountries(packCountries(data).octets)) ?? expect.fail();
}

const data = (blocks: readonly CountryBlock[]): CountryData => ({ blocks, date: "2026-06-17", source: "" });

/** From where blocks may lie that hold nobody's addresses: 64.0.0.0 to 95.255.255.255, and 2400:: to 2fff:: in /64s. */
const rooms = { 4: [0x4000_0000n, 0x6000_0000n], 6: [0x2400n << 48n, 0x3000n << 48n] } as const;

/** Blocks in order, with or without a gap between them. */
const someBlocks = (family: 4 | 6): fc.Arbitrary<CountryBlock[]> => {
  const [low, high] = rooms[family];
  const edge = fc.oneof(
    fc.bigInt({ min: low, max: high }),
    fc.bigInt({ min: 0n, max: 4095n }).map((part) => low + ((high - low) >> 12n) * part),
  );
  return fc
    .uniqueArray(fc.tuple(edge, fc.constantFrom("DE", "FR", "US", "")), { maxLength: 40, selector: ([at]) => at })
    .map((rows) => {
      const edges = rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
      return edges.slice(1).flatMap(([end, country], i) => (country === "" ? [] : [{ family, start: edges[i][0], end, country }])); // prettier-ignore
    });
};

test("what is packed is found again: the country of the block that holds the address, or none", () => {
  fc.assert(
    fc.property(someBlocks(4), someBlocks(6), (ipv4, ipv6) => {
      const table = tableOf(data([...ipv6, ...ipv4]));
      for (const [family, blocks] of [[4, ipv4], [6, ipv6]] as const) {
        const asked = blocks.flatMap(({ start, end }) => [start - 1n, start, (start + end) / 2n, end - 1n, end]);
        for (const unit of [...rooms[family], ...asked]) {
          const naive = blocks.find(({ start, end }) => start <= unit && unit < end)?.country ?? "";
          expect([unit, countryAt(table, family, addressOf(family, unit))]).toEqual([unit, naive]);
        }
      }
    }),
  );
}); // prettier-ignore

test("neighbours of one country are one block: an answer for its addresses is no more specific than they are", () => {
  const table = tableOf(packageData("1.0.2026061719", { ipv4: "64.0.0.0,64.63.255.255,US\n64.64.0.0,64.127.255.255,US\n64.128.0.0,64.255.255.255,CA\n", ipv6: "" })); // prettier-ignore
  expect([countryOf(table, "64.1.2.3"), found.scope]).toEqual(["US", 9]);
});

test("the package's files, and the date in its version", () => {
  const csv = { ipv4: "64.0.0.0,64.0.0.255,US\r\n64.0.2.0,64.0.4.255,CA\r\n", ipv6: "2a00::,2a00:7:ffff:ffff:ffff:ffff:ffff:ffff,DE\n" }; // prettier-ignore
  const read = packageData("2.3.2026061719", csv);
  expect([read.date, read.blocks.length]).toEqual(["2026-06-17", 3]);
  const table = tableOf(read);
  expect(table.days).toBe(Date.UTC(2026, 5, 17) / 86_400_000);
  const asked = ["64.0.0.255", "64.0.1.0", "64.0.2.0", "64.0.4.255", "64.0.5.0", "2a00:7:ffff::1", "2a00:8::", "::1"];
  expect(asked.map((address) => countryOf(table, address))).toEqual(["US", "", "CA", "CA", "", "DE", "", ""]);
});

const statistics = `#comment
2|nro|20260617|5|19821213|20260616|+0000
nro|*|ipv4|*|3|summary
apnic|AU|ipv4|1.0.0.0|256|20110811|assigned|A91872ED|e-stats
ripencc|FR|ipv4|2.0.0.0|1048576|20100712|allocated|x|e-stats
arin||ipv4|3.0.0.0|256||reserved||e-stats
ripencc|ZZ|ipv4|5.0.0.0|256||available||e-stats
ripencc|EU|ipv4|5.1.0.0|256|20100712|allocated|x|e-stats
ripencc|DE|ipv6|2a00::|29|20100712|allocated|x|e-stats
arin|US|asn|1|1|20010920|assigned|x|e-stats
`;

test("the registries' statistics, as they are published; codes of no country are left out", () => {
  const read = statisticsData(statistics);
  expect([read.date, packCountries(read).unknown]).toEqual(["2026-06-17", ["EU"]]);
  const table = tableOf(read);
  const asked = ["1.0.0.255", "1.0.1.0", "2.15.255.255", "3.0.0.1", "5.1.0.1", "2a00:7::1", "2a00:8::1"];
  expect(asked.map((address) => countryOf(table, address))).toEqual(["AU", "", "FR", "", "", "DE", ""]);
});

test.each([
  ["no address", () => packageData("1.2026061719", { ipv4: "64.0.0.0,64.0.0.255,US\n64.0.1.0,x,US", ipv6: "" }), 'ipv4, line 2: "64.0.1.0,x,US" is no first and last address with a country.'],
  ["no country", () => packageData("1.2026061719", { ipv4: "64.0.0.0,64.0.0.255", ipv6: "" }), "ipv4, line 1"],
  ["two families", () => packageData("1.2026061719", { ipv4: "64.0.0.0,2a00::,US", ipv6: "" }), "ipv4, line 1"],
  ["a part of a /64", () => packageData("1.2026061719", { ipv4: "", ipv6: "2a00::,2a00::1,US" }), "begins or ends within a /64"],
  ["no date", () => packageData("1.2.3", { ipv4: "", ipv6: "" }), "version 1.2.3 tells no date"],
  ["no date of statistics", () => statisticsData("apnic|AU|ipv4|1.0.0.0|256|20110811|assigned"), "tells their date"],
  ["a number that is none", () => statisticsData(statistics.replace("|256|20110811", "|x|20110811")), 'Line 4: "apnic|AU'],
  ["blocks that overlap", () => packCountries(data([{ family: 4, start: 1n << 30n, end: 5n << 28n, country: "US" }, { family: 4, start: 9n << 27n, end: 5n << 28n, country: "CA" }])), "72.0.0.0 to 79.255.255.255 CA overlaps"],
  ["a block that ends before it starts", () => packageData("1.2026061719", { ipv4: "64.0.1.0,64.0.0.0,US", ipv6: "" }), "is no block"],
  ["a place for 192.0.2.0/24", () => packageData("1.2026061719", { ipv4: "192.0.0.0,192.1.255.255,US", ipv6: "" }), "nobody's"],
  ["a place for 2001:db8::/32", () => packageData("1.2026061719", { ipv4: "", ipv6: "2001:d00::,2001:dff:ffff:ffff:ffff:ffff:ffff:ffff,JP" }), "nobody's"],
] as const)("data with %s are refused", (_, make, why) => {
  expect(() => {
    const made = make();
    if ("blocks" in made) packCountries(made);
  }).toThrow(why);
}); // prettier-ignore

test("octets that are no table are refused", () => {
  const { octets } = packCountries(statisticsData(statistics));
  for (let length = 0; length < octets.length; length++)
    expect(() => unpackCountries(octets.subarray(0, length)), `${length} octets`).toThrow(RangeError);
  expect(() => unpackCountries(Uint8Array.from([...octets, 0]))).toThrow("1 octets stand behind");
  // One block for all of IPv4, in country 1 of none; then one of half the addresses.
  expect(() => unpackCountries(Uint8Array.from([0, 0, 1, 32, 1, 0, 0, 0]))).toThrow("in country 1 of 0");
  expect(() => unpackCountries(Uint8Array.from([0, 0, 1, 31, 0, 0, 0, 0]))).toThrow("do not cover");
});
