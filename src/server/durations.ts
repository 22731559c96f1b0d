// How long something took, as a histogram: counts by upper bound, not cumulative, the last for all that took longer.
// For /metrics and the statistics page.

export const durationBoundsMs = [0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

export class Durations {
  readonly counts: number[] = Array.from({ length: durationBoundsMs.length + 1 }, () => 0);
  sumMs = 0;

  add(tookMs: number): void {
    const bucket = durationBoundsMs.findIndex((bound) => tookMs <= bound);
    this.counts[bucket < 0 ? durationBoundsMs.length : bucket]++;
    this.sumMs += tookMs;
  }
}
