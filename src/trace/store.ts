// The traces that can be asked for again: the newest of them, by id, bounded in number and in steps.
// Who keeps them: the resolver's thread. Who reads them: the API's /_signpost/traces.

import { maxKeptTraceEvents, maxKeptTraces } from "../base/limits.ts";
import type { FinishedTrace } from "./ending.ts";

/** What a list of traces says of one. */
export interface TraceSummary {
  readonly trace: string;
  readonly name: string;
  readonly type: string;
  readonly rcode: string;
  readonly ms: number;
  readonly upstreamQueries: number;
  readonly steps: number;
}

export class TraceStore {
  /** In the order in which they came: a Map keeps it. */
  readonly #traces = new Map<string, FinishedTrace>();
  #events = 0;

  /** Keeps a trace; the oldest go when there is no room. */
  add(trace: FinishedTrace): void {
    this.#remove(trace.ending.trace);
    this.#traces.set(trace.ending.trace, trace);
    this.#events += trace.events.length;
    for (const oldest of this.#traces.keys()) {
      if (this.#traces.size <= maxKeptTraces && this.#events <= maxKeptTraceEvents) break;
      this.#remove(oldest);
    }
  }

  find(id: string): FinishedTrace | null {
    return this.#traces.get(id) ?? null;
  }

  /** The newest first. */
  latest(most: number = maxKeptTraces): TraceSummary[] {
    return [...this.#traces.values()].toReversed().slice(0, most).map(summaryOf);
  }

  #remove(id: string): void {
    this.#events -= this.#traces.get(id)?.events.length ?? 0;
    this.#traces.delete(id);
  }
}

function summaryOf({ events, ending }: FinishedTrace): TraceSummary {
  const { trace, ms, droppedSteps, answer } = ending;
  const { name, type, rcode, upstreamQueries } = answer;
  return { trace, name, type, rcode, ms, upstreamQueries, steps: events.length + droppedSteps };
}
