// What the gateway's requests came to, by API and stage: for /metrics, for the figures that CloudWatch would show (AWS guide:
// api-gateway-metrics-and-dimensions) and for the cost page. Counting is a few additions on one object a stage.
// Invariant: stages are bounded; what comes beyond is counted together, so that no client and no tool can fill memory.

import type { RequestFigures } from "../../gateway/engine/ports.ts";
import { type Family, histogramSamples } from "../../http/prometheus.ts";

/** Of one stage since the start. */
export interface StageFigures {
  readonly apiId: string;
  readonly apiName: string;
  readonly stageName: string;
  count: number;
  clientErrors: number;
  serverErrors: number;
  throttled: number;
  latencyMsSum: number;
  /** Requests that took at most as long as the bound of the same place in `latencyBoundsMs`, and the rest. */
  readonly latencies: number[];
  integrations: number;
  integrationLatencyMsSum: number;
  cacheHits: number;
  cacheMisses: number;
  octets: number;
}

export const latencyBoundsMs: readonly number[] = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 29_000];
const maxStages = 1_000;
const others = { apiId: "other", apiName: "other", stageName: "other" };

export class GatewayFigures {
  readonly #stages = new Map<string, StageFigures>();
  /** The stage that was counted last: requests of one stage come behind each other. */
  #last: StageFigures | null = null;

  count(figures: RequestFigures): void {
    const stage = this.#stageOf(figures);
    stage.count += 1;
    if (figures.status >= 500) stage.serverErrors += 1;
    else if (figures.status >= 400) stage.clientErrors += 1;
    if (figures.status === 429) stage.throttled += 1;
    stage.latencyMsSum += figures.latencyMs;
    const at = latencyBoundsMs.findIndex((bound) => figures.latencyMs <= bound);
    stage.latencies[at === -1 ? latencyBoundsMs.length : at] += 1;
    if (figures.integrationLatencyMs !== null) {
      stage.integrations += 1;
      stage.integrationLatencyMsSum += figures.integrationLatencyMs;
    }
    if (figures.cache === "hit") stage.cacheHits += 1;
    else if (figures.cache === "miss") stage.cacheMisses += 1;
    stage.octets += figures.octets;
  }

  /** Adds what was counted elsewhere. */
  add(stages: readonly StageFigures[]): void {
    for (const { apiId, apiName, stageName, latencies, ...sums } of stages) {
      const stage = this.#stageOf({ apiId, apiName, stageName });
      for (const [name, sum] of Object.entries(sums)) stage[name as keyof typeof sums] += sum;
      for (const [at, count] of latencies.entries()) stage.latencies[at] += count;
    }
  }

  /** What was counted since the last time; it begins anew. */
  takeAll(): readonly StageFigures[] {
    const stages = this.stages();
    this.forget();
    return stages;
  }

  /** Every stage that was asked, in the order in which they first were. */
  stages(): readonly StageFigures[] {
    return [...this.#stages.values()];
  }

  forget(): void {
    this.#stages.clear();
    this.#last = null;
  }

  families(): Family[] {
    const stages = this.stages();
    const counter = (name: string, help: string, of: (stage: StageFigures) => number): Family => ({
      name: `signpost_gateway_${name}`,
      help,
      kind: "counter",
      samples: stages.map((stage) => ({ labels: labelsOf(stage), value: of(stage) })),
    });
    return [
      counter("requests_total", "Requests to deployed stages.", (stage) => stage.count),
      counter("client_errors_total", "Requests that were answered 4xx.", (stage) => stage.clientErrors),
      counter("server_errors_total", "Requests that were answered 5xx.", (stage) => stage.serverErrors),
      counter("throttled_total", "Requests that were answered 429.", (stage) => stage.throttled),
      counter("cache_hits_total", "Requests that a stage's cache answered.", (stage) => stage.cacheHits),
      counter("cache_misses_total", "Requests that a stage's cache could not answer.", (stage) => stage.cacheMisses),
      counter("response_bytes_total", "Octets of answers' bodies.", (stage) => stage.octets),
      counter(
        "integration_seconds_total",
        "Time that integrations took.",
        (stage) => stage.integrationLatencyMsSum / 1e3,
      ),
      {
        name: "signpost_gateway_request_duration_seconds",
        help: "From a request's arrival to its answer.",
        kind: "histogram",
        samples: stages.flatMap((stage) =>
          histogramSamples(labelsOf(stage), latencyBoundsMs, stage.latencies, stage.latencyMsSum),
        ),
      },
    ];
  }

  #stageOf({ apiId, apiName, stageName }: Pick<StageFigures, "apiId" | "apiName" | "stageName">): StageFigures {
    const last = this.#last;
    if (last !== null && last.apiId === apiId && last.stageName === stageName) return last;
    const key = `${apiId}/${stageName}`;
    const known = this.#stages.get(key);
    if (known !== undefined) return (this.#last = known);
    const isRoom = this.#stages.size < maxStages;
    const named = isRoom ? { apiId, apiName, stageName } : others;
    const made = (isRoom ? undefined : this.#stages.get("other/other")) ?? newFigures(named);
    this.#stages.set(isRoom ? key : "other/other", made);
    return made;
  }
}

function newFigures(named: Pick<StageFigures, "apiId" | "apiName" | "stageName">): StageFigures {
  return {
    ...named,
    count: 0,
    clientErrors: 0,
    serverErrors: 0,
    throttled: 0,
    latencyMsSum: 0,
    latencies: Array.from({ length: latencyBoundsMs.length + 1 }, () => 0),
    integrations: 0,
    integrationLatencyMsSum: 0,
    cacheHits: 0,
    cacheMisses: 0,
    octets: 0,
  };
}

function labelsOf({ apiId, stageName }: StageFigures): { readonly [name: string]: string } {
  return { api: apiId, stage: stageName };
}
