// What AWS clients drive, and what becomes of it: the store on its tables, hosted zones in the image, health checks on the
// board, and what all workers go by when they choose. One object, so that the service has one thing to start and to stop.
// Invariants: what is stored is served before anybody can change it; tables are closed last, when nobody can write.
// Read next: ./hosted-zones.ts, ./health.ts.

import type { Memory } from "../base/memory.ts";
import type { Tables } from "../base/tables.ts";
import type { Name } from "../dns/name.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { HealthBoard } from "../routing/health-board.ts";
import type { CallContext } from "../store/context.ts";
import type { Effect } from "../store/effects.ts";
import { Route53Store } from "../store/route53-store.ts";
import { ToldHealth } from "../store/told-health.ts";
import { otherAccount } from "./accounts.ts";
import { AliasHosts } from "./alias-hosts.ts";
import { CheckNumbers } from "./check-numbers.ts";
import type { Config } from "./config.ts";
import type { ControlState } from "./control-metrics.ts";
import { type OpenTables, openTables } from "./data-directory.ts";
import { exchangeParts } from "./errands/errand-exchange.ts";
import { ServiceHealth } from "./health.ts";
import { healthLookUp } from "./health-look-up.ts";
import { HistorySweeps } from "./history-sweeps.ts";
import { HostedZones, type HostedZonesParts } from "./hosted-zones.ts";
import type { Log } from "./log.ts";
import { serveNameServers } from "./name-server-zones.ts";
import { nameServerViews, viewOfNameServer } from "./name-servers.ts";
import { readPlaces } from "./places.ts";
import { type RoutingData, vpcViews } from "./routing-data.ts";
import { AnswerTests } from "./test-dns-answer.ts";
import { ServiceClock } from "./service-clock.ts";
import { signingKeys } from "./signing-keys.ts";
import { UpdateDesk } from "./updates/update-desk.ts";
import { ZoneDesk } from "./zone-desk.ts";
import { ZoneKeys } from "./zone-keys.ts";
import type { ServedZones } from "./zones.ts";

export interface ControlPlaneParts {
  readonly zones: Pick<ServedZones, "image" | "sourceOf">;
  /** Where our own DNS listens, as ADDRESS:PORT; null while it does not. */
  readonly dnsServer: () => string | null;
  /** Hears of hosted zones that are there now, and what was published of them. */
  readonly arrived: HostedZonesParts["arrived"];
  readonly published: HostedZonesParts["published"];
  readonly log: Log;
}

export class ControlPlane {
  readonly clock = new ServiceClock();
  /** What zones are signed with as they are answered. */
  readonly keys = new ZoneKeys();
  readonly store: Route53Store;
  readonly health: ServiceHealth;
  readonly hosts: AliasHosts;
  readonly hosted: HostedZones;
  readonly answers: AnswerTests;
  readonly desk: ZoneDesk;
  readonly updates: UpdateDesk;
  /** The image that is answered from. */
  readonly memory: Memory;
  /** For the workers. */
  readonly routing: RoutingData;
  /** Where what is durable is kept. */
  readonly tables: Tables;
  readonly #opened: OpenTables;
  readonly #sweeps: HistorySweeps;
  readonly #changes = new Map<string, number>();

