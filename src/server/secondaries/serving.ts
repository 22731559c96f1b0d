// What comes from a primary, put into the image: a whole zone, differences, or the empty zone of one that is not here. Each in one
// version of the image, or not at all where there is no room: that is a sentence here, and never the end of the server.
// Invariant: a zone that a whole transfer would not be taken as is not made by differences either (./zone-fetch.ts).

import { OutOfMemory } from "../../base/memory.ts";
import type { Name } from "../../dns/name.ts";
import { changesOf, type Difference } from "../../zone/difference.ts";
import type { Image } from "../../zone/image.ts";
import type { Zone } from "../../zone/zone.ts";
import type { BuildNote } from "../../zone/zone-builder.ts";

/** Serves a zone in the place of what was served; a sentence where it is not: then it is given back. */
export function serveZone(image: Image, zone: Zone): string | null {
  try {
    image.publish([zone]);
    return null;
  } catch (fault) {
    image.abandon(zone);
    if (fault instanceof OutOfMemory) return fault.message;
    throw fault;
  }
}

/** Serves a zone that is not here. False: there is no room even for that, and what was served is still. */
export function serveAbsent(image: Image, apex: Name): boolean {
  return serveAbsentsAtOnce(image, [apex]);
}

/** The same of many, as far as there is room: all in one version, or one by one. */
export function serveAbsents(image: Image, apexes: readonly Name[]): void {
  if (apexes.length > 0 && !serveAbsentsAtOnce(image, apexes)) apexes.every((apex) => serveAbsent(image, apex));
}

function serveAbsentsAtOnce(image: Image, apexes: readonly Name[]): boolean {
  const laid: Zone[] = [];
  try {
    for (const apex of apexes) laid.push(image.newAbsentZone(apex));
    image.publish(laid);
    return true;
  } catch (fault) {
    for (const zone of laid) image.abandon(zone);
    if (fault instanceof OutOfMemory) return false;
    throw fault;
  }
}

/** Changes a zone by differences; a sentence where nothing was changed. */
export function applyDifferences(image: Image, zone: Zone, differences: readonly Difference[]): string | null {
  const changes = changesOf(zone, differences);
  if (typeof changes === "string") return changes;
  try {
    image.apply(changes, (_, notes) => {
      const lack = notes.map(unservable).find((one) => one !== null);
      if (lack !== undefined) throw new UnfitDifference(`they leave the zone with ${lack}`);
    });
    return null;
  } catch (fault) {
    if (fault instanceof OutOfMemory || fault instanceof UnfitDifference) return fault.message;
    throw fault;
  }
}

/** What a zone cannot be served with; null for what is passed over. */
export function unservable(what: BuildNote): string | null {
  switch (what) {
    case "too-many-records":
    case "rrset-too-large":
      return "an RRset that no message can carry";
    case "too-many-types":
      return "a name of more types than are served";
    case "duplicate":
    case "ttl-differs":
    case "out-of-zone":
      return null;
  }
}

/** Has the image take the batch back. */
class UnfitDifference extends Error {
  override readonly name = "UnfitDifference";
}
