// How the thread that sends zones learns what has changed in them, without a word of the main thread beyond which zones those are.
// It stays at a version of the image that it saw, by a pin. Told that zones were changed up to another version
// (./change-teller.ts), it compares the two and stays at the other one, so memory of the old version waits for one comparison.
// A transfer that begins goes ahead of that: the zone is compared up to the version that is sent, so that whoever got a zone can
// be told later what has changed since. Only zones of which every change is told have a history: else a serial could stand for
// two contents, and a difference would be applied to the wrong one.
// For the same reason it ends where a zone changed and its serial did not go up (RFC 1982 §3.2), and that serial begins none.

import { type HistoryStep, ZoneHistories } from "../../authority/zone-histories.ts";
import { maxZoneHistoryOctets } from "../../base/limits.ts";
import type { Memory } from "../../base/memory.ts";
import { latin1, sameOctets } from "../../base/octets.ts";
import { NameCursor } from "../../dns/name-cursor.ts";
import { serialDistance } from "../../dns/serial.ts";
import { soaSerial } from "../../dns/soa.ts";
import { differenceOf, soaAt, type ZoneAt } from "../../zone/version-difference.ts";
import type { Pins } from "../../zone/epochs.ts";
import { entryOf, visibleVersion } from "../../zone/layout.ts";
import { nodeOfName } from "../../zone/tree.ts";
import { publicView } from "../../zone/views.ts";
import type { ChangesOrder } from "./transfer-messages.ts";

interface Watched {
  /** The zone as a transfer took it, where that is later than the version that is pinned. */
  ahead: ZoneAt | null;
  /** Its serial may stand for several contents. */
  isAmbiguous: boolean;
}

export class HistoryKeeper {
  readonly #memory: Memory;
  readonly #pins: Pins;
  readonly #histories = new ZoneHistories();
  readonly #watched = new Map<string, Watched>();
  /** Those that are ahead. */
  readonly #ahead = new Set<Watched>();
  readonly #cursor = new NameCursor();
  /** The version that is pinned. */
  #at = 0;
  /** The forest of that version; 0 until it is told. */
  #forest = 0;

  constructor(memory: Memory, pins: Pins) {
    this.#memory = memory;
    this.#pins = pins;
  }

  /** Stays at the present version, whichever it is, so that what is told of from now on is still there. Call it once, and first. */
  watch(): void {
    this.#at = this.#pins.take();
  }

  /** Compares what was changed, and stays at the version that is told. */
  take({ version, forest, zones, gone }: ChangesOrder): void {
    for (const apex of gone) this.#forget(this.#keyOf(apex));
    if (this.#forest !== 0) for (const apex of zones) this.#look(apex, forest, version);
    // What was ahead is found in this version as it was, or its change had been told.
    for (const watched of this.#ahead) if (!isLater(watched.ahead, version)) this.#stay(watched);
    this.#pins.move(this.#at, version);
    this.#at = version;
    this.#forest = forest;
  }

  /** A transfer of the zone at `apex` begins, as `zone` is. */
  goAhead(apex: NameCursor, zone: ZoneAt): void {
    const key = latin1(apex.folded, 0, apex.length);
    const watched = this.#watched.get(key);
    if (watched === undefined) return;
    const before = watched.ahead ?? this.#zoneIn(this.#forest, apex, this.#at);
    if (before === null) return;
    // Changes in place bring another serial; a file that was loaded anew need not.
    if (before.tree === zone.tree && serialIn(this.#memory, before) === serialIn(this.#memory, zone)) return;
    this.#compare(key, watched, before, zone);
    watched.ahead = zone;
    this.#ahead.add(watched);
  }

  /** What leads from a serial to the one of `zone`; null where that is not known. */
  steps(apex: NameCursor, from: number, zone: ZoneAt): readonly HistoryStep[] | null {
    const to = serialIn(this.#memory, zone);
    return to === null ? null : this.#histories.steps(latin1(apex.folded, 0, apex.length), from, to);
  }

  #look(apex: Uint8Array, forest: number, version: number): void {
    const key = this.#keyOf(apex);
    const watched = this.#watched.get(key) ?? { ahead: null, isAmbiguous: false };
    if (isLater(watched.ahead, version)) return;
    const before = watched.ahead ?? this.#zoneIn(this.#forest, this.#cursor, this.#at);
    const after = this.#zoneIn(forest, this.#cursor, version);
    this.#stay(watched);
    if (before === null || after === null) return this.#forget(key);
    this.#watched.set(key, watched);
    this.#compare(key, watched, before, after);
  }

  #compare(key: string, watched: Watched, before: ZoneAt, after: ZoneAt): void {
    const memory = this.#memory;
    const soaBefore = soaAt(memory, before);
    const soaAfter = soaAt(memory, after);
    if (soaBefore === null || soaAfter === null) return this.#histories.forget(key);
    const from = soaSerial(soaBefore);
    const to = soaSerial(soaAfter);
    const isHigher = serialDistance(from, to) > 0;
    const wasAmbiguous = watched.isAmbiguous;
    if (!isHigher) {
      if (isSame(memory, before, after)) return;
      watched.isAmbiguous = true;
      return this.#histories.forget(key);
    }
    watched.isAmbiguous = false;
    const difference = wasAmbiguous ? null : differenceOf(memory, before, after, maxZoneHistoryOctets);
    if (difference === null || typeof difference === "string") return this.#histories.forget(key);
    const { deleted, added, packedOctets, zoneOctets } = difference;
    const length = packedOctets + soaBefore.length + soaAfter.length;
    this.#histories.note(key, { from, to, soaBefore, deleted, soaAfter, added }, length, zoneOctets);
  }

  #stay(watched: Watched): void {
    watched.ahead = null;
    this.#ahead.delete(watched);
  }

  #forget(key: string): void {
    const watched = this.#watched.get(key);
    if (watched !== undefined) this.#stay(watched);
    this.#watched.delete(key);
    this.#histories.forget(key);
  }

  #keyOf(apex: Uint8Array): string {
    this.#cursor.set(apex, 0);
    return latin1(this.#cursor.folded, 0, this.#cursor.length);
  }

  /** The zone that stands at a name in the public view, where those of files are; null when there is none. */
  #zoneIn(forest: number, apex: NameCursor, at: number): ZoneAt | null {
    const memory = this.#memory;
    const node = nodeOfName(memory, forest, apex);
    const version = node === 0 ? 0 : visibleVersion(memory, node, at);
    const tree = version === 0 ? 0 : entryOf(memory, version, publicView);
    return tree === 0 ? null : { tree, at };
  }
}

function isLater(zone: ZoneAt | null, version: number): boolean {
  return zone !== null && ((zone.at - version) | 0) > 0;
}

function serialIn(memory: Memory, zone: ZoneAt): number | null {
  const soa = soaAt(memory, zone);
  return soa === null ? null : soaSerial(soa);
}

function isSame(memory: Memory, before: ZoneAt, after: ZoneAt): boolean {
  const [soa, other] = [soaAt(memory, before), soaAt(memory, after)];
  if (soa === null || other === null || !sameOctets(soa, other)) return false;
  const difference = differenceOf(memory, before, after, 0);
  return typeof difference !== "string";
}
