// What the resolver counts, for /metrics and the statistics page (docs/operations.md names the series).
// Invariant: numbers only ever grow, so that a rate can be made of any two readings.

/** Upper bounds of the round-trip time histogram, in milliseconds. */
export const rttBoundsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

export interface Statistics {
  /** Questions of clients, and those that the record cache answered without a query. */
  questions: number;
  hits: number;
  misses: number;
  merged: number;
  prefetches: number;
  stale: number;
  failures: number;
  /** What validation came to. */
  secure: number;
  insecure: number;
  bogus: number;
  udpQueries: number;
  tcpQueries: number;
  responses: number;
  timeouts: number;
  undelivered: number;
  ignoredPackets: number;
  nearMisses: number;
  rejectedRecords: number;
  /** Responses by upper bound, the last for all that took longer; and the sum of their times. */
  readonly rttCounts: number[];
  rttSumMs: number;
  /** Rcodes of upstream responses, by number. */
  readonly rcodes: Map<number, number>;
}

export function newStatistics(): Statistics {
  return {
    questions: 0,
    hits: 0,
    misses: 0,
    merged: 0,
    prefetches: 0,
    stale: 0,
    failures: 0,
    secure: 0,
    insecure: 0,
    bogus: 0,
    udpQueries: 0,
    tcpQueries: 0,
    responses: 0,
    timeouts: 0,
    undelivered: 0,
    ignoredPackets: 0,
    nearMisses: 0,
    rejectedRecords: 0,
    rttCounts: Array.from({ length: rttBoundsMs.length + 1 }, () => 0),
    rttSumMs: 0,
    rcodes: new Map(),
  };
}

export function observeResponse(statistics: Statistics, rcode: number, rttMs: number): void {
  statistics.responses++;
  statistics.rttSumMs += rttMs;
  const bucket = rttBoundsMs.findIndex((bound) => rttMs <= bound);
  statistics.rttCounts[bucket < 0 ? rttBoundsMs.length : bucket]++;
  statistics.rcodes.set(rcode, (statistics.rcodes.get(rcode) ?? 0) + 1);
}
