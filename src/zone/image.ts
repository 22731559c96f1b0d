// The image: all zones that are served, in the hands of their one writer.
// A commit lays down any number of edits under the next version number and makes them visible in one store; readers
// that pinned an earlier version go on seeing that one. Memory that a commit retires returns when all readers are past it.
// Layout and concurrency: ./layout.ts. Readers: ./epochs.ts and ./search.ts. Compaction: ./compact.ts.

import { BlockAllocator, blockOrder, OutOfMemory } from "../base/memory.ts";
import { Name } from "../dns/name.ts";
import { copyTree } from "./compact.ts";
import { answeredByAll, seenByAll } from "./epochs.ts";
import { Forest, type Showing } from "./forest.ts";
import { headForest, headSeed, headVersion } from "./layout.ts";
import { Region } from "./region.ts";
import { noKey, TreeWriter } from "./tree-writer.ts";
import { publicView } from "./views.ts";
import { Zone } from "./zone.ts";
import type { SetNote, ZoneBooks } from "./zone.ts";
import type { Memory } from "../base/memory.ts";
import type { Candidate } from "./policy-set.ts";
import type { Block } from "./region.ts";

export { publicView };

/** Sets the RRset of an owner and type in a zone; no RDATA takes it away. RDATA is valid, uncompressed wire form. */
export interface RRsetChange {
  readonly zone: Zone;
  readonly owner: Name;
  readonly type: number;
  readonly ttlSeconds: number;
  readonly rdata: readonly Uint8Array[];
}

/** Sets what an owner holds under a type: candidates of one routing policy; none take it away. */
export interface PolicyChange {
  readonly zone: Zone;
  readonly owner: Name;
  readonly type: number;
  readonly candidates: readonly Candidate[];
  /** The CIDR collection of IP-based routing (`share`), 0 for none. */
  readonly collection: number;
}

/** Shows a hosted zone in exactly these views from now on; in none, it is given back. */
export interface ViewChange extends Showing {
  readonly zone: Zone;
}

/** By whose keys a zone is signed as it is answered (./signer.ts); 0 for nobody's. */
export interface SignerChange {
  readonly zone: Zone;
  readonly signer: number;
}

export type Change = RRsetChange | PolicyChange | ViewChange | SignerChange;

/** A zone is compacted when this many words of it are garbage and they outweigh what lives. */
const compactionFloorWords = 16_384;
/** What is kept for changes that were begun, and for moving zones out of their garbage. */
const reserve = 1 / 32;
/** A version number must not stand in a tree longer than serial arithmetic can tell old from new (half of 2^31). */
const staleAfterVersions = 2 ** 30;

export class Image {
  readonly memory: Memory;
  readonly allocator: BlockAllocator;
  readonly #forest: Forest;
  #retired: { number: number; blocks: Block[] }[] = [];
  #retiring: Block[] = [];
  #zoneNumber = 0;
  /** Words that the commit under way changed in place, each followed by what stood there. */
  readonly #undo: number[] = [];
  readonly #retire = (block: Block): void => void this.#retiring.push(block);

  /** Makes the empty image in a fresh arena. `seed` is random: it keeps the hash tables' order from being guessed. */
  constructor(memory: Memory, seed: number) {
    this.memory = memory;
    this.allocator = new BlockAllocator(memory);
    memory.words[headSeed] = seed;
    this.#forest = new Forest(this.#newForest());
    memory.words[headForest] = this.#forest.tree.tree;
    Atomics.store(memory.words, headVersion, 1);
  }

  /** The zones from files, by the key of their apex. */
  get zones(): ReadonlyMap<string, Zone> {
    return this.#forest.zones;
  }

  /** Zones of the API, in no other order than that in which they were first shown. */
  get hostedZones(): Iterable<Zone> {
    return this.#forest.hosted;
  }

  /** Whether there is a hosted zone of this name that everybody may ask for. */
  hasHosted(apex: Name): boolean {
    return this.#forest.hasHosted(apex);
  }

  /** The version that readers pin from now on. */
  get version(): number {
    return Atomics.load(this.memory.words, headVersion);
  }

