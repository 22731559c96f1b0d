// How far an instance is with the calls that it was given together, in memory that both threads see. The instance begins one
// call after the other; those that it has not begun can be taken back, so that nobody waits behind a call that turned out to
// be slow, or behind one that ended the thread.
// Invariant: a call is either begun or taken back, never both; whoever of the two threads comes first has it.

/** Calls that one instance is given at once at most. */
export const mostTogether = 64;

/** The words: the batch's number and how many calls may still be begun; how many have ended; the most memory; how long each took. */
const offered = 0;
const ended = 1;
const memory = 2;
const took = 3;

const leftBits = 8;
const leftMask = (1 << leftBits) - 1;

export class BatchProgress {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  #batch = 0;

  constructor(shared = new SharedArrayBuffer((took + mostTogether) * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#words = new Int32Array(shared);
  }

  /** Outside, when no call of the batch before is left: the next batch has so many. */
  offer(calls: number): void {
    this.#batch++;
    Atomics.store(this.#words, ended, 0);
    Atomics.store(this.#words, offered, (this.#batch << leftBits) | calls);
  }

  /** Outside: how many calls, the last ones of the batch, will not be begun. */
  takeBack(): number {
    return Atomics.and(this.#words, offered, ~leftMask) & leftMask;
  }

  /** Outside: how many of the batch are not begun yet. */
  get left(): number {
    return Atomics.load(this.#words, offered) & leftMask;
  }

  /** Outside: how many have ended, whether their answers have come or are on their way. */
  get ended(): number {
    return Atomics.load(this.#words, ended);
  }

  /** Outside: how long a call of the batch took that has ended, in milliseconds. */
  tookMs(call: number): number {
    return this.#words[took + call] / 1000;
  }

  /** Outside: the most memory that the instance was seen to use, in megabytes, whole ones. */
  get mostMemoryMb(): number {
    return Atomics.load(this.#words, memory);
  }

  /** In the instance: it uses so much now. */
  useMemory(octets: number): void {
    const megabytes = Math.ceil(octets / 2 ** 20);
    if (megabytes > this.#words[memory]) Atomics.store(this.#words, memory, megabytes);
  }

  /** In the instance: another batch has come. */
  receive(): void {
    this.#batch++;
  }

  /** In the instance: whether the next call may begin; false when it was taken back. */
  begin(): boolean {
    const word = Atomics.load(this.#words, offered);
    // A later batch may be offered already: its calls are not these.
    const isOurs = (word & ~leftMask) === this.#batch << leftBits && (word & leftMask) > 0;
    return isOurs && Atomics.compareExchange(this.#words, offered, word, word - 1) === word;
  }

  /** In the instance: the call it was at has ended, after so many milliseconds. */
  end(tookMs: number): void {
    this.#words[took + Atomics.load(this.#words, ended)] = tookMs * 1000;
    Atomics.add(this.#words, ended, 1);
  }
}
