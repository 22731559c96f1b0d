// Signed updates that came lately, by their signatures. A client that waits too long for its answer sends the same octets again, and
// whoever listened on the way can do so as long as the signature's time holds (RFC 8945 §10): they get the answer that there was,
// and the update is not carried out once more, when something else may have been changed since. What is not signed is not remembered.

import { latin1, putU16 } from "../../base/octets.ts";
import { maxRecentUpdates } from "../../base/limits.ts";
import { fudgeSeconds, readTsig } from "../../authority/tsig.ts";
import type { ErrandExchange } from "../errands/errand-exchange.ts";

interface Recent {
  readonly answer: Promise<Uint8Array>;
  readonly untilSeconds: number;
}

export class RecentUpdates {
  readonly #nowSeconds: () => number;
  readonly #recent = new Map<string, Recent>();

  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
  }

  /** The answer to a message: what `carryOut` says, or said when it came before. */
  async once(exchange: ErrandExchange, carryOut: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const record = exchange.key === null ? null : readTsig(exchange.query);
    if (record === null) return carryOut();
    const mac = latin1(exchange.query.bytes, record.mac, record.macEnd);
    const known = this.#recent.get(mac);
    if (known !== undefined) return withId((await known.answer).slice(), exchange.query.id);
    this.#makeRoom();
    const answer = carryOut();
    // No clock is more than that behind or ahead of ours, or the signature would not hold.
    const untilSeconds = record.timeSeconds + Math.max(record.fudgeSeconds, fudgeSeconds);
    this.#recent.set(mac, { answer, untilSeconds });
    answer.catch(() => this.#recent.delete(mac)); // a fault of ours: the client may try again
    return answer;
  }

  /** Those whose time is over, and at the limit the oldest. */
  #makeRoom(): void {
    if (this.#recent.size < maxRecentUpdates) return;
    const now = this.#nowSeconds();
    for (const [mac, { untilSeconds }] of this.#recent) if (untilSeconds < now) this.#recent.delete(mac);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size >= maxRecentUpdates && oldest !== undefined) this.#recent.delete(oldest);
  }
}

/** The id of a message is not signed (RFC 8945 §4.3.2 has the original one): who passes updates on may have given it another. */
function withId(reply: Uint8Array, id: number): Uint8Array {
  putU16(reply, 0, id);
  return reply;
}
