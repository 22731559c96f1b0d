// The account's rate, as the service holds it: so many requests a second, and as many at once.
// Invariant: accounts come from the configuration, so there are as many buckets at most; the clock is an argument.

interface Bucket {
  tokens: number;
  filledMs: number;
}

export class Throttle {
  readonly #buckets = new Map<string, Bucket>();
  readonly #perSecond: number;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Whether the account may make a request now; then it has made it. */
  take(account: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(account) ?? { tokens: this.#perSecond, filledMs: nowMs };
    this.#buckets.set(account, bucket);
    const earned = ((nowMs - bucket.filledMs) / 1000) * this.#perSecond;
    bucket.tokens = Math.min(this.#perSecond, bucket.tokens + Math.max(0, earned));
    bucket.filledMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
