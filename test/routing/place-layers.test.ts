// What a server loads of places, and what each of its threads opens: pins, then the database, then the registries.

import { expect, test } from "vitest";
import { placeText } from "../../src/routing/place.ts";
import { loaded, loadPlaces, openPlaces, packedLayer } from "../../src/routing/place-layers.ts";
import { placeRow } from "../../src/routing/place-rows.ts";
import { packPlaces, Whereabouts } from "../../src/routing/place-table.ts";
import { mmdbFile } from "./mmdb-file.ts";
import { prefixOf } from "./world.ts";

const pin = placeRow({ prefix: "192.0.2.1", country: "JP" });
const pins = typeof pin === "string" ? [] : [pin];
const csv = new TextEncoder().encode("192.0.2.0/24,,FR\n8.8.8.0/24,,CA\n");
const mmdb = mmdbFile(
  [
    { prefix: prefixOf("192.0.2.0/24"), data: { country: { iso_code: "FR" } } },
    { prefix: prefixOf("8.8.8.0/24"), data: { country: { iso_code: "CA" } } },
  ],
  { family: 6, recordBits: 28 },
);

const dutch = placeRow({ prefix: "193.0.0.0/21", country: "NL" });
const american = placeRow({ prefix: "8.0.0.0/9", country: "US" });
const countryRows = [dutch, american].filter((row) => typeof row !== "string");
const countries = packedLayer("the countries", packPlaces(countryRows, 20_000));

test.each([
  {
    title: "nothing but the registries",
    sources: { pins: [], database: null },
    places: ["nowhere", "nowhere", "the continent NA", "the continent EU"],
  },
  {
    title: "pins",
    sources: { pins, database: null },
    places: ["JP", "nowhere", "the continent NA", "the continent EU"],
  },
  { title: "CSV", sources: { pins: [], database: csv }, places: ["FR", "FR", "CA", "the continent EU"] },
  {
    title: "CSV before countries",
    sources: { pins: [], database: csv, countries },
    places: ["FR", "FR", "CA", "NL"],
  },
  {
    title: "countries before the registries",
    sources: { pins: [], database: null, countries },
    places: ["nowhere", "nowhere", "US", "NL"],
  },
  { title: "pins before CSV", sources: { pins, database: csv }, places: ["JP", "FR", "CA", "the continent EU"] },
  { title: "pins before .mmdb", sources: { pins, database: mmdb }, places: ["JP", "FR", "CA", "the continent EU"] },
])("$title", ({ sources, places }) => {
  const { layers, faults } = loadPlaces(sources);
  expect(faults).toEqual([]);
  // As another thread gets them: memory that is shared crosses as it is.
  const table = openPlaces(structuredClone(loaded(layers)));
  const found = new Whereabouts();
  const shown = ["192.0.2.1", "192.0.2.2", "8.8.8.8", "193.0.6.139"].map((text) => {
    const { family, octets } = prefixOf(text);
    table.find(family, octets, found);
    return found.place === null ? "nowhere" : placeText(found.place);
  });
  expect(shown).toEqual(places);
});

test("faults of a database are told, and what is sound of it is used", () => {
  const { layers, faults } = loadPlaces({ pins: [], database: new TextEncoder().encode("192.0.2.0/24,,FR\nx,,FR\n") });
  expect(faults).toEqual([{ line: 2, message: '"x" is no address prefix' }]);
  expect(layers).toHaveLength(2);
  expect(loadPlaces({ pins: [], database: Uint8Array.from([1, 0, 2]) }).faults).toEqual([
    { line: 0, message: "it is no CSV, and no .mmdb file: no metadata of a MaxMind DB" },
  ]);
});

test("a layer that is a function is read when it is first asked, once, and says who told", () => {
  let reads = 0;
  const { layers } = loadPlaces({ pins, database: null, countries: () => (reads++, countries) });
  const table = openPlaces(layers);
  const found = new Whereabouts();
  const asked = ["192.0.2.1", "8.8.8.8", "193.0.6.139", "1.1.1.1"].map((text) => {
    const { family, octets } = prefixOf(text);
    table.find(family, octets, found);
    return [found.by, reads];
  });
  expect(asked).toEqual([
    ["a pin", 0],
    ["the countries", 1],
    ["the countries", 1],
    ["the registry of its block", 1],
  ]);
});
