// Timers whose time passes when a test says so.

import type { Timers } from "../../src/disk/directory-watch.ts";

export class FakeTimers implements Timers {
  #now = 0;
  #waiting: { at: number; action: () => void }[] = [];

  after(delayMs: number, action: () => void): () => void {
    const entry = { at: this.#now + delayMs, action };
    this.#waiting.push(entry);
    return () => void (this.#waiting = this.#waiting.filter((other) => other !== entry));
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = this.#waiting.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== due);
      this.#now = due.at;
      due.action();
    }
    this.#now = until;
  }
}
