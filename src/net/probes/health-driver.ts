// Health checks at work: the plan and the verdicts of ../../health/, its probes on real sockets, one timer for all.
// Whoever owns it defines and removes checks; what flips, it is told at once.

import type { Clock } from "../../base/clock.ts";
import type { HealthStatus } from "../../health/definition.ts";
import { HealthChecks } from "../../health/health-checks.ts";
import { systemClock } from "../upstream/system-clock.ts";
import { WakeTimer } from "../upstream/wake-timer.ts";
import { type LookUp, Prober } from "./prober.ts";

export interface HealthDriverSettings {
  readonly lookUp: LookUp;
  readonly privateTargets: "refused" | "allowed";
  /** The check with this number on the health board is this healthy. */
  readonly publish: (index: number, status: HealthStatus) => void;
  /** How many probes an endpoint gets in one interval. */
  readonly probers?: number;
  readonly clock?: Clock;
}

export class HealthDriver {
  readonly #checks: HealthChecks;
  readonly #prober: Prober;
  readonly #timer: WakeTimer;
  #isProbing = false;

  constructor(settings: HealthDriverSettings) {
    const clock = settings.clock ?? systemClock;
    this.#prober = new Prober({
      lookUp: settings.lookUp,
      privateTargets: settings.privateTargets,
      wallMs: () => Date.now(),
      probed: (result) => {
        this.#checks.probed(result);
        this.#timer.settle();
      },
    });
    const effects = {
      probe: this.#prober.probe.bind(this.#prober),
      cancel: this.#prober.cancel.bind(this.#prober),
      publish: settings.publish,
    };
    this.#checks = new HealthChecks(clock, effects, settings.probers);
    this.#timer = new WakeTimer(clock, this.#checks);
  }

  /** The checks, to be changed by `change` and asked freely. */
  get checks(): Pick<HealthChecks, "statusOf" | "overrideOf" | "toldOf" | "observations" | "lastFailures"> {
    return this.#checks;
  }

  /** Changes checks, and waits for what is due next. */
  change(work: (checks: HealthChecks) => void): void {
    work(this.#checks);
    if (this.#isProbing) this.#timer.settle();
  }

  /** Probes from now on; until then checks are what they were told, and what is true of a new one. */
  begin(): void {
    this.#isProbing = true;
    this.#timer.settle();
  }

  /** Resolves when no probe is under way. */
  settled(): Promise<void> {
    return this.#prober.idle();
  }

  close(): void {
    this.#timer.stop();
    this.#prober.close();
  }
}
