// When to probe, so that thousands of checks never make a burst. Thirty seconds are a ring of 300 slots of 100 ms.
// A check of p probers takes p places evenly spread over its interval (and, every 10 s, three times as many on the ring);
// it gets the offset at which the fullest of its slots is least full, and within a slot the places lie apart.
// So the fullest slot holds about the mean, whatever comes and goes. Times are a clock's milliseconds modulo the ring.

const slotMs = 100;
const ringMs = 30_000;
const slots = ringMs / slotMs;
/** The golden section of a slot: however many places it has, neighbours lie apart. */
const stepMs = 61.803;

/** Where a check stands on the ring. */
export interface Beat {
  readonly intervalMs: number;
  /** One a prober: its probes begin when the clock is this much beyond a multiple of the interval. */
  readonly offsetsMs: readonly number[];
  /** The slots it fills. */
  readonly filled: readonly number[];
}

export class Beats {
  readonly #load = new Uint32Array(slots);
  readonly #placed = new Uint32Array(slots);

  /** A place for a check of so many probers. */
  take(intervalMs: number, probers: number): Beat {
    const perInterval = Math.round(intervalMs / slotMs);
    const steps = Array.from({ length: probers }, (_, prober) => Math.floor((prober * perInterval) / probers));
    const start = this.#emptiest(perInterval, steps);
    const filled = slotsOf(start, perInterval, steps);
    for (const slot of filled) this.#load[slot]++;
    const offsetsMs = steps.map((step) => {
      const slot = (start + step) % perInterval;
      return slot * slotMs + Math.floor((this.#placed[slot]++ * stepMs) % slotMs);
    });
    return { intervalMs, offsetsMs, filled };
  }

  release(beat: Beat): void {
    for (const slot of beat.filled) this.#load[slot]--;
  }

  #emptiest(perInterval: number, steps: readonly number[]): number {
    let best = 0;
    let bestLoad = Number.POSITIVE_INFINITY;
    // Of a check with several probers, starts that differ by a whole step fill the same slots.
    const starts = Math.ceil(perInterval / steps.length);
    for (let start = 0; start < starts; start++) {
      const load = this.#fullest(start, perInterval, steps);
      if (load >= bestLoad) continue;
      best = start;
      bestLoad = load;
    }
    return best;
  }

  #fullest(start: number, perInterval: number, steps: readonly number[]): number {
    let fullest = 0;
    for (const slot of slotsOf(start, perInterval, steps)) fullest = Math.max(fullest, this.#load[slot]);
    return fullest;
  }
}

/** The first moment after `nowMs` at which the prober's next probe is due. */
export function nextBeat(beat: Beat, prober: number, nowMs: number): number {
  const { intervalMs } = beat;
  const since = (nowMs - beat.offsetsMs[prober]) % intervalMs;
  return nowMs + intervalMs - (since < 0 ? since + intervalMs : since);
}

function slotsOf(start: number, perInterval: number, steps: readonly number[]): number[] {
  const found: number[] = [];
  for (let turn = 0; turn < slots; turn += perInterval)
    for (const step of steps) found.push(turn + ((start + step) % perInterval));
  return found;
}
