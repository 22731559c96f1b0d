// All health checks of the service: definitions in, probes out, results in, one bit a check out.
// Driven like the resolver, without sockets and timers: whoever calls into it looks at `nextWakeMs` afterwards and calls
// `wake` when it is time; probes are effects, and each is answered by one `probed` (or by `cancel` of its check).
//
//   status = override ?? invert(disabled ? healthy : what the kind of check says)
//
// What a check is told (./told.ts) is its owner's to keep: `define` takes it back.
// Invariants: `publish` has said the status of every check whenever a call returns; a result for an earlier edition of
// its check counts for nothing; a beat that was missed (the machine slept) is skipped, not made up for in a burst.

import type { Clock } from "../base/clock.ts";
import { cancel, type Timer, TimerHeap } from "../base/timer-heap.ts";
import { type Beat, Beats, nextBeat } from "./beats.ts";
import type { Checker } from "./checkers.ts";
import type {
  AlarmCheck,
  CalculatedCheck,
  CheckDefinition,
  EndpointCheck,
  HealthStatus,
  ProbeRequest,
  ProbeResult,
} from "./definition.ts";
import { EndpointVerdict, type Prober } from "./endpoint-verdict.ts";
import { nothingTold, type Told } from "./told.ts";
import { neverFailedText, reportText } from "./report.ts";

/** A beat that is later than this is skipped. */
const latestBeatMs = 1_000;

export interface HealthEffects {
  probe(request: ProbeRequest): void;
  /** Probes of the check that are under way are of no use any more, and need no result. */
  cancel(check: string): void;
  /** The check with this number is this healthy: said once when a check is defined, and at every flip. */
  publish(index: number, status: HealthStatus): void;
}

/** What one checker reports. */
export interface Observation {
  readonly checker: Checker;
  readonly text: string;
  readonly checkedMs: number;
}

interface Entry {
  definition: CheckDefinition;
  edition: number;
  definedMs: number;
  status: HealthStatus | null;
  told: Told;
  verdict: EndpointVerdict | null;
  beat: Beat | null;
  timers: Timer[];
}

export class HealthChecks {
  readonly #clock: Clock;
  readonly #effects: HealthEffects;
  readonly #probers: number;
  readonly #beats = new Beats();
  readonly #timers = new TimerHeap();
  readonly #entries = new Map<string, Entry>();
  /** The calculated checks that look at a check. */
  readonly #parents = new Map<string, Set<string>>();
  /** Rises over all checks, so that a check made anew under an old id takes no result of the old one. */
  #edition = 0;

  /** `probers`: how many probes an endpoint gets in one interval; the checkers share their results. */
  constructor(clock: Clock, effects: HealthEffects, probers = 2) {
    this.#clock = clock;
    this.#effects = effects;
    this.#probers = probers;
  }

  get nextWakeMs(): number {
    return this.#timers.nextMs;
  }

  wake(): void {
    this.#timers.run(this.#clock.nowMs());
  }

  /** Defines a check, with what it was told before, or changes it. An endpoint that stays the same keeps its checkers' views. */
  define(definition: CheckDefinition, told: Told = nothingTold): void {
    const known = this.#entries.get(definition.id);
    const entry = known ?? newEntry(definition, told);
    const before = known?.definition ?? null;
    if (before !== null) this.#unlink(before);
    entry.definition = definition;
    this.#entries.set(definition.id, entry);
    if (definition.kind === "calculated")
      for (const child of definition.children) this.#parentsOf(child).add(definition.id);
    if (definition.kind === "endpoint") this.#watch(entry, definition, before);
    entry.status = null; // so that it is published, whatever it was
    this.#settle(entry);
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#unlink(entry.definition);
    this.#stop(entry);
    this.#settleParents(id);
  }

  probed(result: ProbeResult): void {
    const entry = this.#entries.get(result.check);
    if (entry === undefined || entry.verdict === null || entry.edition !== result.edition) return;
    entry.verdict.take(result.prober, result.outcome, result.checkedMs);
    this.#settle(entry);
  }

