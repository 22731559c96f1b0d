// Questions that are answered later, by another thread: what must be known of each until its reply comes.
// A responder that cannot answer at once calls `hold`, returns 0, and hands the token to whoever finds the answer. The
// reply goes through the socket that the question came by (RFC 2181 §4.1 for datagrams, RFC 7766 §6.2.1.1 for streams).
// A token is a slot and the slot's generation: a reply that comes twice, or after its question was given up, is nobody's.
// Read next: exchange.ts, which counts, limits, logs and sends what comes here.

import type { Client } from "../authority/client.ts";
import { maxDeferredMs, maxDeferredQueryOctets, maxDeferredReplies } from "../base/limits.ts";
import { isSender, type ReturnPath } from "./client.ts";

/** A question whose reply is still to come. */
export interface Pending {
  readonly client: Client;
  /** The message as it came. */
  readonly query: Uint8Array;
  readonly path: ReturnPath;
  readonly heldMs: number;
  /** When its batch was read, and what rate limiting wants to know; told by the exchange. */
  arrivedMs: number;
  accountKey: number;
  addressProven: number;
}

/** Takes the end of a question: its reply's octets, or null when it fails for want of one. */
type Finish = (pending: Pending, octets: Uint8Array | null) => void;

const slotBits = 16;
const slotMask = 2 ** slotBits - 1;

export class Deferrals {
  /** The token of the last `hold`; the exchange sets it to 0 before each message. */
  newest = 0;
  readonly #slots: (Pending | null)[] = [];
  readonly #free: number[] = [];
  readonly #generations = new Uint16Array(maxDeferredReplies).fill(1);
  #finish: Finish = (pending) => pending.path.abandon();

  /** What becomes of replies: the exchange's business. */
  finishWith(finish: Finish): void {
    this.#finish = finish;
  }

  /** Questions that wait. */
  get count(): number {
    return this.#slots.length - this.#free.length;
  }

  /**
   * Keeps the message at hand, rx[start, end) of `sender`, to be answered later. Returns its token; 0 when too many wait,
   * the message has more than `maxOctets` or its sender knows no way back, and the caller must answer itself.
   */
  hold(rx: Uint8Array, start: number, end: number, sender: Client, maxOctets = maxDeferredQueryOctets): number {
    if (!isSender(sender)) return 0;
    const slot = this.#free.pop() ?? this.#slots.length;
    if (slot >= maxDeferredReplies) return 0;
    if (end - start > maxOctets) {
      if (slot < this.#slots.length) this.#free.push(slot);
      return 0;
    }
    const { protocol, family, port } = sender;
    const heldMs = performance.now();
    this.#slots[slot] = {
      client: { protocol, family, address: sender.address.slice(), port, local: sender.local.slice() },
      query: rx.slice(start, end),
      path: sender.keepPath(),
      heldMs,
      arrivedMs: heldMs,
      accountKey: 0,
      addressProven: 0,
    };
    this.newest = this.#generations[slot] * 2 ** slotBits + slot;
    return this.newest;
  }

  /** The question behind a token; null when it does not wait any more. */
  find(token: number): Pending | null {
    const slot = token & slotMask;
    return slot < this.#slots.length && this.#generations[slot] === token >>> slotBits ? this.#slots[slot] : null;
  }

  /** The reply, a whole message with the question's id. A token that waits no more is ignored. */
  reply(token: number, octets: Uint8Array): void {
    this.#end(token, octets);
  }

  /** There will be no answer: the client hears SERVFAIL. */
  fail(token: number): void {
    this.#end(token, null);
  }

  /** Forgets a question without a word: it was answered in place after all. */
  forget(token: number): void {
    this.#release(token)?.path.abandon();
  }

  /** Fails what has waited too long: whoever should have answered is stuck. */
  sweep(nowMs: number): void {
    for (const [slot, pending] of this.#slots.entries()) {
      if (pending !== null && nowMs - pending.heldMs > maxDeferredMs)
        this.fail(this.#generations[slot] * 2 ** slotBits + slot);
    }
  }

  /** Waits until no question does, at most `timeoutMs`. */
  async drained(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    while (this.count > 0 && performance.now() < deadlineMs)
      await new Promise((resolve) => setTimeout(resolve, drainLookEveryMs));
  }

  #end(token: number, octets: Uint8Array | null): void {
    const pending = this.#release(token);
    if (pending !== null) this.#finish(pending, octets);
  }

  #release(token: number): Pending | null {
    const pending = this.find(token);
    if (pending === null) return null;
    const slot = token & slotMask;
    this.#slots[slot] = null;
    this.#generations[slot] = (this.#generations[slot] % slotMask) + 1; // never 0: no token is
    this.#free.push(slot);
    return pending;
  }
}

const drainLookEveryMs = 10;
