// The shared answer table: ready replies (dns/ready-reply.ts) by question, in memory that every thread sees. The resolver's
// thread writes it, workers answer from it without asking anybody. Nothing lies in it that is not also in the record
// cache or was made from it, so it may forget what it likes, and all of it whenever records are flushed.
// Expired replies are misses: whether stale data is given is the resolver's matter (RFC 8767 §5).

import { maxKeptReplyOctets } from "../base/limits.ts";
import { createRing, Mark, RingReader, RingWriter } from "../base/ring-table.ts";
import { ReadyReply } from "../dns/ready-reply.ts";
import type { QuestionKey } from "../dns/ready-reply.ts";

/** A name of twenty octets, and one address: key, ready reply and the entry's head. */
const typicalEntryOctets = 128;

/** Memory for a table of at most so many octets; `key` are two words that nobody can guess. */
export function createAnswerMemory(octets: number, key: readonly [number, number]): SharedArrayBuffer {
  return createRing({ octets, typicalEntryOctets, key });
}

/** The resolver's side. */
export class AnswerTable {
  readonly #ring: RingWriter;
  readonly #ready = new ReadyReply();

  constructor(memory: SharedArrayBuffer) {
    this.#ring = new RingWriter(memory);
  }

  get entryCount(): number {
    return this.#ring.entryCount;
  }

  /** Octets that the replies take, with their keys and their share of the index. */
  get octets(): number {
    return this.#ring.octets;
  }

  /** Keeps the reply to the question `key` (a QuestionKey's octets) for its lifetime; one of lifetime 0 is never kept (RFC 1035 §3.2.1). */
  store(key: Uint8Array, reply: Uint8Array): boolean {
    const ready = this.#ready;
    ready.set(reply, 0, reply.length);
    if (ready.lifetimeSeconds === 0 || reply.length > maxKeptReplyOctets) {
      this.#ring.delete(key, key.length);
      return false;
    }
    const { storedSeconds, lifetimeSeconds } = ready;
    return this.#ring.put(key, key.length, reply, reply.length, storedSeconds + lifetimeSeconds, storedSeconds);
  }

  /** Forgets everything. */
  clear(): void {
    this.#ring.clear();
  }

  /** The replies with their keys, for inspection. */
  entries(): ReturnType<RingWriter["entries"]> {
    return this.#ring.entries();
  }
}

/** A worker's side. */
export class AnswerReader {
  readonly #ring: RingReader;

  constructor(memory: SharedArrayBuffer) {
    this.#ring = new RingReader(memory);
  }

  /** Points `reply` at what is known and not over. Copy it, then ask `isIntact`. */
  find(question: QuestionKey, reply: ReadyReply, nowSeconds: number): boolean {
    const ring = this.#ring;
    if (!ring.find(question.bytes, question.length)) return false;
    if (!reply.set(ring.bytes, ring.valueStart, ring.valueOctets)) return false; // overwritten under our eyes
    if (reply.secondsLeft(nowSeconds) <= 0) return false;
    ring.mark(Mark.used);
    return true;
  }

  /** Whether the reply found last is still what it was. */
  isIntact(): boolean {
    return this.#ring.isIntact();
  }

  /** Whether the reply found last is to be renewed now, being in the last tenth of its life; true to one reader, once. */
  takeRenewal(reply: ReadyReply, nowSeconds: number): boolean {
    return reply.secondsLeft(nowSeconds) * 10 <= reply.lifetimeSeconds && this.#ring.markFirst(Mark.asked);
  }
}
