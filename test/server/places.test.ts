// Places of the configuration: what is wrong with a pin, a database or a line of it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPlaces } from "../../src/server/places.ts";
import { openPlaces } from "../../src/routing/place-layers.ts";
import { placeText } from "../../src/routing/place.ts";
import { Whereabouts } from "../../src/routing/place-table.ts";

const folder = mkdtempSync(join(tmpdir(), "signpost-places-"));
afterAll(() => rmSync(folder, { recursive: true }));

const warnings: string[] = [];
const log = {
  debug: () => {},
  info: () => {},
  warn: (_: unknown, sentence: string) => void warnings.push(sentence),
  error: () => {},
  flush: () => {},
};

const pin = (prefix: string, country: string): Parameters<typeof readPlaces>[0]["pins"][number] => ({
  prefix,
  continent: null,
  country,
  subdivision: null,
  region: null,
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("pins go before the database, it before the table of countries; lines that are wrong are told and left out", () => {
  const database = write(
    "places.csv",
    "prefix,country\n192.0.2.0/24,DE\n198.51.100.0/24,FR\nnonsense,DE\n203.0.113.0/24,XX\n141.20.2.0/24,US\n",
  );
  const places = openPlaces(readPlaces({ database, pins: [pin("192.0.2.0/25", "JP")] }, log));
  const at = (...address: number[]): string | null => {
    const found = new Whereabouts();
    places.find(4, Uint8Array.from([...address, ...Array.from({ length: 12 }, () => 0)]), found);
    return found.place === null ? null : placeText(found.place);
  };
  expect([at(192, 0, 2, 1), at(192, 0, 2, 200), at(198, 51, 100, 1), at(203, 0, 113, 1)]).toEqual([
    "JP",
    "DE",
    "FR",
    null,
  ]);
  expect([at(141, 20, 2, 1), at(141, 20, 1, 1)]).toEqual(["US", "DE"]);
  expect(warnings).toEqual([
    `${database}:4: "nonsense" is no address prefix; the line is left out`,
    `${database}:5: of the country "XX" no continent is known; the line is left out`,
  ]);
});

test("a database that is none stops the start, by its name", () => {
  const none = join(folder, "none.mmdb");
  expect(() => readPlaces({ database: none, pins: [] }, log)).toThrow(`geo.database: ${none}: there is no such file.`);
  const broken = write("broken.mmdb", Uint8Array.from([0, 1, 2, 3]));
  expect(() => readPlaces({ database: broken, pins: [] }, log)).toThrow(
    /broken\.mmdb: it is no CSV, and no \.mmdb file/,
  );
});
