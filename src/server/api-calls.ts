// Counts the calls of the control API by operation and outcome, for /metrics.
// Invariant: operations and codes are words of ours, never a client's, so there are as many series at most.

import type { Family } from "../http/prometheus.ts";

export class ApiCalls {
  readonly #counts = new Map<string, Map<string, number>>();

  count(operation: string, code: string): void {
    const codes = this.#counts.get(operation) ?? new Map<string, number>();
    codes.set(code, (codes.get(code) ?? 0) + 1);
    this.#counts.set(operation, codes);
  }

  family(): Family {
    const samples = [...this.#counts].flatMap(([operation, codes]) =>
      [...codes].map(([code, value]) => ({ labels: { service: "route53", operation, code }, value })),
    );
    return {
      name: "signpost_api_requests_total",
      help: "Requests of AWS clients, by operation and by the fault's code, or OK.",
      kind: "counter",
      samples,
    };
  }
}
