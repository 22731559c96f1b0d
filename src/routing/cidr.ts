// CIDR collections for IP-based routing: which location a client's block belongs to (DG:routing-policy-ipbased). The
// longest block that holds the client counts, but none that is longer than what is known of the client: of a client
// known as 2001:db8::/32 nobody can say whether it is in 2001:db8:0:1::/64. So a block knows the next larger one.
//
//   collection   blocks n | n blocks | prefix table (./prefix-table.ts; its values are block numbers from 1)
//   block        length | location | next larger block, or 0
//
// Location 0 is `*`, the default, which has no blocks.

import { compilePrefixes } from "./compile-prefixes.ts";
import { masked, type Prefix } from "./prefix.ts";
import { findPrefix, type Found } from "./prefix-table.ts";

export interface CidrBlock {
  readonly prefix: Prefix;
  /** The location's number, from 1. */
  readonly location: number;
}

const blockWords = 3;

/** The location of a client of whom `known` bits of address are known; 0 where no block holds it. */
export function locationOf(
  words: Int32Array,
  collection: number,
  family: 4 | 6,
  octets: Uint8Array,
  known: number,
  found: Found,
): number {
  const blocks = collection + 1;
  findPrefix(words, blocks + words[collection] * blockWords, family, octets, found);
  for (let block = found.value; block !== 0;) {
    const at = blocks + (block - 1) * blockWords;
    if (words[at] <= known) return words[at + 1];
    block = words[at + 2];
  }
  return 0;
}

/** The words of a collection, which may lie anywhere. Of equal blocks the later counts. */
export function packCollection(blocks: readonly CidrBlock[]): Int32Array<ArrayBuffer> {
  const numbers = new Map(blocks.map(({ prefix }, index) => [keyOf(prefix), index + 1]));
  const table = compilePrefixes(blocks.map(({ prefix }, index) => ({ prefix, value: index + 1 })));
  const words = new Int32Array(1 + blocks.length * blockWords + table.length);
  words[0] = blocks.length;
  blocks.forEach(({ prefix, location }, index) => {
    words.set([prefix.length, location, largerBlock(prefix, numbers)], 1 + index * blockWords);
  });
  words.set(table, 1 + blocks.length * blockWords);
  return words;
}

function largerBlock({ family, octets, length }: Prefix, numbers: ReadonlyMap<string, number>): number {
  for (let shorter = length - 1; shorter >= 0; shorter--) {
    const number = numbers.get(keyOf({ family, octets: masked(octets.slice(), shorter), length: shorter }));
    if (number !== undefined) return number;
  }
  return 0;
}

function keyOf({ family, octets, length }: Prefix): string {
  return `${family} ${octets.join(".")}/${length}`;
}
