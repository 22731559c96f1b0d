// Reading a tree of the packed image: from a node to its child, and round all nodes.
// The walk goes from the root of the tree down, label by label, as RFC 1034 §4.3.2 step 3 does.
// Layout and concurrency: ./layout.ts. Writing: ./tree-writer.ts. The search with its outcomes: ./find.ts.

import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import { lowerCase } from "../base/octets.ts";
import {
  childHash,
  headSeed,
  nodeLabel,
  nodeParent,
  tableMask,
  tableSlots,
  treeLabels,
  treeName,
  treeRoot,
  treeTable,
} from "./layout.ts";

/** The child of `parent` by label `i` of `name`, or 0. Whether it exists is its version's to say. */
export function childOf(memory: Memory, tree: number, parent: number, name: NameCursor, i: number): number {
  const { words } = memory;
  const table = words[tree + treeTable];
  const mask = words[table + tableMask];
  const slots = words[table + tableSlots];
  const hash = childHash(words[headSeed], parent, name.hashes[i]);
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const at = slots + slot * 2;
    const node = words[at + 1];
    if (node === 0) return 0;
    if (words[at] === hash && words[node + nodeParent] === parent && hasLabel(memory, node, name, i)) return node;
  }
}

/** The node of a name within this tree, whether or not it exists, looking past cuts and DNAMEs; or 0. */
export function nodeOfName(memory: Memory, tree: number, name: NameCursor): number {
  const { words } = memory;
  let node = words[tree + treeRoot];
  for (let i = name.count - words[tree + treeLabels] - 1; i >= 0 && node !== 0; i--) {
    node = childOf(memory, tree, node, name, i);
  }
  return node;
}

function hasLabel(memory: Memory, node: number, name: NameCursor, i: number): boolean {
  const own = memory.bytes;
  const { folded } = name;
  const label = name.labels[i];
  const start = (node + nodeLabel) * 4 - label;
  const end = label + folded[label];
  for (let at = label; at <= end; at++) {
    const octet = own[start + at];
    if (octet !== folded[at] && lowerCase[octet] !== folded[at]) return false;
  }
  return true;
}

/** Calls `visit` with every node of a tree that was ever placed, the root first, then in no order. */
export function eachPlacedNode(memory: Memory, tree: number, visit: (node: number) => void): void {
  const { words } = memory;
  visit(words[tree + treeRoot]);
  const table = words[tree + treeTable];
  const slots = words[table + tableSlots];
  for (let slot = slots, end = slots + (words[table + tableMask] + 1) * 2; slot < end; slot += 2) {
    if (words[slot + 1] !== 0) visit(words[slot + 1]);
  }
}

/** Writes the whole name of a node to `out[start]`, which has room for 255 octets, and returns where it ends. */
export function nameOfNode(memory: Memory, tree: number, node: number, out: Uint8Array, start = 0): number {
  const { words, bytes } = memory;
  let end = start;
  for (let at = node; words[at + nodeParent] !== 0; at = words[at + nodeParent]) {
    const label = (at + nodeLabel) * 4;
    for (let i = 0, size = bytes[label]; i <= size; i++) out[end++] = bytes[label + i];
  }
  for (let from = words[tree + treeName] * 4; ;) {
    const size = bytes[from];
    for (let i = 0; i <= size; i++) out[end++] = bytes[from++];
    if (size === 0) return end;
  }
}
