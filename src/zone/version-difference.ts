// What is different between two versions of a zone, as records: those that are there no more, and those that are new (RFC 1995 §4).
// A change laid down new versions of nodes in the same tree, so most nodes are told to be the same by one comparison; a zone that
// was loaded anew is another tree, whose names are looked up in the first one. RRsets are compared record by record in canonical
// order, where a record with another TTL, or with names in other letters, is another record.
// Names are gone through as they lie in memory, which is several times as fast as in the order of the table.
// The other way, from differences to the zone that they make: ./difference.ts.
// The SOA stands for the whole version and is told apart. Invariant: both versions are pinned by the caller (./epochs.ts).

import { compareOctets, OctetWriter } from "../base/octets.ts";
import type { Memory } from "../base/memory.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { maxNameOctets } from "../dns/name.ts";
import { canonicalRdata } from "../dns/rdata.ts";
import { RRType } from "../dns/types.ts";
import { denialKey, typeOfKey } from "./entry-keys.ts";
import {
  entryCount,
  entryOf,
  nextRecord,
  recordCount,
  recordHead,
  recordOctets,
  rrsetRecords,
  treeRoot,
  versionEntries,
  visibleVersion,
} from "./layout.ts";
import { signerOf } from "./signer.ts";
import { eachPlacedNode, nameOfNode, nodeOfName } from "./tree.ts";

/** A version of a zone: its tree, and the version as which a reader looks at it. */
export interface ZoneAt {
  readonly tree: number;
  readonly at: number;
}

/** Records stand in full, uncompressed and one behind the other (RFC 1035 §3.2.1). */
export interface VersionDifference {
  readonly deleted: Uint8Array;
  readonly added: Uint8Array;
  /** What these records take in the image, and what the later version does: which of them is longer to tell. */
  readonly packedOctets: number;
  readonly zoneOctets: number;
}

/** The owner's pointer, which a packed record begins with. */
const pointerOctets = 2;

/** The SOA of a version in full, or null when there is none. */
export function soaAt(memory: Memory, { tree, at }: ZoneAt): Uint8Array | null {
  const root = memory.words[tree + treeRoot];
  const version = visibleVersion(memory, root, at);
  const soa = version === 0 ? 0 : entryOf(memory, version, RRType.SOA);
  if (soa <= 0) return null;
  const side = new Side(memory, { tree, at });
  side.node = root;
  side.record((soa + rrsetRecords) * 4);
  return side.out.copy();
}

/** "too large": it takes more than `mostOctets`. "untellable": one of the versions does not consist of records alone. */
export function differenceOf(
  memory: Memory,
  before: ZoneAt,
  after: ZoneAt,
  mostOctets: number,
): VersionDifference | "too large" | "untellable" {
  return new Comparison(memory, before, after, mostOctets).run();
}

/** One of the two versions, the name under way in it, and the records that it has and the other has not. */
class Side {
  readonly tree: number;
  readonly at: number;
  readonly out = new OctetWriter(256);
  packedOctets = 0;
  readonly name: Uint8Array = new Uint8Array(maxNameOctets);
  /** 0 while the name of the node is not written out. */
  nameEnd = 0;
  #node = 0;
  readonly #memory: Memory;

  constructor(memory: Memory, { tree, at }: ZoneAt) {
    this.#memory = memory;
    this.tree = tree;
    this.at = at;
  }

  get node(): number {
    return this.#node;
  }

  set node(node: number) {
    this.#node = node;
    this.nameEnd = 0;
  }

