// Hosted zones of the API, served: what the store holds is laid down in the image at start, and what it commits after that
// becomes one version of the image a commit. A change is acknowledged when every worker answers from its version: until
// then GetChange says PENDING, and afterwards nobody is told the old answer.
// A public zone stands in the public view, a private one in those of its VPCs that the configuration knows, and each in a
// view of its own, by which aliases and TestDNSAnswer find it. Which zone of one name answers: ../zone/forest.ts.

import type { Effect } from "../store/effects.ts";
import type { HostedZoneRow } from "../store/hosted-zone-rows.ts";
import { orderKeyOf, scanRecordSets } from "../store/record-set-rows.ts";
import type { Route53Store } from "../store/route53-store.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import type { Tables } from "../base/tables.ts";
import type { Change, Image, PolicyChange, RRsetChange, ViewChange } from "../zone/image.ts";
import { firstOwnView, hostsView, publicView } from "../zone/views.ts";
import type { Zone } from "../zone/zone.ts";
import { ZoneBuilder } from "../zone/zone-builder.ts";
import type { CheckNumbers } from "./check-numbers.ts";
import { candidatesOf, isPlain, ownerOf, rdataOf, type References, typeOf } from "./hosted-records.ts";
import type { Log } from "./log.ts";
import type { VpcView } from "./routing-data.ts";
import { type CollectionUser, SharedCollections } from "./shared-collections.ts";

export interface HostedZonesParts {
  readonly image: Image;
  readonly store: Route53Store;
  /** The store's own tables. */
  readonly tables: Tables;
  readonly checks: CheckNumbers;
  /** The VPCs that clients come from. */
  readonly vpcs: readonly VpcView[];
  readonly log: Log;
}

interface Served {
  readonly zone: Zone;
  readonly row: HostedZoneRow;
}

/** How often it is asked whether every worker has a change: a batch of packets takes less than this. */
const askEveryMs = 1;

export class HostedZones {
  readonly #parts: HostedZonesParts;
  readonly #collections: SharedCollections;
  readonly #references: References;
  readonly #served = new Map<string, Served>();
  readonly #ownViews = new Map<string, number>();
  #lastOwnView = firstOwnView - 1;
  readonly #waiting: { readonly version: number; readonly changeIds: readonly string[] }[] = [];
  #asking: NodeJS.Timeout | null = null;

  constructor(parts: HostedZonesParts) {
    this.#parts = parts;
    this.#collections = new SharedCollections(parts.image, parts.tables);
    this.#references = {
      checkNumber: (id) => parts.checks.numberOf(id),
      viewOf: (id) => (this.#served.has(id) ? this.#ownView(id) : hostsView),
      locationNumber: (id, location) => this.#collections.locationNumber(id, location),
      failed: (sentence) => parts.log.error({}, sentence),
    };
  }

