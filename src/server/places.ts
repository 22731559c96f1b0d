// The places of `geo`: pins and database of the configuration, read once into memory that all workers share, and behind
// them what comes with Signpost (./countries.ts). A database that is none stops the start, a line of it that is none is
// told and left out. docs/routing.md says what goes by places.

import { readFileSync } from "node:fs";
import { loadPlaces, type PlaceLayer } from "../routing/place-layers.ts";
import { placeRow } from "../routing/place-rows.ts";
import type { Config } from "./config.ts";
import { readCountries } from "./countries.ts";
import type { Log } from "./log.ts";

/** Thrown for a database that cannot be read: one sentence. */
export class PlacesFault extends Error {
  override readonly name = "PlacesFault";
}

export function readPlaces(
  { database, pins }: Pick<Config["geo"], "database" | "pins">,
  log: Log,
): readonly PlaceLayer[] {
  const rows = pins.map(({ prefix, continent, country, subdivision, region }, index) => {
    const fields = { continent, country, subdivision, region };
    const said = Object.entries(fields).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
    const row = placeRow({ prefix, ...Object.fromEntries(said) });
    if (typeof row === "string") throw new PlacesFault(`geo.pins[${index}]: ${row}.`);
    return row;
  });
  const octets = database === null ? null : octetsOf(database);
  const { layers, faults } = loadPlaces({ pins: rows, database: octets, countries: readCountries });
  const whole = faults.find(({ line }) => line === 0);
  if (whole !== undefined) throw new PlacesFault(`geo.database: ${database}: ${whole.message}.`);
  for (const { line, message } of faults)
    log.warn({ file: database, line }, `${database}:${line}: ${message}; the line is left out`);
  return layers;
}

function octetsOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new PlacesFault(`geo.database: ${path}: ${reason}.`);
  }
}
