// Which secondary zone is looked after next: of those that are due, and whose primary has a place (./look-places.ts), the one that
// waits longest; else zones that fail and come again soon would keep those behind them from ever being looked after.
//
//   waiting, by the moment --due--> the line of its primary --a place--> looked after, and in neither until it is put here again
//
// Invariant: no step walks over all zones, or over all primaries: there may be a hundred thousand, and anybody can send notices.

import { MomentHeap } from "../../base/moment-heap.ts";
import { LookPlaces } from "./look-places.ts";

export interface Due<T> {
  readonly zone: T;
  /** To be given back when the look has ended. */
  readonly primary: string;
}

interface Line<T> {
  readonly primary: string;
  readonly zones: MomentHeap<T>;
}

export class LookQueue<T> {
  readonly #primaryOf: (zone: T) => string;
  readonly #places = new LookPlaces();
  readonly #waiting = new MomentHeap<T>();
  readonly #lines = new Map<string, Line<T>>();
  readonly #lineOf = new Map<T, Line<T>>();
  /** The lines whose primary has a place, by whoever is first in them. */
  readonly #open = new MomentHeap<Line<T>>();

  /** `primaryOf`: who is asked first when a zone is looked after now. */
  constructor(primaryOf: (zone: T) => string) {
    this.#primaryOf = primaryOf;
  }

  /** Has a zone wait until this moment, and then for a place with whoever is its primary by then. */
  put(zone: T, dueMs: number): void {
    this.#leaveLine(zone);
    this.#waiting.set(zone, dueMs);
  }

  delete(zone: T): void {
    this.#leaveLine(zone);
    this.#waiting.delete(zone);
  }

  /** The zone to look after now, which has a place from here on; null where none is due, or there is no place for one that is. */
  take(nowMs: number): Due<T> | null {
    if (this.#places.areTaken) return null;
    this.#lineUp(nowMs);
    const line = this.#open.first;
    const zone = line?.zones.first ?? null;
    if (line === null || zone === null) return null;
    this.#places.take(line.primary);
    this.#leaveLine(zone);
    return { zone, primary: line.primary };
  }

  /** A look has ended that had a place with this primary. */
  give(primary: string): void {
    this.#places.give(primary);
    const line = this.#lines.get(primary);
    if (line !== undefined) this.#order(line);
  }

  #lineUp(nowMs: number): void {
    const waiting = this.#waiting;
    for (let zone = waiting.first; zone !== null && waiting.firstMs <= nowMs; zone = waiting.first) {
      const dueMs = waiting.firstMs;
      const line = this.#lineAt(this.#primaryOf(zone));
      waiting.delete(zone);
      line.zones.set(zone, dueMs);
      this.#lineOf.set(zone, line);
      this.#order(line);
    }
  }

  #lineAt(primary: string): Line<T> {
    const known = this.#lines.get(primary);
    if (known !== undefined) return known;
    const line: Line<T> = { primary, zones: new MomentHeap() };
    this.#lines.set(primary, line);
    return line;
  }

  #leaveLine(zone: T): void {
    const line = this.#lineOf.get(zone);
    if (line === undefined) return;
    this.#lineOf.delete(zone);
    line.zones.delete(zone);
    this.#order(line);
  }

  /** Puts a line where it belongs, now that who is first in it, or whether there is a place, is another than before. */
  #order(line: Line<T>): void {
    if (line.zones.size === 0) this.#lines.delete(line.primary);
    if (line.zones.size > 0 && this.#places.hasOneWith(line.primary)) this.#open.set(line, line.zones.firstMs);
    else this.#open.delete(line);
  }
}
