// Which names are ours, as a thread of the gateway remembers what the main thread said of them, for the handshakes to come.
// Invariant: names that clients make up cost a bounded memory, and nothing that was remembered outlives a change.

import { maxKnownHosts } from "../../../base/limits.ts";

export class KnownNames {
  readonly #ask: (name: string) => boolean;
  readonly #known = new Map<string, boolean>();

  constructor(ask: (name: string) => boolean) {
    this.#ask = ask;
  }

  isOurs(name: string): boolean {
    let isOurs = this.#known.get(name);
    if (isOurs !== undefined) return isOurs;
    isOurs = this.#ask(name);
    if (this.#known.size >= maxKnownHosts) this.#known.clear();
    this.#known.set(name, isOurs);
    return isOurs;
  }

  /** APIs or domains have changed. */
  forget(): void {
    this.#known.clear();
  }
}
