// Where the places that a server knows come from, in the order in which they are asked: pins from the configuration, the
// database that it names, the table of countries, the blocks of the registries. They are read once, into memory that all
// threads share; every worker opens that for itself.
// The table of countries takes longest, and many a server never asks where anybody is: within one thread it may be a
// layer that is read when it is first asked. Functions do not cross to other threads; `loaded` is what crosses.

import { Mmdb } from "./mmdb.ts";
import { type RowFault, scanPlaceRows } from "./place-rows.ts";
import {
  LayeredPlaces,
  PackedPlaces,
  packPlaces,
  type PlaceRow,
  type PlaceTable,
  type Whereabouts,
} from "./place-table.ts";
import { registryDays, registryRows } from "./registries.ts";

/** One layer, as one thread gives it to another. */
export interface SharedPlaces {
  /** What tellings call it. */
  readonly title: string;
  readonly form: "packed" | "mmdb";
  readonly memory: SharedArrayBuffer;
}

/** A layer, or what reads it: asked once by each table that is opened. */
export type PlaceLayer = SharedPlaces | (() => SharedPlaces);

export interface PlaceSources {
  readonly pins: readonly PlaceRow[];
  /** The octets of the database's file: .mmdb, or CSV in UTF-8. */
  readonly database: Uint8Array | null;
  /** Left out: continents are all that is known of whoever is in none of the above. */
  readonly countries?: PlaceLayer;
}

export interface LoadedPlaces {
  readonly layers: readonly PlaceLayer[];
  /** What is wrong with the database: with lines of CSV, which are left out, or with the whole, on line 0, which is. */
  readonly faults: readonly RowFault[];
}

export function loadPlaces({ pins, database, countries }: PlaceSources): LoadedPlaces {
  const layers: PlaceLayer[] = [];
  const faults: RowFault[] = [];
  if (pins.length > 0) layers.push(packedLayer("a pin", packPlaces(pins, 0)));
  if (database !== null) {
    const title = "the database";
    const opened = Mmdb.open(database);
    if (typeof opened !== "string") layers.push({ title, form: "mmdb", memory: shared(database) });
    else if (isText(database)) {
      const scanned = scanPlaceRows(new TextDecoder().decode(database));
      layers.push(packedLayer(title, packPlaces(scanned.rows, 0)));
      faults.push(...scanned.faults);
    } else faults.push({ line: 0, message: `it is no CSV, and no .mmdb file: ${opened}` });
  }
  if (countries !== undefined) layers.push(countries);
  layers.push(packedLayer("the registry of its block", packPlaces(registryRows(), registryDays)));
  return { layers, faults };
}

/** A packed table (./place-table.ts) as a layer. */
export function packedLayer(title: string, words: Int32Array<ArrayBuffer>): SharedPlaces {
  return { title, form: "packed", memory: shared(new Uint8Array(words.buffer)) };
}

/** The layers, all of them read. */
export function loaded(layers: readonly PlaceLayer[]): readonly SharedPlaces[] {
  return layers.map((layer) => (typeof layer === "function" ? layer() : layer));
}

/** The layers as one table, for one thread. */
export function openPlaces(layers: readonly PlaceLayer[]): PlaceTable {
  return new LayeredPlaces(layers.map((layer) => new Layer(layer)));
}

/** One layer, opened when it is first asked. */
class Layer implements PlaceTable {
  readonly #layer: PlaceLayer;
  #table: PlaceTable | null = null;
  #title = "";

  constructor(layer: PlaceLayer) {
    this.#layer = layer;
    if (typeof layer !== "function") this.#open(layer);
  }

  find(family: 4 | 6, octets: Uint8Array, into: Whereabouts): void {
    const table = this.#table ?? this.#open(loaded([this.#layer])[0]);
    table.find(family, octets, into);
    into.by = this.#title;
  }

  #open({ title, form, memory }: SharedPlaces): PlaceTable {
    this.#title = title;
    const table = form === "packed" ? PackedPlaces.open(new Int32Array(memory)) : Mmdb.open(new Uint8Array(memory));
    return (this.#table = table === null || typeof table === "string" ? emptyPlaces : table);
  }
}

/** In the place of memory that holds no table. */
const emptyPlaces: PlaceTable = {
  find(_family, _octets, into) {
    into.place = null;
    into.scope = 0;
  },
};

function shared(octets: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(octets.length);
  new Uint8Array(memory).set(octets);
  return memory;
}

/** Text has no zero octets, and binary files have some early on. */
function isText(octets: Uint8Array): boolean {
  return !octets.subarray(0, 4096).includes(0);
}
