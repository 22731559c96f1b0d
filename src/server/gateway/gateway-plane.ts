// The gateway, put together: what the control APIs keep of it, what serves it, in this thread or in threads of its own, functions,
// names, logs and figures. One object, so that the service has one thing to start and to stop.
// Invariants: what is stored is served before the listeners open; quotas are written twice a second, and at the end.
// Read next: ./gateway-serving.ts, ./threads/gateway-threads.ts, ./reachable-names.ts, ./declared/declared-apis.ts.

import { join } from "node:path";
import type { Operations } from "../../aws/service-api.ts";
import { maxQuotaCells } from "../../base/limits.ts";
import { StorageFault, type Tables } from "../../base/tables.ts";
import { LineLogs } from "../../disk/line-logs.ts";
import { GatewayStore } from "../../gateway/control/gateway-store.ts";
import { quotaOctets } from "../../gateway/control/quota-cells.ts";
import { QuotaMeter } from "../../gateway/control/quota-meter.ts";
import type { ApiRow } from "../../gateway/control/rest-api-rows.ts";
import { type Gateway, throttleBufferOctets } from "../../gateway/engine/gateway.ts";
import type { ExecutionLine } from "../../gateway/engine/ports.ts";
import type { Stage } from "../../gateway/model/shapes.ts";
import type { LocalAuthority } from "../../http/certificates/local-authority.ts";
import type { Family } from "../../http/prometheus.ts";
import { loopbackOf, printEndpoint } from "../../net/address.ts";
import { ListenFault, listenFault } from "../../net/listen-fault.ts";
import { cryptoRandom } from "../../net/upstream/crypto-random.ts";
import type { Route53Store } from "../../store/route53-store.ts";
import type { Image } from "../../zone/image.ts";
import type { Config } from "../config.ts";
import { GatewayNames, type GatewayPlace } from "../gateway-names.ts";
import type { Log } from "../log.ts";
import type { OpenFunctions } from "../open-functions.ts";
import type { RoutingData } from "../routing-data.ts";
import type { ServiceClock } from "../service-clock.ts";
import { storeOperations } from "../store-operations.ts";
import { documentOperations } from "./api-documents.ts";
import { DeclaredApis } from "./declared/declared-apis.ts";
import { DeclaredDomains } from "./declared/declared-domain.ts";
import { CacheHours } from "./cache-hours.ts";
import { clientCertificates } from "./client-certificates.ts";
import { clientsPlaces } from "./clients-places.ts";
import { FaultLog } from "./fault-log.ts";
import { gatewayPage, gatewayRoutes } from "./gateway-api.ts";
import { GatewayFigures } from "./gateway-figures.ts";
import type { EdgeListener, Listeners } from "./gateway-places.ts";
import { type Door, GatewayServing } from "./gateway-serving.ts";
import { methodInvoker } from "./method-invoker.ts";
import { ReachableNames } from "./reachable-names.ts";
import type { Told } from "./threads/gateway-messages.ts";
import type { GatewayThreads } from "./threads/gateway-threads.ts";
import { openThreads } from "./threads/open-threads.ts";

export interface GatewayPlaneParts {
  readonly tables: Tables;
  /** Hosted zones: declared domains have one each. */
  readonly zones: Route53Store;
  readonly image: Image;
  readonly routing: RoutingData;
  readonly clock: ServiceClock;
  /** null where nothing is served over TLS. */
  readonly authority: LocalAuthority | null;
  /** Where our own DNS listens, as ADDRESS:PORT; null while it does not. */
  readonly dnsServer: () => string | null;
  readonly functions: OpenFunctions;
  readonly log: Log;
  /** The module of its threads, where it is not the usual one. */
  readonly threadModule?: URL | undefined;
}

/** Where it listens, for the log. */
export interface BoundGateway {
  readonly gatewayHttps?: string;
  readonly gatewayHttp?: string;
  readonly edges?: readonly string[];
  /** Threads of its own. */
  readonly gatewayWorkers?: number;
}

