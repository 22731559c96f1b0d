// Zones that catalogs name (RFC 9432 §5): each catalog is a secondary zone itself, and when it changes, its members become secondary zones
// or are none any more. A catalog that is broken changes nothing. A member whose name is taken, by a file, by the configuration or by
// another catalog, is passed over and tried again with the catalog's next change (RFC 9432 §5.2).

import { maxCatalogMembers } from "../../base/limits.ts";
import type { Name } from "../../dns/name.ts";
import { printName } from "../../dns/text/name-text.ts";
import { readCatalog } from "../../zone/catalog.ts";
import type { Zone } from "../../zone/zone.ts";
import { soaOf, storedRecords } from "../zone-text.ts";
import type { SecondaryPlan } from "./secondary.ts";

/** Who has the members: ./secondary-zones.ts. */
export interface MemberZones {
  /** Returns the keys of those that it has now: of the others there is one already. */
  add(plans: readonly SecondaryPlan[]): ReadonlySet<string>;
  remove(zones: readonly Name[]): void;
}

export type CatalogFact =
  | { readonly kind: "catalog read"; readonly catalog: string; readonly added: number; readonly removed: number }
  | { readonly kind: "catalog broken"; readonly catalog: string; readonly reason: string }
  | { readonly kind: "member passed over"; readonly catalog: string; readonly zone: string };

interface Catalog {
  readonly plan: SecondaryPlan;
  /** Its members by their keys, each with the label that it stands under. */
  members: Map<string, { readonly zone: Name; readonly label: string }>;
}

export class CatalogZones {
  readonly #catalogs: ReadonlyMap<string, Catalog>;
  readonly #zones: MemberZones;
  readonly #onFact: (fact: CatalogFact) => void;

  constructor(plans: readonly SecondaryPlan[], zones: MemberZones, onFact: (fact: CatalogFact) => void) {
    this.#catalogs = new Map(plans.map((plan) => [plan.zone.key, { plan, members: new Map() }]));
    this.#zones = zones;
    this.#onFact = onFact;
  }

  /** Takes over what catalogs among these zones say now. */
  changed(zones: Iterable<Zone>): void {
    for (const zone of zones) {
      const catalog = this.#catalogs.get(zone.apex.key);
      if (catalog !== undefined && soaOf(zone) !== null) this.#read(catalog, zone);
    }
  }

  #read(catalog: Catalog, zone: Zone): void {
    const name = printName(zone.apex.wire);
    const members = readCatalog(zone.apex, storedRecords(zone), maxCatalogMembers);
    if (typeof members === "string") return this.#onFact({ kind: "catalog broken", catalog: name, reason: members });
    const before = catalog.members;
    const after: Catalog["members"] = new Map(members.map((member) => [member.zone.key, member]));
    // RFC 9432 §5.4: below another label it is another zone.
    const isOld = (key: string): boolean => before.get(key)?.label === after.get(key)?.label;
    const gone = [...before].filter(([key]) => !isOld(key)).map(([, { zone: member }]) => member);
    const wanted = members.filter(({ zone: { key } }) => !isOld(key));
    // All at once: each of a hundred thousand by itself would be a version of the image.
    this.#zones.remove(gone);
    const added = this.#zones.add(wanted.map((member) => ({ ...catalog.plan, zone: member.zone, catalog: name })));
    catalog.members = after;
    for (const member of wanted) {
      if (added.has(member.zone.key)) continue;
      after.delete(member.zone.key);
      this.#onFact({ kind: "member passed over", catalog: name, zone: printName(member.zone.wire) });
    }
    if (added.size + gone.length > 0)
      this.#onFact({ kind: "catalog read", catalog: name, added: added.size, removed: gone.length });
  }
}
