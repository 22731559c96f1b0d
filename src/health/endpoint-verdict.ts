// The verdict on an endpoint. Each prober judges alone: it changes its mind after `failureThreshold` probes in a row that
// say otherwise, both ways. Every checker holds the view of one prober, and the endpoint is healthy when more than 18 %
// of the checkers say so (DG:dns-failover-determining-health-of-endpoints). All begin healthy: a new check is healthy
// until there is data.

import { checkersOf, type Checker } from "./checkers.ts";
import { type EndpointCheck, type HealthStatus, isSuccess, type ProbeOutcome } from "./definition.ts";

/** More than this share of checkers must find the endpoint healthy. AWS: "This value might change". */
const healthyPercent = 18;

/** Probes of one prober that may be under way: a TCP probe may take as long as the shortest interval. */
const maxOutstanding = 2;

interface Finding {
  readonly outcome: ProbeOutcome;
  readonly checkedMs: number;
}

export interface Prober {
  view: HealthStatus;
  /** Probes in a row that contradict the view. */
  against: number;
  outstanding: number;
  last: Finding | null;
  lastFailure: Finding | null;
}

/** One checker and the prober whose view it holds. */
export interface CheckerView {
  readonly checker: Checker;
  readonly prober: Prober;
}

export class EndpointVerdict {
  readonly checkers: readonly CheckerView[];
  readonly probers: readonly Prober[];
  #threshold: number;

  constructor(check: EndpointCheck, probers: number, start: HealthStatus) {
    this.#threshold = check.failureThreshold;
    const checkers = checkersOf(check.regions);
    const count = Math.min(probers, checkers.length);
    this.probers = Array.from({ length: count }, () => ({
      view: start,
      against: 0,
      outstanding: 0,
      last: null,
      lastFailure: null,
    }));
    this.checkers = checkers.map((checker, i) => ({ checker, prober: this.probers[i % count] }));
  }

  /** The same endpoint is to be judged by another threshold. */
  retune(check: EndpointCheck): void {
    this.#threshold = check.failureThreshold;
  }

  /** What is under way will not be told. */
  forget(): void {
    for (const prober of this.probers) prober.outstanding = 0;
  }

  /** Whether the prober may send another probe now; counts it when it may. */
  begin(prober: number): boolean {
    const one = this.probers[prober];
    if (one.outstanding >= maxOutstanding) return false;
    one.outstanding++;
    return true;
  }

  take(prober: number, outcome: ProbeOutcome, checkedMs: number): void {
    const one = this.probers[prober];
    one.outstanding--;
    if (outcome.kind === "skipped") return;
    const finding = { outcome, checkedMs };
    one.last = finding;
    const found = isSuccess(outcome) ? "healthy" : "unhealthy";
    if (found === "unhealthy") one.lastFailure = finding;
    one.against = found === one.view ? 0 : one.against + 1;
    if (one.against < this.#threshold) return;
    one.view = found;
    one.against = 0;
  }

  get status(): HealthStatus {
    const healthy = this.checkers.filter(({ prober }) => prober.view === "healthy").length;
    return healthy * 100 > this.checkers.length * healthyPercent ? "healthy" : "unhealthy";
  }
}