  /** Tells a check all that it can be told. Probing goes on beneath an override. */
  tell(id: string, told: Told): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.told = told;
    this.#settle(entry);
  }

  toldOf(id: string): Told {
    return this.#entries.get(id)?.told ?? nothingTold;
  }

  /** The status, or null when there is no such check. */
  statusOf(id: string): HealthStatus | null {
    return this.#entries.get(id)?.status ?? null;
  }

  overrideOf(id: string): HealthStatus | null {
    return this.toldOf(id).override;
  }

  /** What each checker found last; none before the first probe, and none of checks without an endpoint. */
  observations(id: string): readonly Observation[] {
    return this.#observe(id, ({ last }) => {
      const text = last === null ? null : reportText(last.outcome);
      return last === null || text === null ? null : { text, checkedMs: last.checkedMs };
    });
  }

  /** The last failure that each checker found, or that it found none. */
  lastFailures(id: string): readonly Observation[] {
    const sinceMs = this.#entries.get(id)?.definedMs ?? 0;
    return this.#observe(id, ({ last, lastFailure }) => {
      if (last === null) return null;
      if (lastFailure === null) return { text: neverFailedText(sinceMs), checkedMs: last.checkedMs };
      return { text: reportText(lastFailure.outcome) ?? "", checkedMs: lastFailure.checkedMs };
    });
  }

  #observe(
    id: string,
    tell: (prober: Prober) => Pick<Observation, "text" | "checkedMs"> | null,
  ): readonly Observation[] {
    const checkers = this.#entries.get(id)?.verdict?.checkers ?? [];
    return checkers.flatMap(({ checker, prober }) => {
      const told = tell(prober);
      return told === null ? [] : [{ checker, ...told }];
    });
  }

  /** Sets the probing of an endpoint going, or stops it; a disabled check is not probed. */
  #watch(entry: Entry, definition: EndpointCheck, before: CheckDefinition | null): void {
    const same = before?.kind === "endpoint" && isSameEndpoint(before, definition);
    if (same && !before.disabled && !definition.disabled) {
      entry.verdict?.retune(definition);
      return;
    }
    this.#stop(entry);
    if (!same || entry.verdict === null) {
      const start = entry.verdict?.status ?? "healthy";
      entry.verdict = new EndpointVerdict(definition, this.#probers, start);
      entry.definedMs = this.#clock.wallSeconds() * 1000;
    }
    entry.verdict.retune(definition);
    entry.verdict.forget();
    entry.edition = ++this.#edition;
    if (definition.disabled) return;
    const beat = this.#beats.take(definition.intervalSeconds * 1000, entry.verdict.probers.length);
    entry.beat = beat;
    for (let prober = 0; prober < entry.verdict.probers.length; prober++)
      entry.timers[prober] = this.#await(entry, beat, prober);
  }

  #await(entry: Entry, beat: Beat, prober: number): Timer {
    const atMs = nextBeat(beat, prober, this.#clock.nowMs());
    return this.#timers.add(atMs, () => {
      const { definition } = entry;
      entry.timers[prober] = this.#await(entry, beat, prober);
      if (definition.kind !== "endpoint" || this.#clock.nowMs() - atMs > latestBeatMs) return;
      if (entry.verdict?.begin(prober) !== true) return;
      const { id, target } = definition;
      this.#effects.probe({ check: id, edition: entry.edition, prober, target });
    });
  }

  #stop(entry: Entry): void {
    if (entry.beat === null) return;
    this.#beats.release(entry.beat);
    entry.beat = null;
    for (const timer of entry.timers) cancel(timer);
    entry.timers = [];
    this.#effects.cancel(entry.definition.id);
  }

  #settle(entry: Entry): void {
    const { definition } = entry;
    const status = entry.told.override ?? this.#judge(entry);
    if (status === entry.status) return;
    entry.status = status;
    this.#effects.publish(definition.index, status);
    if (definition.kind !== "calculated") this.#settleParents(definition.id);
  }

  #settleParents(id: string): void {
    for (const parent of this.#parents.get(id) ?? []) {
      const entry = this.#entries.get(parent);
      if (entry !== undefined) this.#settle(entry);
    }
  }

  #judge(entry: Entry): HealthStatus {
    const { definition } = entry;
    const found = definition.disabled ? "healthy" : this.#find(entry);
    if (!definition.inverted) return found;
    return found === "healthy" ? "unhealthy" : "healthy";
  }

  #find(entry: Entry): HealthStatus {
    const { definition } = entry;
    switch (definition.kind) {
      case "endpoint":
        return entry.verdict?.status ?? "healthy";
      case "calculated":
        return this.#count(definition);
      case "alarm":
        return followAlarm(definition, entry);
      case "control":
        return entry.told.control === "On" ? "healthy" : "unhealthy";
    }
  }

  #count(definition: CalculatedCheck): HealthStatus {
    const healthy = definition.children.filter((id) => {
      const child = this.#entries.get(id);
      return child !== undefined && child.definition.kind !== "calculated" && child.status === "healthy";
    });
    return healthy.length >= definition.healthThreshold ? "healthy" : "unhealthy";
  }

  #parentsOf(child: string): Set<string> {
    let parents = this.#parents.get(child);
    if (parents === undefined) this.#parents.set(child, (parents = new Set()));
    return parents;
  }

  #unlink(definition: CheckDefinition): void {
    if (definition.kind !== "calculated") return;
    for (const child of definition.children) {
      const parents = this.#parents.get(child);
      parents?.delete(definition.id);
      if (parents?.size === 0) this.#parents.delete(child);
    }
  }
}

function newEntry(definition: CheckDefinition, told: Told): Entry {
  return {
    definition,
    edition: 0,
    definedMs: 0,
    status: null,
    told,
    verdict: null,
    beat: null,
    timers: [],
  };
}

function followAlarm({ insufficientData }: AlarmCheck, { told: { alarm, lastAlarm } }: Entry): HealthStatus {
  if (alarm !== "INSUFFICIENT_DATA" || insufficientData === "LastKnownStatus") return lastAlarm;
  return insufficientData === "Healthy" ? "healthy" : "unhealthy";
}

/** Whether probes and checkers can go on as they are. */
function isSameEndpoint(a: EndpointCheck, b: EndpointCheck): boolean {
  return (
    JSON.stringify(a.target) === JSON.stringify(b.target) &&
    a.intervalSeconds === b.intervalSeconds &&
    a.regions.join(" ") === b.regions.join(" ")
  );
}
