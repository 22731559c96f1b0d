// Hosted zones of the API, served: what the store holds is laid down in the image at start, and what it commits after that
// becomes one version of the image a commit, when its propagation time is over (./change-queue.ts). What a commit left in the
// store is read while it is the latest: what is shown is that commit, though others may have been made meanwhile.
// A public zone stands in the public view, or with strict delegation sets in those of its four name servers; a private one in
// those of its VPCs that the configuration knows; and each in a view of its own, by which aliases and TestDNSAnswer find it. Which zone of one name answers: ../zone/forest.ts.

import type { Clock } from "../base/clock.ts";
import { OutOfMemory } from "../base/memory.ts";
import { endsWith, type Name } from "../dns/name.ts";
import { blocksOf } from "../store/cidr-collections.ts";
import type { Effect } from "../store/effects.ts";
import { type HostedZoneRow, zonesNamed } from "../store/hosted-zone-rows.ts";
import { routeNameOf } from "../store/names.ts";
import type { Route53Store } from "../store/route53-store.ts";
import { signingOf, type ZoneSigning } from "../store/zone-signing.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import type { Tables } from "../base/tables.ts";
import type { Change, Image, ViewChange } from "../zone/image.ts";
import { firstOwnView, hostsView, publicView } from "../zone/views.ts";
import type { Zone } from "../zone/zone.ts";
import { ChangeQueue } from "./change-queue.ts";
import type { CheckNumbers } from "./check-numbers.ts";
import { grows, touchesOf } from "./effect-reach.ts";
import { ownerOf, type References } from "./hosted-records.ts";
import { type CommittedSets, HostedSets } from "./hosted-sets.ts";
import type { Log } from "./log.ts";
import { viewOfNameServer } from "./name-servers.ts";
import type { VpcView } from "./routing-data.ts";
import { SharedCollections } from "./shared-collections.ts";
import { isLongLived, SignedZones } from "./signed-zones.ts";
import type { ZoneKeys } from "./zone-keys.ts";

export interface HostedZonesParts {
  readonly image: Image;
  readonly store: Route53Store;
  /** The store's own tables. */
  readonly tables: Tables;
  readonly checks: CheckNumbers;
  /** Where those who answer get keys from. */
  readonly keys: ZoneKeys;
  /** The VPCs that clients come from. */
  readonly vpcs: readonly VpcView[];
  /** Whether a public zone is answered everywhere, or by its own name servers alone. */
  readonly delegationSets: "easy" | "strict";
  readonly clock: Clock;
  /** How long a change is held back. */
  readonly propagationMs: number;
  /** Hears that a public zone is there: zones of this name that come behind it go now, and then it is published. */
  readonly arrived: (apex: Name) => void;
  /** Hears what was published of the public zone that answers for its name, in the same turn. */
  readonly published: (zone: Zone, what: HostedNews) => void;
  readonly log: Log;
}

/** Records of it were changed, its SOA among them, or it answers no more. */
export type HostedNews = "records" | "SOA" | "gone";

interface Served {
  readonly zone: Zone;
  readonly row: HostedZoneRow;
}

const noRoom =
  "There is no memory left to answer by it. Nothing was changed; deleting hosted zones makes room, and so does a larger machine.";

/** What an effect makes of the image, when its time has come: changes, and what is to do when all of them are made, or none. */
type Showing = (ends: Ends) => Change[];

interface Ends {
  readonly made: (() => void)[];
  readonly refused: (() => void)[];
}

export class HostedZones {
  readonly #parts: HostedZonesParts;
  readonly #collections: SharedCollections;
  readonly #served = new Map<string, Served>();
  readonly #ownViews = new Map<string, number>();
  #lastOwnView = firstOwnView - 1;
  /** Zones that were deleted before there was room for them. */
  readonly #gone = new Set<string>();
  /** Who waits for a change to be served, by the change. */
  readonly #awaited = new Map<string, () => void>();
  readonly #queue: ChangeQueue;
  readonly #signed: SignedZones;
  readonly #sets: HostedSets;

