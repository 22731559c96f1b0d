// The table of countries that comes with Signpost (../routing/data/countries.bin, docs/routing.md): one line that says what
// it is, of when, from whom and under which licence, and below it, in Brotli, what ../routing/country-blocks.ts reads.
// It is read once in a process, when a thread that shares it begins or, without threads, when a place is first asked for.
// scripts/place-data.ts writes it.

import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { unpackCountries } from "../routing/country-blocks.ts";
import { packedLayer, type SharedPlaces } from "../routing/place-layers.ts";
import { PackedPlaces } from "../routing/place-table.ts";

let countries: SharedPlaces | null = null;

/** The layer of countries. */
export function readCountries(): SharedPlaces {
  return (countries ??= countriesOf(readFileSync(new URL("../routing/data/countries.bin", import.meta.url))));
}

/** The layer of a file's octets. Throws a RangeError, or what Brotli throws, for a file that is none. */
export function countriesOf(file: Uint8Array): SharedPlaces {
  const words = unpackCountries(brotliDecompressSync(file.subarray(file.indexOf(0x0a) + 1)));
  const days = PackedPlaces.open(words)?.days ?? 0;
  const date = new Date(days * 86_400_000).toISOString().slice(0, 10);
  return packedLayer(`the registries' statistics of ${date}`, words);
}
