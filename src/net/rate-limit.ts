// Response rate limiting: a server whose answers are forged questions' weapons answers each network only so often
// (the scheme of BIND, NSD and Knot; Vixie and Schryver's "DNS Response Rate Limiting", 2012).
// An account is a client prefix, a kind of response and what it is about. Each second earns it `rate` credits, at most
// one second's worth; a response costs one; the debt is bounded by `windowSeconds`. In debt, responses are dropped,
// but every `slip`-th goes out empty with TC=1, so that an honest client can come back over TCP (RFC 7766 §5).
// Pure: time is an argument. The table never grows and nothing is allocated: a set of 8 ways gives up its oldest.

export interface RateLimitOptions {
  /** Responses a second for one client prefix and one subject; 0 switches the kind off. */
  readonly responsesPerSecond: number;
  readonly nodataPerSecond: number;
  readonly nxdomainsPerSecond: number;
  readonly referralsPerSecond: number;
  readonly errorsPerSecond: number;
  /** Responses of every kind together for one client prefix. */
  readonly allPerSecond: number;
  readonly windowSeconds: number;
  /** Every slip-th limited response is sent truncated; 0 never, 1 always. */
  readonly slip: number;
  readonly ipv4PrefixLength: number;
  readonly ipv6PrefixLength: number;
  /** Accounts kept; rounded up to a power of two. */
  readonly maxTableSize: number;
}

export const defaultRateLimit: RateLimitOptions = {
  responsesPerSecond: 20,
  nodataPerSecond: 20,
  nxdomainsPerSecond: 20,
  referralsPerSecond: 20,
  errorsPerSecond: 20,
  allPerSecond: 0,
  windowSeconds: 15,
  slip: 2,
  ipv4PrefixLength: 24,
  ipv6PrefixLength: 56,
  maxTableSize: 65_536,
};

export const ResponseKind = { answer: 0, nodata: 1, nxdomain: 2, referral: 3, error: 4, all: 5 } as const;
export type ResponseKind = (typeof ResponseKind)[keyof typeof ResponseKind];

export const Verdict = { send: 0, drop: 1, slip: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

const ways = 8;
const credit = 1000; // one response in thousandths, so that a millisecond earns `rate` of them
const maxRate = 1_000_000; // more is no limit, and its credits would not fit 31 bits
const maxDebt = 2_000_000_000;

export class RateLimiter {
  readonly #options: RateLimitOptions;
  readonly #rates: Int32Array;
  readonly #seed: number;
  readonly #mask: number;
  /** The account in each cell, 0 for none; a second hash beside it, for a 64-bit identity. */
  readonly #keys: Uint32Array;
  readonly #checks: Uint32Array;
  readonly #balances: Int32Array;
  readonly #touchedMs: Int32Array;
  /** Limited responses so far, for slip. */
  readonly #limited: Uint8Array;

  /** `seed` is secret: who knows it can aim at other clients' cells. */
  constructor(options: RateLimitOptions, seed: number) {
    this.#options = options;
    const kinds = [
      options.responsesPerSecond,
      options.nodataPerSecond,
      options.nxdomainsPerSecond,
      options.referralsPerSecond,
      options.errorsPerSecond,
      options.allPerSecond,
    ];
    this.#rates = Int32Array.from(kinds, (rate) => Math.min(rate, maxRate));
    this.#seed = seed >>> 0;
    const cells = 2 ** Math.ceil(Math.log2(Math.max(options.maxTableSize, ways)));
    this.#mask = cells / ways - 1;
    this.#keys = new Uint32Array(cells);
    this.#checks = new Uint32Array(cells);
    this.#balances = new Int32Array(cells);
    this.#touchedMs = new Int32Array(cells);
    this.#limited = new Uint8Array(cells);
  }

  /**
   * What becomes of a response of `kind` about `subject` to the client. `nowMs` is any monotonic clock, as a
   * whole number modulo 2^32.
   */
  account(family: 4 | 6, address: Uint8Array, kind: ResponseKind, subject: number, nowMs: number): Verdict {
    const prefix = this.#prefixHash(family, address);
    // Errors are about nobody's data: one account a client, or a sender of rubbish would get one for each name.
    const about = kind === ResponseKind.error ? 0 : subject;
    const verdict = this.#charge(prefix, kind, about, nowMs);
    if (verdict !== Verdict.send || this.#rates[ResponseKind.all] === 0) return verdict;
    return this.#charge(prefix, ResponseKind.all, 0, nowMs);
  }

  #charge(prefix: number, kind: ResponseKind, about: number, nowMs: number): Verdict {
    const rate = this.#rates[kind];
    if (rate === 0) return Verdict.send;
    const key = mix(mix(prefix, about), kind + 1) || 1;
    const check = mix(mix(about, prefix ^ 0x9e37_79b9), key);
    const cell = this.#find(key, check, rate, nowMs | 0);
    const elapsedMs = Math.max((nowMs - this.#touchedMs[cell]) | 0, 0); // right across the clock's wrap
    const window = this.#options.windowSeconds;
    const earned = elapsedMs >= (window + 1) * 1000 ? (window + 1) * rate * credit : elapsedMs * rate;
    this.#touchedMs[cell] = nowMs | 0;
    const balance = Math.min(this.#balances[cell] + earned, rate * credit) - credit;
    this.#balances[cell] = Math.max(balance, -window * rate * credit, -maxDebt);
    if (balance >= 0) return Verdict.send;
    const { slip } = this.#options;
    if (slip === 0) return Verdict.drop;
    this.#limited[cell] = (this.#limited[cell] + 1) % slip;
    return this.#limited[cell] === 0 ? Verdict.slip : Verdict.drop;
  }

  /** The account's cell; a new account takes the cell of its set that was touched longest ago. */
  #find(key: number, check: number, rate: number, nowMs: number): number {
    const keys = this.#keys;
    const first = (key & this.#mask) * ways;
    let oldest = first;
    let oldestAge = -1;
    for (let cell = first; cell < first + ways; cell++) {
      if (keys[cell] === key && this.#checks[cell] === check) return cell;
      const age = keys[cell] === 0 ? 0x7fff_ffff : (nowMs - this.#touchedMs[cell]) | 0;
      if (age > oldestAge) {
        oldest = cell;
        oldestAge = age;
      }
    }
    keys[oldest] = key;
    this.#checks[oldest] = check;
    this.#balances[oldest] = rate * credit;
    this.#touchedMs[oldest] = nowMs;
    this.#limited[oldest] = 0;
    return oldest;
  }

  #prefixHash(family: 4 | 6, address: Uint8Array): number {
    let hash = mix(this.#seed, family);
    const bits = family === 4 ? this.#options.ipv4PrefixLength : this.#options.ipv6PrefixLength;
    const whole = bits >>> 3;
    for (let i = 0; i < whole; i++) hash = mix(hash, address[i]);
    const rest = bits & 7;
    return rest === 0 ? hash : mix(hash, address[whole] & (0xff00 >> rest) & 0xff);
  }
}

/** One round of murmur3's mixing, on 32 bits. */
function mix(hash: number, value: number): number {
  let k = Math.imul(value ^ (hash >>> 15), 0xcc9e_2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b87_3593);
  h = (h << 13) | (h >>> 19);
  h = (Math.imul(h, 5) + 0xe654_6b64) | 0;
  return (h ^ (h >>> 16)) >>> 0;
}
