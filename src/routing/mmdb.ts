// Reads an .mmdb file where it lies in memory: the MaxMind DB format, version 2, which several makers of databases write.
//
//   search tree (2 records a node) | 16 zeros | data section (./mmdb-data.ts) | marker | metadata
//
// A search takes a bit of the address a node. A record is a node's number, or says "nothing" (the number of nodes), or
// leads to the data. In a tree for IPv6, IPv4 stands below 96 zeros. Places are decoded once and kept.

import { stateNamed } from "./countries.ts";
import { MmdbData, type MmdbValue } from "./mmdb-data.ts";
import { type Place, placeOf } from "./place.ts";
import type { PlaceTable, Whereabouts } from "./place-table.ts";

const marker = Uint8Array.from([0xab, 0xcd, 0xef, ...Array.from("MaxMind.com", (letter) => letter.charCodeAt(0))]);
const largestMetadata = 128 * 1024;
const separator = 16;

export class Mmdb implements PlaceTable {
  /** What the file says it is, as "GeoLite2-Country". */
  readonly title: string;
  /** When it was made, in seconds from 1970. */
  readonly builtSeconds: number;
  readonly #bytes: Uint8Array;
  readonly #data: MmdbData;
  readonly #nodes: number;
  readonly #recordBits: number;
  readonly #family: 4 | 6;
  /** Where IPv4 begins in a tree for IPv6, and below how many bits of it. */
  readonly #ipv4Root: number;
  readonly #places = new Map<number, Place | null>();

  private constructor(bytes: Uint8Array, data: MmdbData, metadata: Metadata) {
    this.#bytes = bytes;
    this.#data = data;
    this.title = metadata.title;
    this.builtSeconds = metadata.builtSeconds;
    this.#nodes = metadata.nodes;
    this.#recordBits = metadata.recordBits;
    this.#family = metadata.family;
    let root = 0;
    if (this.#family === 6) for (let bit = 0; bit < 96 && root < this.#nodes; bit++) root = this.#record(root, 0);
    this.#ipv4Root = root;
  }

  /** The table in a file's octets, or what is wrong with the file. */
  static open(bytes: Uint8Array): Mmdb | string {
    const at = lastMarker(bytes);
    if (at < 0) return "no metadata of a MaxMind DB";
    const start = at + marker.length;
    const metadata = metadataOf(new MmdbData(bytes, start, bytes.length).read(0));
    if (typeof metadata === "string") return metadata;
    const treeOctets = (metadata.nodes * metadata.recordBits) / 4;
    if (treeOctets + separator > at) return "the search tree is cut off";
    return new Mmdb(bytes, new MmdbData(bytes, treeOctets + separator, at), metadata);
  }

  find(family: 4 | 6, octets: Uint8Array, into: Whereabouts): void {
    into.place = null;
    into.scope = 0;
    if (family === 6 && this.#family === 4) return;
    const bits = family === 4 ? 32 : 128;
    let record = family === 4 ? this.#ipv4Root : 0;
    let depth = 0;
    for (; depth < bits && record < this.#nodes; depth++) {
      record = this.#record(record, (octets[depth >>> 3] >>> (7 - (depth & 7))) & 1);
    }
    into.scope = depth;
    if (record > this.#nodes) into.place = this.#placeAt(record);
  }

  #placeAt(record: number): Place | null {
    const known = this.#places.get(record);
    if (known !== undefined) return known;
    const place = placeOfData(this.#data.read(record - this.#nodes - separator));
    this.#places.set(record, place);
    return place;
  }

  #record(node: number, side: number): number {
    const bytes = this.#bytes;
    const at = (node * this.#recordBits) / 4;
    if (this.#recordBits === 24) return octetsAt(bytes, at + side * 3, 3);
    if (this.#recordBits === 32) return octetsAt(bytes, at + side * 4, 4);
    // 28 bits: the highest four of both records share the middle octet.
    const shared = side === 0 ? bytes[at + 3] >>> 4 : bytes[at + 3] & 15;
    return shared * 0x100_0000 + octetsAt(bytes, at + side * 4, 3);
  }
}

interface Metadata {
  readonly nodes: number;
  readonly recordBits: number;
  readonly family: 4 | 6;
  readonly title: string;
  readonly builtSeconds: number;
}

function metadataOf(value: MmdbValue | undefined): Metadata | string {
  if (!isMap(value)) return "its metadata is broken";
  const { node_count: nodes, record_size: recordBits, ip_version: family } = value;
  const { binary_format_major_version: version, database_type: title, build_epoch: built } = value;
  if (version !== 2) return "its version of the format is not known";
  if (typeof nodes !== "number" || typeof recordBits !== "number") return "its metadata is broken";
  if (recordBits !== 24 && recordBits !== 28 && recordBits !== 32) return `records of ${recordBits} bits are not known`;
  if (family !== 4 && family !== 6) return "it is neither for IPv4 nor for IPv6";
  return {
    nodes,
    recordBits,
    family,
    title: typeof title === "string" ? title : "",
    builtSeconds: typeof built === "number" ? built : 0,
  };
}

/** Databases of cities and countries nest names below codes; plain ones have the codes themselves. */
function placeOfData(value: MmdbValue | undefined): Place | null {
  if (!isMap(value)) return null;
  const { continent, country, subdivisions, location } = value;
  const subdivision = Array.isArray(subdivisions) ? (subdivisions as readonly MmdbValue[])[0] : undefined;
  const where = isMap(location) ? location : value;
  return placeOf({
    continent: codeOf(continent, "code") || codeOf(value["continent_code"], ""),
    country: codeOf(country, "iso_code") || codeOf(value["country_code"], ""),
    subdivision: codeOf(subdivision, "iso_code") || stateOfName(value),
    latitude: numberOf(where["latitude"]),
    longitude: numberOf(where["longitude"]),
  });
}

/** Flat tables of cities (ip-location-db's) name states in English; of no other country is a subdivision asked for. */
function stateOfName({ country_code: country, state1: name }: { readonly [key: string]: MmdbValue }): string {
  return country === "US" && typeof name === "string" ? stateNamed(name) : "";
}

/** A code that stands there itself, or under a key. Longer texts are names. */
function codeOf(value: MmdbValue | undefined, key: string): string {
  const code = isMap(value) ? value[key] : value;
  return typeof code === "string" && code.length <= 3 ? code : "";
}

function numberOf(value: MmdbValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function isMap(value: MmdbValue | undefined): value is { readonly [key: string]: MmdbValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function octetsAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value = value * 256 + bytes[at + i];
  return value;
}

/** Where the last marker stands, within what metadata may take of the file's end; -1 for none. */
function lastMarker(bytes: Uint8Array): number {
  const lowest = Math.max(0, bytes.length - largestMetadata);
  for (let at = bytes.length - marker.length; at >= lowest; at--) {
    if (marker.every((octet, i) => bytes[at + i] === octet)) return at;
  }
  return -1;
}
