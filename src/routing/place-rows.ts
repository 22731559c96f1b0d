// Tables of places as people write them: CSV with the columns prefix, continent, country, subdivision, latitude,
// longitude, region, of which all but the first may be empty or missing. A first line that begins with "prefix" names the
// columns, in any order. Empty lines and lines that begin with "#" are passed over. Faults are values, with their lines.

import { maxFileFaults } from "../base/limits.ts";
import { packCode } from "./codes.ts";
import { continentOf } from "./countries.ts";
import { placeOf } from "./place.ts";
import type { PlaceRow } from "./place-table.ts";
import { scanPrefix } from "./prefix.ts";
import { regionIndex } from "./regions.ts";

export interface RowFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

const standardColumns = ["prefix", "continent", "country", "subdivision", "latitude", "longitude", "region"];

export function scanPlaceRows(text: string): {
  readonly rows: readonly PlaceRow[];
  readonly faults: readonly RowFault[];
} {
  const rows: PlaceRow[] = [];
  const faults: RowFault[] = [];
  let columns = standardColumns;
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const values = line.split(",").map((value) => value.trim().replace(/^"(.*)"$/, "$1"));
    if (rows.length + faults.length === 0 && values[0] === "prefix") {
      columns = values;
      return;
    }
    const row = placeRow(Object.fromEntries(columns.map((column, i) => [column, values[i] ?? ""])));
    if (typeof row !== "string") rows.push(row);
    else if (faults.length < maxFileFaults) faults.push({ line: index + 1, message: row });
  });
  return { rows, faults };
}

/** The row that some fields say, by the names of the columns, or what is wrong with them: pins are read so too. */
export function placeRow(fields: Readonly<Record<string, string | undefined>>): PlaceRow | string {
  const { prefix: text = "", continent = "", country = "", subdivision = "", region = "" } = fields;
  const prefix = scanPrefix(text);
  if (prefix === null) return `"${text}" is no address prefix`;
  const latitude = degrees(fields["latitude"] ?? "", 90);
  const longitude = degrees(fields["longitude"] ?? "", 180);
  if (latitude === undefined) return `"${fields["latitude"]}" is no latitude`;
  if (longitude === undefined) return `"${fields["longitude"]}" is no longitude`;
  if (continent !== "" && continentOf(packCode(continent.toUpperCase())) === undefined)
    return `"${continent}" is no continent: AF, AN, AS, EU, NA, OC or SA`;
  if (country !== "" && !/^[A-Z]{2}$/i.test(country)) return `"${country}" is no country's two-letter code`;
  if (!/^[A-Z0-9]{0,3}$/i.test(subdivision)) return `"${subdivision}" is no subdivision's code`;
  if (region !== "" && regionIndex(region) < 0) return `"${region}" is no AWS region`;
  const row = { prefix, continent, country, subdivision, latitude, longitude, region };
  return placeOf(row) === null && country !== "" ? `of the country "${country}" no continent is known` : row;
}

/** null for nothing, undefined for what is no angle. */
function degrees(text: string, most: number): number | null | undefined {
  if (text === "") return null;
  const value = Number(text);
  return Math.abs(value) <= most ? value : undefined;
}
