// What an effect of the store reaches in the image: whether it takes memory, and which zones and collections it concerns.
// Read next: ./change-queue.ts, which orders changes by it; ./hosted-zones.ts.

import type { Effect } from "../store/effects.ts";

/** Whether an effect takes memory. */
export function grows(effect: Effect): boolean {
  switch (effect.kind) {
    case "zone-created":
      return true;
    case "records-changed":
      return effect.changes.some(({ after }) => after !== null);
    case "cidr-collection-changed":
      return !effect.deleted;
    default:
      return false;
  }
}

/** Zones and collections whose changes must come in the order of their commits. */
export function touchesOf(effect: Effect): string[] {
  switch (effect.kind) {
    case "zone-created":
    case "zone-deleted":
    case "vpcs-changed":
      return [effect.zone.id];
    case "records-changed": {
      const sets = effect.changes.flatMap(({ before, after }) => [before, after]);
      return [effect.zone.id, ...sets.flatMap((set) => set?.CidrRoutingConfig?.CollectionId ?? [])];
    }
    case "signing-changed":
      return [effect.zoneId];
    case "cidr-collection-changed":
    case "cidr-change-recorded":
      return [effect.collectionId];
    default:
      return [];
  }
}
