// The index of what proves that something does not exist: of a signed zone, where each NSEC or NSEC3 stands, in an order in
// which the one that covers a name is soon found (./denial-search.ts). It is laid down whole when the zone is
// published and anew when a change touches what it is made of; the apex leads to it by an entry of its own
// (./entry-keys.ts), so readers of an older version go on with the older index. Unsigned zones have none.
//
//   index        kind | rows | salt octets | iterations | salt, in octets and padding to 64 words | rows
//   NSEC row     first 8 octets of the label below the apex | node    in canonical order of names (RFC 4034 §6.1)
//   NSEC3 row    first 32 bits of the hash | node                     in the order of hashes (RFC 5155 §3.1.7)
//
// So most rows are told apart without a look at their nodes, which lie scattered.
//
// Which records count: those of the chain that NSEC3PARAM names at the apex (RFC 5155 §7.3), else NSEC.

import { maxNsec3Iterations } from "../base/limits.ts";
import { u16At } from "../base/octets.ts";
import { RRType } from "../dns/types.ts";
import { nsec3Sha1 } from "../dnssec/nsec3.ts";
import { entryOf, nextRecord, nodeLabel, nodeVersion, recordCount, recordHead, rrsetRecords } from "./layout.ts";
import { signatureKey } from "./entry-keys.ts";
import {
  compareHashLabels,
  compareNodes,
  hashPrefix,
  isHashLabel,
  labelBelowApex,
  labelPrefix,
} from "./denial-order.ts";
import { eachPlacedNode } from "./tree.ts";
import type { Block } from "./region.ts";
import type { Memory } from "../base/memory.ts";
import type { TreeWriter } from "./tree-writer.ts";

export const indexKind = 0;
export const indexRows = 1;
export const indexSaltOctets = 2;
export const indexIterations = 3;
export const indexSalt = 4;
export const indexFirst = 68;

export const DenialKind = { nsec: 1, nsec3: 2 } as const;
export type DenialKind = (typeof DenialKind)[keyof typeof DenialKind];

/** Words of a row. */
export const nsecRow = 3;
export const nsec3Row = 2;

/** Where the record of row `i` stands. */
export function nodeOfRow(words: Int32Array, index: number, i: number): number {
  const row = words[index + indexKind] === DenialKind.nsec ? nsecRow : nsec3Row;
  return words[index + indexFirst + i * row + row - 1];
}

/** Octets of NSEC3PARAM's RDATA before its salt: algorithm, flags, iterations, salt length (RFC 5155 §4.2). */
const parameterHead = 5;

/** Lays down the index of a zone's newest version; null for one that is unsigned or proves nothing. */
export function layDenialIndex(tree: TreeWriter): Block | null {
  const { memory } = tree.region;
  if (!isSigned(memory, tree.root)) return null;
  const parameters = hashParameters(memory, tree.root);
  if (parameters === 0) return layRows(tree, 0, nsecNodes(tree));
  const nodes = nsec3Nodes(tree, parameters);
  return layRows(tree, parameters, nodes);
}

/** Whether the zone's own keys are there and signed (RFC 4035 §2.1, §2.2). */
export function isSigned(memory: Memory, apex: number): boolean {
  return newest(memory, apex, RRType.DNSKEY) > 0 && newest(memory, apex, signatureKey | RRType.DNSKEY) > 0;
}

/** Where the RDATA begins of an NSEC3PARAM that we go by, or 0: one without flags, hashing by SHA-1 (RFC 5155 §4.1.2). */
export function hashParameters(memory: Memory, apex: number): number {
  const rrset = newest(memory, apex, RRType.NSEC3PARAM);
  if (rrset <= 0) return 0;
  const { bytes } = memory;
  let at = (rrset + rrsetRecords) * 4;
  for (let left = recordCount(memory, rrset); left > 0; left--, at = nextRecord(bytes, at)) {
    if (bytes[at + recordHead] === nsec3Sha1 && bytes[at + recordHead + 1] === 0) return at + recordHead;
  }
  return 0;
}

function nsecNodes(tree: TreeWriter): number[] {
  const { memory } = tree.region;
  const nodes: number[] = [];
  eachPlacedNode(memory, tree.tree, (node) => {
    if (newest(memory, node, RRType.NSEC) > 0) nodes.push(node);
  });
  return inOrder(nodes, (a, b) => compareNodes(memory, a, b));
}

/** Nodes right below the apex that are named by a hash and hold an NSEC3 of these parameters. */
function nsec3Nodes(tree: TreeWriter, parameters: number): number[] {
  const { memory } = tree.region;
  const { words, bytes } = memory;
  if (u16At(bytes, parameters + 2) > maxNsec3Iterations) return []; // RFC 9276 §3.2
  const nodes: number[] = [];
  eachPlacedNode(memory, tree.tree, (node) => {
    const rrset = newest(memory, node, RRType.NSEC3);
    if (rrset <= 0 || words[node] !== tree.root || !isHashLabel(bytes, (node + nodeLabel) * 4)) return;
    if (isOfChain(bytes, (rrset + rrsetRecords) * 4 + recordHead, parameters)) nodes.push(node);
  });
  return inOrder(nodes, (a, b) => compareHashLabels(bytes, (a + nodeLabel) * 4, bytes, (b + nodeLabel) * 4));
}

/** RFC 5155 §7.2: the same algorithm, iterations and salt; flags may differ (opt-out). */
function isOfChain(bytes: Uint8Array, nsec3: number, parameters: number): boolean {
  if (bytes[nsec3] !== bytes[parameters]) return false;
  for (let i = 2, end = parameterHead + bytes[parameters + 4]; i < end; i++) {
    if (bytes[nsec3 + i] !== bytes[parameters + i]) return false;
  }
  return true;
}

/** Signed zone files are written in order, and nodes lie in the order of the file: sorted so, few comparisons are left. */
function inOrder(nodes: number[], compare: (a: number, b: number) => number): number[] {
  return Array.from(Int32Array.from(nodes).sort()).sort(compare);
}

function layRows(tree: TreeWriter, parameters: number, nodes: readonly number[]): Block | null {
  if (nodes.length === 0) return null;
  const { words, bytes } = tree.region.memory;
  const row = parameters === 0 ? nsecRow : nsec3Row;
  const block = tree.region.takeBlock(indexFirst + nodes.length * row);
  const { at } = block;
  words.fill(0, at, at + indexFirst);
  words[at + indexKind] = parameters === 0 ? DenialKind.nsec : DenialKind.nsec3;
  words[at + indexRows] = nodes.length;
  if (parameters !== 0) {
    const octets = bytes[parameters + 4];
    words[at + indexSaltOctets] = octets;
    words[at + indexIterations] = u16At(bytes, parameters + 2);
    bytes.copyWithin((at + indexSalt) * 4, parameters + parameterHead, parameters + parameterHead + octets);
  }
  let to = at + indexFirst;
  for (const node of nodes) {
    if (parameters !== 0) words[to++] = hashPrefix(bytes, (node + nodeLabel) * 4);
    else {
      const label = labelBelowApex(words, node);
      words[to++] = labelPrefix(bytes, label, 0);
      words[to++] = labelPrefix(bytes, label, 4);
    }
    words[to++] = node;
  }
  return block;
}

/** What a node holds under a key in the newest version. */
function newest(memory: Memory, node: number, key: number): number {
  const version = memory.words[node + nodeVersion];
  return version === 0 ? 0 : entryOf(memory, version, key);
}
