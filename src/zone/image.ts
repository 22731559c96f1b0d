// The image: all zones that are served, in the hands of their one writer.
// A commit lays down any number of edits under the next version number and makes them visible in one store; readers
// that pinned an earlier version go on seeing that one. Memory that a commit retires returns when all readers are past it.
// Layout and concurrency: ./layout.ts. Readers: ./epochs.ts and ./search.ts. Compaction: ./compact.ts.

import { BlockAllocator, OutOfMemory } from "../base/memory.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { Name } from "../dns/name.ts";
import { copyTree } from "./compact.ts";
import { seenByAll } from "./epochs.ts";
import { headForest, headSeed, headVersion } from "./layout.ts";
import { Region } from "./region.ts";
import { TreeWriter } from "./tree-writer.ts";
import { Zone } from "./zone.ts";
import type { ZoneBooks } from "./zone.ts";
import type { Memory } from "../base/memory.ts";
import type { Block } from "./region.ts";
import type { PackNote } from "./rrset-packer.ts";

/** Sets the RRset of an owner and type in a zone; no RDATA takes it away. RDATA is valid, uncompressed wire form. */
export interface RRsetChange {
  readonly zone: Zone;
  readonly owner: Name;
  readonly type: number;
  readonly ttlSeconds: number;
  readonly rdata: readonly Uint8Array[];
}

/** The view of zones that everyone sees. */
export const publicView = 0;

/** A zone is compacted when this many words of it are garbage and they outweigh what lives. */
const compactionFloorWords = 16_384;
/** A version number must not stand in a tree longer than serial arithmetic can tell old from new (half of 2^31). */
const staleAfterVersions = 2 ** 30;

export class Image {
  readonly memory: Memory;
  readonly allocator: BlockAllocator;
  /** The zones served, by the key of their apex. */
  readonly zones = new Map<string, Zone>();
  #forest: TreeWriter;
  #retired: { number: number; blocks: Block[] }[] = [];
  #retiring: Block[] = [];
  #zoneNumber = 0;
  /** Words that the commit under way changed in place, each followed by what stood there. */
  readonly #undo: number[] = [];
  readonly #retire = (block: Block): void => void this.#retiring.push(block);
  readonly #cursor = new NameCursor();

  /** Makes the empty image in a fresh arena. `seed` is random: it keeps the hash tables' order from being guessed. */
  constructor(memory: Memory, seed: number) {
    this.memory = memory;
    this.allocator = new BlockAllocator(memory);
    memory.words[headSeed] = seed;
    this.#forest = this.#newForest();
    memory.words[headForest] = this.#forest.tree;
    Atomics.store(memory.words, headVersion, 1);
  }

  /** The version that readers pin from now on. */
  get version(): number {
    return Atomics.load(this.memory.words, headVersion);
  }

  /** Octets of the arena in use: zones, the forest and what is retired but not yet returned. */
  get usedOctets(): number {
    return this.allocator.usedWords * 4;
  }

