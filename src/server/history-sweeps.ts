// Forgets changes that are older than the configuration keeps them (history.days): some time after the start, then once a
// day, a few rows a transaction, so that nobody waits for it. What one zone may have too many of goes with each of its
// changes (../store/history-pruning.ts).

import { setImmediate } from "node:timers/promises";
import type { CallContext } from "../store/context.ts";
import type { Route53Store } from "../store/route53-store.ts";
import type { Log } from "./log.ts";

export interface SweepParts {
  readonly store: Pick<Route53Store, "sweepHistory">;
  /** null: nothing is forgotten for its age. */
  readonly days: number | null;
  readonly context: () => CallContext;
  readonly log: Log;
}

const dayMs = 86_400_000;
const firstMs = 60_000;
const rowsAtOnce = 256;

export class HistorySweeps {
  readonly #parts: SweepParts;
  #timer: NodeJS.Timeout | null = null;
  #isOpen = true;

  constructor(parts: SweepParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#parts.days !== null) this.#in(firstMs);
  }

  close(): void {
    this.#isOpen = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Forgets whatever is due by now. */
  async sweep(): Promise<void> {
    const { store, days, context, log } = this.#parts;
    if (days === null) return;
    const beforeMs = context().nowMs - days * dayMs;
    try {
      for (let cursor: string | null = null; this.#isOpen;) {
        cursor = store.sweepHistory({ beforeMs, cursor, rows: rowsAtOnce }, context());
        if (cursor === null) return;
        await setImmediate();
      }
    } catch (fault) {
      log.warn({ reason: String(fault) }, "old changes could not be forgotten; tomorrow again");
    }
  }

  #in(ms: number): void {
    this.#timer = setTimeout(() => void this.sweep().then(() => this.#isOpen && this.#in(dayMs)), ms);
    this.#timer.unref();
  }
}
