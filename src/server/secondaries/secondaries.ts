// Secondary zones as a part of the service: what the configuration says of them and what is wrong with it, their copies below the
// data directory, what is logged, counted and told of them, and the door for their primaries' notices.
// What they are: ./secondary-zones.ts.

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { ZoneCopies } from "../../disk/zone-copies.ts";
import type { Family } from "../../http/prometheus.ts";
import type { Name } from "../../dns/name.ts";
import type { Endpoint } from "../../net/address.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import type { Zone } from "../../zone/zone.ts";
import type { Config } from "../config.ts";
import type { ErrandDesks } from "../errands/errand-desks.ts";
import { exchangeParts } from "../errands/errand-exchange.ts";
import type { Log } from "../log.ts";
import { isSame, keyNamed, keysOf, nameOf } from "../configured-keys.ts";
import type { ServedZones } from "../zones.ts";
import { type CatalogFact, CatalogZones } from "./catalog-zones.ts";
import { KeptMembers } from "./kept-members.ts";
import { NoticeDesk, noticeDoor } from "./notice-desk.ts";
import type { SecondaryFact, SecondaryPlan } from "./secondary.ts";
import { SecondaryZones } from "./secondary-zones.ts";

const folder = "secondaries";
/** Below that: a catalog's own copy has the same name as the list of its members. */
const listsFolder = "catalogs";
const plainPort = 53;
const encryptedPort = 853;

export function secondaryPlans({ dns }: Pick<Config, "dns">): SecondaryPlan[] {
  return plansOf(dns, dns.secondaries);
}

function plansOf(dns: Config["dns"], wishes: Config["dns"]["secondaries"]): SecondaryPlan[] {
  const keys = keysOf(dns);
  return wishes.map(({ zone, primaries, key, zonemd, tls: { enabled, name, ca } }) => ({
    zone: nameOf(zone),
    primaries: enabled ? primaries.map(encrypted) : primaries,
    key: keyNamed(keys, key),
    zonemd,
    catalog: null,
    tls: enabled ? { name, ca: ca === null ? null : readFileSync(ca, "utf8") } : null,
  }));
}

/** The port of DNS over TLS where none was said (RFC 9103 §7.1). */
function encrypted({ address, port }: Endpoint): Endpoint {
  return { address, port: port === plainPort ? encryptedPort : port };
}

/** Sentences about zones that are there twice, or have no primaries, and files that are not there. */
export function secondaryFaults({ secondaries, catalogs }: Config["dns"]): string[] {
  const all = [
    ...secondaries.map((wish) => ({ ...wish, place: "dns.secondaries" })),
    ...catalogs.map((wish) => ({ ...wish, place: "dns.catalogs" })),
  ];
  const twice = all.filter(({ zone }, i) => all.findIndex((other) => isSame(zone, other.zone)) < i);
  return [
    ...twice.map(({ zone, place }) => `${place} has the zone ${zone}, which is there already.`),
    ...all.flatMap(({ zone, primaries, place }) =>
      primaries.length === 0 ? [`${place} has no primaries for ${zone}.`] : [],
    ),
    ...all.flatMap(({ zone, place, tls }) =>
      tls.enabled ? tlsFaults(tls).map((fault) => `${place}: ${fault} (of ${zone}).`) : [],
    ),
  ];
}

function tlsFaults({ name, ca }: Config["dns"]["secondaries"][number]["tls"]): string[] {
  const faults: string[] = [];
  if (name !== null && isIP(name) !== 0) {
    faults.push(`tls.name ${name} is an address: leave it out, and the certificate must name the primary's`);
  }
  const fault = ca === null ? null : authorityFault(ca);
  return fault === null ? faults : [...faults, `tls.ca, ${ca}, ${fault}`];
}

/** A file without a certificate would mean every authority that this machine trusts. */
function authorityFault(path: string): string | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return "cannot be read";
  }
  return isCertificate(text) ? null : "holds no certificate";
}

/** The keys of all zones that the configuration has from elsewhere. */
export function keysOfElsewhere({ secondaries, catalogs }: Config["dns"]): Set<string> {
  return new Set([...secondaries, ...catalogs].map(({ zone }) => nameOf(zone).key));
}

