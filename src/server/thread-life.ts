// The life of a thread that the service cannot be without: when a successor starts after it has died, and how it is ended in
// the end. One bad day must neither end the service nor spin it, so each successor waits longer than the one before, until one
// has lived for a while.

import type { Worker } from "node:worker_threads";

const firstBackoffMs = 100;
const maxBackoffMs = 10_000;
const healthyAfterMs = 30_000;

export type ThreadFact =
  | { readonly kind: "fault"; readonly text: string }
  | { readonly kind: "died"; readonly reason: string; readonly restartInMs: number }
  | { readonly kind: "restarted" };

export class Succession {
  readonly #start: () => Promise<void>;
  readonly #onFact: (fact: ThreadFact) => void;
  #startedMs = 0;
  #backoffMs = firstBackoffMs;
  #restart: NodeJS.Timeout | null = null;
  #isOver = false;

  /** `start` starts a thread, and resolves when it does its work. */
  constructor(start: () => Promise<void>, onFact: (fact: ThreadFact) => void) {
    this.#start = start;
    this.#onFact = onFact;
  }

  /** A thread was started. */
  began(): void {
    this.#startedMs = performance.now();
  }

  /** It has died: another will be started, unless all is over. */
  mourn(reason: string): void {
    if (this.#isOver) return;
    if (performance.now() - this.#startedMs > healthyAfterMs) this.#backoffMs = firstBackoffMs;
    const restartInMs = this.#backoffMs;
    this.#backoffMs = Math.min(this.#backoffMs * 2, maxBackoffMs);
    this.#onFact({ kind: "died", reason, restartInMs });
    this.#restart = setTimeout(() => {
      this.#restart = null;
      this.#start().then(
        () => this.#onFact({ kind: "restarted" }),
        (error: unknown) => this.mourn(String(error)),
      );
    }, restartInMs);
  }

  /** There will be no other. */
  end(): void {
    this.#isOver = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
  }
}

/** Resolves when a thread that was asked to end has ended; one that does not is ended after the grace. It has no poll handles. */
export function endThread(thread: Worker, askToEnd: () => void, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => void thread.terminate().then(() => resolve()), graceMs);
    thread.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    askToEnd();
  });
}
