// Tables of places: CSV in, packed words out, pins before databases, the registries' blocks; and what the lists of
// regions, countries and locations hold.

import { expect, test } from "vitest";
import { codeText, packCode } from "../../src/routing/codes.ts";
import { countries, countryOf } from "../../src/routing/countries.ts";
import { biasedKm, distanceKm, distanceToKm, pointAt } from "../../src/routing/geometry.ts";
import { findGeoLocation, geoLocationIndex, geoLocations } from "../../src/routing/geo-locations.ts";
import { LatencyModel } from "../../src/routing/latency.ts";
import { placeOf, placeOfRegion, placeText, type Place } from "../../src/routing/place.ts";
import { placeRow, scanPlaceRows } from "../../src/routing/place-rows.ts";
import {
  LayeredPlaces,
  PackedPlaces,
  packPlaces,
  type PlaceTable,
  Whereabouts,
} from "../../src/routing/place-table.ts";
import { coordinatesOf, regionIndex, regions } from "../../src/routing/regions.ts";
import { registryDays, registryRows } from "../../src/routing/registries.ts";
import { placesOf, prefixOf } from "./world.ts";

function find(table: PlaceTable, text: string): { place: Place | null; scope: number } {
  const { family, octets } = prefixOf(text);
  const found = new Whereabouts();
  table.find(family, octets, found);
  return found;
}

function whereIs(table: PlaceTable, text: string): string {
  const { place } = find(table, text);
  return place === null ? "nowhere" : placeText(place);
}

test("rows of a table: every column, a header, comments, faults with their lines", () => {
  const { rows, faults } = scanPlaceRows(
    [
      "# places",
      "prefix,country,subdivision,latitude,longitude",
      "192.0.2.0/24,US,WA,47.61,-122.33",
      '"198.51.100.0/24","de","","",""',
      "",
      "203.0.113.0/24,XX,,,",
      "203.0.113.0,FR,,91,0",
      "300.0.0.0/8,FR",
      "2001:db8::/32,D3",
    ].join("\r\n"),
  );
  expect(rows.map(({ prefix }) => prefix.length)).toEqual([24, 24]);
  expect(faults).toEqual([
    { line: 6, message: 'of the country "XX" no continent is known' },
    { line: 7, message: '"91" is no latitude' },
    { line: 8, message: '"300.0.0.0/8" is no address prefix' },
    { line: 9, message: '"D3" is no country\'s two-letter code' },
  ]);
});

test("rows without a header have the standard columns", () => {
  const { rows, faults } = scanPlaceRows("192.0.2.0/24,NA,US,NY,40.7,-74,us-east-1\n198.51.100.0/24,,,\n");
  expect(faults).toEqual([]);
  expect(rows[0]).toMatchObject({ continent: "NA", country: "US", subdivision: "NY", region: "us-east-1" });
});

test.each([
  [{ prefix: "a" }, /no address prefix/],
  [{ prefix: "192.0.2.1", continent: "EUR" }, /no continent/],
  [{ prefix: "192.0.2.1", country: "GER" }, /two-letter/],
  [{ prefix: "192.0.2.1", country: "US", subdivision: "W-A" }, /no subdivision/],
  [{ prefix: "192.0.2.1", region: "eu-east-9" }, /no AWS region/],
  [{ prefix: "192.0.2.1", longitude: "east" }, /no longitude/],
])("a pin %j is refused", (fields: Readonly<Record<string, string>>, why) => {
  expect(placeRow(fields)).toMatch(why);
});

test("a place is completed: continent by country as AWS has it, coordinates, nearest region", () => {
  const near = (place: Place | null): string => (place === null ? "" : regions[place.region].code);
  expect(placeOf({ country: "CY", continent: "AS" })?.continent).toBe(packCode("EU"));
  expect(near(placeOf({ country: "DE" }))).toBe("eu-central-1");
  expect(near(placeOf({ country: "US", subdivision: "WA" }))).toBe("us-west-2");
  expect(near(placeOf({ country: "US", subdivision: "OH" }))).toBe("us-east-2");
  expect(near(placeOf({ continent: "OC" }))).toMatch(/^ap-southeast-[24]$/);
  expect(near(placeOf({ country: "DE", region: "sa-east-1" }))).toBe("sa-east-1");
  expect(near(placeOf({ country: "DE", latitude: 1.3, longitude: 103.8 }))).toBe("ap-southeast-1");
  expect(placeOf({ country: "EH" })).toBeNull();
  expect(placeOf({ country: "EH", continent: "AF" })).toMatchObject({ country: packCode("EH") });
  expect(placeOf({})).toBeNull();
  expect(placeText(placeOf({ region: "us-east-1" }) ?? expect.fail())).toBe("US-VA");
  expect(placeText(placeOf({ continent: "EU" }) ?? expect.fail())).toBe("the continent EU");
  expect(placeOfRegion("moon-1")).toBeNull();
});

