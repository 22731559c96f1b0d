// The table of countries that comes with Signpost: what its first line says, where well-known holders of addresses are by
// it, and that nobody's addresses are nowhere.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packCode } from "../../src/routing/codes.ts";
import { placeText } from "../../src/routing/place.ts";
import { openPlaces } from "../../src/routing/place-layers.ts";
import { Whereabouts } from "../../src/routing/place-table.ts";
import { countriesOf, readCountries } from "../../src/server/countries.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { openRouting, sharedRouting } from "../../src/server/routing-data.ts";
import { prefixOf } from "../routing/world.ts";

const file = readFileSync(new URL("../../src/routing/data/countries.bin", import.meta.url));
const places = openPlaces([readCountries()]);
const found = new Whereabouts();

function whereIs(address: string): string {
  const { family, octets } = prefixOf(address);
  places.find(family, octets, found);
  return found.place === null ? "nowhere" : placeText(found.place);
}

test("the file says on its first line what it is, of when, from whom and under which licence", () => {
  const [line] = file.toString("latin1").split("\n", 1);
  expect(line).toMatch(/^Countries of blocks of addresses on (\d{4}-\d\d-\d\d), from .*\(nro\.net, CC BY 4\.0\)/);
  const [date] = /\d{4}-\d\d-\d\d/.exec(line) ?? [];
  expect(readCountries().title).toBe(`the registries' statistics of ${date}`);
  expect(readFileSync(new URL("../../NOTICE", import.meta.url), "utf8")).toContain(date);
  expect(readFileSync(new URL("../../docs/routing.md", import.meta.url), "utf8")).toContain(date);
  expect(file.length).toBeLessThan(400_000);
});

test("it is read once", () => {
  expect(readCountries()).toBe(readCountries());
});

/** Holders that have had their addresses since before there were registries, the registries themselves, and the like. */
test.each([
  ["RIPE NCC", "193.0.6.139", "NL"],
  ["RIPE NCC", "2001:67c:2e8::1", "NL"],
  ["APNIC", "202.12.29.175", "AU"],
  ["APNIC", "2001:dc0:2001::1", "AU"],
  ["LACNIC", "200.3.14.10", "UY"],
  ["ARIN", "199.43.0.43", "US"],
  ["the Massachusetts Institute of Technology", "18.7.7.7", "US"],
  ["Humboldt University, Berlin", "141.20.1.1", "DE"],
  ["ETH, Zürich", "129.132.1.1", "CH"],
  ["the University of Tokyo", "133.11.1.1", "JP"],
  ["the University of São Paulo", "143.107.1.1", "BR"],
  ["Google's resolver", "8.8.8.8", "US"],
  ["Google's resolver", "2001:4860:4860::8888", "US"],
  ["nobody: private use", "10.0.0.1", "nowhere"],
  ["nobody: private use", "192.168.1.1", "nowhere"],
  ["nobody: loopback", "127.0.0.1", "nowhere"],
  ["nobody: shared by carriers", "100.64.0.1", "nowhere"],
  ["nobody: documentation", "192.0.2.1", "nowhere"],
  ["nobody: documentation", "198.51.100.1", "nowhere"],
  ["nobody: documentation", "203.0.113.1", "nowhere"],
  ["nobody: documentation", "2001:db8::1", "nowhere"],
  ["nobody: multicast", "224.0.0.1", "nowhere"],
  ["nobody: link-local", "fe80::1", "nowhere"],
  ["nobody: unique local", "fd00::1", "nowhere"],
  ["nobody: the last address", "255.255.255.255", "nowhere"],
])("%s, %s: %s", (_, address, country) => {
  expect(whereIs(address)).toBe(country);
});

test("a file that is none is refused", () => {
  expect(() => countriesOf(file.subarray(0, -100))).toThrow(/.+/);
  expect(() => countriesOf(Uint8Array.from([0x0a, 1, 2, 3]))).toThrow(/.+/);
});

test("threads get it read, in memory that they share", () => {
  const { buffer: health } = HealthBoard.create();
  const routing = { health, places: [readCountries], latencies: [], vpcs: [], subnets: "used" } as const;
  const crossed = structuredClone(sharedRouting(routing));
  const { family, octets } = prefixOf("193.0.6.139");
  openRouting(crossed, 1).ground.places.find(family, octets, found);
  expect(found.place?.country).toBe(packCode("NL"));
});