/** A process that is killed loses less than a second's counts, also when the timer is late. */
const quotaFlushMs = 500;
/** Nobody chose these, so who has no use for the gateway need not mind that they are taken. */
const usualPorts: ReadonlySet<number> = new Set([5443, 5480]);

export class GatewayPlane {
  readonly store: GatewayStore;
  readonly figures = new GatewayFigures();
  readonly names: ReachableNames;
  readonly #config: Config;
  readonly #faults: FaultLog;
  readonly #parts: GatewayPlaneParts;
  readonly #meter: QuotaMeter;
  readonly #accessLogs: LineLogs | null;
  readonly #serving: GatewayServing;
  readonly #threads: GatewayThreads | null;
  readonly #declared: DeclaredApis;
  readonly #cacheHours: CacheHours;
  #bound: Listeners = { https: null, http: null, edges: [] };
  #sinceMs: number;
  #flushing: NodeJS.Timeout | null = null;

  constructor(config: Config, parts: GatewayPlaneParts) {
    const { tables, clock, log, functions, image, routing } = parts;
    this.#config = config;
    this.#parts = parts;
    this.#faults = new FaultLog(parts.log, () => performance.now());
    const nowMs = (): number => clock.wallMs();
    this.#sinceMs = nowMs();
    this.#cacheHours = new CacheHours(nowMs);
    this.store = new GatewayStore(tables, {
      invoker: methodInvoker(() => this.engine),
      clientCertificates,
      settleUsage: () => this.#storing(() => this.#meter.flush()),
    });
    const quotas = new SharedArrayBuffer(quotaOctets(maxQuotaCells));
    const throttle = new SharedArrayBuffer(throttleBufferOctets);
    this.#meter = new QuotaMeter(this.store.usageBook(), clock, quotas);
    this.#accessLogs = accessLogs(config.data, log);
    this.#serving = this.#newServing(throttle);
    this.#threads = openThreads(config, {
      ...parts,
      store: this.store,
      meter: this.#meter,
      isOurs: (name) => this.names.isOurs(name),
      throttle,
      quotas,
      told: (told) => this.#hear(told),
      abandoned: (member) => this.engine.abandon(member),
    });
    this.#declared = new DeclaredApis({
      folder: config.apis,
      store: this.store,
      functions: functions.declared,
      domains: new DeclaredDomains({ gateway: this.store, zones: parts.zones, nowMs }),
      nowMs,
      log,
    });
    this.names = new ReachableNames(this.store, new GatewayNames(image), {
      regional: regionalPlaces(config.gateway),
      edges: config.gateway.edges.map(edgePlace),
      vpcViews: routing.vpcs.map(({ view }) => view),
    });
  }

  get engine(): Gateway {
    return this.#serving.engine;
  }

  /** The operations of the API Gateway API, for the API listener. */
  get operations(): Operations {
    const ofDocuments = storeOperations(documentOperations(this.store, cryptoRandom), cryptoRandom);
    const ofStore = storeOperations(this.store, cryptoRandom);
    return (name) => ofDocuments(name) ?? ofStore(name);
  }

  /** What the API listener tells of the gateway. */
  pages(): ReturnType<typeof gatewayRoutes> {
    return gatewayRoutes({ ...this.#shown(), authority: this.#parts.authority?.certificate ?? null });
  }

  /** Says where APIs of the apis directory are reached, so that nobody has to ask. */
  tellPlaces(): void {
    for (const { file, name: api, stages } of gatewayPage(this.#shown()).apis) {
      if (file === null) continue;
      for (const { name: stage, places } of stages.filter((one) => one.places.length > 0))
        this.#parts.log.info(
          { api, stage, urls: [...new Set(places.map(({ url }) => url))] },
          "an API is reached here",
        );
    }
  }

  /** Serves what is stored, and whatever is committed from now on. */
  start(): void {
    for (const row of this.store.apis())
      for (const stage of this.#stagesOf(row)) this.#noticeCache(row.api.id, stage.stageName);
    this.store.onCommit((effects) => {
      if (effects.some(({ kind }) => kind === "access-changed" || kind === "usage-set"))
        this.#storing(() => this.#meter.forget());
      this.engine.notice(effects);
      this.names.notice(effects);
      this.#threads?.notice(effects);
      for (const effect of effects)
        if (effect.kind === "stage-changed") this.#noticeCache(effect.apiId, effect.stageName);
    });
    const functionsChanged = (): void => this.#threads?.functionsChanged();
    this.#parts.functions.store.onChange(functionsChanged);
    this.#parts.functions.declared.follow(functionsChanged);
    this.names.start();
    this.#declared.start();
    this.#flushing = setInterval(() => this.#storing(() => this.#meter.flush()), quotaFlushMs);
    this.#flushing.unref();
  }

  /** Looks at the apis directory again. */
  reload(): void {
    this.#declared.look();
  }

  /** Opens the listeners; returns where they are. */
  async listen(): Promise<BoundGateway> {
    const { https, http, edges, workers } = this.#config.gateway;
    await this.#threads?.start();
    const at: EdgeListener[] = [];
    const bound = {
      https: https === null ? null : await this.#openWhereFree({ endpoint: https, scheme: "https", edge: null }),
      http: http === null ? null : await this.#openWhereFree({ endpoint: http, scheme: "http", edge: null }),
    };
    for (const [edge, { location, region, https, http }] of edges.entries())
      at.push({
        location,
        region,
        https: await this.#open({ endpoint: https, scheme: "https", edge }),
        http: http === null ? null : await this.#open({ endpoint: http, scheme: "http", edge }),
      });
    this.#bound = { ...bound, edges: at };
    return {
      ...(bound.https !== null && { gatewayHttps: bound.https }),
      ...(bound.http !== null && { gatewayHttp: bound.http }),
      ...(at.length > 0 && { edges: at.flatMap(printEdge) }),
      ...(workers > 0 && { gatewayWorkers: workers }),
    };
  }

  async families(): Promise<Family[]> {
    if (this.#threads === null) return this.figures.families();
    await this.#threads.settle();
    return [...this.figures.families(), this.#threads.family()];
  }

  /** Forgets what the control APIs made; APIs of files are there again at once, as they are at a start. */
  reset(): void {
    this.store.reset();
    this.#parts.functions.store.reset();
    this.#declared.again();
    this.figures.forget();
    this.#cacheHours.forget();
    this.#sinceMs = this.#parts.clock.wallMs();
  }

  async close(): Promise<void> {
    if (this.#flushing !== null) clearInterval(this.#flushing);
    await Promise.all([this.#serving.close(), this.#threads?.stop()]);
    this.#declared.close();
    this.#storing(() => this.#meter.flush());
    await this.#accessLogs?.close();
  }

  #shown(): Omit<Parameters<typeof gatewayRoutes>[0], "authority"> {
    const { store, figures } = this;
    return {
      store: {
        apis: () => store.apis(),
        domains: () => store.domains(),
        domain: (name) => store.domain(name),
        stagesOf: (row) => this.#stagesOf(row),
      },
      listeners: () => this.#bound,
      figures,
      settled: async () => this.#threads?.settle(),
      cacheHours: this.#cacheHours,
      sinceMs: () => this.#sinceMs,
    };
  }

  #stagesOf({ account, region, api }: ApiRow): readonly Stage[] {
    const context = { account, region, accessKey: null, nowMs: this.#parts.clock.wallMs(), random: cryptoRandom };
    return this.store.getStages({ restApiId: api.id }, context).item;
  }

  #noticeCache(apiId: string, stageName: string): void {
    this.#cacheHours.notice(apiId, stageName, this.store.stage(apiId, stageName)?.stage ?? null);
  }

  /** At a usual port that another server has, we are not reached; names are served all the same. Any other fault ends the start. */
  async #openWhereFree(door: Door): Promise<string | null> {
    try {
      return await this.#open(door);
    } catch (error) {
      const isTaken = error instanceof ListenFault && error.code === "EADDRINUSE";
      if (!isTaken || !usualPorts.has(door.endpoint.port)) throw error;
      const key = `gateway.${door.scheme}`;
      this.#parts.log.warn({}, `${error.message} The gateway does not answer there; ${key} names another.`);
      return null;
    }
  }

  async #open(door: Door): Promise<string> {
    const opened = this.#threads === null ? this.#serving.open(door, "alone") : this.#threads.open(door);
    const endpoint = await opened.catch((error: unknown) => {
      throw listenFault(error, "TCP", door.endpoint);
    });
    return printEndpoint(endpoint);
  }

  /** What serves in this thread: everything, or, beside threads, what the control API tries out. */
  #newServing(throttle: SharedArrayBuffer): GatewayServing {
    const { clock, log, functions, routing, authority, dnsServer } = this.#parts;
    return new GatewayServing({
      config: this.#config,
      clock,
      places: clientsPlaces(routing),
      sharing: { throttle, member: 0, kept: null },
      catchUp: null,
      ports: {
        catalogue: this.store,
        functions: functions.functions,
        usage: this.#meter,
        counted: (figures) => this.figures.count(figures),
        accessLog: (...line) => this.#logAccess(...line),
        executionLog: (...line) => this.#logExecution(...line),
      },
      tls: authority === null ? null : { authority, isOurs: (name) => this.names.isOurs(name) },
      authorityCertificate: authority?.certificate ?? null,
      clientCertificate: (name) => this.store.clientCertificate(name),
      dnsServer,
      failed: (error) =>
        log.error({ reason: error instanceof Error ? error.stack : String(error) }, "a request failed"),
    });
  }

  #hear({ figures, accessLines, executionLines }: Told): void {
    this.figures.add(figures);
    for (const line of accessLines) this.#logAccess(...line);
    for (const line of executionLines) this.#logExecution(...line);
  }

  #logAccess(apiId: string, stageName: string, line: string): void {
    this.#accessLogs?.add([apiId, `${stageName}.log`], line);
  }

  #logExecution(...[api, stage, requestId, sentence, weight]: ExecutionLine): void {
    if (weight === "fault") this.#faults.tell(api, stage, requestId, sentence);
    else this.#parts.log.debug({ api, stage, requestId }, sentence);
  }

  /** What cannot be stored now waits in memory: it is nobody's request that fails for it. */
  #storing(store: () => void): void {
    try {
      store();
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error;
      this.#parts.log.error({ reason: error.message }, "the use of API keys could not be stored");
    }
  }
}

function printEdge({ location, https, http }: EdgeListener): string[] {
  return [https, http].flatMap((at) => (at === null ? [] : [`${location} ${at}`]));
}

function accessLogs(data: string | null, log: Log): LineLogs | null {
  if (data === null) return null;
  return new LineLogs({
    folder: join(data, "access-logs"),
    failed: (file, error) => log.error({ file, reason: String(error) }, "an access log cannot be written"),
  });
}

/** DNS must name an address that one can go to, where the listener is everywhere as well. */
function regionalPlaces({ https, http }: Config["gateway"]): readonly GatewayPlace[] {
  const endpoint = https ?? http;
  return endpoint === null ? [] : [{ identifier: "gateway", region: null, addresses: [loopbackOf(endpoint).address] }];
}

function edgePlace({ location, region, https }: Config["gateway"]["edges"][number]): GatewayPlace {
  return { identifier: location, region, addresses: [loopbackOf(https).address] };
}
