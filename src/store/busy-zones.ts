// Requests for one hosted zone are worked on one at a time: who comes before the last one is done is refused with
// PriorRequestNotComplete (AWS guide: DNSLimitations). Ours are done before the next is read, so nobody meets that fault,
// unless a test wants to see what its client does: then every change keeps its zone busy for a set time.
// Which operations may be refused is in the API's model; they ask here once they know their zone.

import type { Work } from "./context.ts";
import type { Effect } from "./effects.ts";
import { ApiFault } from "./faults.ts";

export class BusyZones {
  readonly #busyMs: number;
  /** When the last change of a zone was made; nothing older than the time that a zone is busy. */
  readonly #changedMs = new Map<string, number>();

  constructor(busyMs: number) {
    this.#busyMs = busyMs;
  }

  /** What was committed keeps its zones busy from now on. */
  note(effects: readonly Effect[], nowMs: number): void {
    if (this.#busyMs === 0) return;
    for (const zoneId of this.#changedMs.keys()) if (!this.isBusy(zoneId, nowMs)) this.#changedMs.delete(zoneId);
    for (const effect of effects) {
      const zoneId = zoneOf(effect);
      if (zoneId !== null) this.#changedMs.set(zoneId, nowMs);
    }
  }

  isBusy(zoneId: string, nowMs: number): boolean {
    const changedMs = this.#changedMs.get(zoneId);
    return changedMs !== undefined && nowMs < changedMs + this.#busyMs;
  }
}

export function refuseWhileBusy(work: Work, zoneId: string): void {
  if (work.isBusy(zoneId))
    throw new ApiFault(
      "PriorRequestNotComplete",
      "The request was rejected because Route 53 was still processing a prior request.",
    );
}

function zoneOf(effect: Effect): string | null {
  switch (effect.kind) {
    case "zone-created":
    case "zone-deleted":
    case "records-changed":
    case "vpcs-changed":
      return effect.zone.id;
    case "signing-changed":
      return effect.zoneId;
    case "health-check-changed":
    case "cidr-collection-changed":
    case "cidr-change-recorded":
      return null;
  }
}
