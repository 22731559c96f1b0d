// Which names are ours, as a thread of the gateway remembers what the main thread said of them, for the handshakes to come.
// Invariant: names that clients make up cost a bounded memory, and nothing that was remembered outlives a change.

import { BoundedMap } from "../../../base/bounded-map.ts";
import { maxKnownHosts } from "../../../base/limits.ts";

export class KnownNames {
  readonly #ask: (name: string) => boolean;
  readonly #known = new BoundedMap<boolean>(maxKnownHosts);

  constructor(ask: (name: string) => boolean) {
    this.#ask = ask;
  }

  isOurs(name: string): boolean {
    const known = this.#known.touch(name);
    if (known !== undefined) return known;
    const isOurs = this.#ask(name);
    this.#known.set(name, isOurs);
    return isOurs;
  }

  /** APIs or domains have changed. */
  forget(): void {
    this.#known.clear();
  }
}
