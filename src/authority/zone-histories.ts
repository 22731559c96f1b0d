// What has become of zones: for each the differences from version to version, the oldest first, each beginning with the serial
// that the one before ended with, so that what any of them begins with can be made what the last one ends with (RFC 1995 §2).
// They are bounded in octets and in number, the oldest go first, and none is kept that makes telling all of a zone's differences
// longer than the zone (RFC 1995 §5). Who finds them: ../server/transfers/history-keeper.ts. Told: ./incremental-transfer.ts.

import { maxHistoryOctets, maxZoneHistoryOctets, maxZoneHistorySteps } from "../base/limits.ts";

/** One difference (RFC 1995 §4): the SOA before, what was deleted, the SOA after, what was added; records in full. */
export interface HistoryStep {
  readonly from: number;
  readonly to: number;
  readonly soaBefore: Uint8Array;
  readonly deleted: Uint8Array;
  readonly soaAfter: Uint8Array;
  readonly added: Uint8Array;
}

/** What a step takes beside its records, about. */
const stepOctets = 512;

interface Kept {
  readonly zone: string;
  readonly step: HistoryStep;
  readonly octets: number;
  readonly length: number;
}

interface History {
  readonly kept: Kept[];
  octets: number;
  /** How long it is when it is told, in the measure of `note`. */
  length: number;
}

export class ZoneHistories {
  readonly #mostOctets: number;
  readonly #histories = new Map<string, History>();
  /** All of them in the order in which they came. */
  readonly #all = new Set<Kept>();
  #octets = 0;

  constructor(mostOctets: number = maxHistoryOctets) {
    this.#mostOctets = mostOctets;
  }

  get octets(): number {
    return this.#octets;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Keeps a step of a zone. `length` says how long it is when it is told, `zoneLength` the same of the zone that it ends with. */
  note(zone: string, step: HistoryStep, length: number, zoneLength: number): void {
    const last = this.#histories.get(zone)?.kept.at(-1)?.step;
    if (last !== undefined && last.to !== step.from) this.forget(zone);
    const history = this.#histories.get(zone) ?? { kept: [], octets: 0, length: 0 };
    this.#histories.set(zone, history);
    const { soaBefore, deleted, soaAfter, added } = step;
    const octets = stepOctets + soaBefore.length + deleted.length + soaAfter.length + added.length;
    const kept = { zone, step, octets, length };
    history.kept.push(kept);
    history.octets += octets;
    history.length += length;
    this.#all.add(kept);
    this.#octets += octets;
    while (
      history.length > zoneLength ||
      history.octets > maxZoneHistoryOctets ||
      history.kept.length > maxZoneHistorySteps
    )
      this.#dropFirst(zone, history);
    while (this.#octets > this.#mostOctets) {
      const [oldest] = this.#all;
      this.#dropFirst(oldest.zone, this.#histories.get(oldest.zone)!);
    }
  }

  /** Forgets what a zone was. */
  forget(zone: string): void {
    const history = this.#histories.get(zone);
    for (let left = history?.kept.length ?? 0; left > 0; left--) this.#dropFirst(zone, history!);
  }

  /** What leads from one version of a zone to another, which is the newest one; null where that is not known any more. */
  steps(zone: string, from: number, to: number): readonly HistoryStep[] | null {
    const kept = this.#histories.get(zone)?.kept ?? [];
    const first = kept.findIndex(({ step }) => step.from === from);
    return first < 0 || kept.at(-1)?.step.to !== to ? null : kept.slice(first).map(({ step }) => step);
  }

  #dropFirst(zone: string, history: History): void {
    const first = history.kept.shift()!;
    history.octets -= first.octets;
    history.length -= first.length;
    this.#octets -= first.octets;
    this.#all.delete(first);
    if (history.kept.length === 0) this.#histories.delete(zone);
  }
}