  /** A zone that nobody sees yet, to be filled by a ZoneBuilder and then served by `publish`. */
  newZone(apex: Name): Zone {
    const zone = new Zone(apex, this.#newTree(apex));
    zone.tree.number = ++this.#zoneNumber;
    return zone;
  }

  /** Returns the memory of a zone that was built and never published. */
  abandon(zone: Zone): void {
    this.#give(zone.tree.release());
  }

  /** Serves `put`, each in the place of the zone with its apex, and no longer serves `remove`: all in one version. */
  publish(put: readonly Zone[], remove: readonly Name[] = []): number {
    const leaving = remove.filter((apex) => this.zones.has(apex.key));
    const number = this.#commit((next) => {
      for (const zone of put) this.#enter(zone.apex, zone.tree.tree, next);
      for (const apex of leaving) this.#enter(apex, 0, next);
    });
    // Only now: had the commit failed, what was served would still be.
    for (const zone of put) this.#exchange(zone.apex, zone);
    for (const apex of leaving) this.#exchange(apex, null);
    return number;
  }

  /** Applies all changes in one version, in order. What packing left out is told to `note`. */
  apply(changes: readonly RRsetChange[], note?: (change: RRsetChange, notes: PackNote[]) => void): number {
    const touched = new Map<Zone, ZoneBooks>();
    for (const { zone } of changes) if (!touched.has(zone)) touched.set(zone, zone.books());
    let number: number;
    try {
      number = this.#commit((next) => {
        for (const change of changes) {
          const notes = change.zone.setRRset(next, change.owner, change.type, change.ttlSeconds, change.rdata);
          if (notes.length > 0) note?.(change, notes);
        }
      });
    } catch (fault) {
      for (const [zone, books] of touched) zone.restore(books);
      for (const zone of touched.keys()) this.#compactIfRoom(zone);
      throw fault;
    }
    for (const zone of touched.keys()) this.#compactIfDue(zone);
    return number;
  }

  /** True when every worker answers from version `number` or a later one. */
  seenByAll(number: number): boolean {
    return seenByAll(this.memory, number);
  }

  /** Gives back memory that no reader can reach any more. Called at each commit; call it when idle, too. */
  reclaim(): void {
    let done = 0;
    for (; done < this.#retired.length && this.seenByAll(this.#retired[done].number); done++) {
      this.#give(this.#retired[done].blocks);
    }
    if (done > 0) this.#retired.splice(0, done);
  }

  /** Moves a zone into new memory without its garbage; readers move over at their next batch. */
  compact(zone: Zone): void {
    const tree = this.#newTree(zone.apex);
    try {
      copyTree(zone, tree);
    } catch (fault) {
      this.#give(tree.release());
      throw fault;
    }
    tree.number = zone.tree.number;
    this.#commit((number) => this.#enter(zone.apex, tree.tree, number));
    const old = zone.tree;
    zone.tree = tree;
    zone.firstChange = 0;
    this.#retired.push({ number: this.version, blocks: old.release() });
  }

  #compactIfDue(zone: Zone): void {
    const { region } = zone.tree;
    const stale = zone.firstChange !== 0 && ((this.version - zone.firstChange) | 0) > staleAfterVersions;
    const wasteful = region.garbageWords > compactionFloorWords && region.garbageWords * 2 > region.usedWords;
    if (stale || wasteful) this.compact(zone);
  }

  /** After a batch that did not fit: its remains are garbage, and the room is wanted back now. */
  #compactIfRoom(zone: Zone): void {
    try {
      this.compact(zone);
      this.reclaim();
    } catch (fault) {
      if (!(fault instanceof OutOfMemory)) throw fault;
    }
  }

  /** All of `edit` under the next version number, or nothing of it. */
  #commit(edit: (number: number) => void): number {
    this.reclaim();
    const number = (this.version + 1) | 0 || 1;
    this.#undo.length = 0;
    try {
      edit(number);
    } catch (fault) {
      // What the edit laid down under this number must not become visible with the next commit.
      for (let i = this.#undo.length - 2; i >= 0; i -= 2) this.memory.words[this.#undo[i]] = this.#undo[i + 1];
      throw fault;
    }
    Atomics.store(this.memory.words, headVersion, number);
    if (this.#retiring.length > 0) this.#retired.push({ number, blocks: this.#retiring.splice(0) });
    if (this.#forest.region.garbageWords > compactionFloorWords) this.#compactForest();
    return number;
  }

  #give(blocks: readonly Block[]): void {
    for (const block of blocks) this.allocator.give(block.at, block.order);
  }

  /** Books the zone of an apex, and retires the one that readers no longer find. */
  #exchange(apex: Name, zone: Zone | null): void {
    const old = this.zones.get(apex.key);
    if (zone === null) this.zones.delete(apex.key);
    else this.zones.set(apex.key, zone);
    if (old !== undefined) this.#retired.push({ number: this.version, blocks: old.tree.release() });
  }

  /** Leads the forest's node of `apex` to `tree` (0: to none) in version `number`. */
  #enter(apex: Name, tree: number, number: number): void {
    this.#cursor.set(apex.wire, 0);
    this.#forest.setEntry(this.#forest.place(this.#cursor), number, publicView, tree);
  }

  /** The forest in new memory: it names the same zones, so any reader may take either. */
  #compactForest(): void {
    const old = this.#forest;
    this.#forest = this.#newForest();
    for (const zone of this.zones.values()) this.#enter(zone.apex, zone.tree.tree, 0);
    Atomics.store(this.memory.words, headForest, this.#forest.tree);
    this.#retired.push({ number: this.version, blocks: old.release() });
  }

  #newForest(): TreeWriter {
    return new TreeWriter(new Region(this.allocator), "forest", Name.root, this.#retire, this.#undo);
  }

  #newTree(apex: Name): TreeWriter {
    return new TreeWriter(new Region(this.allocator), "zone", apex, this.#retire, this.#undo);
  }
}
