// Record sets of hosted zones on their way into the image: all of a zone when it is made, and those of a name and type after each
// commit, as RRsets or as candidates of a policy (./hosted-records.ts). Read while they are as their commit left them.
// Which zones there are, and when they are shown: ./hosted-zones.ts.

import type { Tables } from "../base/tables.ts";
import { blocksOf, type CidrBlockSummary } from "../store/cidr-collections.ts";
import type { HostedZoneRow } from "../store/hosted-zone-rows.ts";
import { orderKeyOf, scanRecordSets } from "../store/record-set-rows.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import type { PolicyChange, RRsetChange } from "../zone/image.ts";
import type { Zone } from "../zone/zone.ts";
import { ZoneBuilder } from "../zone/zone-builder.ts";
import { candidatesOf, isPlain, ownerOf, rdataOf, type References, typeOf } from "./hosted-records.ts";
import type { SetsOfName, SharedCollections } from "./shared-collections.ts";
import type { SignedZones } from "./signed-zones.ts";

/** The sets of a name and type after a commit, and the blocks of their collection where nobody has used it before. */
export interface CommittedSets extends SetsOfName {
  readonly blocks: readonly CidrBlockSummary[];
}

export interface HostedSetsParts {
  /** The store's own tables. */
  readonly tables: Tables;
  readonly collections: SharedCollections;
  readonly signed: SignedZones;
  readonly references: References;
}

export class HostedSets {
  readonly #tables: Tables;
  readonly #collections: SharedCollections;
  readonly #signed: SignedZones;
  readonly #references: References;

  constructor({ tables, collections, signed, references }: HostedSetsParts) {
    this.#tables = tables;
    this.#collections = collections;
    this.#signed = signed;
    this.#references = references;
  }

  /** Lays down all sets of a zone that nobody sees yet. They come in order: those of one name and type behind each other. */
  fill({ zone, row }: { readonly zone: Zone; readonly row: HostedZoneRow }, sets: Iterable<ResourceRecordSet>): void {
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

  #place(zone: Zone, zoneId: string, builder: ZoneBuilder, stored: readonly ResourceRecordSet[]): void {
    const sets = this.#signed.limited(zoneId, stored);
    const [set] = sets;
    const owner = ownerOf(set);
    if (owner === null) return this.#references.failed(`${set.Name}: no name`);
    if (isPlain(set)) {
      for (const rdata of rdataOf(set, this.#references))
        builder.record(owner.wire, typeOf(set), set.TTL ?? 0, rdata, rdata.length);
      return;
    }
    const collection = this.#useCollection(this.#committed({ zoneId, name: set.Name, type: set.Type, sets }));
    zone.setPolicy(0, owner, typeOf(set), candidatesOf(sets, this.#references), collection);
  }

  /** Every name and type that sets changed at, once, as it is stored now. */
  changed(zoneId: string, changed: readonly ResourceRecordSet[]): CommittedSets[] {
    const places = new Map<string, SetsOfName>();
    for (const { Name: name, Type: type } of changed) {
      const key = `${name} ${type}`;
      if (places.has(key)) continue;
      const stored = scanRecordSets(this.#tables, zoneId, orderKeyOf(name), type);
      places.set(key, { zoneId, name, type, sets: Array.from(stored, ({ set }) => set) });
    }
    return Array.from(places.values(), (sets) => this.#committed(sets));
  }

  /** Its collection is read while it is as the sets' commit left it. */
  #committed(place: SetsOfName): CommittedSets {
    const id = place.sets[0]?.CidrRoutingConfig?.CollectionId;
    const blocks = id === undefined || this.#collections.knows(id) ? [] : [...blocksOf(this.#tables, id)];
    return { ...place, blocks };
  }

  /** What the image is to be told of them. */
  packed(committed: CommittedSets, zone: Zone): (RRsetChange | PolicyChange)[] {
    const { zoneId, name, type } = committed;
    const sets = this.#signed.limited(zoneId, committed.sets);
    const some = sets[0] ?? { Name: name, Type: type };
    const owner = ownerOf(some);
    if (owner === null) return [];
    const place = { zone, owner, type: typeOf(some) };
    this.#collections.release(committed);
    if (sets.length === 0 || isPlain(sets[0]))
      return [{ ...place, ttlSeconds: some.TTL ?? 0, rdata: rdataOf(some, this.#references) }];
    const collection = this.#useCollection(committed);
    return [{ ...place, candidates: candidatesOf(sets, this.#references), collection }];
  }

  #useCollection({ zoneId, name, type, sets, blocks }: CommittedSets): number {
    const id = sets[0]?.CidrRoutingConfig?.CollectionId;
    return id === undefined ? 0 : this.#collections.use(id, blocks, { zoneId, name, type, sets });
  }
}
