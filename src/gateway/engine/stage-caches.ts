// The caches of all stages, by API and stage: they outlive what is compiled of a stage, as AWS's clusters do, so a new
// deployment is met by old answers until they expire or are flushed. A cluster of another size begins empty; one that is
// turned off is gone (AWS guide: api-gateway-caching). A canary has a cache of its own unless it uses the stage's.

import type { Stage } from "../model/shapes.ts";
import { StageCache } from "./stage-cache.ts";

interface Pair {
  readonly size: string;
  readonly stage: StageCache;
  readonly canary: StageCache;
}

const gigabyte = 2 ** 30;
/** AWS's smallest. */
const usualSize = "0.5";

export class StageCaches {
  readonly #most: number;
  readonly #pairs = new Map<string, Map<string, Pair>>();

  /** Octets that one cache may take in memory. */
  constructor(most: number) {
    this.#most = most;
  }

  of(
    apiId: string,
    { stageName, cacheClusterEnabled, cacheClusterSize = usualSize, canarySettings }: Stage,
  ): {
    readonly stage: StageCache | null;
    readonly canary: StageCache | null;
  } {
    const stages = this.#pairs.get(apiId) ?? new Map<string, Pair>();
    if (!cacheClusterEnabled) {
      stages.delete(stageName);
      return { stage: null, canary: null };
    }
    let pair = stages.get(stageName);
    if (pair?.size !== cacheClusterSize) {
      const octets = Math.min(this.#most, Number(cacheClusterSize) * gigabyte || this.#most);
      pair = { size: cacheClusterSize, stage: new StageCache(octets), canary: new StageCache(octets) };
      stages.set(stageName, pair);
      this.#pairs.set(apiId, stages);
    }
    return { stage: pair.stage, canary: canarySettings?.useStageCache === true ? pair.stage : pair.canary };
  }

  flush(apiId: string, stageName: string): void {
    const pair = this.#pairs.get(apiId)?.get(stageName);
    pair?.stage.flush();
    pair?.canary.flush();
  }

  forget(apiId: string): void {
    this.#pairs.delete(apiId);
  }
}
