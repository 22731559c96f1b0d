// What passes between this server and others about whole zones: transfers out (./transfers.ts), notices out (./notices.ts), and the
// secondary zones, with the notices about them (../secondaries/secondaries.ts).

import type { Family } from "../../http/prometheus.ts";
import type { Resource } from "../../http/listener.ts";
import type { Name } from "../../dns/name.ts";
import type { Zone } from "../../zone/zone.ts";
import type { Config } from "../config.ts";
import { keyFaults } from "../configured-keys.ts";
import type { DataPlane, TransferPlan } from "../data-plane.ts";
import type { ErrandDesks } from "../errands/errand-desks.ts";
import type { HostedNews } from "../hosted-zones.ts";
import type { Log } from "../log.ts";
import { createSecondaries, secondaryFamilies, secondaryFaults } from "../secondaries/secondaries.ts";
import { secondaryRoutes } from "../secondaries/secondary-api.ts";
import type { CatalogZones } from "../secondaries/catalog-zones.ts";
import type { KeptMembers } from "../secondaries/kept-members.ts";
import type { SecondaryZones } from "../secondaries/secondary-zones.ts";
import type { ServedZones } from "../zones.ts";
import { Notices } from "./notices.ts";
import { transferFaults } from "./transfer-policy.ts";
import { createTransfers, type TransferParts } from "./transfers.ts";

export interface ExchangeParts {
  readonly zones: ServedZones;
  /** null until workers are there. */
  readonly plane: () => DataPlane | null;
  readonly errands: ErrandDesks;
  readonly log: Log;
}

/** Sentences about what the configuration says of it. */
export function exchangeFaults({ dns }: Config): string[] {
  return [...keyFaults(dns), ...transferFaults(dns), ...secondaryFaults(dns)];
}

export class ZoneExchange {
  readonly #zones: ServedZones;
  readonly #transfers: TransferParts | null;
  readonly #notices: Notices;
  readonly #secondaries: SecondaryZones;
  readonly #catalogs: CatalogZones;
  readonly #lists: KeptMembers | null;

  /** Of a configuration without faults. */
  constructor(config: Config, { zones, plane, errands, log }: ExchangeParts) {
    this.#zones = zones;
    this.#transfers = createTransfers(config, zones, plane, log);
    this.#notices = new Notices(config.dns, log);
    const changed = (others: readonly Zone[], removed?: readonly Name[]): void => this.#changed(others, removed);
    const secondaries = createSecondaries(config, zones, changed, errands, log);
    this.#secondaries = secondaries.zones;
    this.#catalogs = secondaries.catalogs;
    this.#lists = secondaries.lists;
  }

  /** How workers come to the thread that sends zones; null where nobody may have any. */
  get plan(): TransferPlan | null {
    return this.#transfers?.plan ?? null;
  }

  /** Before there are workers: zones that were here before are served, and transfers can be asked for. `hosted`: those of the store. */
  async start(hosted: Iterable<Zone>): Promise<void> {
    this.#secondaries.start();
    this.#catalogs.start();
    this.#catalogs.changed([...this.#zones.image.zones.values()]); // those of copies
    this.#transfers?.changes.changed(this.#zones.image.zones.values());
    this.#transfers?.changes.changed(hosted);
    await this.#transfers?.keeper.start();
  }

  /** Others are told of all that is served, now that it can be asked for. */
  announce(): void {
    this.#notices.start(this.#zones.image.zones.values());
  }

  /** Zones of files are served that are others than before, or served no more. */
  filesChanged(zones: readonly Zone[], removed: readonly Name[]): void {
    this.#changed(zones, removed);
    this.#catalogs.freed(removed);
  }

  /** A file has this zone now: what is served of it stays until the file's is put in its place. */
  giveUp(zone: Name): void {
    this.#catalogs.giveUp(zone, "stays served");
  }

  /** A hosted zone has this name now: before it is told what was published of it. */
  hostedArrived(apex: Name): void {
    this.#catalogs.giveUp(apex, "goes");
  }

  /** This was published of a hosted zone. Its serial may stay as it is, and then there is nothing to tell to others. */
  hostedChanged(zone: Zone, what: HostedNews): void {
    if (what === "gone") this.#transfers?.changes.changed([], [zone.apex]);
    else this.#transfers?.changes.changed([zone]);
    if (what === "SOA") this.#notices.changed([zone]);
    if (what === "gone") this.#catalogs.freed([zone.apex]);
  }

  #changed(zones: readonly Zone[], removed: readonly Name[] = []): void {
    this.#transfers?.changes.changed(zones, removed);
    this.#notices.changed(zones); // later: whom it tells asks at once
  }

  pages(): [path: string, resource: Resource][] {
    return secondaryRoutes(this.#secondaries);
  }

  families(): Family[] {
    return secondaryFamilies(this.#secondaries);
  }

  async stop(): Promise<void> {
    await this.#secondaries.close();
    await this.#lists?.settled();
    await this.#transfers?.keeper.stop();
    this.#notices.close();
  }
}
