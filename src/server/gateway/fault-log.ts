// Why requests end with 5xx, for whoever runs an API and not for whoever calls it: a function without permission, a template that
// fails, a server that is not there. The client is told "Internal server error" and nothing else, as by AWS, so without this the
// commonest first mistakes leave no trace. Of one stage a line every few seconds: a flood of calls must not become one of lines.

import { BoundedMap } from "../../base/bounded-map.ts";
import type { Log } from "../log.ts";

const everyMs = 5_000;
/** Stages that are remembered. */
const mostStages = 1_000;

export class FaultLog {
  readonly #log: Log;
  readonly #nowMs: () => number;
  /** By API and stage: when the next line may come, and how many were left out. */
  readonly #stages = new BoundedMap<{ nextMs: number; untold: number }>(mostStages);

  constructor(log: Log, nowMs: () => number) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  tell(api: string, stage: string, requestId: string, sentence: string): void {
    const key = `${api}/${stage}`;
    const nowMs = this.#nowMs();
    const known = this.#stages.touch(key);
    if (known !== undefined && nowMs < known.nextMs) {
      known.untold++;
      return;
    }
    this.#stages.set(key, { nextMs: nowMs + everyMs, untold: 0 });
    const untold = known?.untold ?? 0;
    this.#log.warn({ api, stage, requestId, ...(untold > 0 && { untold }) }, `a request failed: ${sentence}`);
  }
}
