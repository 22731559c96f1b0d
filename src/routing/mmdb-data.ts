// Values in the data section of an .mmdb file: the MaxMind DB format, version 2 (its specification is public). A value is
// a control octet (type in three bits, size in five), more octets of type and size where those do not suffice, then its
// octets; maps and arrays hold values; a pointer stands for a value elsewhere in the section.
// Invariant: whatever the octets say, decoding ends: `maxMmdbDepth` deep, `maxMmdbValues` values, never out of bounds.

import { maxMmdbDepth, maxMmdbValues } from "../base/limits.ts";

export type MmdbValue = string | number | boolean | null | readonly MmdbValue[] | { readonly [key: string]: MmdbValue };

const typePointer = 1;
const typeString = 2;
const typeDouble = 3;
const typeMap = 7;
const typeInt32 = 8;
const typeArray = 11;
const typeBoolean = 14;
const typeFloat = 15;
/** Unsigned numbers of 16, 32, 64 and 128 bits; a Number holds the last two to 53 bits, which is enough for a date. */
const unsignedTypes = [5, 6, 9, 10];

/** What each way of writing a pointer begins at. */
const pointerBases = [0, 2048, 526_336, 0];

const decoder = new TextDecoder();

export class MmdbData {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #start: number;
  readonly #end: number;
  #at = 0;
  #values = 0;

  /** The section that lies at `start` to `end`; pointers count from its start. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#start = start;
    this.#end = end;
  }

  /** The value at an offset of the section; undefined where the section is broken. */
  read(offset: number): MmdbValue | undefined {
    this.#at = this.#start + offset;
    this.#values = 0;
    return this.#value(0);
  }

  #value(depth: number): MmdbValue | undefined {
    if (depth > maxMmdbDepth || ++this.#values > maxMmdbValues || !this.#has(1)) return undefined;
    const control = this.#bytes[this.#at++];
    let type = control >>> 5;
    if (type === typePointer) return this.#pointed(control, depth);
    if (type === 0) {
      if (!this.#has(1)) return undefined;
      type = 7 + this.#bytes[this.#at++];
    }
    const size = this.#size(control & 31);
    if (size < 0) return undefined;
    if (type === typeMap) return this.#map(size, depth);
    if (type === typeArray) return this.#array(size, depth);
    if (type === typeBoolean) return size !== 0;
    return this.#scalar(type, size);
  }

  /** Sizes from 29 on have further octets (1, 2 or 3), which count from where the shorter way ends. */
  #size(short: number): number {
    const more = short - 28;
    if (more <= 0) return short;
    if (!this.#has(more)) return -1;
    return [29, 285, 65_821][more - 1] + this.#unsigned(more);
  }

  #pointed(control: number, depth: number): MmdbValue | undefined {
    const way = (control >>> 3) & 3;
    if (!this.#has(way + 1)) return undefined;
    const high = way === 3 ? 0 : (control & 7) * 256 ** (way + 1);
    const target = this.#start + high + this.#unsigned(way + 1) + pointerBases[way];
    const behind = this.#at;
    this.#at = target;
    const value = this.#value(depth + 1);
    this.#at = behind;
    return value;
  }

  #map(size: number, depth: number): MmdbValue | undefined {
    const map: Record<string, MmdbValue> = {};
    for (let i = 0; i < size; i++) {
      const key = this.#value(depth + 1);
      const value = this.#value(depth + 1);
      if (typeof key !== "string" || value === undefined) return undefined;
      map[key] = value;
    }
    return map;
  }

  #array(size: number, depth: number): MmdbValue | undefined {
    const array: MmdbValue[] = [];
    for (let i = 0; i < size; i++) {
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      array.push(value);
    }
    return array;
  }

  #scalar(type: number, size: number): MmdbValue | undefined {
    if (!this.#has(size)) return undefined;
    if (unsignedTypes.includes(type)) return this.#unsigned(size);
    const at = this.#at;
    this.#at += size;
    if (type === typeString) return decoder.decode(this.#bytes.slice(at, at + size));
    if (type === typeDouble && size === 8) return this.#view.getFloat64(at);
    if (type === typeFloat && size === 4) return this.#view.getFloat32(at);
    if (type === typeInt32) return this.#signed(at, size);
    // Octets, and types to come: passed over.
    return null;
  }

  #signed(at: number, size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = (value << 8) | this.#bytes[at + i];
    return value;
  }

  #unsigned(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.#bytes[this.#at++];
    return value;
  }

  #has(octets: number): boolean {
    return this.#at >= this.#start && this.#at + octets <= this.#end;
  }
}
