// Where the places that a server knows come from, in the order in which they are asked: pins from the configuration, the
// database that it names, the blocks of the registries. They are read once, into memory that all threads share;
// every worker opens that for itself.

import { Mmdb } from "./mmdb.ts";
import { type RowFault, scanPlaceRows } from "./place-rows.ts";
import { LayeredPlaces, PackedPlaces, packPlaces, type PlaceRow, type PlaceTable } from "./place-table.ts";
import { registryDays, registryRows } from "./registries.ts";

/** One layer, as one thread gives it to another. */
export interface SharedPlaces {
  readonly form: "packed" | "mmdb";
  readonly memory: SharedArrayBuffer;
}

export interface PlaceSources {
  readonly pins: readonly PlaceRow[];
  /** The octets of the database's file: .mmdb, or CSV in UTF-8. */
  readonly database: Uint8Array | null;
}

export interface LoadedPlaces {
  readonly layers: readonly SharedPlaces[];
  /** What is wrong with the database: with lines of CSV, which are left out, or with the whole, on line 0, which is. */
  readonly faults: readonly RowFault[];
}

export function loadPlaces({ pins, database }: PlaceSources): LoadedPlaces {
  const layers: SharedPlaces[] = [];
  const faults: RowFault[] = [];
  if (pins.length > 0) layers.push(packed(pins, 0));
  if (database !== null) {
    const opened = Mmdb.open(database);
    if (typeof opened !== "string") layers.push({ form: "mmdb", memory: shared(database) });
    else if (isText(database)) {
      const scanned = scanPlaceRows(new TextDecoder().decode(database));
      layers.push(packed(scanned.rows, 0));
      faults.push(...scanned.faults);
    } else faults.push({ line: 0, message: `it is no CSV, and no .mmdb file: ${opened}` });
  }
  layers.push(packed(registryRows(), registryDays));
  return { layers, faults };
}

/** The layers as one table, for one thread. */
export function openPlaces(layers: readonly SharedPlaces[]): PlaceTable {
  return new LayeredPlaces(layers.map(opened).filter((table) => table !== null));
}

function opened({ form, memory }: SharedPlaces): PlaceTable | null {
  if (form === "packed") return PackedPlaces.open(new Int32Array(memory));
  const table = Mmdb.open(new Uint8Array(memory));
  return typeof table === "string" ? null : table;
}

function packed(rows: readonly PlaceRow[], days: number): SharedPlaces {
  const words = packPlaces(rows, days);
  return { form: "packed", memory: shared(new Uint8Array(words.buffer)) };
}

function shared(octets: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(octets.length);
  new Uint8Array(memory).set(octets);
  return memory;
}

/** Text has no zero octets, and binary files have some early on. */
function isText(octets: Uint8Array): boolean {
  return !octets.subarray(0, 4096).includes(0);
}