function isCertificate(pem: string): boolean {
  try {
    void new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

export interface SecondaryParts {
  readonly zones: SecondaryZones;
  readonly catalogs: CatalogZones;
  /** null: nothing is kept on a disk. */
  readonly lists: KeptMembers | null;
}

/** Ready to start; notices about the zones go through `errands`. */
export function createSecondaries(
  config: Config,
  served: ServedZones,
  changed: (zones: readonly Zone[], removed?: readonly Name[]) => void,
  errands: ErrandDesks,
  log: Log,
): SecondaryParts {
  const { dns, data } = config;
  const catalogPlans = plansOf(dns, dns.catalogs);
  const plans = [...secondaryPlans(config), ...catalogPlans];
  const onFact = (fact: SecondaryFact | CatalogFact): void => tell(fact, log);
  const zones = new SecondaryZones(plans, {
    image: served.image,
    copies: data === null ? null : new ZoneCopies(join(data, folder)),
    nowMs: Date.now,
    chance: () => cryptoRandom.below(2 ** 16) / 2 ** 16,
    elsewhere: served.elsewhere,
    changed: (others, removed) => {
      changed(others, removed);
      catalogs.changed(others);
    },
    onFact,
  });
  const lists = data === null ? null : new KeptMembers(new ZoneCopies(join(data, folder, listsFolder)), Date.now);
  const catalogs = new CatalogZones(catalogPlans, zones, lists, onFact);
  if (plans.length > 0) {
    errands.open(noticeDoor(plans), new NoticeDesk(zones, exchangeParts(dns, served.image.memory)));
  }
  return { zones, catalogs, lists };
}

export function secondaryFamilies(secondaries: SecondaryZones): Family[] {
  const states = { waiting: 0, served: 0, expired: 0 };
  for (const { state } of secondaries.states()) states[state]++;
  return [
    {
      name: "signpost_secondary_zones",
      help: "Secondary zones, by state.",
      kind: "gauge",
      samples: Object.entries(states).map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      name: "signpost_secondary_looks_total",
      help: "Looks after secondary zones at their primaries, by what came of them.",
      kind: "counter",
      samples: Object.entries(secondaries.looks).map(([result, value]) => ({ labels: { result }, value })),
    },
  ];
}

function tell(fact: SecondaryFact | CatalogFact, log: Log): void {
  switch (fact.kind) {
    case "catalog read": {
      const { catalog, added, removed } = fact;
      return log.info({ catalog, added, removed }, "a catalog zone names other zones than before");
    }
    case "catalog broken":
      return log.error({ catalog: fact.catalog }, `a catalog zone is not obeyed: ${fact.reason}`);
    case "member moved": {
      const { catalog, zone, from } = fact;
      return log.info({ catalog, zone, from }, "a zone moves from one catalog to another");
    }
    case "members not kept":
      return log.error({ catalog: fact.catalog }, `the zones of a catalog are not kept: ${fact.reason}`);
    case "member passed over": {
      const { catalog, zone } = fact;
      return log.warn({ catalog, zone }, "a zone of a catalog is passed over: there is one of its name");
    }
    default:
      return tellOfZone(fact, log);
  }
}

function tellOfZone(fact: SecondaryFact, log: Log): void {
  const { kind, zone } = fact;
  switch (kind) {
    case "fetched":
      return log.info(
        { zone, from: fact.from, serial: fact.serial, records: fact.records },
        fact.how === "whole" ? "a secondary zone was fetched" : "a secondary zone was brought up to date",
      );
    case "kept copy":
      return log.info({ zone, serial: fact.serial }, "a secondary zone is served from its copy");
    case "failed":
      return log.warn(
        { zone, againInSeconds: fact.againInSeconds },
        `a secondary zone could not be looked after: ${fact.reason}`,
      );
    case "expired":
      return log.error({ zone }, "a secondary zone has expired: nobody could say whether it is current");
    case "not kept":
      return log.error({ zone }, `there is no good copy of a secondary zone: ${fact.reason}`);
  }
}
