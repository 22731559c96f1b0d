// Zones that catalogs name (RFC 9432 §5): each catalog is a secondary zone itself, and when it changes, its members become
// secondary zones or are none any more. A catalog that is broken changes nothing, nor does a restart (./kept-members.ts). A member
// whose name is taken, by a file, a hosted zone, the configuration or another catalog, is passed over (RFC 9432 §5.2) and tried again
// when what stood in its way has gone; unless the other catalog says that this one may take it over (RFC 9432 §4.4.1).

import { maxCatalogMembers } from "../../base/limits.ts";
import type { Name } from "../../dns/name.ts";
import { printName } from "../../dns/text/name-text.ts";
import { type CatalogMember, readCatalog } from "../../zone/catalog.ts";
import type { Zone } from "../../zone/zone.ts";
import { soaOf, storedRecords } from "../zone-text.ts";
import type { SecondaryPlan } from "./secondary.ts";

/** Who has the members: ./secondary-zones.ts. */
export interface MemberZones {
  /** Returns the keys of those that it has now: of the others there is one already. */
  add(plans: readonly SecondaryPlan[]): ReadonlySet<string>;
  remove(zones: readonly Name[]): void;
  /** Has a zone that it has by another plan from now on; what is served and kept of it stays. */
  move(plan: SecondaryPlan): void;
  /** Has it no more, and leaves what is served of it to whoever puts another zone in its place. */
  handOver(zone: Name): void;
}

/** Where lists of members outlive a restart: ./kept-members.ts. */
export interface MemberLists {
  read(catalog: Name): readonly CatalogMember[] | string | null;
  write(catalog: Name, members: readonly CatalogMember[]): Promise<string | null>;
}

export type CatalogFact =
  | { readonly kind: "catalog read"; readonly catalog: string; readonly added: number; readonly removed: number }
  | { readonly kind: "catalog broken"; readonly catalog: string; readonly reason: string }
  | { readonly kind: "members not kept"; readonly catalog: string; readonly reason: string }
  | { readonly kind: "member passed over"; readonly catalog: string; readonly zone: string }
  | { readonly kind: "member moved"; readonly catalog: string; readonly zone: string; readonly from: string };

type Members = Map<string, CatalogMember>;

interface Catalog {
  readonly plan: SecondaryPlan;
  readonly name: string;
  /** Those that are served here, by the keys of their zones. */
  members: Members;
  /** Those that it names and something else has. */
  passedOver: Members;
}

export class CatalogZones {
  readonly #catalogs: ReadonlyMap<string, Catalog>;
  readonly #zones: MemberZones;
  readonly #lists: MemberLists | null;
  readonly #onFact: (fact: CatalogFact) => void;

  /** `lists` is null where nothing is kept on a disk. */
  constructor(
    plans: readonly SecondaryPlan[],
    zones: MemberZones,
    lists: MemberLists | null,
    onFact: (fact: CatalogFact) => void,
  ) {
    this.#catalogs = new Map(plans.map((plan) => [plan.zone.key, newCatalog(plan)]));
    this.#zones = zones;
    this.#lists = lists;
    this.#onFact = onFact;
  }

  /** Takes in again the members that were here before, whatever the catalogs say now. */
  start(): void {
    for (const catalog of this.#catalogs.values()) {
      const kept = this.#lists?.read(catalog.plan.zone) ?? [];
      if (typeof kept === "string") this.#onFact({ kind: "members not kept", catalog: catalog.name, reason: kept });
      else if (kept.length > 0) this.#claim(catalog, kept);
    }
  }

  /** Takes over what catalogs among these zones say now. */
  changed(zones: Iterable<Zone>): void {
    for (const zone of zones) {
      const catalog = this.#catalogs.get(zone.apex.key);
      if (catalog !== undefined && soaOf(zone) !== null) this.#read(catalog, zone);
    }
  }

  /** Something of these names has gone: members that were passed over for it are taken in now. */
  freed(zones: readonly Name[]): void {
    for (const catalog of this.#catalogs.values()) {
      const wanted = zones.flatMap(({ key }) => catalog.passedOver.get(key) ?? []);
      if (wanted.length > 0) this.#note(catalog, this.#claim(catalog, wanted), 0);
    }
  }

  /** Something else has the zone of this name now, which goes before one of a catalog; what is served of it stays, or goes. */
  giveUp(zone: Name, what: "stays served" | "goes"): void {
    for (const catalog of this.#catalogs.values()) {
      const { name } = catalog;
      if (!letGo(catalog, zone)) continue;
      if (what === "goes") this.#zones.remove([zone]);
      else this.#zones.handOver(zone);
      void this.#keep(catalog);
      this.#onFact({ kind: "member passed over", catalog: name, zone: printName(zone.wire) });
    }
  }

