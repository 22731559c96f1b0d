// The packed image: how zones lie in the arena. All pointers are word indexes, all fields 32-bit words.
//
//   head (words 0..)      version | hash seed | forest tree | … | one epoch word a worker, a cache line apart
//
//   tree                  table | root node | labels of the root's name | the root's name, in octets | zone number (metrics)
//                         | entries that are policy sets, in the newest version
//   table                 mask | slots taken | slots
//   slots                 slot 0: hash, node | slot 1: hash, node | …      (linear probing, at most 3/4 taken)
//   node                  parent node | newest version | children (writer only) | label: length octet, octets, padding
//   version               number | older version | flags + entries << 16 | entry 0: key, pointer | entry 1 …
//   RRset                 TTL | octets + records << 16 | octets of the records, ready for a message
//     a record            C0 0C | type | class | TTL | RDLENGTH | RDATA (names uncompressed)
//   policy set            ./policy-set.ts; an entry's pointer to one is negative
//   index of denials      ./denial-index.ts; at the apex of a signed zone
//   signer                a number beside those pointers; at the apex of a zone that is signed as it is answered (./signer.ts)
//
// A zone is a tree of names; the forest is a tree whose nodes' entries are zones (key: the view) instead of RRsets
// (key: the type, see ./entry-keys.ts). A child is found by hashing (parent node, label), so names are walked from the root down as
// RFC 1034 §4.3.2 walks them, every ancestor of a name is a node, and an empty non-terminal is a node without entries.
//
// Concurrency: one writer, many readers, no locks. A node's newest version is one word; a reader that pinned version v
// skips versions numbered above v. The writer lays down versions numbered v+1, links them, and stores v+1 into the head:
// the whole batch becomes visible in that store. Number 0 is visible to everyone (laid down before it could be reached).
// Memory is given back only when every worker's epoch has passed the version that retired it (./epochs.ts).

import type { Memory } from "../base/memory.ts";
import { u16At } from "../base/octets.ts";

// Head
export const headVersion = 0;
export const headSeed = 1;
export const headForest = 2;
export const headEpochs = 64;
export const epochStride = 16;
/** Readers that the head has room for. */
export const maxReaders = 250;
/** Of these the first are those who answer questions. The others look for somebody else, and whatever they look at is no answer of theirs. */
export const maxWorkers = 246;
/** The slots before these are the answering workers'. Transfers, traces and questions about questions never delay INSYNC. */
export const transferReader = 246;
export const traceReader = 247;
export const explainReader = 248;
export const testReader = 249;

// Tree
export const treeTable = 0;
export const treeRoot = 1;
export const treeLabels = 2;
export const treeName = 3;
export const treeNumber = 4;
export const treePolicies = 5;
export const treeWords = 6;

// Table
export const tableMask = 0;
export const tableCount = 1;
export const tableSlots = 2;
export const tableWords = 3;

// Node
export const nodeParent = 0;
export const nodeVersion = 1;
export const nodeChildren = 2;
export const nodeLabel = 3;

// Version
export const versionNumber = 0;
export const versionOlder = 1;
export const versionFlags = 2;
export const versionEntries = 3;

/** The node exists: it has entries, or something exists below it (an empty non-terminal, RFC 8020 §2). */
export const flagExists = 1;
/** A zone cut: NS below the apex (RFC 1034 §4.2.1). */
export const flagCut = 2;
/** Holds a DNAME: nothing below it is looked at (RFC 6672 §2.4). */
export const flagDname = 4;
/** Holds a CNAME (RFC 1034 §3.6.2). */
export const flagCname = 8;
/** Something exists below: without it, nothing need be looked for there. */
export const flagParent = 16;
/** Signatures stand here. */
export const flagSigned = 32;

// RRset
export const rrsetTtl = 0;
export const rrsetSize = 1;
export const rrsetRecords = 2;
/** Octets of a record before its RDATA: owner pointer, type, class, TTL, RDLENGTH. */
export const recordHead = 12;

/** Where to look for a label below a parent: the label's hash (NameCursor) stirred with the parent and the arena's seed. */
export function childHash(seed: number, parent: number, label: number): number {
  let hash = label ^ seed ^ Math.imul(parent, 0x9e3779b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** The version of a node that a reader of version `at` sees, or 0. */
export function visibleVersion(memory: Memory, node: number, at: number): number {
  const { words } = memory;
  let version = words[node + nodeVersion];
  while (version !== 0) {
    const number = words[version + versionNumber];
    if (number === 0 || ((number - at) | 0) <= 0) return version;
    version = words[version + versionOlder];
  }
  return 0;
}

/** The pointer that a version holds under `key` (a type, a view), or 0; one to a policy set is negative. */
export function entryOf(memory: Memory, version: number, key: number): number {
  const { words } = memory;
  const count = words[version + versionFlags] >>> 16;
  for (let at = version + versionEntries, end = at + count * 2; at < end; at += 2) {
    if (words[at] === key) return words[at + 1];
  }
  return 0;
}

/** How many entries a version holds. */
export function entryCount(memory: Memory, version: number): number {
  return memory.words[version + versionFlags] >>> 16;
}

/** Records of an RRset, and octets of them. */
export function recordCount(memory: Memory, rrset: number): number {
  return memory.words[rrset + rrsetSize] >>> 16;
}
export function recordOctets(memory: Memory, rrset: number): number {
  return memory.words[rrset + rrsetSize] & 0xffff;
}

/** Where the packed record after the one at octet `record` begins. */
export function nextRecord(bytes: Uint8Array, record: number): number {
  return record + recordHead + u16At(bytes, record + recordHead - 2);
}
