// How long caches of stages have been on, by their size: what AWS charges for by the hour, whatever traffic they see. The
// store's commits tell when one is switched on, off, or to another size.
// Invariant: only stages that had a cache are remembered. Read next: ./gateway-api.ts, ../../gateway/cost.ts.

import type { Stage } from "../../gateway/model/shapes.ts";

interface Span {
  readonly sinceMs: number;
  /** Gigabytes, as text. */
  readonly size: string;
}

interface Meter {
  readonly apiId: string;
  readonly stageName: string;
  /** Milliseconds by size, of spans that are over. */
  readonly over: Map<string, number>;
  now: Span | null;
}

/** Of a stage that had a cache. */
export interface StageCacheHours {
  readonly apiId: string;
  readonly stageName: string;
  readonly hours: Readonly<Record<string, number>>;
}

const hourMs = 3_600_000;
/** A cluster's when nobody says another. */
const usualSize = "0.5";

export class CacheHours {
  readonly #meters = new Map<string, Meter>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** A stage is now like this; null: it is gone. */
  notice(apiId: string, stageName: string, stage: Stage | null): void {
    const key = `${apiId}/${stageName}`;
    const size = stage?.cacheClusterEnabled === true ? (stage.cacheClusterSize ?? usualSize) : null;
    const meter = this.#meters.get(key) ?? { apiId, stageName, over: new Map<string, number>(), now: null };
    if (size === (meter.now?.size ?? null)) return;
    const nowMs = this.#nowMs();
    if (meter.now !== null) meter.over.set(meter.now.size, spent(meter, meter.now.size, nowMs));
    meter.now = size === null ? null : { sinceMs: nowMs, size };
    this.#meters.set(key, meter);
  }

  stages(): readonly StageCacheHours[] {
    const nowMs = this.#nowMs();
    return Array.from(this.#meters.values(), (meter) => {
      const sizes = new Set([...meter.over.keys(), ...(meter.now === null ? [] : [meter.now.size])]);
      const hours = Array.from(sizes, (size) => [size, spent(meter, size, nowMs) / hourMs] as const);
      return { apiId: meter.apiId, stageName: meter.stageName, hours: Object.fromEntries(hours) };
    });
  }

  /** Counts from now on. */
  forget(): void {
    const nowMs = this.#nowMs();
    for (const [key, meter] of this.#meters) {
      meter.over.clear();
      if (meter.now === null) this.#meters.delete(key);
      else meter.now = { ...meter.now, sinceMs: nowMs };
    }
  }
}

function spent({ over, now }: Meter, size: string, nowMs: number): number {
  return (over.get(size) ?? 0) + (now?.size === size ? Math.max(0, nowMs - now.sinceMs) : 0);
}
