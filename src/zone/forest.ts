// The forest: which zone stands at which apex in which view. Zones from files are in the public view; hosted zones in the
// views that they are shown in (./views.ts). Where several claim one place, a file's zone goes first, then the hosted
// zone of the lowest rank: the oldest. So a file that comes hides a hosted zone, and one that goes brings it back.
// The books are the writer's own; readers know the tree (./layout.ts).

import { NameCursor } from "../dns/name-cursor.ts";
import type { Name } from "../dns/name.ts";
import type { TreeWriter } from "./tree-writer.ts";
import { isForAll, publicView } from "./views.ts";
import type { Zone } from "./zone.ts";

/** Where a hosted zone is shown: in which views, and before which others. */
export interface Showing {
  readonly views: readonly number[];
  readonly rank: number;
}

export class Forest {
  /** Zones from files, by the key of their apex. */
  readonly zones = new Map<string, Zone>();
  tree: TreeWriter;
  readonly #shown = new Map<Zone, Showing>();
  readonly #hosted = new Map<string, readonly Zone[]>();
  readonly #cursor = new NameCursor();

  constructor(tree: TreeWriter) {
    this.tree = tree;
  }

  /** Hosted zones, in the order in which they were first shown. */
  get hosted(): Iterable<Zone> {
    return this.#shown.keys();
  }

  showingOf(zone: Zone): Showing | undefined {
    return this.#shown.get(zone);
  }

  /** Books where a hosted zone is shown from now on; nothing is entered. */
  book(zone: Zone, showing: Showing | undefined): void {
    const { key } = zone.apex;
    const others = (this.#hosted.get(key) ?? []).filter((other) => other !== zone);
    const here = showing === undefined ? others : [...others, zone];
    if (here.length === 0) this.#hosted.delete(key);
    else this.#hosted.set(key, here);
    if (showing === undefined) this.#shown.delete(zone);
    else this.#shown.set(zone, showing);
  }

  /** Whether a hosted zone of this name is for everybody: in the public view, or in those of its name servers. */
  hasHosted({ key }: Name): boolean {
    const here = this.#hosted.get(key) ?? [];
    return here.some((zone) => this.#shown.get(zone)!.views.some(isForAll));
  }

  /** The zone that is found at an apex in a view. */
  winner(apex: Name, view: number): Zone | null {
    const file = view === publicView ? this.zones.get(apex.key) : undefined;
    return file ?? this.#oldest(apex, view);
  }

  #oldest(apex: Name, view: number): Zone | null {
    let best: Zone | null = null;
    let least = Infinity;
    for (const zone of this.#hosted.get(apex.key) ?? []) {
      const { views, rank } = this.#shown.get(zone)!;
      if (rank >= least || !views.includes(view)) continue;
      best = zone;
      least = rank;
    }
    return best;
  }

  /** Leads the node of an apex to the zone that is found there now, in version `number`. */
  enterWinner(apex: Name, view: number, number: number): void {
    this.enter(apex, view, this.winner(apex, view), number);
  }

  /** What stands in the public view when no file's zone does. */
  enterHosted(apex: Name, number: number): void {
    this.enter(apex, publicView, this.#oldest(apex, publicView), number);
  }

  enter(apex: Name, view: number, zone: Zone | null, number: number): void {
    this.#cursor.set(apex.wire, 0);
    this.tree.setEntry(this.tree.place(this.#cursor), number, view, zone === null ? 0 : zone.tree.tree);
  }

  /** Enters a zone wherever it is the one that is found: its tree has moved. */
  enterZone(zone: Zone, number: number): void {
    if (this.zones.get(zone.apex.key) === zone) return this.enter(zone.apex, publicView, zone, number);
    for (const view of this.#shown.get(zone)?.views ?? []) {
      if (this.winner(zone.apex, view) === zone) this.enter(zone.apex, view, zone, number);
    }
  }

  /** Enters everything into the empty tree `tree`. */
  moveTo(tree: TreeWriter): void {
    this.tree = tree;
    for (const zone of this.zones.values()) this.enterZone(zone, 0);
    for (const zone of this.#shown.keys()) this.enterZone(zone, 0);
  }
}