  /** Octets of the arena in use: zones, the forest and what is retired but not yet returned. */
  get usedOctets(): number {
    return this.allocator.usedWords * 4;
  }

  /** Octets that the image may take at most. */
  get roomOctets(): number {
    return this.memory.words.length * 4;
  }

  /** Whether so little is left that changes should rather be refused than begun. */
  get isNearlyFull(): boolean {
    return this.usedOctets > this.roomOctets * (1 - reserve);
  }

  /** A zone that nobody sees yet, to be filled by a ZoneBuilder and then served by `publish`. */
  newZone(apex: Name): Zone {
    const zone = new Zone(apex, this.#newTree(apex));
    zone.tree.number = ++this.#zoneNumber;
    return zone;
  }

  /** A zone that is ours and not here: where it is served, its questions are SERVFAIL (RFC 1034 §4.3.5). */
  newAbsentZone(apex: Name): Zone {
    const zone = this.newZone(apex);
    zone.tree.setEntry(zone.tree.root, 0, noKey, 0);
    return zone;
  }

  /** Returns the memory of a zone that was built and never published. */
  abandon(zone: Zone): void {
    this.#give(zone.tree.release());
  }

  /** Serves `put`, each in the place of the zone with its apex, and no longer serves `remove`: all in one version. */
  publish(put: readonly Zone[], remove: readonly Name[] = []): number {
    for (const zone of put) zone.layDenials(0);
    const leaving = remove.filter((apex) => this.zones.has(apex.key));
    const number = this.#commit((next) => {
      for (const zone of put) this.#forest.enter(zone.apex, publicView, zone, next);
      for (const apex of leaving) this.#forest.enterHosted(apex, next);
    });
    // Only now: had the commit failed, what was served would still be.
    for (const zone of put) this.#exchange(zone.apex, zone);
    for (const apex of leaving) this.#exchange(apex, null);
    return number;
  }

  /** Applies all changes in one version, in order. What packing left out is told to `note`. */
  apply<Kind extends Change>(changes: readonly Kind[], note?: (change: Kind, notes: SetNote[]) => void): number {
    const touched = new Map<Zone, ZoneBooks>();
    const shown: [zone: Zone, before: Showing | undefined][] = [];
    const denials: [zone: Zone, before: Block | null][] = [];
    for (const { zone } of changes) if (!touched.has(zone)) touched.set(zone, zone.books());
    let number: number;
    try {
      number = this.#commit((next) => {
        for (const change of changes) {
          if ("views" in change) shown.push([change.zone, this.#show(change, next)]);
          const notes = setIn(change, next);
          if (notes.length > 0) note?.(change, notes);
        }
        for (const zone of touched.keys()) {
          const before = zone.tree.denials;
          zone.layDenials(next);
          if (zone.tree.denials !== before) denials.push([zone, before]);
        }
      });
    } catch (fault) {
      for (const [zone, before] of denials) {
        if (zone.tree.denials !== null) this.#give([zone.tree.denials]);
        zone.tree.denials = before;
        zone.hasNewDenials = true;
      }
      for (const [zone, before] of shown.toReversed()) this.#forest.book(zone, before);
      for (const [zone, books] of touched) zone.restore(books);
      for (const zone of touched.keys()) this.#compactIfRoom(zone);
      throw fault;
    }
    for (const [, before] of denials) if (before !== null) this.#retired.push({ number, blocks: [before] });
    const gone = new Set(shown.map(([zone]) => zone).filter((zone) => this.#forest.showingOf(zone) === undefined));
    for (const zone of gone) this.#retired.push({ number, blocks: zone.tree.release() });
    for (const zone of touched.keys()) if (!gone.has(zone)) this.#compactIfDue(zone);
    return number;
  }

  /** Words that all readers may look at, in memory of their own: CIDR collections. Give them back with `unshare`. */
  share(words: Int32Array): Block {
    const order = blockOrder(words.length);
    const at = this.allocator.take(order);
    this.memory.words.set(words, at);
    return { at, order };
  }

  /** Nothing leads to these words any more from the version that was published last. */
  unshare(block: Block): void {
    this.#retired.push({ number: this.version, blocks: [block] });
  }

  /** True when every worker answers from version `number` or a later one. */
  answeredByAll(number: number): boolean {
    return answeredByAll(this.memory, number);
  }

  /** The same of every reader, also of those who answer nobody: memory that it retired is free. */
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
    tree.policies = zone.tree.policies;
    const old = zone.tree;
    zone.tree = tree;
    try {
      this.#commit((number) => this.#forest.enterZone(zone, number));
    } catch (fault) {
      zone.tree = old;
      this.#give(tree.release());
      throw fault;
    }
    zone.firstChange = 0;
    this.#retired.push({ number: this.version, blocks: old.release() });
  }

  #compactIfDue(zone: Zone): void {
    const { region } = zone.tree;
    const stale = zone.firstChange !== 0 && ((this.version - zone.firstChange) | 0) > staleAfterVersions;
    const wasteful = region.garbageWords > compactionFloorWords && region.garbageWords * 2 > region.usedWords;
    // What is committed is committed: garbage that cannot be moved away from now is moved at a later change.
    if (stale || wasteful) ifThereIsRoom(() => this.compact(zone));
  }

  /** After a batch that did not fit: its remains are garbage, and the room is wanted back now. */
  #compactIfRoom(zone: Zone): void {
    ifThereIsRoom(() => {
      this.compact(zone);
      this.reclaim();
    });
  }

  /** All of `edit` under the next version number, or nothing of it. */
  #commit(edit: (number: number) => void): number {
    this.reclaim();
    const number = after(this.version);
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
    if (this.#forest.tree.region.garbageWords > compactionFloorWords) ifThereIsRoom(() => this.#compactForest());
    return number;
  }

  #give(blocks: readonly Block[]): void {
    for (const block of blocks) this.allocator.give(block.at, block.order);
  }

  /** Books the zone of an apex, and retires the one that readers no longer find. */
  #exchange(apex: Name, zone: Zone | null): void {
    const { zones } = this.#forest;
    const old = zones.get(apex.key);
    if (zone === null) zones.delete(apex.key);
    else zones.set(apex.key, zone);
    if (old !== undefined) this.#retired.push({ number: this.version, blocks: old.tree.release() });
  }

  /** Books where a hosted zone is shown and enters what is found there now; returns how it was shown before. */
  #show({ zone, views, rank }: ViewChange, number: number): Showing | undefined {
    const before = this.#forest.showingOf(zone);
    this.#forest.book(zone, views.length === 0 ? undefined : { views, rank });
    for (const view of new Set([...views, ...(before?.views ?? [])])) this.#forest.enterWinner(zone.apex, view, number);
    return before;
  }

  /** The forest in new memory: it names the same zones, so any reader may take either. */
  #compactForest(): void {
    const old = this.#forest.tree;
    const tree = this.#newForest();
    try {
      this.#forest.moveTo(tree);
    } catch (fault) {
      this.#forest.tree = old;
      this.#give(tree.release());
      throw fault;
    }
    Atomics.store(this.memory.words, headForest, this.#forest.tree.tree);
    // A reader that pinned the version just published may have taken the old pointer with it: only a later version says that it has not.
    this.#retired.push({ number: after(this.version), blocks: old.release() });
  }

  #newForest(): TreeWriter {
    return new TreeWriter(new Region(this.allocator), "forest", Name.root, this.#retire, this.#undo);
  }

  #newTree(apex: Name): TreeWriter {
    return new TreeWriter(new Region(this.allocator), "zone", apex, this.#retire, this.#undo);
  }
}

/** The number of the version behind one; 0 is none's. */
function after(version: number): number {
  return (version + 1) | 0 || 1;
}

function ifThereIsRoom(work: () => void): void {
  try {
    work();
  } catch (fault) {
    if (!(fault instanceof OutOfMemory)) throw fault;
  }
}

function setIn(change: Change, number: number): SetNote[] {
  const { zone } = change;
  if ("rdata" in change) return zone.setRRset(number, change.owner, change.type, change.ttlSeconds, change.rdata);
  if ("views" in change) return [];
  if ("signer" in change) {
    zone.setSigner(number, change.signer);
    return [];
  }
  return zone.setPolicy(number, change.owner, change.type, change.candidates, change.collection);
}
