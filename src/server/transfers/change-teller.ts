// The main thread's word to the thread that sends zones: which zones were changed up to which version of the image, so that it
// can compare what they were with what they are (./history-keeper.ts). A change is told at once, and what changes while the
// thread still compares is told together when it is through; after a long comparison it rests, so that a large zone
// that changes all the time costs a fraction of a core. Versions in which nothing of this changed are told once a second, as the
// thread keeps memory from being given back until it has left the version before.
// Invariant: what is told holds for the version that is told with it, as both are read in one turn.

import type { Timers } from "../../disk/directory-watch.ts";
import type { Name } from "../../dns/name.ts";
import { headForest } from "../../zone/layout.ts";
import type { Image } from "../../zone/image.ts";
import type { ChangesOrder } from "./transfer-messages.ts";

const lookEveryMs = 1_000;
/** How much longer than a comparison the rest after it is, and how long at most. */
const restFactor = 4;
const maxRestMs = 1_000;

export class ChangeTeller {
  readonly #image: Image;
  readonly #tell: (order: ChangesOrder) => void;
  /** Zones that the thread may compare with what they were, by the keys of their apexes: those that were told of before. */
  readonly #known = new Set<string>();
  readonly #changed = new Map<string, Name>();
  readonly #gone = new Map<string, Name>();
  #state: "away" | "idle" | "comparing" | "resting" = "away";
  #toldVersion = 0;
  readonly #timers: Timers;
  #cancel: () => void = () => {};

  constructor(image: Image, tell: (order: ChangesOrder) => void, timers: Timers = systemTimers) {
    this.#image = image;
    this.#tell = tell;
    this.#timers = timers;
  }

  /**
   * Zones were loaded anew or changed, or are no longer there: to be called in the turn in which that was published. Of a zone that
   * is given here once, every change has to be.
   */
  changed(zones: Iterable<{ readonly apex: Name }>, removed: Iterable<Name> = []): void {
    for (const apex of removed) {
      this.#known.delete(apex.key);
      this.#leave(apex);
    }
    for (const { apex } of zones) {
      // Where it stands there may have stood another, of which not every change was told.
      if (!this.#known.has(apex.key)) this.#leave(apex);
      else if (!this.#gone.has(apex.key)) this.#changed.set(apex.key, apex);
      this.#known.add(apex.key);
    }
    this.#flush();
  }

  /** The thread is there, and knows nothing. */
  arrived(): void {
    this.#changed.clear();
    this.#gone.clear();
    this.#state = "idle";
    this.#toldVersion = 0;
    this.#flush();
  }

  /** The thread has compared what it was told, which took so long. */
  compared(ms: number): void {
    this.#state = "resting";
    this.#wait(Math.min(ms * restFactor, maxRestMs));
  }

  /** The thread is gone, and what it knew. */
  lost(): void {
    this.#state = "away";
    this.#cancel();
  }

  #leave(apex: Name): void {
    this.#changed.delete(apex.key);
    this.#gone.set(apex.key, apex);
  }

  #flush(): void {
    if (this.#state !== "idle") return;
    const { version, memory } = this.#image;
    if (version === this.#toldVersion) return this.#wait(lookEveryMs);
    this.#toldVersion = version;
    const wires = (names: Map<string, Name>): Uint8Array[] => Array.from(names.values(), ({ wire }) => wire);
    const order = { kind: "changes", version, forest: memory.words[headForest], zones: wires(this.#changed), gone: wires(this.#gone) } as const; // prettier-ignore
    this.#changed.clear();
    this.#gone.clear();
    this.#state = "comparing";
    this.#tell(order);
  }

  #wait(ms: number): void {
    this.#cancel();
    this.#cancel = this.#timers.after(ms, () => {
      this.#state = "idle";
      this.#flush();
    });
  }
}

const systemTimers: Timers = {
  after(ms, action) {
    const timer = setTimeout(action, ms).unref();
    return () => clearTimeout(timer);
  },
};
