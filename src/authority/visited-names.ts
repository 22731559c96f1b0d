// The names that aliases were followed from, so that a chain that comes back to one of them ends (RFC 1034 §3.6.2).
// Names stay where they stand, in the question, the image or the answer's scratch: only their places are kept.

import { maxAliasChain } from "../base/limits.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import { sameName } from "../dns/name.ts";

export class VisitedNames {
  readonly #bytes: Uint8Array[] = Array.from({ length: maxAliasChain + 1 }, () => emptyName);
  readonly #starts = new Float64Array(maxAliasChain + 1);
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  /** Keeps the name that is left; true when the name at `bytes[start]`, which it leads to, is one of those kept. */
  leadsBack(left: NameCursor, bytes: Uint8Array, start: number): boolean {
    this.#bytes[this.#count] = left.bytes;
    this.#starts[this.#count++] = left.start;
    for (let i = 0; i < this.#count; i++) if (sameName(bytes, start, this.#bytes[i], this.#starts[i])) return true;
    return false;
  }
}

const emptyName = new Uint8Array(1);
