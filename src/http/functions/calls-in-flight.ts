// The calls that have no answer yet, for whoever looks after all of them. They come and go by the ten thousand a second, so
// their places are in the calls. A Set would be slow here beyond its own cost: when it grows or is tidied, its old table
// points to the new one, and a table that the collector has taken for long-lived keeps all that came after it.

import type { Call } from "./call.ts";

export class CallsInFlight {
  readonly #calls: Call[] = [];

  get size(): number {
    return this.#calls.length;
  }

  add(call: Call): void {
    call.place = this.#calls.length;
    this.#calls.push(call);
  }

  remove(call: Call): void {
    const last = this.#calls.pop()!;
    if (last === call) return;
    this.#calls[call.place] = last;
    last.place = call.place;
  }

  /** Callers that have waited for as long as they would are told. */
  look(nowMs: number): void {
    for (const call of this.#calls) call.look(nowMs);
  }
}