  /** Serves every zone of the store, all in one version, and from now on whatever is committed. */
  start(): void {
    const { store, image } = this.#parts;
    const rows = [...store.zones()];
    for (const row of rows) this.#served.set(row.id, { row, zone: image.newZone(apexOf(row)) });
    const shown = rows.flatMap((row) => this.#load(row, store.recordSets(row.id)));
    image.apply(shown);
    store.onCommit((effects) => this.#commit(effects));
  }

  /** How many hosted zones are served. */
  get count(): number {
    return this.#served.size;
  }

  /** The view that shows a hosted zone alone; null for one that is not served. */
  viewOf(zoneId: string): number | null {
    return this.#served.has(zoneId) ? this.#ownView(zoneId) : null;
  }

  /** No more acknowledgements. */
  close(): void {
    if (this.#asking !== null) clearTimeout(this.#asking);
    this.#asking = null;
  }

  #commit(effects: readonly Effect[]): void {
    const { image, log } = this.#parts;
    const changeIds = effects.flatMap((effect) => ("changeId" in effect ? [effect.changeId] : []));
    const afterwards: (() => void)[] = [];
    try {
      const changes = effects.flatMap((effect) => this.#changesOf(effect, afterwards));
      const version = changes.length === 0 ? image.version : image.apply(changes);
      for (const call of afterwards) call();
      this.#waiting.push({ version, changeIds });
    } catch (fault) {
      // The change is stored, and stays PENDING: nobody answers by it. A listener must not throw.
      log.error({ changes: changeIds, reason: String(fault) }, "a change could not be served");
    }
    this.#acknowledge();
  }

  #changesOf(effect: Effect, afterwards: (() => void)[]): Change[] {
    switch (effect.kind) {
      case "zone-created": {
        const { zone: row, sets } = effect;
        this.#served.set(row.id, { row, zone: this.#parts.image.newZone(apexOf(row)) });
        return this.#load(row, sets);
      }
      case "zone-deleted":
        return this.#withdraw(effect.zone);
      case "vpcs-changed":
        return this.#showing(effect.zone);
      case "records-changed":
        return this.#changedSets(
          effect.zone.id,
          effect.changes.flatMap(({ before, after }) => before ?? after ?? []),
        );
      case "cidr-collection-changed": {
        const { users, published } = this.#collections.renew(effect.collectionId);
        afterwards.push(published);
        return users.flatMap((user) => this.#setsAt(user));
      }
      default:
        return [];
    }
  }

  /** Fills a zone that nobody sees yet, and says where it is seen. A zone that cannot be laid down is left out. */
  #load(row: HostedZoneRow, sets: Iterable<ResourceRecordSet>): ViewChange[] {
    const { image, log } = this.#parts;
    const served = this.#served.get(row.id);
    if (served === undefined) return [];
    try {
      this.#fill(served, sets);
      return this.#showing(row);
    } catch (fault) {
      log.error({ zone: row.name, id: row.id, reason: String(fault) }, "a hosted zone could not be served");
      image.abandon(served.zone);
      this.#served.delete(row.id);
      return [];
    }
  }

  /** Sets come in order: those of one name and type behind each other. */
  #fill({ zone, row }: Served, sets: Iterable<ResourceRecordSet>): void {
    const builder = new ZoneBuilder(zone, (what) => this.#references.failed(`${row.name}: a value is ${what}`));
    let group: ResourceRecordSet[] = [];
    for (const set of sets) {
      const isNext = group.length > 0 && (group[0].Name !== set.Name || group[0].Type !== set.Type);
      if (isNext) this.#place(zone, row.id, builder, group);
      if (isNext) group = [];
      group.push(set);
    }
    if (group.length > 0) this.#place(zone, row.id, builder, group);
    builder.finish();
  }

  #place(zone: Zone, zoneId: string, builder: ZoneBuilder, sets: readonly ResourceRecordSet[]): void {
    const [set] = sets;
    const owner = ownerOf(set);
    if (owner === null) return this.#references.failed(`${set.Name}: no name`);
    if (isPlain(set)) {
      for (const rdata of rdataOf(set, this.#references))
        builder.record(owner.wire, typeOf(set), set.TTL ?? 0, rdata, rdata.length);
      return;
    }
    const collection = this.#collectionOf(zoneId, set);
    zone.setPolicy(0, owner, typeOf(set), candidatesOf(sets, this.#references), collection);
  }

  #showing(row: HostedZoneRow): ViewChange[] {
    const served = this.#served.get(row.id);
    if (served === undefined) return [];
    this.#served.set(row.id, { ...served, row });
    const seen = row.isPrivate
      ? this.#parts.vpcs
          .filter(({ id, region }) => row.vpcs.some(({ VPCId, VPCRegion }) => VPCId === id && VPCRegion === region))
          .map(({ view }) => view)
      : [publicView];
    return [{ zone: served.zone, views: [...seen, this.#ownView(row.id)], rank: row.createdMs }];
  }

  #withdraw(row: HostedZoneRow): ViewChange[] {
    const served = this.#served.get(row.id);
    this.#served.delete(row.id);
    this.#ownViews.delete(row.id);
    return served === undefined ? [] : [{ zone: served.zone, views: [], rank: 0 }];
  }

  /** Every name and type that sets changed at, once, as it is stored now. */
  #changedSets(zoneId: string, sets: readonly ResourceRecordSet[]): Change[] {
    const places = new Map<string, CollectionUser>();
    for (const { Name: name, Type: type } of sets) places.set(`${name} ${type}`, { zoneId, name, type });
    return [...places.values()].flatMap((place) => this.#setsAt(place));
  }

  #setsAt({ zoneId, name, type }: CollectionUser): (RRsetChange | PolicyChange)[] {
    const served = this.#served.get(zoneId);
    if (served === undefined) return [];
    const stored = scanRecordSets(this.#parts.tables, zoneId, orderKeyOf(name), type);
    const sets = Array.from(stored, ({ set }) => set);
    const some = sets[0] ?? { Name: name, Type: type };
    const owner = ownerOf(some);
    if (owner === null) return [];
    const place = { zone: served.zone, owner, type: typeOf(some) };
    if (sets.length === 0 || isPlain(sets[0]))
      return [{ ...place, ttlSeconds: some.TTL ?? 0, rdata: rdataOf(some, this.#references) }];
    const collection = this.#collectionOf(zoneId, sets[0]);
    return [{ ...place, candidates: candidatesOf(sets, this.#references), collection }];
  }

  #collectionOf(zoneId: string, { Name: name, Type: type, CidrRoutingConfig }: ResourceRecordSet): number {
    if (CidrRoutingConfig === undefined) return 0;
    return this.#collections.use(CidrRoutingConfig.CollectionId, { zoneId, name, type });
  }

  #ownView(zoneId: string): number {
    const known = this.#ownViews.get(zoneId);
    if (known !== undefined) return known;
    const view = (this.#lastOwnView += 1);
    this.#ownViews.set(zoneId, view);
    return view;
  }

  #acknowledge(): void {
    const { image, store } = this.#parts;
    this.close();
    for (let [next] = this.#waiting; next !== undefined && image.seenByAll(next.version); [next] = this.#waiting) {
      for (const id of next.changeIds) store.acknowledge(id);
      this.#waiting.shift();
    }
    if (this.#waiting.length === 0) return;
    this.#asking = setTimeout(() => this.#acknowledge(), askEveryMs);
    this.#asking.unref();
  }
}

function apexOf(row: HostedZoneRow): Zone["apex"] {
  const apex = ownerOf({ Name: row.name, Type: "SOA" });
  if (apex === null) throw new Error(`The store holds a zone without a name: ${row.id}`);
  return apex;
}
