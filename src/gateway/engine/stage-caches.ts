// The caches of all stages, by API and stage: they outlive what is compiled of a stage, as AWS's clusters do, so a new
// deployment is met by old answers until they expire or are flushed. A cluster of another size begins empty; one that is
// turned off is gone (AWS guide: api-gateway-caching). A canary has a cache of its own unless it uses the stage's.

import type { Stage } from "../model/shapes.ts";
import type { GatewayReply } from "./messages.ts";
import { type KeptListener, StageCache } from "./stage-cache.ts";

/** An answer that a stage's cache has kept, as one thread tells it to the others. */
export interface KeptAnswer {
  readonly apiId: string;
  readonly stageName: string;
  readonly release: "stage" | "canary";
  readonly key: string;
  readonly reply: GatewayReply;
  readonly ttlMs: number;
}

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
  readonly #kept: ((answer: KeptAnswer) => void) | null;
  readonly #pairs = new Map<string, Map<string, Pair>>();

  /** `most`: octets that one cache may take in memory; `kept` hears of each answer that is kept. */
  constructor(most: number, kept: ((answer: KeptAnswer) => void) | null = null) {
    this.#most = most;
    this.#kept = kept;
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
      const cache = (release: KeptAnswer["release"]): StageCache =>
        new StageCache(octets, this.#tellingOf(apiId, stageName, release));
      pair = { size: cacheClusterSize, stage: cache("stage"), canary: cache("canary") };
      stages.set(stageName, pair);
      this.#pairs.set(apiId, stages);
    }
    return { stage: pair.stage, canary: canarySettings?.useStageCache === true ? pair.stage : pair.canary };
  }

  /** Keeps what another thread has kept; not, where the stage has no cache. */
  take({ apiId, stageName, release, key, reply, ttlMs }: KeptAnswer, nowMs: number): void {
    this.#pairs.get(apiId)?.get(stageName)?.[release].take(key, reply, ttlMs, nowMs);
  }

  flush(apiId: string, stageName: string): void {
    const pair = this.#pairs.get(apiId)?.get(stageName);
    pair?.stage.flush();
    pair?.canary.flush();
  }

  forget(apiId: string): void {
    this.#pairs.delete(apiId);
  }

  #tellingOf(apiId: string, stageName: string, release: KeptAnswer["release"]): KeptListener | null {
    const kept = this.#kept;
    if (kept === null) return null;
    return (key, reply, ttlMs) => kept({ apiId, stageName, release, key, reply, ttlMs });
  }
}
