// A zone in the writer's hands: its tree in the packed image and what the writer remembers about it.
// Filled record by record before anyone sees it (./zone-builder.ts), changed RRset by RRset afterwards (./image.ts).
// Readers know a zone only as the pointer of its tree.

import { maxSetsPerName } from "../base/limits.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import type { Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { layDenialIndex } from "./denial-index.ts";
import { denialKey, keyOf, provesDenials, signatureKey, signerKey, tellsOfSigning } from "./entry-keys.ts";
import { entryCount, entryOf, flagExists, nodeVersion, versionEntries, versionFlags } from "./layout.ts";
import { type Candidate, entryRecords, entryWords, packPolicySet } from "./policy-set.ts";
import { eachPlacedNode } from "./tree.ts";
import { RRsetPacker } from "./rrset-packer.ts";
import type { PackNote } from "./rrset-packer.ts";
import type { TreeWriter } from "./tree-writer.ts";

const cursor = new NameCursor();
const packer = new RRsetPacker();

/** What was left out of a zone, or put otherwise than it was given. */
export type SetNote = PackNote | "too-many-types";

/** What a zone's books say before a batch, for taking the batch back. */
export interface ZoneBooks {
  readonly records: number;
  readonly firstChange: number;
  readonly signer: number;
  readonly usedWords: number;
  readonly garbageWords: number;
  readonly policies: number;
}

export class Zone {
  readonly apex: Name;
  /** Replaced when the zone is compacted. */
  tree: TreeWriter;
  /** Records that the newest version holds. */
  records = 0;
  /** The first version number that stands in this zone's tree, 0 when none does. */
  firstChange = 0;
  /** By whose keys the newest version is signed as it is answered (./signer.ts); 0 for nobody's. */
  signer = 0;
  /** What proves denials was changed and is not yet found by the index: call `layDenials`. */
  hasNewDenials = false;

  constructor(apex: Name, tree: TreeWriter) {
    this.apex = apex;
    this.tree = tree;
  }

  /**
   * Replaces the RRset of `owner` and `type` in version `number`; no RDATA takes it away. Returns what was left out. `type`
   * may be a key of signatures (./entry-keys.ts): those of one covered type; RRSIG stands for all signatures of the owner.
   */
  setRRset(number: number, owner: Name, type: number, ttlSeconds: number, rdata: readonly Uint8Array[]): SetNote[] {
    cursor.set(owner.wire, 0);
    packer.clear();
    for (const octets of rdata) {
      packer.add(
        type === RRType.RRSIG ? keyOf(type, octets, 0) : type,
        ttlSeconds,
        octets,
        0,
        octets.length,
        packer.count,
      );
    }
    const notes: SetNote[] = [];
    const node = this.tree.place(cursor);
    for (const key of type === RRType.RRSIG ? this.#signatureKeys(node) : [type]) {
      if (packer.count > 0 && !this.hasRoomFor(node, key)) {
        notes.push("too-many-types");
        continue;
      }
      this.putEntry(
        node,
        number,
        key,
        packer.pack(key, this.tree.region, (what) => notes.push(what)),
      );
    }
    return notes;
  }

  /** Keys of the signatures that stand at a node, or that the packer holds for it. */
  #signatureKeys(node: number): ReadonlySet<number> {
    const { memory } = this.tree.region;
    const version = memory.words[node + nodeVersion];
    const keys = new Set(packer.keys.subarray(0, packer.count));
    for (let i = 0, count = version === 0 ? 0 : entryCount(memory, version); i < count; i++) {
      const key = memory.words[version + versionEntries + i * 2];
      if (key >= signatureKey && key < denialKey) keys.add(key);
    }
    return keys;
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

  /** Whether `node` may be given something under a key: it has that key, or not too many others. */
  hasRoomFor(node: number, key: number): boolean {
    const { memory } = this.tree.region;
    const newest = memory.words[node + nodeVersion];
    return newest === 0 || entryCount(memory, newest) < maxSetsPerName || entryOf(memory, newest, key) !== 0;
  }

  /** Gives `node` an RRset or policy set that is packed (0: none) in version `number`, and keeps the books. */
  putEntry(node: number, number: number, key: number, entry: number): void {
    const { region } = this.tree;
    const { memory } = region;
    const newest = memory.words[node + nodeVersion];
    const old = newest === 0 ? 0 : entryOf(memory, newest, key);
    if (old === 0 && entry === 0) return;
    if (old !== 0) {
      this.records -= entryRecords(memory, old);
      region.discard(entryWords(memory, old));
    }
    if (entry !== 0) this.records += entryRecords(memory, entry);
    this.tree.policies += Number(entry < 0) - Number(old < 0);
    this.tree.setEntry(node, number, key, entry);
    if (provesDenials(key) || (node === this.tree.root && tellsOfSigning(key))) this.hasNewDenials = true;
    if (number !== 0 && this.firstChange === 0) this.firstChange = number;
  }

  /**
   * Makes the proofs of denial that the zone holds now findable in version `number`: the tree's block of them is a new one
   * then. Throws OutOfMemory, and nothing is changed.
   */
  layDenials(number: number): void {
    if (!this.hasNewDenials) return;
    const { tree } = this;
    const block = layDenialIndex(tree);
    if (tree.denials !== null || block !== null) {
      try {
        tree.setEntry(tree.root, number, denialKey, block === null ? 0 : block.at);
      } catch (fault) {
        if (block !== null) tree.region.giveBlock(block);
        throw fault;
      }
    }
    tree.denials = block;
    this.hasNewDenials = false;
    if (number !== 0 && this.firstChange === 0) this.firstChange = number;
  }

  /** Has answers signed by the keys of a number in version `number`; 0 ends that. */
  setSigner(number: number, signer: number): void {
    if (signer === this.signer) return;
    this.tree.setEntry(this.tree.root, number, signerKey, signer);
    this.signer = signer;
    if (number !== 0 && this.firstChange === 0) this.firstChange = number;
  }

  books(): ZoneBooks {
    const { usedWords, garbageWords } = this.tree.region;
    const { policies } = this.tree;
    const { records, firstChange, signer } = this;
    return { records, firstChange, signer, usedWords, garbageWords, policies };
  }

  /** After a batch was taken back: what it had laid down is garbage. */
  restore(books: ZoneBooks): void {
    const { region } = this.tree;
    this.records = books.records;
    this.firstChange = books.firstChange;
    this.signer = books.signer;
    this.tree.policies = books.policies;
    region.garbageWords = books.garbageWords + region.usedWords - books.usedWords;
  }

  /** The newest RRset of a node and key, or 0. */
  rrsetAt(node: number, key: number): number {
    const version = this.tree.region.memory.words[node + nodeVersion];
    return version === 0 ? 0 : entryOf(this.tree.region.memory, version, key);
  }

  /** Calls `visit` with every node of the newest version that exists or has records, the apex first, then in no order. */
  eachNode(visit: (node: number, version: number) => void): void {
    const { memory } = this.tree.region;
    const { words } = memory;
    eachPlacedNode(memory, this.tree.tree, (node) => {
      const version = words[node + nodeVersion];
      if (version === 0) return;
      if ((words[version + versionFlags] & flagExists) !== 0 || entryCount(memory, version) > 0) visit(node, version);
    });
  }
}