  #read(catalog: Catalog, zone: Zone): void {
    const members = readCatalog(zone.apex, storedRecords(zone), maxCatalogMembers);
    if (typeof members === "string")
      return this.#onFact({ kind: "catalog broken", catalog: catalog.name, reason: members });
    this.#obey(catalog, members);
  }

  #obey(catalog: Catalog, members: readonly CatalogMember[]): void {
    const before = catalog.members;
    const named: Members = new Map(members.map((member) => [member.zone.key, member]));
    // RFC 9432 §5.4: below another label it is another zone.
    const isOld = (key: string): boolean => before.get(key)?.label === named.get(key)?.label;
    const gone = [...before].filter(([key]) => !isOld(key)).map(([, { zone }]) => zone);
    const wanted = members.filter(({ zone }) => !isOld(zone.key));
    catalog.members = new Map(members.filter(({ zone }) => isOld(zone.key)).map((member) => [member.zone.key, member]));
    catalog.passedOver = new Map([...catalog.passedOver].filter(([key]) => named.has(key)));
    // All at once: each of a hundred thousand by itself would be a version of the image.
    this.#zones.remove(gone);
    this.#note(catalog, this.#claim(catalog, wanted), gone.length);
    this.freed(gone);
    if (members.some(({ zone, newOwner }) => !sameOwner(newOwner, before.get(zone.key)?.newOwner)))
      this.#offer(catalog);
  }

  /** Lets other catalogs take over what this one has and says that they may, and that they name as well. */
  #offer(catalog: Catalog): void {
    for (const other of this.#catalogs.values()) {
      const offered = [...catalog.members.values()].filter(({ newOwner }) => newOwner?.key === other.plan.zone.key);
      const wanted = offered.flatMap(({ zone }) => other.passedOver.get(zone.key) ?? []);
      if (wanted.length > 0) this.#note(other, this.#claim(other, wanted), 0);
    }
    void this.#keep(catalog);
  }

  /** Takes over what other catalogs have and let this one have (RFC 9432 §4.4.1); returns how many zones. */
  #takeOver(catalog: Catalog, wanted: readonly CatalogMember[]): number {
    const { plan, name } = catalog;
    const reset: Name[] = [];
    let moved = 0;
    for (const other of this.#catalogs.values()) {
      const before = moved + reset.length;
      for (const member of wanted) {
        const { zone } = member;
        const had = other.members.get(zone.key);
        if (other === catalog || had?.newOwner?.key !== plan.zone.key) continue;
        letGo(other, zone);
        if (had.label === member.label) {
          moved++;
          catalog.members.set(zone.key, member);
          catalog.passedOver.delete(zone.key);
          this.#zones.move({ ...plan, zone, catalog: name });
        } else reset.push(zone); // RFC 9432 §4.4.1, §5.4: its state is not the new owner's
        this.#onFact({ kind: "member moved", catalog: name, zone: printName(zone.wire), from: other.name });
      }
      if (moved + reset.length > before) void this.#keep(other);
    }
    this.#zones.remove(reset);
    return moved;
  }

  /** Has those of the members whose names are free, or are another catalog's that lets go of them; returns how many. */
  #claim(catalog: Catalog, named: readonly CatalogMember[]): number {
    const { plan, name, members, passedOver } = catalog;
    const moved = this.#takeOver(catalog, named);
    const wanted = named.filter(({ zone }) => !members.has(zone.key));
    const added = this.#zones.add(wanted.map(({ zone }) => ({ ...plan, zone, catalog: name })));
    for (const member of wanted) {
      const { key, wire } = member.zone;
      const isNew = !passedOver.delete(key);
      (added.has(key) ? members : passedOver).set(key, member);
      if (isNew && !added.has(key)) this.#onFact({ kind: "member passed over", catalog: name, zone: printName(wire) });
    }
    return moved + added.size;
  }

  /** So many came and so many went. */
  #note(catalog: Catalog, added: number, removed: number): void {
    if (added + removed === 0) return;
    this.#onFact({ kind: "catalog read", catalog: catalog.name, added, removed });
    void this.#keep(catalog);
  }

  async #keep({ plan, name, members }: Catalog): Promise<void> {
    const reason = await this.#lists?.write(plan.zone, [...members.values()]);
    if (typeof reason === "string") this.#onFact({ kind: "members not kept", catalog: name, reason });
  }
}

/** What it names is not had by it any more. False: it was not. */
function letGo({ members, passedOver }: Catalog, { key }: Name): boolean {
  const member = members.get(key);
  if (member === undefined) return false;
  members.delete(key);
  passedOver.set(key, member);
  return true;
}

function sameOwner(a: Name | null, b: Name | null | undefined): boolean {
  return (a?.key ?? null) === (b?.key ?? null);
}

function newCatalog(plan: SecondaryPlan): Catalog {
  return { plan, name: printName(plan.zone.wire), members: new Map(), passedOver: new Map() };
}