test("a packed table is found again in shared memory, and refused when it is cut off or something else", () => {
  const words = packPlaces(scanPlaceRows("192.0.2.0/24,,DE\n192.0.2.128/25,,\n2001:db8::/32,EU").rows, 20_000);
  const shared = new Int32Array(new SharedArrayBuffer(words.byteLength));
  shared.set(words);
  const table = PackedPlaces.open(shared) ?? expect.fail();
  expect(table.days).toBe(20_000);
  expect(whereIs(table, "192.0.2.1")).toBe("DE");
  expect(whereIs(table, "192.0.2.129")).toBe("nowhere");
  expect(whereIs(table, "2001:db8::1")).toBe("the continent EU");
  expect(PackedPlaces.open(words.subarray(0, -1))).toBeNull();
  expect(PackedPlaces.open(words.map((word, i) => (i === 0 ? 1 : word)))).toBeNull();
  expect(PackedPlaces.open(new Int32Array(0))).toBeNull();
});

test("pins go first, and what they leave open is as specific as they are", () => {
  const pins = placesOf([{ prefix: "192.0.2.7", country: "JP" }]);
  const base = placesOf([{ prefix: "192.0.2.0/24", country: "DE" }]);
  const both = new LayeredPlaces([pins, base]);
  expect(whereIs(both, "192.0.2.7")).toBe("JP");
  expect(find(both, "192.0.2.7").scope).toBe(32);
  expect(whereIs(both, "192.0.2.6")).toBe("DE");
  // The pinned neighbour is somewhere else: what holds for .6 holds for .6 alone, for .200 it holds for half of the block.
  expect(find(both, "192.0.2.6").scope).toBe(32);
  expect(find(both, "192.0.2.200").scope).toBe(25);
  expect(whereIs(both, "203.0.113.1")).toBe("nowhere");
});

test("IANA's blocks put addresses on their registry's continent, and nobody's addresses on none", () => {
  const table = PackedPlaces.open(packPlaces(registryRows(), registryDays)) ?? expect.fail();
  const continents: Readonly<Record<string, string>> = {
    "8.8.8.8": "NA",
    "193.0.6.139": "EU",
    "202.12.29.175": "AS",
    "200.3.14.10": "SA",
    "196.216.2.6": "AF",
    "2001:500:4::1": "NA",
    "2001:67c:2e8::1": "EU",
    "2001:dc0:2001::1": "AS",
    "2801:1f0::1": "SA",
    "2c0f:f248::1": "AF",
  };
  for (const [address, continent] of Object.entries(continents))
    expect(whereIs(table, address), address).toBe(`the continent ${continent}`);
  for (const address of [
    "10.0.0.1",
    "127.0.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "224.0.0.1",
    "::1",
    "fd00::1",
    "2001:db8::1",
  ])
    expect(whereIs(table, address), address).toBe("nowhere");
});

test("no block is given twice, and every first octet has its registry or none", () => {
  const prefixes = registryRows().map(({ prefix }) => `${prefix.octets.join(".")}/${prefix.length}`);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  const eights = registryRows().filter(({ prefix }) => prefix.family === 4 && prefix.length === 8);
  // 224 to 255 are multicast and reserved, 0, 10 and 127 nobody's.
  expect(eights).toHaveLength(224 - 3);
});

test("resource-record-sets-values-geo: countries of continents, and the four that there is no data about", () => {
  const count = (continent: string): number => countries.filter((country) => country.continent === continent).length;
  expect(Object.fromEntries(["AF", "AN", "AS", "EU", "NA", "OC", "SA"].map((code) => [code, count(code)]))).toEqual({
    AF: 57,
    AN: 3,
    AS: 51,
    EU: 53,
    NA: 41,
    OC: 27,
    SA: 14,
  });
  for (const code of ["BV", "CX", "EH", "HM"]) expect(countryOf(packCode(code))).toBeUndefined();
  expect(new Set(countries.map(({ code }) => code)).size).toBe(countries.length);
});

