// Writes .mmdb files for tests, by the format's specification: a search tree, a data section with pointers, metadata.

import type { MmdbValue } from "../../src/routing/mmdb-data.ts";
import type { Prefix } from "../../src/routing/prefix.ts";

export interface MmdbRow {
  readonly prefix: Prefix;
  readonly data: MmdbValue;
}

export interface MmdbForm {
  readonly family: 4 | 6;
  readonly recordBits: 24 | 28 | 32;
}

type Side = Node | { readonly data: number } | null;
interface Node {
  readonly sides: [Side, Side];
  number: number;
}

export function mmdbFile(rows: readonly MmdbRow[], { family, recordBits }: MmdbForm): Uint8Array<ArrayBuffer> {
  const section = new Section();
  const root: Node = { sides: [null, null], number: 0 };
  for (const { prefix, data } of rows) put(root, bitsOf(prefix, family), { data: section.add(data) });
  const nodes: Node[] = [];
  number(root, nodes);
  const metadata: MmdbValue = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: "Signpost-Test",
    description: { en: "for tests" },
    ip_version: family,
    languages: ["en"],
    node_count: nodes.length,
    record_size: recordBits,
  };
  const tree = nodes.flatMap(({ sides }) => {
    const [left, right] = sides.map((side) => recordOf(side, nodes.length));
    return recordOctets(left, right, recordBits);
  });
  const marker = [0xab, 0xcd, 0xef, ...Array.from("MaxMind.com", (letter) => letter.charCodeAt(0))];
  return Uint8Array.from([...tree, ...zeros(16), ...section.octets, ...marker, ...new Section().value(metadata)]);
}

function put(root: Node, bits: readonly number[], leaf: Side): void {
  let node = root;
  bits.forEach((bit, i) => {
    if (i === bits.length - 1) {
      node.sides[bit] = leaf;
      return;
    }
    const next = node.sides[bit];
    // A leaf above is split: what it said goes on being said beside the new one.
    const inner: Node = next !== null && "sides" in next ? next : { sides: [next, next], number: 0 };
    node.sides[bit] = inner;
    node = inner;
  });
}

function bitsOf({ family, octets, length }: Prefix, tree: 4 | 6): number[] {
  const bits = Array.from(octets).flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (octet >>> shift) & 1));
  return [...(family === 4 && tree === 6 ? zeros(96) : []), ...bits.slice(0, length)];
}

function number(node: Node, nodes: Node[]): void {
  node.number = nodes.push(node) - 1;
  for (const side of node.sides) if (side !== null && "sides" in side) number(side, nodes);
}

function recordOf(side: Side, count: number): number {
  if (side === null) return count;
  return "sides" in side ? side.number : count + 16 + side.data;
}

function recordOctets(left: number, right: number, bits: number): number[] {
  if (bits === 24) return [...big(left, 3), ...big(right, 3)];
  if (bits === 32) return [...big(left, 4), ...big(right, 4)];
  const middle = ((left >>> 24) << 4) | (right >>> 24);
  return [...big(left & 0xff_ffff, 3), middle, ...big(right & 0xff_ffff, 3)];
}

/** A data section: values one after another, each text that came before a pointer to it. */
class Section {
  readonly octets: number[] = [];
  readonly #texts = new Map<string, number>();

  /** Appends a value and returns its offset. Texts in it go first, so that it can point at them. */
  add(value: MmdbValue): number {
    for (const text of textsOf(value)) {
      if (this.#texts.has(text)) continue;
      this.#texts.set(text, this.octets.length);
      this.octets.push(...this.#text(text));
    }
    const at = this.octets.length;
    this.octets.push(...this.value(value));
    return at;
  }

  value(value: MmdbValue): number[] {
    if (value === null) return [...control(4, 0)];
    if (typeof value === "string") {
      const known = this.#texts.get(value);
      return known === undefined ? this.#text(value) : pointer(known);
    }
    if (typeof value === "number") return Number.isInteger(value) && value >= 0 ? unsigned(value) : double(value);
    if (typeof value === "boolean") return control(14, Number(value));
    if (Array.isArray(value)) {
      const items = value as readonly MmdbValue[];
      return [...control(11, items.length), ...items.flatMap((item) => this.value(item))];
    }
    const pairs = Object.entries(value);
    return [...control(7, pairs.length), ...pairs.flatMap(([key, item]) => [...this.value(key), ...this.value(item)])];
  }

  #text(text: string): number[] {
    const octets = new TextEncoder().encode(text);
    return [...control(2, octets.length), ...octets];
  }
}

function textsOf(value: MmdbValue): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(textsOf)];
}

function control(type: number, size: number): number[] {
  const [short, more] =
    size < 29
      ? [size, []]
      : size < 285
        ? [29, big(size - 29, 1)]
        : size < 65_821
          ? [30, big(size - 285, 2)]
          : [31, big(size - 65_821, 3)];
  return type > 7 ? [short, type - 7, ...more] : [(type << 5) | short, ...more];
}

function pointer(offset: number): number[] {
  if (offset < 2048) return [0x20 | (offset >>> 8), offset & 0xff];
  if (offset < 526_336) return [0x28 | ((offset - 2048) >>> 16), ...big((offset - 2048) & 0xffff, 2)];
  return [0x38, ...big(offset, 4)];
}

function unsigned(value: number): number[] {
  const size = value < 2 ** 16 ? 2 : value < 2 ** 32 ? 4 : 8;
  return [...control(size === 2 ? 5 : size === 4 ? 6 : 9, size), ...big(value, size)];
}

function double(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return [...control(3, 8), ...new Uint8Array(view.buffer)];
}

function big(value: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) % 256);
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
