// A world for health checks: a clock that stands still, and endpoints that are what the test says they are.

import { VirtualClock } from "../../src/base/clock.ts";
import type {
  CheckDefinition,
  EndpointCheck,
  HealthStatus,
  ProbeOutcome,
  ProbeRequest,
} from "../../src/health/definition.ts";
import { HealthChecks } from "../../src/health/health-checks.ts";

export const good: ProbeOutcome = { kind: "response", status: 200, reason: "OK", resolved: null };
export const bad: ProbeOutcome = { kind: "response", status: 503, reason: "Service Unavailable", resolved: null };

export function endpoint(id: string, changes: Partial<EndpointCheck> = {}): EndpointCheck {
  return {
    kind: "endpoint",
    id,
    index: 1,
    inverted: false,
    disabled: false,
    target: {
      type: "HTTP",
      address: "192.0.2.44",
      name: null,
      port: 80,
      path: "/",
      searchString: null,
      sni: false,
    },
    intervalSeconds: 30,
    failureThreshold: 3,
    regions: [],
    ...changes,
  };
}

export interface Sent extends ProbeRequest {
  readonly atMs: number;
}

export class HealthWorld {
  readonly clock: VirtualClock;
  readonly checks: HealthChecks;
  readonly sent: Sent[] = [];
  readonly cancelled: string[] = [];
  /** Every publication, in order. */
  readonly published: [index: number, status: HealthStatus, atMs: number][] = [];
  /** What a probe finds; null leaves it without a result. */
  find: (request: ProbeRequest) => ProbeOutcome | null = () => good;
  /** How long after it was sent a probe has found it. */
  latencyMs = 0;
  readonly #due: { atMs: number; request: ProbeRequest; outcome: ProbeOutcome }[] = [];

  constructor(probers = 2, startMs = 0) {
    this.clock = new VirtualClock(startMs);
    this.checks = new HealthChecks(
      this.clock,
      {
        probe: (request) => {
          this.sent.push({ ...request, atMs: this.clock.nowMs() });
          const outcome = this.find(request);
          if (outcome !== null) this.#due.push({ atMs: this.clock.nowMs() + this.latencyMs, request, outcome });
        },
        cancel: (check) => this.cancelled.push(check),
        publish: (index, status) => this.published.push([index, status, this.clock.nowMs()]),
      },
      probers,
    );
  }

  define(...definitions: CheckDefinition[]): void {
    for (const definition of definitions) this.checks.define(definition);
  }

  /** Lets time go on to `ms`, wakes when it is due, and hands in results. */
  runTo(ms: number): void {
    for (;;) {
      this.#handIn();
      const next = Math.min(this.checks.nextWakeMs, this.#due[0]?.atMs ?? Number.POSITIVE_INFINITY);
      if (next > ms) break;
      this.clock.advanceTo(Math.max(next, this.clock.nowMs()));
      this.#handIn();
      if (this.checks.nextWakeMs <= this.clock.nowMs()) this.checks.wake();
    }
    this.clock.advanceTo(ms);
  }

  #handIn(): void {
    while (this.#due.length > 0 && this.#due[0].atMs <= this.clock.nowMs()) {
      const { request, outcome } = this.#due.shift()!;
      const { check, edition, prober } = request;
      this.checks.probed({ check, edition, prober, outcome, checkedMs: 1_700_000_000_000 + this.clock.nowMs() });
    }
  }
}