test("API:ListGeoLocations: continents, the default, countries, states behind their country", () => {
  const shown = geoLocations.map(({ continentCode, countryCode, subdivisionCode }) =>
    [continentCode, countryCode, subdivisionCode].filter((code) => code !== undefined).join("-"),
  );
  expect(shown.slice(0, 10)).toEqual(["AF", "AN", "AS", "EU", "NA", "OC", "SA", "*", "AD", "AE"]);
  const us = shown.indexOf("US");
  expect(shown.slice(us, us + 3)).toEqual(["US", "US-AK", "US-AL"]);
  expect(shown[us + 52]).toBe("UY");
  const ua = shown.indexOf("UA");
  expect(shown.slice(ua, ua + 3)).toEqual(["UA", "UA-05", "UA-07"]);
  expect(shown[ua + 28]).toBe("UG");
  expect(findGeoLocation({ country: "US", subdivision: "DC" })).toEqual({
    countryCode: "US",
    countryName: "United States",
    subdivisionCode: "DC",
    subdivisionName: "District of Columbia",
  });
  expect(findGeoLocation({ continent: "EU" })?.continentName).toBe("Europe");
  expect(findGeoLocation({ country: "CX" })).toBeUndefined();
  expect(geoLocationIndex({ country: "*" })).toBe(7);
});

test("regions: the API's codes, each once, and where Local Zone groups are", () => {
  expect(regions).toHaveLength(39);
  expect(new Set(regions.map(({ code }) => code)).size).toBe(39);
  expect(regionIndex("us-east-1")).toBe(0);
  expect(regionIndex("mars-1")).toBe(-1);
  for (const { country } of regions) expect(countryOf(country), codeText(country)).toBeDefined();
  expect(coordinatesOf("us-west-2-lax-1")).toEqual({ latitude: 34.05, longitude: -118.24 });
  expect(coordinatesOf("us-east-1-atl-1a")).toEqual({ latitude: 33.75, longitude: -84.39 });
  expect(coordinatesOf("us-west-2-xyz-1")).toMatchObject({ code: "us-west-2" });
  expect(coordinatesOf("mars-1-lax-1")).toBeNull();
});

test("distances along great circles, and their biases", () => {
  const [paris, newYork, antipode] = [pointAt(48.86, 2.35), pointAt(40.71, -74.01), pointAt(-48.86, -177.65)];
  expect(distanceKm(paris, newYork)).toBeCloseTo(5837, -1);
  expect(distanceKm(paris, antipode)).toBeCloseTo(Math.PI * 6371, 3);
  expect(distanceKm(paris, paris)).toBeCloseTo(0, 3);
  expect(distanceToKm(paris, 4071, -7401)).toBeCloseTo(distanceKm(paris, newYork), 6);
  // The page's example: 150 km with a bias of 50 are 75 km.
  expect(biasedKm(150, 50)).toBe(75);
  expect(biasedKm(150, -50)).toBe(300);
  expect(biasedKm(150, 0)).toBe(150);
});

test("latency grows with distance; what was measured goes first; unknown regions are passed over", () => {
  const [frankfurt, dublin, sydney] = ["eu-central-1", "eu-west-1", "ap-southeast-2"].map(regionIndex);
  const model = new LatencyModel();
  const germany = placeOfRegion("eu-central-1") ?? expect.fail();
  expect(model.milliseconds(germany, frankfurt)).toBeCloseTo(2, 3);
  expect(model.milliseconds(germany, dublin)).toBeCloseTo(18, 0);
  expect(model.milliseconds(germany, sydney)).toBeGreaterThan(200);
  const measured = new LatencyModel([
    { from: "eu-central-1", to: "ap-southeast-2", milliseconds: 7 },
    { from: "eu-central-1", to: "mars-1", milliseconds: 1 },
  ]);
  expect(measured.milliseconds(germany, sydney)).toBe(7);
  expect(measured.milliseconds(germany, dublin)).toBe(model.milliseconds(germany, dublin));
});