  constructor(parts: HostedZonesParts) {
    this.#parts = parts;
    const { image, clock, propagationMs, store, log } = parts;
    this.#queue = new ChangeQueue({
      image,
      clock,
      propagationMs,
      acknowledge: (id) => {
        store.acknowledge(id);
        this.#awaited.get(id)?.();
      },
      failed: (changes, fault) => log.error({ changes, reason: String(fault) }, "a change could not be served"),
      held: (count) =>
        log.error({ waiting: count }, "changes are stored and not answered by: zones have no more memory"),
    });
    this.#collections = new SharedCollections(image);
    this.#signed = new SignedZones(image, parts.keys);
    const references: References = {
      checkNumber: (id) => parts.checks.numberOf(id),
      viewOf: (id) => (this.#isHosted(id) ? this.#ownView(id) : hostsView),
      locationNumber: (id, location) => this.#collections.locationNumber(id, location),
      failed: (sentence) => parts.log.error({}, sentence),
    };
    this.#sets = new HostedSets({
      tables: parts.tables,
      collections: this.#collections,
      signed: this.#signed,
      references,
    });
  }

  /** What a location of a shared CIDR collection is called, by its number there. */
  locationName(collection: number, location: number): string | null {
    return this.#collections.locationName(collection, location);
  }

  /** Serves every zone of the store, all in one version, and from now on whatever is committed. */
  start(): void {
    const { store, image } = this.#parts;
    const rows = [...store.zones()];
    for (const row of rows) this.#served.set(row.id, { row, zone: image.newZone(apexOf(row)) });
    const shown = rows.flatMap((row) => this.#loadIfRoom(row));
    image.apply(shown);
    store.onCommit((effects) => this.#commit(effects));
  }

  /** Why effects should not come about: there is no memory to answer by them. Null when there is. */
  refusalOf(effects: readonly Effect[]): string | null {
    if (this.#queue.heldCount === 0 && !this.#parts.image.isNearlyFull) return null;
    return effects.some((effect) => grows(effect)) ? noRoom : null;
  }

  /** How many changes are stored and wait for memory. */
  get heldChanges(): number {
    return this.#queue.heldCount;
  }

  /** How many hosted zones are served. */
  get count(): number {
    return this.#served.size;
  }

  /** Zones that everybody may be answered from. */
  *publicZones(): Generator<Zone> {
    for (const { row, zone } of this.#served.values()) if (!row.isPrivate) yield zone;
  }

  /** The view that shows a hosted zone alone; null for one that is not served. */
  viewOf(zoneId: string): number | null {
    return this.#served.has(zoneId) ? this.#ownView(zoneId) : null;
  }

  /** The public zone that a name is in: the nearest, and the oldest of its name. */
  publicZoneOf(name: Name): HostedZoneRow | null {
    let best: Served | null = null;
    for (const served of this.#served.values()) {
      const { row, zone } = served;
      if (row.isPrivate || !endsWith(name.wire, 0, zone.apex.wire, 0)) continue;
      const nearer = zone.apex.wire.length - (best?.zone.apex.wire.length ?? 0);
      if (nearer > 0 || (nearer === 0 && row.createdMs < best!.row.createdMs)) best = served;
    }
    return best?.row ?? null;
  }

  /** The public zone of this very name that is answered from where no file has it: the oldest. */
  publicZoneAt(apex: Name): HostedZoneRow | null {
    const rows = zonesNamed(this.#parts.tables, routeNameOf(apex).key);
    const shown = rows.filter(({ id, isPrivate }) => !isPrivate && this.#served.has(id));
    return shown.toSorted((a, b) => a.createdMs - b.createdMs)[0] ?? null;
  }

  /** Resolves once every worker answers from a change that was committed, after `limitMs` in any case. */
  async whenServed(changeId: string, limitMs: number): Promise<void> {
    if (this.#parts.store.isInSync(changeId)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#awaited.set(changeId, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#awaited.delete(changeId);
  }

  /** Shows what is due: to be called when the clock was moved. */
  passTime(): void {
    this.#queue.passTime();
  }

  /** Shows every change that was committed, due or not. */
  flush(): void {
    this.#queue.flush();
  }

  /** No more changes, and no more acknowledgements. */
  close(): void {
    this.#queue.close();
  }

  #commit(effects: readonly Effect[]): void {
    const { image } = this.#parts;
    const changeIds = effects.flatMap((effect) => ("changeId" in effect ? [effect.changeId] : []));
    const showings = effects.map((effect) => this.#showingOf(effect));
    const publish = (): number => {
      const ends: Ends = { made: [], refused: [] };
      try {
        const changes = showings.flatMap((showing) => showing(ends));
        const version = changes.length === 0 ? image.version : image.apply(changes);
        for (const call of ends.made) call();
        return version;
      } catch (fault) {
        for (const call of ends.refused.toReversed()) call();
        throw fault;
      }
    };
    const frees = effects.some(({ kind }) => kind === "zone-deleted") && !effects.some((effect) => grows(effect));
    this.#queue.add({ changeIds, touches: effects.flatMap((effect) => touchesOf(effect)), frees, publish });
  }

  /** Reads what the effect left in the store; what is returned reads nothing there any more. */
  #showingOf(effect: Effect): Showing {
    switch (effect.kind) {
      case "zone-created": {
        const { zone: row, sets } = effect;
        return ({ made, refused }) => {
          if (this.#gone.delete(row.id)) return [];
          const zone = this.#parts.image.newZone(apexOf(row));
          this.#served.set(row.id, { row, zone });
          made.push(() => this.#arrived(row));
          refused.push(() => this.#leaveOut(row.id, zone));
          return this.#load(row, sets, null);
        };
      }
      case "zone-deleted":
        return ({ made, refused }) => {
          const { id, isPrivate } = effect.zone;
          const zone = this.#served.get(id)?.zone;
          if (zone !== undefined && !isPrivate) made.push(() => this.#parts.published(zone, "gone"));
          this.#signed.forget(id, made);
          return this.#withdraw(id, refused);
        };
      case "signing-changed": {
        const { zoneId } = effect;
        const signing = this.#signingOf(zoneId);
        const limited = this.#sets.changed(zoneId, [...this.#parts.store.recordSets(zoneId)].filter(isLongLived));
        return ({ made }) => {
          const served = this.#served.get(zoneId);
          if (served === undefined) return [];
          const changes = this.#signed.sign(zoneId, served.zone, signing, made);
          return [...changes, ...limited.flatMap((sets) => this.#packed(sets))];
        };
      }
      case "vpcs-changed":
        return () => this.#showing(effect.zone);
      case "records-changed": {
        const changed = this.#sets.changed(
          effect.zone.id,
          effect.changes.flatMap(({ before, after }) => before ?? after ?? []),
        );
        const news = effect.changes.some(({ after }) => after?.Type === "SOA") ? "SOA" : "records";
        return ({ made }) => {
          made.push(() => this.#tell(effect.zone, news));
          return changed.flatMap((sets) => this.#packed(sets));
        };
      }
      case "cidr-collection-changed": {
        const blocks = [...blocksOf(this.#parts.tables, effect.collectionId)];
        return ({ made, refused }) => {
          const { users, published, withdrawn } = this.#collections.renew(effect.collectionId, blocks);
          made.push(published);
          refused.push(withdrawn);
          return users.flatMap((user) => this.#packed({ ...user, blocks }));
        };
      }
      default:
        return () => [];
    }
  }

  #arrived(row: HostedZoneRow): void {
    const served = this.#served.get(row.id);
    if (served !== undefined && !row.isPrivate) this.#parts.arrived(served.zone.apex);
    this.#tell(row, "records");
  }

  #tell({ id }: HostedZoneRow, news: HostedNews): void {
    const served = this.#served.get(id);
    if (served === undefined || this.#parts.image.zones.has(served.zone.apex.key)) return; // a file answers
    if (this.publicZoneAt(served.zone.apex)?.id === id) this.#parts.published(served.zone, news);
  }

  /** A zone of the start. One that finds no room waits for it, as a change does; one that is broken is left out. */
  #loadIfRoom(row: HostedZoneRow): Change[] {
    const { store, log, image } = this.#parts;
    const { zone } = this.#served.get(row.id)!;
    try {
      return this.#load(row, store.recordSets(row.id), this.#signingOf(row.id));
    } catch (fault) {
      this.#leaveOut(row.id, zone);
      log.error({ zone: row.name, id: row.id, reason: String(fault) }, "a hosted zone could not be served");
      if (!(fault instanceof OutOfMemory)) return [];
    }
    // What changes it meanwhile touches it, and comes behind.
    const publish = (): number => {
      if (this.#gone.delete(row.id)) return image.version;
      const again = image.newZone(zone.apex);
      this.#served.set(row.id, { row, zone: again });
      try {
        const version = image.apply(this.#load(row, store.recordSets(row.id), this.#signingOf(row.id)));
        this.#arrived(row);
        return version;
      } catch (fault) {
        this.#leaveOut(row.id, again);
        throw fault;
      }
    };
    this.#queue.add({ changeIds: [], touches: [row.id], frees: false, publish });
    return [];
  }

  #leaveOut(zoneId: string, zone: Zone): void {
    this.#parts.image.abandon(zone);
    this.#served.delete(zoneId);
  }

  /** Fills a zone that nobody sees yet, and says where it is seen. */
  #load(row: HostedZoneRow, sets: Iterable<ResourceRecordSet>, signing: ZoneSigning | null): Change[] {
    const served = this.#served.get(row.id);
    if (served === undefined) return [];
    const signed = this.#signed.sign(row.id, served.zone, signing, []);
    this.#sets.fill(served, sets);
    return [...signed, ...this.#showing(row)];
  }

  /** What a zone is signed with, as it is stored now. */
  #signingOf(zoneId: string): ZoneSigning | null {
    return signingOf(this.#parts.tables, zoneId);
  }

  #showing(row: HostedZoneRow): ViewChange[] {
    const served = this.#served.get(row.id);
    if (served === undefined) return [];
    this.#served.set(row.id, { ...served, row });
    return [{ zone: served.zone, views: [...this.#viewsOf(row), this.#ownView(row.id)], rank: row.createdMs }];
  }

  /** Where a zone is seen by others than itself. */
  #viewsOf(row: HostedZoneRow): number[] {
    if (row.isPrivate)
      return this.#parts.vpcs
        .filter(({ id, region }) => row.vpcs.some(({ VPCId, VPCRegion }) => VPCId === id && VPCRegion === region))
        .map(({ view }) => view);
    if (this.#parts.delegationSets === "easy") return [publicView];
    return row.nameServers.map(viewOfNameServer).filter((view) => view !== null);
  }

  #withdraw(zoneId: string, refused: (() => void)[]): ViewChange[] {
    const served = this.#served.get(zoneId);
    const ownView = this.#ownViews.get(zoneId);
    if (served === undefined) {
      // It overtook its own creation, which had no room.
      this.#gone.add(zoneId);
      refused.push(() => this.#gone.delete(zoneId));
      return [];
    }
    this.#served.delete(zoneId);
    this.#ownViews.delete(zoneId);
    refused.push(() => {
      this.#served.set(zoneId, served);
      if (ownView !== undefined) this.#ownViews.set(zoneId, ownView);
    });
    return [{ zone: served.zone, views: [], rank: 0 }];
  }

  #packed(committed: CommittedSets): ReturnType<HostedSets["packed"]> {
    const served = this.#served.get(committed.zoneId);
    return served === undefined ? [] : this.#sets.packed(committed, served.zone);
  }

  /** Also a zone that is made, and not shown yet. */
  #isHosted(zoneId: string): boolean {
    return this.#served.has(zoneId) || this.#parts.store.zone(zoneId) !== null;
  }

  #ownView(zoneId: string): number {
    const known = this.#ownViews.get(zoneId);
    if (known !== undefined) return known;
    const view = (this.#lastOwnView += 1);
    this.#ownViews.set(zoneId, view);
    return view;
  }
}

function apexOf(row: HostedZoneRow): Zone["apex"] {
  const apex = ownerOf({ Name: row.name, Type: "SOA" });
  if (apex === null) throw new Error(`The store holds a zone without a name: ${row.id}`);
  return apex;
}
