// Counts the calls of the control APIs by service, operation and outcome, for /metrics.
// Invariant: operations and codes are words of ours, never a client's, so there are as many series at most.

import type { Family } from "../http/prometheus.ts";

export class ApiCalls {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();

  count(service: string, operation: string, code: string): void {
    const key = `${service} ${operation} ${code}`;
    const series = this.#counts.get(key) ?? { labels: { service, operation, code }, value: 0 };
    series.value += 1;
    this.#counts.set(key, series);
  }

  family(): Family {
    const samples = [...this.#counts.values()];
    return {
      name: "signpost_api_requests_total",
      help: "Requests of AWS clients, by operation and by the fault's code, or OK.",
      kind: "counter",
      samples,
    };
  }
}
