// Writing a tree of the packed image: placing names, and giving a node its next version.
// Used alike for a zone that nobody sees yet (version number 0) and for changes to one that is being served.
// Invariants: a node's words are laid down before the slot that leads to it, a version's before the node points at it;
// existence runs upwards: a node exists when it has entries or an existing child, so every ancestor of a record exists
// (RFC 4592 §2.2.2, RFC 8020 §2). Layout: ./layout.ts.

import {
  entryCount,
  flagCname,
  flagCut,
  flagDname,
  flagExists,
  flagParent,
  flagSigned,
  childHash,
  headSeed,
  nodeChildren,
  nodeLabel,
  nodeParent,
  nodeVersion,
  tableCount,
  tableMask,
  tableSlots,
  tableWords,
  treeLabels,
  treeName,
  treeNumber,
  treePolicies,
  treeRoot,
  treeTable,
  treeWords,
  versionEntries,
  versionFlags,
  versionNumber,
  versionOlder,
} from "./layout.ts";
import { isHashed, signatureKey } from "./entry-keys.ts";
import { RRType } from "../dns/types.ts";
import type { Memory } from "../base/memory.ts";
import type { Name } from "../dns/name.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { Block, Region } from "./region.ts";
import { childOf } from "./tree.ts";

/** What the entries of a tree's nodes are: RRsets by type, or zones by view. */
export type TreeKind = "zone" | "forest";

const firstSlots = 4;
/** No entry has this key: setting it changes nothing but what is said of the children. */
export const noKey = -1;
/** Tables below this size lie in the region; others get a block, which comes back when they grow. */
const smallestBlockWords = 256;

export class TreeWriter {
  readonly tree: number;
  readonly kind: TreeKind;
  readonly region: Region;
  readonly #memory: Memory;
  readonly #labels: number;
  #table = 0;
  /** The block of the table's slots; small tables lie in the region. */
  #slots: Block | null = null;
  /** The block of the index that the apex leads to; null for a zone that proves nothing (./denial-index.ts). */
  denials: Block | null = null;
  /** Takes a block that readers may still be looking at. */
  readonly #retire: (block: Block) => void;

  /** Words changed in place, each followed by what stood there: what a failed commit takes back. */
  readonly #undo: number[];

  constructor(region: Region, kind: TreeKind, root: Name, retire: (block: Block) => void, undo: number[]) {
    this.region = region;
    this.kind = kind;
    this.#memory = region.memory;
    this.#labels = root.labelCount;
    this.#retire = retire;
    this.#undo = undo;
    this.#newTable(firstSlots);
    this.tree = this.#newTree(root);
  }

  /** The root node: the apex of a zone. */
  get root(): number {
    return this.#memory.words[this.tree + treeRoot];
  }

  /** Every block that the tree stands in; the tree must not be used afterwards. */
  release(): Block[] {
    const blocks = this.region.release();
    if (this.#slots !== null) blocks.push(this.#slots);
    if (this.denials !== null) blocks.push(this.denials);
    return blocks;
  }

  /** A number for the zone that metrics may count by. */
  get number(): number {
    return this.#memory.words[this.tree + treeNumber];
  }

  set number(value: number) {
    this.#memory.words[this.tree + treeNumber] = value;
  }

  /** How many entries of the newest version are policy sets. */
  get policies(): number {
    return this.#memory.words[this.tree + treePolicies];
  }

  set policies(value: number) {
    this.#memory.words[this.tree + treePolicies] = value;
  }

  /** The node of a name within this tree; made, with its ancestors, where absent. */
  place(name: NameCursor): number {
    let node = this.root;
    for (let i = name.count - this.#labels - 1; i >= 0; i--) {
      node = this.#step(node, name, i);
    }
    return node;
  }

  /** Gives `node` the entry `key` -> `pointer` in version `number`; pointer 0 takes the entry away. */
  setEntry(node: number, number: number, key: number, pointer: number): void {
    const { words } = this.#memory;
    const newest = words[node + nodeVersion];
    const had = newest === 0 ? 0 : entryCount(this.#memory, newest);
    let kept = 0;
    for (let i = 0; i < had; i++) if (words[newest + versionEntries + i * 2] !== key) kept++;
    const next = this.region.allocate(versionEntries + (kept + (pointer === 0 ? 0 : 1)) * 2);
    let at = next + versionEntries;
    let isPlaced = pointer === 0;
    for (let i = 0; i < had; i++) {
      const from = newest + versionEntries + i * 2;
      if (words[from] === key) continue;
      // Signatures stand behind what they sign: who wants none looks at none.
      if (!isPlaced && key < signatureKey && words[from] >= signatureKey) {
        words[at] = key;
        words[at + 1] = pointer;
        isPlaced = true;
        at += 2;
      }
      words[at] = words[from];
      words[at + 1] = words[from + 1];
      at += 2;
    }
    if (!isPlaced) {
      words[at] = key;
      words[at + 1] = pointer;
      at += 2;
    }
    this.#link(node, number, next, (at - next - versionEntries) / 2);
  }

  /** What the entries of a version say of its node. */
  #flagsOf(node: number, version: number, entries: number): number {
    const { words } = this.#memory;
    if (this.kind === "forest") return entries > 0 ? flagExists : 0;
    let flags = 0;
    for (let at = version + versionEntries, end = at + entries * 2; at < end; at += 2) {
      // RFC 5155 §7.2.8: a name that owns nothing but an NSEC3 does not exist.
      flags |= this.#flagOf(node, words[at]) | (isHashed(words[at]) ? 0 : flagExists);
    }
    return flags;
  }

  #flagOf(node: number, key: number): number {
    if (key >= signatureKey) return flagSigned;
    if (key === RRType.NS) return this.#memory.words[node + nodeParent] === 0 ? 0 : flagCut;
    if (key === RRType.DNAME) return flagDname;
    return key === RRType.CNAME ? flagCname : 0;
  }

