// Places for looks after secondary zones: so many at a time, and not all of them with one primary. A primary that is not there keeps
// a look until its patience is over, and a thousand zones of it must not keep those of others waiting.

import { maxIncomingTransfers, maxIncomingTransfersPerPrimary } from "../../base/limits.ts";

export class LookPlaces {
  #taken = 0;
  readonly #byPrimary = new Map<string, number>();

  /** Takes a place for a look that asks `primary` first; false where there is none. */
  take(primary: string): boolean {
    const taken = this.#byPrimary.get(primary) ?? 0;
    if (this.#taken >= maxIncomingTransfers || taken >= maxIncomingTransfersPerPrimary) return false;
    this.#taken++;
    this.#byPrimary.set(primary, taken + 1);
    return true;
  }

  give(primary: string): void {
    this.#taken--;
    const left = (this.#byPrimary.get(primary) ?? 1) - 1;
    if (left === 0) this.#byPrimary.delete(primary);
    else this.#byPrimary.set(primary, left);
  }
}
