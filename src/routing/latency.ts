// How long a round trip from a client to a region takes. AWS measures; we have a model, so that answers are the same on
// every machine: light in glass covers 100 km of distance in 1 ms there and back, real paths are half again as long as
// the great circle, and a region's own network adds 2 ms. What somebody measured goes before the model.
// Only the order matters to an answer (DG:routing-policy-latency); milliseconds are told in traces.

import { distanceKm } from "./geometry.ts";
import type { Place } from "./place.ts";
import { regionIndex, regions } from "./regions.ts";

/** A round trip that is known: from clients that are nearest to (or pinned to) region `from`, to region `to`. */
export interface MeasuredLatency {
  readonly from: string;
  readonly to: string;
  readonly milliseconds: number;
}

const kmPerMillisecond = 100;
const detour = 1.5;
const ownNetworkMs = 2;

export class LatencyModel {
  /** From region to region, NaN where nothing was measured; null while nothing was anywhere. */
  readonly #measured: Float64Array | null;

  /** Codes of regions that do not exist are passed over. */
  constructor(measured: readonly MeasuredLatency[] = []) {
    this.#measured = measured.length === 0 ? null : new Float64Array(regions.length ** 2).fill(Number.NaN);
    for (const { from, to, milliseconds } of measured) {
      const [row, column] = [regionIndex(from), regionIndex(to)];
      if (this.#measured !== null && row >= 0 && column >= 0)
        this.#measured[row * regions.length + column] = milliseconds;
    }
  }

  milliseconds(from: Place, region: number): number {
    const measured = this.#measured === null ? Number.NaN : this.#measured[from.region * regions.length + region];
    if (!Number.isNaN(measured)) return measured;
    return ownNetworkMs + (distanceKm(from.point, regions[region].point) * detour) / kmPerMillisecond;
  }
}