  /** Makes `next`, whose entries are laid down, the newest version of `node`. */
  #link(node: number, number: number, next: number, entries: number): void {
    const { words } = this.#memory;
    const newest = words[node + nodeVersion];
    const existed = newest !== 0 && (words[newest + versionFlags] & flagExists) !== 0;
    const flags = this.#flagsOf(node, next, entries);
    const exists = (flags & flagExists) !== 0 || words[node + nodeChildren] > 0 || words[node + nodeParent] === 0;
    words[next + versionNumber] = number;
    words[next + versionOlder] = newest;
    if (newest !== 0) {
      // A version that this same batch laid down was never seen: leave it out of the chain.
      if (words[newest + versionNumber] === number) words[next + versionOlder] = words[newest + versionOlder];
      this.region.discard(versionEntries + entryCount(this.#memory, newest) * 2);
    }
    const parent = words[node + nodeChildren] > 0 ? flagParent : 0;
    words[next + versionFlags] = flags | parent | (exists ? flagExists : 0) | (entries << 16);
    if (number !== 0) this.#undo.push(node + nodeVersion, newest);
    Atomics.store(words, node + nodeVersion, next);
    if (exists !== existed) this.#tellParent(node, number, exists ? 1 : -1);
  }

  #tellParent(node: number, number: number, change: number): void {
    const { words } = this.#memory;
    const parent = words[node + nodeParent];
    if (parent === 0) return;
    if (number !== 0) this.#undo.push(parent + nodeChildren, words[parent + nodeChildren]);
    const had = words[parent + nodeChildren];
    words[parent + nodeChildren] = had + change;
    // The first child and the last one change what readers are told of the parent.
    if (had === 0 || had + change === 0) this.setEntry(parent, number, noKey, 0);
  }

  #step(parent: number, name: NameCursor, i: number): number {
    const found = childOf(this.#memory, this.tree, parent, name, i);
    if (found !== 0) return found;
    const node = this.#newNode(parent, name.bytes, name.start + name.labels[i]);
    const { words } = this.#memory;
    if ((words[this.#table + tableCount] + 1) * 4 > (words[this.#table + tableMask] + 1) * 3) this.#growTable();
    this.#insert(childHash(words[headSeed], parent, name.hashes[i]), node);
    return node;
  }

  #newNode(parent: number, bytes: Uint8Array, label: number): number {
    const size = bytes[label] + 1;
    const { words, bytes: own } = this.#memory;
    const node = this.region.allocate(nodeLabel + ((size + 3) >>> 2));
    words[node + nodeParent] = parent;
    words[node + nodeVersion] = 0;
    words[node + nodeChildren] = 0;
    for (let i = 0, at = (node + nodeLabel) * 4; i < size; i++) own[at + i] = bytes[label + i];
    return node;
  }

  #newTree(root: Name): number {
    const { words, bytes } = this.#memory;
    const tree = this.region.allocate(treeWords);
    const name = this.region.allocate((root.wire.length + 3) >>> 2);
    bytes.set(root.wire, name * 4);
    words[tree + treeTable] = this.#table;
    words[tree + treeRoot] = this.#newNode(0, Uint8Array.of(0), 0);
    words[tree + treeLabels] = this.#labels;
    words[tree + treeName] = name;
    words[tree + treeNumber] = 0;
    words[tree + treePolicies] = 0;
    return tree;
  }

  #insert(hash: number, node: number): void {
    const { words } = this.#memory;
    const mask = words[this.#table + tableMask];
    const slots = words[this.#table + tableSlots];
    let slot = hash & mask;
    while (words[slots + slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
    words[this.#table + tableCount]++;
    words[slots + slot * 2] = hash;
    Atomics.store(words, slots + slot * 2 + 1, node);
  }

  /** Lays down an empty table and makes it the one that is filled; readers see it when the tree points at it. */
  #newTable(slots: number): void {
    const { words } = this.#memory;
    const size = slots * 2;
    const ownBlock = size >= smallestBlockWords;
    // Before a block is taken: whatever finds no room here leaves the table as it was, with its slots.
    const table = this.region.allocate(tableWords);
    const block = ownBlock ? this.region.takeBlock(size) : null;
    const at = block?.at ?? this.region.allocate(size);
    words.fill(0, at, at + size);
    this.#slots = block;
    this.#table = table;
    words[this.#table + tableMask] = slots - 1;
    words[this.#table + tableCount] = 0;
    words[this.#table + tableSlots] = at;
  }

  #growTable(): void {
    const { words } = this.#memory;
    const old = this.#table;
    const oldSlots = this.#slots;
    const count = words[old + tableMask] + 1;
    this.#newTable(count * 2);
    for (let at = words[old + tableSlots], end = at + count * 2; at < end; at += 2) {
      if (words[at + 1] !== 0) this.#insert(words[at], words[at + 1]);
    }
    Atomics.store(words, this.tree + treeTable, this.#table);
    this.region.discard(tableWords + (oldSlots === null ? count * 2 : 0));
    if (oldSlots !== null) this.#retire(oldSlots);
  }
}
