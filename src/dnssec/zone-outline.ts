// What of a zone is its own, name by name: the signer and the verifier of whole zones both start here.
// Below a delegation lies glue and below a DNAME lies nothing (RFC 4035 §2.2, RFC 6672 §2.4): such names are "occluded",
// they get neither signatures nor a place in the chain. Names without records above others are "empty" (RFC 5155 §7.1).
// Invariant: names come in canonical order (RFC 4034 §6.1), a name's sets by type; names outside the zone do not come.

import { lowerCase } from "../base/octets.ts";
import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import { RRType } from "../dns/types.ts";

export interface OutlinedName {
  readonly name: Name;
  /** Where the name stands among others: strings in this order are names in canonical order. */
  readonly place: string;
  readonly kind: "authoritative" | "delegation" | "empty" | "occluded";
  readonly sets: readonly RRset[];
}

export function outlineZone(apex: Name, sets: readonly RRset[]): OutlinedName[] {
  const groups = Map.groupBy(
    sets.filter(({ owner }) => owner.isWithin(apex)),
    ({ owner }) => owner.key,
  );
  const named = Array.from(groups.values(), (group) => {
    const [{ owner }] = group;
    return { name: owner, place: placeOf(owner), sets: group.toSorted((a, b) => a.type - b.type) };
  });
  named.sort(byPlace);
  const outline: OutlinedName[] = [];
  /** The place of the last name below which nothing is ours. */
  let cover: string | null = null;
  for (const each of named) {
    if (cover !== null && each.place.startsWith(cover)) {
      outline.push({ ...each, kind: "occluded" });
      continue;
    }
    const isDelegation = !each.name.equals(apex) && has(each.sets, RRType.NS);
    cover = isDelegation || has(each.sets, RRType.DNAME) ? each.place : null;
    outline.push({ ...each, kind: isDelegation ? "delegation" : "authoritative" });
  }
  return [...outline, ...emptyNames(apex, outline)].sort(byPlace);
}

/** Ancestors of a zone's own names that hold no records, without those of `names` themselves. */
function emptyNames(apex: Name, names: readonly OutlinedName[]): OutlinedName[] {
  const known = new Set(names.map(({ place }) => place));
  const empty: OutlinedName[] = [];
  for (const { name, kind } of names) {
    if (kind === "occluded") continue;
    for (let at = name; !at.equals(apex) && !at.parent.equals(apex);) {
      at = at.parent;
      const place = placeOf(at);
      if (known.has(place)) break;
      known.add(place);
      empty.push({ name: at, place, kind: "empty", sets: [] });
    }
  }
  return empty;
}

/** Whether there is a set of the type among them. */
export function has(sets: readonly RRset[], type: number): boolean {
  return sets.some((set) => set.type === type);
}

export function byPlace(a: { readonly place: string }, b: { readonly place: string }): number {
  return a.place < b.place ? -1 : a.place > b.place ? 1 : 0;
}

/**
 * Labels from the root on, lower-cased, each octet as the character one above it, with a zero behind each label: a shorter
 * name, and a shorter label, comes first (RFC 4034 §6.1).
 */
export function placeOf({ wire }: Name): string {
  const labels: string[] = [];
  for (let at = 0; wire[at] !== 0; at += wire[at] + 1) {
    const characters = Array.from(wire.subarray(at + 1, at + 1 + wire[at]), (octet) => lowerCase[octet] + 1);
    labels.push(`${String.fromCharCode(...characters)}\0`);
  }
  return labels.toReversed().join("");
}
