// A zone in the writer's hands: its tree in the packed image and what the writer remembers about it.
// Filled record by record before anyone sees it (./zone-builder.ts), changed RRset by RRset afterwards (./image.ts).
// Readers know a zone only as the pointer of its tree.

import { NameCursor } from "../dns/name-cursor.ts";
import type { Name } from "../dns/name.ts";
import { entryOf, flagExists, nodeVersion, versionFlags } from "./layout.ts";
import { type Candidate, entryRecords, entryWords, packPolicySet } from "./policy-set.ts";
import { eachPlacedNode } from "./tree.ts";
import { RRsetPacker } from "./rrset-packer.ts";
import type { PackNote } from "./rrset-packer.ts";
import type { TreeWriter } from "./tree-writer.ts";

const cursor = new NameCursor();
const packer = new RRsetPacker();

/** What a zone's books say before a batch, for taking the batch back. */
export interface ZoneBooks {
  readonly records: number;
  readonly firstChange: number;
  readonly usedWords: number;
  readonly garbageWords: number;
}

export class Zone {
  readonly apex: Name;
  /** Replaced when the zone is compacted. */
  tree: TreeWriter;
  /** Records that the newest version holds. */
  records = 0;
  /** The first version number that stands in this zone's tree, 0 when none does. */
  firstChange = 0;

  constructor(apex: Name, tree: TreeWriter) {
    this.apex = apex;
    this.tree = tree;
  }

  /** Replaces the RRset of `owner` and `type` in version `number`; no RDATA takes it away. Returns what was left out. */
  setRRset(number: number, owner: Name, type: number, ttlSeconds: number, rdata: readonly Uint8Array[]): PackNote[] {
    cursor.set(owner.wire, 0);
    packer.clear();
    for (const octets of rdata) packer.add(type, ttlSeconds, octets, 0, octets.length, packer.count);
    const notes: PackNote[] = [];
    const rrset = packer.pack(type, this.tree.region, (what) => notes.push(what));
    this.putEntry(this.tree.place(cursor), number, type, rrset);
    return notes;
  }

  /**
   * Replaces what `owner` holds under `type` by candidates for choice, in version `number`; none take it away.
   * `collection` is the CIDR collection of IP-based routing, else 0. Returns what was left out.
   */
  setPolicy(
    number: number,
    owner: Name,
    type: number,
    candidates: readonly Candidate[],
    collection: number,
  ): PackNote[] {
    const notes: PackNote[] = [];
    const { region } = this.tree;
    const entry =
      candidates.length === 0 ? 0 : packPolicySet(candidates, type, collection, region, (what) => notes.push(what));
    cursor.set(owner.wire, 0);
    this.putEntry(this.tree.place(cursor), number, type, entry);
    return notes;
  }

  /** Gives `node` an RRset or policy set that is packed (0: none) in version `number`, and keeps the books. */
  putEntry(node: number, number: number, type: number, entry: number): void {
    const { region } = this.tree;
    const { memory } = region;
    const newest = memory.words[node + nodeVersion];
    const old = newest === 0 ? 0 : entryOf(memory, newest, type);
    if (old === 0 && entry === 0) return;
    if (old !== 0) {
      this.records -= entryRecords(memory, old);
      region.discard(entryWords(memory, old));
    }
    if (entry !== 0) this.records += entryRecords(memory, entry);
    this.tree.setEntry(node, number, type, entry);
    if (number !== 0 && this.firstChange === 0) this.firstChange = number;
  }

  books(): ZoneBooks {
    const { usedWords, garbageWords } = this.tree.region;
    return { records: this.records, firstChange: this.firstChange, usedWords, garbageWords };
  }

  /** After a batch was taken back: what it had laid down is garbage. */
  restore(books: ZoneBooks): void {
    const { region } = this.tree;
    this.records = books.records;
    this.firstChange = books.firstChange;
    region.garbageWords = books.garbageWords + region.usedWords - books.usedWords;
  }

  /** The newest RRset of a node and type, or 0. */
  rrsetAt(node: number, type: number): number {
    const version = this.tree.region.memory.words[node + nodeVersion];
    return version === 0 ? 0 : entryOf(this.tree.region.memory, version, type);
  }

  /** Calls `visit` with every existing node of the newest version, the apex first, then in no order. */
  eachNode(visit: (node: number, version: number) => void): void {
    const { memory } = this.tree.region;
    const { words } = memory;
    eachPlacedNode(memory, this.tree.tree, (node) => {
      const version = words[node + nodeVersion];
      if (version !== 0 && (words[version + versionFlags] & flagExists) !== 0) visit(node, version);
    });
  }
}
