// The status of every health check, as one bit each in memory that all threads share: who probes sets the bit, and the
// next query of every worker sees it. Check 0 is no check. A set bit is an unhealthy check, so that new memory says what
// AWS says of new checks: healthy until there is data (DG:dns-failover-determining-health-of-endpoints).

/** What the engine asks of health. */
export interface Health {
  isHealthy(check: number): boolean;
}

export type HealthStatus = "healthy" | "unhealthy";

/** The highest number that a check can have. Numbers of deleted checks are given again. */
export const mostChecks = 1_048_575;

export class HealthBoard implements Health {
  readonly buffer: SharedArrayBuffer;
  readonly #bits: Int32Array;

  /** Over a board that another thread made. */
  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#bits = new Int32Array(buffer);
  }

  /** A board for the checks 1 to `mostChecks`, all healthy: 128 KiB. */
  static create(): HealthBoard {
    return new HealthBoard(new SharedArrayBuffer(((mostChecks >>> 5) + 1) * 4));
  }

  isHealthy(check: number): boolean {
    return ((Atomics.load(this.#bits, check >>> 5) >>> (check & 31)) & 1) === 0;
  }

  set(check: number, status: HealthStatus): void {
    const bit = 1 << (check & 31);
    if (status === "healthy") Atomics.and(this.#bits, check >>> 5, ~bit);
    else Atomics.or(this.#bits, check >>> 5, bit);
  }
}
