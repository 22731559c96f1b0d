// Policy sets: what a node holds under a type where several record sets stand for choice (Route 53's routing policies), or
// one that is an alias or has a health check. A version's entry leads to an RRset by a positive pointer, to a policy set
// by a negative one, so an answer without policies asks nothing more than it did.
//
//   policy set   a group (../routing/group.ts), at minus the entry; the value of its sets leads to
//   candidate    identifier | RRset                                             value: where the RRset begins
//   alias        identifier | view | type | octets of the target's name         value: where the view stands
//   identifier   length octet, octets of UTF-8, padding
//
// An alias names its target: names stay true when zones are changed, compacted or replaced; finding one costs a few probes.
// `view` is that of the target's zone alone (./views.ts), or that of the hosts.

import type { Memory } from "../base/memory.ts";
import { nameLength } from "../dns/name.ts";
import type { Name } from "../dns/name.ts";
import { flagAlias, setAt, setCount, setFlags, setValue } from "../routing/group.ts";
import { groupSize, packGroup, type Routing } from "../routing/pack.ts";
import { recordCount } from "./layout.ts";
import type { Region } from "./region.ts";
import { type PackNote, RRsetPacker, rrsetWords } from "./rrset-packer.ts";

/** One record set of a policy set. */
export interface Candidate {
  /** The set identifier; "" for the only one. */
  readonly identifier: string;
  readonly routing: Routing;
  /** The health check's number in the board, 0 for none. */
  readonly check: number;
  readonly answer: CandidateRecords | AliasTarget;
}

export interface CandidateRecords {
  readonly ttlSeconds: number;
  /** Valid, uncompressed wire form; at least one. */
  readonly rdata: readonly Uint8Array[];
}

export interface AliasTarget {
  readonly view: number;
  readonly name: Name;
  readonly evaluatesHealth: boolean;
}

const aliasView = 0;
const aliasType = 1;
const aliasName = 2;
/** The word before a candidate leads to its identifier. */
const identifierBefore = 1;

const packer = new RRsetPacker(identifierBefore);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Packs the candidates of a type, of one policy each; returns the entry that leads to them. */
export function packPolicySet(
  candidates: readonly Candidate[],
  type: number,
  collection: number,
  region: Region,
  note: (what: PackNote) => void,
): number {
  const sets = candidates.map(({ identifier, routing, check, answer }) => {
    const isAlias = "view" in answer;
    const value = isAlias
      ? packAlias(identifier, answer, type, region)
      : packRecords(identifier, answer, type, region, note);
    return { routing, value, check, alias: isAlias ? (answer.evaluatesHealth ? "evaluate" : "trust") : null } as const;
  });
  const group = region.allocate(groupSize(sets.length));
  packGroup(region.memory.words, group, sets, collection);
  return -group;
}

function packRecords(
  identifier: string,
  { ttlSeconds, rdata }: CandidateRecords,
  type: number,
  region: Region,
  note: (what: PackNote) => void,
): number {
  packer.clear();
  for (const octets of rdata) packer.add(type, ttlSeconds, octets, 0, octets.length, packer.count);
  const at = packer.pack(type, region, note);
  region.memory.words[at - identifierBefore] = packIdentifier(identifier, region);
  return at;
}

function packAlias(identifier: string, { view, name }: AliasTarget, type: number, region: Region): number {
  const text = packIdentifier(identifier, region);
  const at = region.allocate(identifierBefore + aliasName + wordsOf(name.wire.length)) + identifierBefore;
  const { words, bytes } = region.memory;
  words[at - identifierBefore] = text;
  words[at + aliasView] = view;
  words[at + aliasType] = type;
  bytes.set(name.wire, (at + aliasName) * 4);
  return at;
}

function packIdentifier(identifier: string, region: Region): number {
  const octets = encoder.encode(identifier).subarray(0, 255);
  const at = region.allocate(wordsOf(octets.length + 1));
  const { bytes } = region.memory;
  bytes[at * 4] = octets.length;
  bytes.set(octets, at * 4 + 1);
  return at;
}

/** What a candidate is called. For tellings. */
export function identifierOf(memory: Memory, value: number): string {
  const at = memory.words[value - identifierBefore] * 4;
  return decoder.decode(memory.bytes.slice(at + 1, at + 1 + memory.bytes[at]));
}

/** The view of the zone that an alias's target is in. */
export function targetView(memory: Memory, value: number): number {
  return memory.words[value + aliasView];
}

export function targetType(memory: Memory, value: number): number {
  return memory.words[value + aliasType];
}

/** Where the name of an alias's target begins, in octets of the image. */
export function targetName(value: number): number {
  return (value + aliasName) * 4;
}

/** Words that an entry stands in: an RRset's, or those of a policy set with all that it leads to. */
export function entryWords(memory: Memory, entry: number): number {
  if (entry > 0) return rrsetWords(memory, entry);
  const { words, bytes } = memory;
  const count = setCount(words, -entry);
  let size = groupSize(count);
  for (let i = 0; i < count; i++) {
    const value = words[setAt(-entry, i) + setValue];
    const identifier = words[value - identifierBefore];
    size += identifierBefore + candidateWords(memory, setAt(-entry, i)) + wordsOf(bytes[identifier * 4] + 1);
  }
  return size;
}

/** Records of an entry; an alias counts as one. */
export function entryRecords(memory: Memory, entry: number): number {
  if (entry > 0) return recordCount(memory, entry);
  const { words } = memory;
  let records = 0;
  for (let i = 0, count = setCount(words, -entry); i < count; i++) {
    const set = setAt(-entry, i);
    records += isAlias(words, set) ? 1 : recordCount(memory, words[set + setValue]);
  }
  return records;
}

/** Copies what an entry leads to into another region; returns the entry that leads there. */
export function copyEntry(memory: Memory, entry: number, region: Region): number {
  const { words } = memory;
  if (entry > 0) return copyWords(words, entry, rrsetWords(memory, entry), region);
  const count = setCount(words, -entry);
  const group = copyWords(words, -entry, groupSize(count), region);
  for (let i = 0; i < count; i++) {
    const set = setAt(group, i);
    const value = words[set + setValue];
    const from = words[value - identifierBefore];
    const identifier = copyWords(words, from, wordsOf(memory.bytes[from * 4] + 1), region);
    const size = identifierBefore + candidateWords(memory, set);
    const candidate = copyWords(words, value - identifierBefore, size, region);
    words[candidate] = identifier;
    words[set + setValue] = candidate + identifierBefore;
  }
  return -group;
}

function copyWords(words: Int32Array, from: number, size: number, region: Region): number {
  const at = region.allocate(size);
  words.copyWithin(at, from, from + size);
  return at;
}

function candidateWords(memory: Memory, set: number): number {
  const { words, bytes } = memory;
  const value = words[set + setValue];
  if (!isAlias(words, set)) return rrsetWords(memory, value);
  return aliasName + wordsOf(nameLength(bytes, targetName(value), bytes.length));
}

function isAlias(words: Int32Array, set: number): boolean {
  return (words[set + setFlags] & flagAlias) !== 0;
}

function wordsOf(octets: number): number {
  return (octets + 3) >>> 2;
}
