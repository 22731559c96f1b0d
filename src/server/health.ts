// The health checks of the API at work: definitions go from the store to the engine (../health/health-checks.ts) and its
// probes, what flips goes to the board that every worker reads, what checkers saw comes back as the API reports it.
// Probes run in the main thread: two thousand checks every ten seconds take a tenth of a core and hold nothing up for
// longer than 5 ms, and a thread that was busy hears what arrived before it calls it late (../net/probes/probe.ts).
// What a check is told outlives the process; what its probes found does not, and is found anew.
// Invariant: a check that is deleted counts as healthy, as a record set without one does.

import { setTimeout as sleep } from "node:timers/promises";
import type { Observation } from "../health/health-checks.ts";
import type { AlarmState, ControlState } from "../health/definition.ts";
import { nothingTold, saysNothing, type Told, withAlarm } from "../health/told.ts";
import { HealthDriver } from "../net/probes/health-driver.ts";
import type { LookUp } from "../net/probes/prober.ts";
import type { HealthBoard, HealthStatus } from "../routing/health-board.ts";
import type { HealthCheckObservation, HealthCheckRow, HealthReports } from "../store/health-check-shapes.ts";
import type { ToldHealth } from "../store/told-health.ts";
import type { CheckNumbers } from "./check-numbers.ts";
import { definitionOf } from "./health-definitions.ts";
import type { Log } from "./log.ts";
import type { ServiceClock } from "./service-clock.ts";

/** How long a probe is waited for when a test moves the clock: endpoints that answer at all answer sooner. */
const longestProbeMs = 1_000;

export interface HealthSettings {
  /** Keeps what checks are told. */
  readonly told: ToldHealth;
  readonly board: HealthBoard;
  readonly numbers: CheckNumbers;
  readonly clock: ServiceClock;
  readonly lookUp: LookUp;
  readonly privateTargets: "refused" | "allowed";
  readonly log: Log;
}

/** How many checks are how. */
export interface HealthCounts {
  readonly healthy: number;
  readonly unhealthy: number;
  /** Of them, those whose status somebody set by hand. */
  readonly overridden: number;
  readonly flips: number;
}

export class ServiceHealth {
  readonly reports: HealthReports;
  readonly #driver: HealthDriver;
  readonly #board: HealthBoard;
  readonly #numbers: CheckNumbers;
  readonly #told: ToldHealth;
  /** Checks that there are, by number. */
  readonly #defined = new Map<number, string>();
  #flips = 0;

  constructor({ told, board, numbers, clock, lookUp, privateTargets, log }: HealthSettings) {
    this.#board = board;
    this.#numbers = numbers;
    this.#told = told;
    const publish = (index: number, status: HealthStatus): void => {
      const before = board.isHealthy(index) ? "healthy" : "unhealthy";
      board.set(index, status);
      if (before === status) return;
      this.#flips++;
      log.info({ healthCheck: this.#defined.get(index), status }, "a health check changed");
    };
    this.#driver = new HealthDriver({ lookUp, privateTargets, publish, clock });
    const { checks } = this.#driver;
    this.reports = {
      observations: (id) => checks.observations(id).map(observationOf),
      lastFailures: (id) => checks.lastFailures(id).map(observationOf),
    };
  }

  /** Checks that were made or changed. */
  define(rows: Iterable<HealthCheckRow>): void {
    this.#driver.change((checks) => {
      for (const row of rows) {
        const number = this.#numbers.numberOf(row.id);
        if (number === 0) continue;
        this.#defined.set(number, row.id);
        const told = this.#told.ofCheck(row.id);
        checks.define(definitionOf(row, number), told === null ? nothingTold : (JSON.parse(told) as Told));
      }
    });
  }

  /** Probes from now on. */
  begin(): void {
    this.#driver.begin();
  }

  remove(id: string): void {
    const number = this.#numbers.numberOf(id);
    this.#defined.delete(number);
    this.#driver.change((checks) => checks.remove(id));
    this.#board.set(number, "healthy");
  }

  /** The check of a number in the board; null when there is none. */
  idOf(number: number): string | null {
    return this.#defined.get(number) ?? null;
  }

  statusOf(id: string): HealthStatus | null {
    return this.#driver.checks.statusOf(id);
  }

  overrideOf(id: string): HealthStatus | null {
    return this.#driver.checks.overrideOf(id);
  }

  /** Says what a check is, whatever its probes say; null ends that. Throws StorageFault, as do the next two. */
  override(id: string, status: HealthStatus | null): void {
    this.#tell(id, { ...this.#driver.checks.toldOf(id), override: status });
  }

  /** What the alarm of a CLOUDWATCH_METRIC check does: nothing here watches metrics. */
  tellAlarm(id: string, state: AlarmState): void {
    this.#tell(id, withAlarm(this.#driver.checks.toldOf(id), state));
  }

  /** How the routing control of a RECOVERY_CONTROL check stands. */
  tellControl(id: string, state: ControlState): void {
    this.#tell(id, { ...this.#driver.checks.toldOf(id), control: state });
  }

  /** Stored first: what was told, and said to be so, is so after a restart. */
  #tell(id: string, told: Told): void {
    this.#told.tellCheck(id, saysNothing(told) ? null : JSON.stringify(told));
    this.#driver.change((checks) => checks.tell(id, told));
  }

  /**
   * Moves the clock forward by what is due: each probe on the way begins at its time, and is over before the next. An
   * endpoint that keeps silent is not waited for.
   */
  async passTime(clock: ServiceClock, ms: number): Promise<void> {
    const endMs = clock.nowMs() + ms;
    for (;;) {
      const dueMs = Math.min(this.#nextDueMs(), endMs);
      clock.advance(Math.max(dueMs - clock.nowMs(), 0));
      this.#driver.change((checks) => checks.wake());
      await Promise.race([this.#driver.settled(), sleep(longestProbeMs, undefined, { ref: false })]);
      if (dueMs >= endMs) return;
    }
  }

  #nextDueMs(): number {
    let dueMs = Number.POSITIVE_INFINITY;
    this.#driver.change((checks) => (dueMs = checks.nextWakeMs));
    return dueMs;
  }

  counts(): HealthCounts {
    let unhealthy = 0;
    let overridden = 0;
    for (const [number, id] of this.#defined) {
      if (!this.#board.isHealthy(number)) unhealthy++;
      if (this.overrideOf(id) !== null) overridden++;
    }
    return { healthy: this.#defined.size - unhealthy, unhealthy, overridden, flips: this.#flips };
  }

  close(): void {
    this.#driver.close();
  }
}

function observationOf({ checker, text, checkedMs }: Observation): HealthCheckObservation {
  return {
    Region: checker.region,
    IPAddress: checker.address,
    StatusReport: { Status: text, CheckedTime: new Date(checkedMs).toISOString() },
  };
}
