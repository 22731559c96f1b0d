// Tables that say where addresses are. PackedPlaces is ours: compiled once, in words that all threads share. Others are
// read as they are (./mmdb.ts). LayeredPlaces asks several, the first that knows: pins before the database.
//
//   packed   magic | days from 1970 to the data's date | places n | n places | prefix table (./prefix-table.ts)
//   place    continent | country | subdivision | latitude | longitude (hundredths of a degree, noWhere for none) | region + 1
//
// Words lie as the machine has them, little-endian on every one that Node runs on: a file that was made elsewhere has
// another magic and is refused.

import { codeText, packCode } from "./codes.ts";
import { compilePrefixes, type PrefixValue } from "./compile-prefixes.ts";
import { type Place, type PlaceFacts, placeOf } from "./place.ts";
import type { Prefix } from "./prefix.ts";
import { findPrefix, Found, tableWords } from "./prefix-table.ts";
import { regionIndex, regions } from "./regions.ts";

export interface PlaceRow extends PlaceFacts {
  readonly prefix: Prefix;
}

/** Where an address is, and for how wide a prefix around it that holds; one object, rewritten by each search. */
export class Whereabouts {
  place: Place | null = null;
  /** As Found.scope. */
  scope = 0;
  /** What tellings call the table that told the place; "" where it has no name. */
  by = "";
}

export interface PlaceTable {
  find(family: 4 | 6, octets: Uint8Array, into: Whereabouts): void;
}

const magic = 0x31_50_47_53;
const head = 3;
const placeWords = 6;
const noWhere = 0x7fff_ffff;

/** The packed table of some rows; `days` from 1970 to the date of the data. Of a row that describes no place nothing is known. */
export function packPlaces(rows: readonly PlaceRow[], days: number): Int32Array<ArrayBuffer> {
  const numbers = new Map<string, number>();
  const places: number[] = [];
  const prefixes: PrefixValue[] = [];
  for (const row of rows) {
    if (placeOf(row) === null) {
      prefixes.push({ prefix: row.prefix, value: 0 });
      continue;
    }
    const fields = fieldsOf(row);
    const key = fields.join();
    const known = numbers.get(key);
    if (known === undefined) {
      numbers.set(key, numbers.size + 1);
      places.push(...fields);
    }
    prefixes.push({ prefix: row.prefix, value: known ?? numbers.size });
  }
  return joined(places, compilePrefixes(prefixes), days);
}

/** The packed table of a prefix table whose values are the places' numbers, counted from 1. */
export function packTable(places: readonly PlaceFacts[], table: Int32Array, days: number): Int32Array<ArrayBuffer> {
  return joined(places.flatMap(fieldsOf), table, days);
}

function joined(places: readonly number[], table: Int32Array, days: number): Int32Array<ArrayBuffer> {
  const words = new Int32Array(head + places.length + table.length);
  words.set([magic, days, places.length / placeWords]);
  words.set(places, head);
  words.set(table, head + places.length);
  return words;
}

/** Reads a packed table. The words are its memory: they must not change. */
export class PackedPlaces implements PlaceTable {
  /** Days from 1970 to the date of the data. */
  readonly days: number;
  readonly #words: Int32Array;
  readonly #table: number;
  readonly #places: readonly (Place | null)[];
  readonly #found = new Found();

  private constructor(words: Int32Array) {
    this.#words = words;
    this.days = words[1];
    this.#table = head + words[2] * placeWords;
    this.#places = [
      null,
      ...Array.from({ length: words[2] }, (_, i) => placeOf(factsAt(words, head + i * placeWords))),
    ];
  }

  /** null for words that are no whole packed table. */
  static open(words: Int32Array): PackedPlaces | null {
    const table = head + words[2] * placeWords;
    if (words[0] !== magic || table + 2 > words.length || table + tableWords(words, table) !== words.length)
      return null;
    return new PackedPlaces(words);
  }

  find(family: 4 | 6, octets: Uint8Array, into: Whereabouts): void {
    findPrefix(this.#words, this.#table, family, octets, this.#found);
    into.place = this.#places[this.#found.value];
    into.scope = this.#found.scope;
  }
}

/** Several tables as one: the first that knows the address's place says it. */
export class LayeredPlaces implements PlaceTable {
  readonly #layers: readonly PlaceTable[];

  constructor(layers: readonly PlaceTable[]) {
    this.#layers = layers;
  }

  find(family: 4 | 6, octets: Uint8Array, into: Whereabouts): void {
    // A layer that did not know speaks too: somewhere beyond its scope it does know.
    let scope = 0;
    into.place = null;
    for (const layer of this.#layers) {
      layer.find(family, octets, into);
      scope = Math.max(scope, into.scope);
      if (into.place !== null) break;
    }
    into.scope = scope;
  }
}

function fieldsOf({ continent, country, subdivision, latitude, longitude, region }: PlaceFacts): number[] {
  const codes = [continent, country, subdivision].map((code) => packCode((code ?? "").toUpperCase()));
  const degrees = [latitude, longitude].map((degree) =>
    typeof degree === "number" ? Math.round(degree * 100) : noWhere,
  );
  return [...codes, ...degrees, regionIndex(region ?? "") + 1];
}

function factsAt(words: Int32Array, at: number): PlaceFacts {
  const [continent, country, subdivision] = [0, 1, 2].map((field) => codeText(words[at + field]));
  const [latitude, longitude] = [3, 4].map((field) => (words[at + field] === noWhere ? null : words[at + field] / 100));
  const region = words[at + 5];
  return { continent, country, subdivision, latitude, longitude, region: region === 0 ? "" : regions[region - 1].code };
}
