// Pages of Lambda's lists: at most 50 items, and a marker that means the key of the first item that did not fit. Markers
// are told to nobody in particular, so they hold the end of the key only; one that is no marker of ours finds its place.

import { constraintFault } from "./faults.ts";
import type { Paging } from "./shapes.ts";

const mostItems = 50;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** To be spread into the answer. */
  readonly next: { readonly NextMarker?: string };
}

export function pageOf<Item>(
  rows: Iterable<readonly [key: string, item: Item]>,
  { Marker, MaxItems }: Paging,
  wanted: (key: string, item: Item) => boolean = () => true,
): Page<Item> {
  if (MaxItems !== undefined && (MaxItems < 1 || MaxItems > 10_000))
    throw constraintFault(String(MaxItems), "maxItems", "have value from 1 to 10000");
  const size = Math.min(MaxItems ?? mostItems, mostItems);
  const from = Marker === undefined || Marker === "" ? "" : keyOfMarker(Marker);
  const items: Item[] = [];
  for (const [key, item] of rows) {
    if (key < from || !wanted(key, item)) continue;
    if (items.length === size) return { items, next: { NextMarker: markerOf(key) } };
    items.push(item);
  }
  return { items, next: {} };
}

function markerOf(key: string): string {
  return new TextEncoder().encode(key).toBase64();
}

function keyOfMarker(marker: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(marker));
  } catch {
    throw constraintFault(marker, "marker", "be one that an earlier page gave");
  }
}