  /** Opens the data directory and reads the places. Throws StorageFault and PlacesFault. */
  constructor(config: Config, { zones, dnsServer, arrived, published, log }: ControlPlaneParts) {
    const { testing, geo, vpcs, awsHosts, data, accounts } = config;
    const { delegationSets } = config.dns;
    const privateTargets = testing.allowPrivateHealthTargets ? "allowed" : "refused";
    const board = HealthBoard.create();
    const numbers = new CheckNumbers();
    const places = readPlaces(geo, log);
    this.#opened = openTables(data);
    const { tables } = this.#opened;
    this.tables = tables;
    const told = new ToldHealth(tables);
    this.health = new ServiceHealth({
      told,
      board,
      numbers,
      clock: this.clock,
      lookUp: healthLookUp(dnsServer),
      privateTargets,
      log,
    });
    this.store = new Route53Store(tables, {
      strictness: testing.strictness,
      changeProcessingMs: testing.changeProcessingMs,
      changesPerZone: config.history.changesPerZone,
      privateHealthTargets: privateTargets,
      healthReports: this.health.reports,
      signingKeys,
      refusalOf: (effects) => this.hosted.refusalOf(effects),
      ...(vpcs.length > 0 && { isVpc: (id, region) => vpcs.some((vpc) => vpc.id === id && vpc.region === region) }),
    });
    this.memory = zones.image.memory;
    const views = vpcViews(vpcs);
    const servers = nameServerViews(delegationSets);
    this.routing = { health: board.buffer, places, latencies: geo.latencies, vpcs: views, servers, subnets: "used" };
    serveNameServers(zones.image, servers);
    this.hosts = new AliasHosts(zones.image, numbers, board, told);
    this.hosts.put(awsHosts);
    this.hosted = new HostedZones({
      image: zones.image,
      store: this.store,
      tables,
      checks: numbers,
      keys: this.keys,
      vpcs: views,
      delegationSets: delegationSets.mode,
      clock: this.clock,
      propagationMs: testing.changePropagationMs,
      arrived,
      published,
      log,
    });
    this.desk = new ZoneDesk({
      store: this.store,
      nowMs: () => this.clock.wallMs(),
      random: cryptoRandom,
      accounts: [otherAccount, ...accounts.map(({ id }) => id)],
    });
    this.updates = this.#openUpdates(config, zones, log);
    this.#sweeps = new HistorySweeps({
      store: this.store,
      days: config.history.days,
      context: () => this.#ownContext(),
      log,
    });
    this.answers = new AnswerTests(this.store, this.hosted, zones, this.routing);
  }

  /** Serves what is stored, and whatever is committed from now on. */
  start(): void {
    // Before anybody is answered: what checks were told is what they are from the first answer on.
    this.health.define(this.store.healthChecks());
    this.store.completeSigning(this.#ownContext());
    this.hosted.start();
    this.store.onCommit((effects) => {
      for (const { kind } of effects) this.#changes.set(kind, (this.#changes.get(kind) ?? 0) + 1);
      this.#followChecks(effects);
    });
  }

  /** Watches the health of what is checked: our own server can be asked for names by now. */
  watch(): void {
    this.health.begin();
    this.#sweeps.start();
  }

  /** Moves the clock forward, and has everything done that falls due on the way. */
  async advance(ms: number): Promise<void> {
    await this.health.passTime(this.clock, ms);
    this.hosted.passTime();
  }

  /** Forgets whatever the API made, and waits for no propagation. */
  reset(context: CallContext): void {
    this.store.reset(context);
    this.hosts.forget();
    this.hosted.flush();
  }

  /** With strict delegation sets, an address where the zone of a name is asked. */
  usualServer(name: Name, family: 4 | 6): string | null {
    const { servers = [] } = this.routing;
    const zone = servers.length === 0 ? null : this.hosted.publicZoneOf(name);
    const views = (zone?.nameServers ?? []).map((server) => viewOfNameServer(server));
    const addresses = views.flatMap((view) => servers.find((server) => server.view === view)?.addresses ?? []);
    return addresses.find((address) => address.includes(":") === (family === 6)) ?? null;
  }

  /** For /metrics. */
  state(): ControlState {
    return {
      hostedZones: this.hosted.count,
      heldChanges: this.hosted.heldChanges,
      changes: this.#changes,
      health: this.health.counts(),
      updates: this.updates.counts,
    };
  }

  close(): void {
    this.#sweeps.close();
    this.health.close();
    this.hosted.close();
    this.#opened.close();
  }

  #openUpdates({ dns, testing }: Config, files: ControlPlaneParts["zones"], log: Log): UpdateDesk {
    return new UpdateDesk({
      ...exchangeParts(dns, this.memory),
      updates: dns.updates,
      store: this.store,
      tables: this.tables,
      hosted: this.hosted,
      files,
      waits: testing.changePropagationMs === 0 ? "until served" : "until durable",
      context: (account) => ({ ...this.#ownContext(), account }),
      log,
    });
  }

  /** Who we are, when nobody called. */
  #ownContext(): CallContext {
    return { account: otherAccount, accessKey: null, nowMs: this.clock.wallMs(), random: cryptoRandom };
  }

  #followChecks(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind !== "health-check-changed") continue;
      const row = this.store.healthCheck(effect.healthCheckId);
      if (row === null) this.health.remove(effect.healthCheckId);
      else this.health.define([row]);
    }
  }
}
