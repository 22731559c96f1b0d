// The two orders of denials: names in canonical order, label by label from the right (RFC 4034 §6.1), and hashes in the order
// of their octets, which is that of their digits in base32hex (RFC 5155 §3.3). Names are nodes of one zone here, which are
// linked upwards: their labels are first laid out downwards. Allocates nothing.

import { base32hex } from "../base/encodings.ts";
import { lowerCase } from "../base/octets.ts";
import { compareLabels, maxLabels } from "../dns/name.ts";
import { nodeLabel, nodeParent } from "./layout.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";

/** Digits of a SHA-1 in base32hex. */
export const hashDigits = 32;

const chainA = new Int32Array(maxLabels + 1);
const chainB = new Int32Array(maxLabels + 1);

/** Two nodes of one zone. */
export function compareNodes({ words, bytes }: Memory, a: number, b: number): number {
  const levelsA = layChain(words, a, chainA);
  const levelsB = layChain(words, b, chainB);
  for (let i = 1, common = Math.min(levelsA, levelsB); i <= common; i++) {
    const one = chainA[levelsA - i];
    const other = chainB[levelsB - i];
    if (one === other) continue;
    const order = compareLabels(bytes, (one + nodeLabel) * 4, bytes, (other + nodeLabel) * 4);
    if (order !== 0) return order;
  }
  return levelsA - levelsB;
}

/** A node of a zone, whose apex has `apexLabels`, and a name in it: the cursor's without its first `depth` labels. */
export function compareWithName(
  { words, bytes }: Memory,
  node: number,
  name: NameCursor,
  depth: number,
  apexLabels: number,
): number {
  const levels = layChain(words, node, chainA);
  const last = name.count - apexLabels;
  const labels = last - depth;
  for (let i = 1, common = Math.min(levels, labels); i <= common; i++) {
    const order = compareLabels(bytes, (chainA[levels - i] + nodeLabel) * 4, name.folded, name.labels[last - i]);
    if (order !== 0) return order;
  }
  return levels - labels;
}

/** A node and those above it up to the apex, which is left out: how many. */
function layChain(words: Int32Array, node: number, chain: Int32Array): number {
  let levels = 0;
  for (let at = node; words[at + nodeParent] !== 0; at = words[at + nodeParent]) chain[levels++] = at;
  return levels;
}

/** Where, in octets, the label stands of the node right below the apex that a node is or is below; the apex' own is empty. */
export function labelBelowApex(words: Int32Array, node: number): number {
  let at = node;
  for (let up = words[at + nodeParent]; up !== 0 && words[up + nodeParent] !== 0; up = words[at + nodeParent]) at = up;
  return (at + nodeLabel) * 4;
}

/** Four octets of the label at `bytes[label]`, lower-cased, from its octet `from` on, zeros behind its end: as one number. */
export function labelPrefix(bytes: Uint8Array, label: number, from: number): number {
  const size = bytes[label];
  let prefix = 0;
  for (let i = from + 1; i <= from + 4; i++) prefix = (prefix << 8) | (i <= size ? lowerCase[bytes[label + i]] : 0);
  return prefix;
}

/** Whether the label at `bytes[label]` is a hash in base32hex. */
export function isHashLabel(bytes: Uint8Array, label: number): boolean {
  if (bytes[label] !== hashDigits) return false;
  for (let i = 1; i <= hashDigits; i++) if (base32hex.values[bytes[label + i]] < 0) return false;
  return true;
}

/** Two hashes in base32hex, each after its length octet. */
export const compareHashLabels = compareLabels;

/** A hash in base32hex, after its length octet at `bytes[label]`, and one in octets, with another one behind. */
export function compareWithHash(bytes: Uint8Array, label: number, hash: Uint8Array): number {
  for (let digit = 0, bit = 0; digit < hashDigits; digit++, bit += 5) {
    const octet = bit >> 3;
    const own = base32hex.values[bytes[label + 1 + digit]];
    const order = own - ((((hash[octet] << 8) | hash[octet + 1]) >> (11 - (bit & 7))) & 31);
    if (order !== 0) return order;
  }
  return 0;
}

/** The first 32 bits of the hash in the label at `bytes[label]`. */
export function hashPrefix(bytes: Uint8Array, label: number): number {
  const { values } = base32hex;
  let prefix = 0;
  for (let i = 1; i <= 6; i++) prefix = (prefix << 5) | values[bytes[label + i]];
  return (prefix << 2) | (values[bytes[label + 7]] >>> 3);
}