  /** What the node holds in this version; 0 for nothing. */
  get version(): number {
    const version = this.#node === 0 ? 0 : visibleVersion(this.#memory, this.#node, this.at);
    return version === 0 || entryCount(this.#memory, version) === 0 ? 0 : version;
  }

  spell(): void {
    if (this.nameEnd === 0) this.nameEnd = nameOfNode(this.#memory, this.tree, this.#node, this.name);
  }

  /** Appends the packed record at an octet, under the node's name. */
  record(at: number): void {
    const { bytes } = this.#memory;
    const end = nextRecord(bytes, at);
    this.spell();
    this.out.octets(this.name, 0, this.nameEnd);
    this.out.octets(bytes, at + pointerOctets, end);
    this.packedOctets += end - at;
  }

  set(rrset: number): void {
    const { bytes } = this.#memory;
    let at = (rrset + rrsetRecords) * 4;
    for (let left = recordCount(this.#memory, rrset); left > 0; left--, at = nextRecord(bytes, at)) this.record(at);
  }
}

class Comparison {
  readonly #memory: Memory;
  readonly #before: Side;
  readonly #after: Side;
  readonly #mostOctets: number;
  readonly #cursor = new NameCursor();
  readonly #forms = [new OctetWriter(64), new OctetWriter(64)] as const;
  #zoneOctets = 0;
  #isUntellable: boolean;

  constructor(memory: Memory, before: ZoneAt, after: ZoneAt, mostOctets: number) {
    this.#memory = memory;
    this.#before = new Side(memory, before);
    this.#after = new Side(memory, after);
    this.#mostOctets = mostOctets;
    this.#isUntellable = [before, after].some(({ tree, at }) => signerOf(memory, tree, at) !== 0);
  }

  run(): VersionDifference | "too large" | "untellable" {
    if (this.#before.tree === this.#after.tree) this.#withinTree();
    else this.#acrossTrees();
    if (this.#isUntellable) return "untellable";
    if (this.#isTooLarge) return "too large";
    const [deleted, added] = [this.#before, this.#after];
    return {
      deleted: deleted.out.copy(),
      added: added.out.copy(),
      packedOctets: deleted.packedOctets + added.packedOctets,
      zoneOctets: this.#zoneOctets,
    };
  }

  get #isTooLarge(): boolean {
    return this.#before.out.length + this.#after.out.length > this.#mostOctets;
  }

  get #isOver(): boolean {
    return this.#isUntellable || this.#isTooLarge;
  }

  #withinTree(): void {
    const [before, after] = [this.#before, this.#after];
    for (const node of placedNodes(this.#memory, after.tree)) {
      if (this.#isOver) return;
      before.node = after.node = node;
      this.#compare(before.version, after.version);
    }
  }

  #acrossTrees(): void {
    const [before, after] = [this.#before, this.#after];
    let matched = 0;
    for (const node of placedNodes(this.#memory, after.tree)) {
      if (this.#isOver) return;
      after.node = node;
      this.#find(after, before);
      if (before.node !== 0) matched++;
      const [old, now] = [before.version, after.version];
      if (old !== 0 && now !== 0 && !this.#isSameName()) {
        this.#compare(old, 0);
        this.#compare(0, now);
      } else this.#compare(old, now);
    }
    const nodes = placedNodes(this.#memory, before.tree);
    if (matched === nodes.length) return;
    for (const node of nodes) {
      if (this.#isOver) return;
      before.node = node;
      if (before.version === 0) continue;
      this.#find(before, after);
      if (after.node === 0) this.#compare(before.version, 0);
    }
  }

  /** Brings `other` to the name that `side` is at. */
  #find(side: Side, other: Side): void {
    side.spell();
    this.#cursor.set(side.name, 0);
    other.node = nodeOfName(this.#memory, other.tree, this.#cursor);
  }

  /** Whether both name the node in the same letters: a name keeps its case in a transfer (RFC 5936 §3.4). */
  #isSameName(): boolean {
    const [before, after] = [this.#before, this.#after];
    before.spell();
    after.spell();
    return compareOctets(before.name, 0, before.nameEnd, after.name, 0, after.nameEnd) === 0;
  }

  /** Notes what two versions of a name, 0 for none, have that the other has not. */
  #compare(old: number, now: number): void {
    const memory = this.#memory;
    const { words } = memory;
    for (let i = 0, count = now === 0 ? 0 : entryCount(memory, now); i < count; i++) {
      const key = words[now + versionEntries + i * 2];
      const rrset = words[now + versionEntries + i * 2 + 1];
      if (key >= denialKey) continue;
      if (rrset < 0) return void (this.#isUntellable = true);
      this.#zoneOctets += recordOctets(memory, rrset);
      const was = old === now ? rrset : old === 0 ? 0 : entryOf(memory, old, key);
      if (was < 0) return void (this.#isUntellable = true);
      if (was !== rrset && key !== RRType.SOA) this.#compareSets(typeOfKey(key), was, rrset);
    }
    if (old === now) return;
    for (let i = 0, count = old === 0 ? 0 : entryCount(memory, old); i < count; i++) {
      const key = words[old + versionEntries + i * 2];
      const rrset = words[old + versionEntries + i * 2 + 1];
      if (key >= denialKey || key === RRType.SOA || (now !== 0 && entryOf(memory, now, key) !== 0)) continue;
      if (rrset < 0) return void (this.#isUntellable = true);
      this.#before.set(rrset);
    }
  }

  #compareSets(type: number, old: number, now: number): void {
    const memory = this.#memory;
    const { bytes } = memory;
    if (old === 0) return this.#after.set(now);
    const [oldForm, nowForm] = this.#forms;
    let oldAt = (old + rrsetRecords) * 4;
    let nowAt = (now + rrsetRecords) * 4;
    const oldEnd = oldAt + recordOctets(memory, old);
    const nowEnd = nowAt + recordOctets(memory, now);
    if (compareOctets(bytes, oldAt, oldEnd, bytes, nowAt, nowEnd) === 0) return;
    while (oldAt < oldEnd || nowAt < nowEnd) {
      const oldNext = oldAt < oldEnd ? nextRecord(bytes, oldAt) : oldAt;
      const nowNext = nowAt < nowEnd ? nextRecord(bytes, nowAt) : nowAt;
      const order =
        oldAt === oldEnd
          ? 1
          : nowAt === nowEnd
            ? -1
            : compareForms(
                canonical(type, bytes, oldAt, oldNext, oldForm),
                canonical(type, bytes, nowAt, nowNext, nowForm),
              );
      const isSame = order === 0 && compareOctets(bytes, oldAt, oldNext, bytes, nowAt, nowNext) === 0;
      if (order <= 0 && !isSame) this.#before.record(oldAt);
      if (order >= 0 && !isSame) this.#after.record(nowAt);
      if (order <= 0) oldAt = oldNext;
      if (order >= 0) nowAt = nowNext;
    }
  }
}

/** All nodes of a tree, in the order in which they were placed. */
function placedNodes(memory: Memory, tree: number): Int32Array {
  const nodes: number[] = [];
  eachPlacedNode(memory, tree, (node) => void nodes.push(node));
  return Int32Array.from(nodes).sort();
}

function canonical(type: number, bytes: Uint8Array, record: number, end: number, out: OctetWriter): OctetWriter {
  out.clear();
  canonicalRdata(type, bytes, record + recordHead, end, out);
  return out;
}

function compareForms(a: OctetWriter, b: OctetWriter): number {
  return compareOctets(a.bytes, 0, a.length, b.bytes, 0, b.length);
}
