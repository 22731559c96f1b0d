// Building a zone that nobody sees yet, from records in any order: the way in for zone files and transfers.
// Records of one owner that follow each other are packed together; a record that comes back to an earlier owner is
// merged into what stands there. Nothing is allocated a record on the common path.
// Invariant: version number 0 throughout, so the whole zone is visible in the store that publishes it (./image.ts).

import { NameCursor } from "../dns/name-cursor.ts";
import { endsWith, sameName } from "../dns/name.ts";
import { maxNameOctets } from "../dns/name.ts";
import { keyOf } from "./entry-keys.ts";
import { recordCount } from "./layout.ts";
import { RRsetPacker } from "./rrset-packer.ts";
import type { SetNote, Zone } from "./zone.ts";

/** What the builder had to say about a record, named by the order in which it was given (from 0). */
export type BuildNote = SetNote | "out-of-zone";

/** Records of one owner that are packed at a time: each is looked up among those before it. */
const maxPendingRecords = 4_096;

export class ZoneBuilder {
  readonly zone: Zone;
  /** Records given so far. */
  given = 0;
  /** Records that were packed once more because others of their RRset came later, behind another owner. */
  repacked = 0;
  readonly #note: (what: BuildNote, ordinal: number) => void;
  /** Told the node, key and ordinal of every record that was placed. */
  readonly #placed: ((node: number, key: number, ordinal: number) => void) | null;
  readonly #owner = new Uint8Array(maxNameOctets);
  readonly #cursor = new NameCursor();
  readonly #pending = new RRsetPacker();

  constructor(
    zone: Zone,
    note: (what: BuildNote, ordinal: number) => void,
    placed: ((node: number, key: number, ordinal: number) => void) | null = null,
  ) {
    this.zone = zone;
    this.#note = note;
    this.#placed = placed;
  }

  /** Adds a record of class IN; `owner` is an absolute name in wire form, `rdata` uncompressed and valid. */
  record(owner: Uint8Array, type: number, ttlSeconds: number, rdata: Uint8Array, rdataLength: number): void {
    const ordinal = this.given++;
    if (this.#pending.count === maxPendingRecords) this.#flush();
    if (this.#pending.count === 0 || !sameName(owner, 0, this.#owner, 0)) {
      this.#flush();
      if (!endsWith(owner, 0, this.zone.apex.wire, 0)) {
        this.#note("out-of-zone", ordinal);
        return;
      }
      this.#cursor.set(owner, 0);
      for (let i = 0; i < this.#cursor.length; i++) this.#owner[i] = owner[i];
    }
    this.#pending.add(keyOf(type, rdata, 0), ttlSeconds, rdata, 0, rdataLength, ordinal);
  }

  /** Places what is pending; the zone holds all records given so far, and can prove what it does not hold. */
  finish(): Zone {
    this.#flush();
    this.zone.layDenials(0);
    return this.zone;
  }

  #flush(): void {
    const pending = this.#pending;
    const { count } = pending;
    if (count === 0) return;
    this.#cursor.set(this.#owner, 0);
    const { zone } = this;
    const node = zone.tree.place(this.#cursor);
    for (let i = 0; i < count; i++) {
      const key = pending.keys[i];
      if (this.#placed !== null) this.#placed(node, key, pending.ordinals[i]);
      if (pending.firstOf(key) < i) continue; // packed with the first of its key
      if (!zone.hasRoomFor(node, key)) {
        this.#note("too-many-types", pending.ordinals[i]);
        continue;
      }
      const old = zone.rrsetAt(node, key);
      if (old !== 0) {
        pending.addPacked(zone.tree.region.memory, old, pending.ordinals[i]);
        this.repacked += recordCount(zone.tree.region.memory, old);
      }
      zone.putEntry(node, 0, key, pending.pack(key, zone.tree.region, this.#note));
    }
    pending.clear();
  }
}
