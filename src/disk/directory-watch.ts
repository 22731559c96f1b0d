// Waiting for changes in directories: one watcher a directory, so that a hundred thousand files cost one, and so that
// an editor's way of saving (write another file, rename it over the old one) is seen like any other.
// Changes come in bursts; the listener is called once they pause, and at the latest after a while.

import { statSync, watch } from "node:fs";
import type { FSWatcher } from "node:fs";

/** The timers that waiting needs. */
export interface Timers {
  /** Calls `action` once, after `delayMs`; the result cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/** A pause that ends a burst of changes, and the longest that a burst is waited for. */
const pauseMs = 100;
const patienceMs = 1000;

export class DirectoryWatch {
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  readonly #changed: () => void;
  readonly #failed: (sentence: string) => void;
  readonly #timers: Timers;
  #cancelPause: (() => void) | null = null;
  #cancelPatience: (() => void) | null = null;

  constructor(changed: () => void, failed: (sentence: string) => void, timers: Timers = systemTimers) {
    this.#changed = changed;
    this.#failed = failed;
    this.#timers = timers;
  }

  /** Watches these directories and no others. */
  follow(directories: readonly string[]): void {
    const wanted = new Set(directories);
    for (const [directory, { watcher, identity }] of this.#watchers) {
      // A directory that was deleted and made again is another one: its old watcher hears nothing any more.
      if (wanted.has(directory) && identityOf(directory) === identity) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of wanted) if (!this.#watchers.has(directory)) this.#open(directory);
  }

  close(): void {
    this.follow([]);
    this.#settle();
  }

  /** Something changed: now, or when the burst is over, it is told. */
  touch(): void {
    this.#cancelPause?.();
    this.#cancelPause = this.#timers.after(pauseMs, () => this.#tell());
    this.#cancelPatience ??= this.#timers.after(patienceMs, () => this.#tell());
  }

  #open(directory: string): void {
    try {
      const identity = identityOf(directory);
      const watcher = watch(directory, { persistent: false }, () => this.touch());
      watcher.on("error", () => this.#forget(directory));
      this.#watchers.set(directory, { watcher, identity });
    } catch (fault) {
      const code = (fault as NodeJS.ErrnoException).code;
      // A directory that is already gone was told by the one that held it.
      if (code === "ENOENT") return;
      const why =
        code === "ENOSPC" || code === "EMFILE" ? "the system's limit of watches is reached" : (fault as Error).message;
      this.#failed(`${directory} is not watched (${why}): after a change, send SIGHUP`);
    }
  }

  /** A watched directory that vanishes ends its watcher; what became of it, the next look tells. */
  #forget(directory: string): void {
    this.#watchers.get(directory)?.watcher.close();
    this.#watchers.delete(directory);
    this.touch();
  }

  #tell(): void {
    this.#settle();
    this.#changed();
  }

  #settle(): void {
    this.#cancelPause?.();
    this.#cancelPatience?.();
    this.#cancelPause = this.#cancelPatience = null;
  }
}

function identityOf(directory: string): string {
  const stats = statSync(directory, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.dev} ${stats.ino} ${stats.birthtimeMs}`;
}

const systemTimers: Timers = {
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
