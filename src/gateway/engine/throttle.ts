// Token buckets (AWS guide: api-gateway-request-throttling): `burst` tokens fit in, `rate` come back each second, and each
// request takes one. A bucket is one number, the moment at which it will be full again (the generic cell rate algorithm):
// a take moves it on by one token's time, and is refused when it would lie more than a burst ahead of now. Nothing is
// refilled, so a bucket that nobody asks costs nothing, and takes over any time are exactly burst + rate x time.
//
//   buffer:  requests in flight i32 | of them each thread's i32 x 63 | slots of: key hash i64 | full at, nanoseconds i64
//
// The buffer may be shared by threads: a take is one compare-and-exchange. Their clocks must count from one moment.
// Invariants: a bucket is found by the hash of its key in a group of slots; when the group is taken, the one that is full, or
// will be first, gives way. One that is full loses nothing by it: absent and full are the same. A bucket has one slot, however
// many threads look for it at once.

import { mixed32 } from "../../base/random.ts";
import { maxGatewayWorkers, throttleGroupSlots } from "../../base/limits.ts";
import type { ThrottleSettings } from "../model/access.ts";

const headOctets = 4 * (1 + maxGatewayWorkers);
const slotOctets = 16;
const nanosPerSecond = 1e9;
/** How long a bucket may take to fill, so that no moment leaves 64 bits: some 73 years. */
const longestNanos = 2 ** 61;

/** A bucket as whoever takes from it holds it: where it is sought, and its two figures in nanoseconds. */
export interface Bucket {
  readonly key: bigint;
  readonly group: number;
  readonly tokenNanos: bigint;
  /** How far ahead of now the bucket's moment may lie before a take. */
  readonly slackNanos: bigint;
  /** Nobody ever gets a token of it. */
  readonly isShut: boolean;
  /** Where it was last; looked at first. */
  slot: number;
}

export class Throttle {
  readonly #words: BigInt64Array;
  readonly #flight: Int32Array;
  readonly #groups: number;
  readonly #ownFlight: number;

  /** `member`: which of the threads that share the buffer this one is, from 0. */
  constructor(buffer: ArrayBuffer | SharedArrayBuffer, member = 0) {
    this.#groups = Math.floor((buffer.byteLength - headOctets) / (slotOctets * throttleGroupSlots));
    if (this.#groups < 1) throw new RangeError(`A throttle's buffer of ${buffer.byteLength} octets holds no bucket.`);
    this.#flight = new Int32Array(buffer, 0, 1 + maxGatewayWorkers);
    this.#ownFlight = 1 + member;
    this.#words = new BigInt64Array(buffer, headOctets, this.#groups * throttleGroupSlots * 2);
  }

  /** A bucket by its name. Negative figures mean that there is no limit: null. */
  bucket(name: string, { rateLimit, burstLimit }: ThrottleSettings): Bucket | null {
    if (rateLimit < 0 || burstLimit < 0) return null;
    const [high, low] = hashOf(name);
    const isShut = rateLimit === 0 || burstLimit < 1;
    const tokens = Math.max(1, Math.floor(burstLimit));
    const tokenNanos = isShut ? 0n : BigInt(Math.round(clamp(nanosPerSecond / rateLimit, 1, longestNanos / tokens)));
    return {
      // Signed, as it is read again. 0 marks a free slot.
      key: BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt((low | 1) >>> 0)),
      group: high % this.#groups,
      tokenNanos,
      slackNanos: tokenNanos * BigInt(tokens - 1),
      isShut,
      slot: (high % this.#groups) * throttleGroupSlots,
    };
  }

  /** Takes a token; false when there is none. */
  take(bucket: Bucket, nowMs: number): boolean {
    if (bucket.isShut) return false;
    const now = BigInt(Math.floor(nowMs * 1e6));
    const slot = this.#slotOf(bucket, now);
    for (;;) {
      const fullAt = Atomics.load(this.#words, slot * 2 + 1);
      const from = fullAt > now ? fullAt : now;
      if (from - now > bucket.slackNanos) return false;
      if (Atomics.compareExchange(this.#words, slot * 2 + 1, fullAt, from + bucket.tokenNanos) === fullAt) return true;
    }
  }

  /** Counts a request in; false, and not counted, when so many are under way. Whoever was counted in calls `leave`. */
  enter(most: number): boolean {
    for (;;) {
      const count = Atomics.load(this.#flight, 0);
      if (count >= most) return false;
      if (Atomics.compareExchange(this.#flight, 0, count, count + 1) !== count) continue;
      Atomics.add(this.#flight, this.#ownFlight, 1);
      return true;
    }
  }

  leave(): void {
    Atomics.sub(this.#flight, 0, 1);
    Atomics.sub(this.#flight, this.#ownFlight, 1);
  }

  /** A thread has died, and nobody will count its requests out. */
  abandon(member: number): void {
    Atomics.sub(this.#flight, 0, Atomics.exchange(this.#flight, 1 + member, 0));
  }

  #slotOf(bucket: Bucket, now: bigint): number {
    if (this.#words[bucket.slot * 2] !== bucket.key) bucket.slot = this.#settle(bucket, now);
    return bucket.slot;
  }

  /** The bucket's slot, or one that it takes from the bucket that is full soonest. */
  #settle({ key, group }: Bucket, now: bigint): number {
    const words = this.#words;
    const first = group * throttleGroupSlots;
    for (;;) {
      let soonest = first;
      for (let slot = first; slot < first + throttleGroupSlots; slot++) {
        if (Atomics.load(words, slot * 2) === key) return slot;
        if (words[slot * 2 + 1] < words[soonest * 2 + 1]) soonest = slot;
      }
      const old = Atomics.load(words, soonest * 2);
      const moment = Atomics.load(words, soonest * 2 + 1);
      if (old === key || Atomics.compareExchange(words, soonest * 2, old, key) !== old) continue;
      // A moment that has passed means full already; one that another thread has moved since is the new bucket's.
      if (moment > now) Atomics.compareExchange(words, soonest * 2 + 1, moment, now);
      const only = this.#firstOf(key, first);
      if (only !== -1) return only;
    }
  }

  /** Threads that settle the same bucket at once may each take a slot: the first stays, with the latest of their moments. */
  #firstOf(key: bigint, first: number): number {
    const words = this.#words;
    let kept = -1;
    for (let slot = first; slot < first + throttleGroupSlots; slot++) {
      if (Atomics.load(words, slot * 2) !== key) continue;
      if (kept === -1) kept = slot;
      else if (Atomics.compareExchange(words, slot * 2, key, 0n) === key)
        this.#raise(kept, Atomics.load(words, slot * 2 + 1));
    }
    return kept;
  }

  #raise(slot: number, moment: bigint): void {
    for (;;) {
      const before = Atomics.load(this.#words, slot * 2 + 1);
      if (before >= moment || Atomics.compareExchange(this.#words, slot * 2 + 1, before, moment) === before) return;
    }
  }
}

/** Octets for so many buckets. */
export function throttleOctets(buckets: number): number {
  return headOctets + Math.ceil(buckets / throttleGroupSlots) * throttleGroupSlots * slotOctets;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Two words of 32 bits, unsigned. Names are made of ids that nobody outside chooses, so nobody aims at a collision. */
function hashOf(name: string): readonly [number, number] {
  let high = 0x9747b28c;
  let low = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    high = mixed32(high ^ unit);
    low = Math.imul(low ^ unit, 0x01000193);
  }
  return [high, low >>> 0];
}
