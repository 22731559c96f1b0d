// Differences that a primary told, put into the zone that is served: all of them in one version of the image, or none.
// Invariant: a zone that a whole transfer would not be taken as is not made by differences either (./zone-fetch.ts).

import { OutOfMemory } from "../../base/memory.ts";
import { changesOf, type Difference } from "../../zone/difference.ts";
import type { Image } from "../../zone/image.ts";
import type { Zone } from "../../zone/zone.ts";
import { lackOf } from "./zone-fetch.ts";

/** A sentence where nothing was changed. */
export function applyDifferences(image: Image, zone: Zone, differences: readonly Difference[]): string | null {
  const changes = changesOf(zone, differences);
  if (typeof changes === "string") return changes;
  try {
    image.apply(changes, (_, notes) => {
      const lack = notes.map(lackOf).find((one) => one !== null);
      if (lack !== undefined) throw new UnfitDifference(`they leave the zone with ${lack}`);
    });
    return null;
  } catch (fault) {
    if (fault instanceof OutOfMemory || fault instanceof UnfitDifference) return fault.message;
    throw fault;
  }
}

/** Has the image take the batch back. */
class UnfitDifference extends Error {
  override readonly name = "UnfitDifference";
}
