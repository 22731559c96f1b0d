// Health checks by number, as the board of health has them (../routing/health-board.ts): a check gets its number when
// something first names it, be that a record set or its probes, and keeps it. Numbers are not given twice: record sets
// may name a check that was deleted, and must not fall under another one's verdict.

import { mostChecks } from "../routing/health-board.ts";

export class CheckNumbers {
  readonly #numbers = new Map<string, number>();

  /** 0, which is always healthy, when there are too many. */
  numberOf(healthCheckId: string): number {
    const known = this.#numbers.get(healthCheckId);
    if (known !== undefined) return known;
    const next = this.#numbers.size + 1;
    if (next > mostChecks) return 0;
    this.#numbers.set(healthCheckId, next);
    return next;
  }
}
