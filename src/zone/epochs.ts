// Epochs: how the writer knows that no reader can still be looking at retired memory, and that all have seen a version.
// Each reader owns one word of the head: 0 while it reads nothing, else the version that it pinned for its batch.
// A reader that is idle has, for both questions, seen everything: it pins anew before it reads again.

import type { Memory } from "../base/memory.ts";
import { epochStride, headEpochs, headVersion, maxReaders, maxWorkers } from "./layout.ts";

/** A reader's side: pin a version, read, release it. Nothing here waits. */
export class Reader {
  /** The pinned version. */
  at = 0;
  readonly #words: Int32Array;
  readonly #slot: number;

  /** `index` is this reader's own, below `maxReaders`. */
  constructor(memory: Memory, index: number) {
    this.#words = memory.words;
    this.#slot = epochSlot(index);
    this.leave(); // an earlier reader of this slot may have died with a version pinned
  }

  enter(): void {
    const words = this.#words;
    // Pin, then look again: the writer may have read this slot between the load and the store.
    do {
      this.at = Atomics.load(words, headVersion);
      Atomics.store(words, this.#slot, this.at);
    } while (Atomics.load(words, headVersion) !== this.at);
  }

  leave(): void {
    Atomics.store(this.#words, this.#slot, 0);
  }
}

/**
 * A reader that is at several versions at a time, each for as long as it takes (zone transfers). Its one slot holds the oldest
 * of them, which keeps whatever a later one can reach.
 */
export class Pins {
  readonly #reader: Reader;
  readonly #words: Int32Array;
  readonly #slot: number;
  /** The versions that are pinned, the oldest first. */
  readonly #pinned: number[] = [];

  /** `index` is this reader's own, below `maxReaders`. */
  constructor(memory: Memory, index: number) {
    this.#reader = new Reader(memory, index);
    this.#words = memory.words;
    this.#slot = epochSlot(index);
  }

  /** Pins the present version, and returns it. */
  take(): number {
    if (this.#pinned.length === 0) this.#reader.enter();
    const at = this.#pinned.length === 0 ? this.#reader.at : Atomics.load(this.#words, headVersion);
    this.#pinned.push(at);
    return at;
  }

  /** Lets go of a version that was taken, once. */
  give(at: number): void {
    this.#pinned.splice(this.#pinned.indexOf(at), 1);
    this.#show();
  }

  /** Holds a later version instead of one that was taken. It has been published, perhaps others since: the pin has kept what it reaches. */
  move(from: number, to: number): void {
    const pinned = this.#pinned;
    pinned.splice(pinned.indexOf(from), 1);
    const later = pinned.findIndex((at) => ((at - to) | 0) > 0);
    pinned.splice(later < 0 ? pinned.length : later, 0, to);
    this.#show();
  }

  #show(): void {
    Atomics.store(this.#words, this.#slot, this.#pinned[0] ?? 0);
  }
}

/** True when every reader has pinned version `number` or a later one, or reads nothing: nobody looks at what it retired. */
export function seenByAll(memory: Memory, number: number): boolean {
  return isSeen(memory, number, maxReaders);
}

/** The same of those who answer: none of them answers by an older version any more, whatever others still look at. */
export function answeredByAll(memory: Memory, number: number): boolean {
  return isSeen(memory, number, maxWorkers);
}

function isSeen(memory: Memory, number: number, readers: number): boolean {
  for (let index = 0; index < readers; index++) {
    const pinned = Atomics.load(memory.words, epochSlot(index));
    if (pinned !== 0 && ((number - pinned) | 0) > 0) return false;
  }
  return true;
}

function epochSlot(index: number): number {
  return headEpochs + index * epochStride;
}

/** For a reader that died: what it had pinned is let go without waiting for its successor. */
export function clearReader(memory: Memory, index: number): void {
  Atomics.store(memory.words, epochSlot(index), 0);
}
