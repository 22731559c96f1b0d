// Places for looks after secondary zones: so many at a time, and not all of them with one primary. A primary that is not there keeps
// a look until its patience is over, and a thousand zones of it must not keep those of others waiting.

import { maxIncomingTransfers, maxIncomingTransfersPerPrimary } from "../../base/limits.ts";

export class LookPlaces {
  #taken = 0;
  readonly #byPrimary = new Map<string, number>();

  get areTaken(): boolean {
    return this.#taken >= maxIncomingTransfers;
  }

  /** Whether looks that ask `primary` first have not taken all that they may. */
  hasOneWith(primary: string): boolean {
    return (this.#byPrimary.get(primary) ?? 0) < maxIncomingTransfersPerPrimary;
  }

  take(primary: string): void {
    this.#taken++;
    this.#byPrimary.set(primary, (this.#byPrimary.get(primary) ?? 0) + 1);
  }

  give(primary: string): void {
    this.#taken--;
    const left = (this.#byPrimary.get(primary) ?? 1) - 1;
    if (left === 0) this.#byPrimary.delete(primary);
    else this.#byPrimary.set(primary, left);
  }
}
