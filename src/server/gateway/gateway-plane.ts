// The gateway, put together: what the control APIs keep of it, the engine that serves it, functions, listeners, edge locations,
// names, logs and figures. One object, so that the service has one thing to start and to stop.
// Invariants: what is stored is served before the listeners open; quotas are written twice a second, and at the end.
// Read next: ../../gateway/engine/gateway.ts, ./reachable-names.ts, ./declared/declared-apis.ts.

import { randomInt } from "node:crypto";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import type { Operations } from "../../aws/service-api.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import { StorageFault, type Tables } from "../../base/tables.ts";
import { LineLogs } from "../../disk/line-logs.ts";
import { GatewayStore } from "../../gateway/control/gateway-store.ts";
import { QuotaMeter } from "../../gateway/control/quota-meter.ts";
import { EdgeLocation } from "../../gateway/edge/edge-location.ts";
import type { ApiRow } from "../../gateway/control/rest-api-rows.ts";
import { Gateway } from "../../gateway/engine/gateway.ts";
import type { GatewayRequest } from "../../gateway/engine/messages.ts";
import type { EnginePorts } from "../../gateway/engine/ports.ts";
import type { Stage } from "../../gateway/model/shapes.ts";
import type { LocalAuthority } from "../../http/certificates/local-authority.ts";
import {
  type GatewayListener,
  type GatewayListenerOptions,
  listenGateway,
} from "../../http/gateway/gateway-listener.ts";
import type { HttpEndpoint } from "../../http/listener.ts";
import type { Family } from "../../http/prometheus.ts";
import { CertifiedUpstream } from "../../http/upstream/certified-upstream.ts";
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
import { documentOperations } from "./api-documents.ts";
import { DeclaredApis } from "./declared/declared-apis.ts";
import { DeclaredDomains } from "./declared/declared-domain.ts";
import { CacheHours } from "./cache-hours.ts";
import { clientCertificates } from "./client-certificates.ts";
import { type ClientsPlaces, clientsPlaces } from "./clients-places.ts";
import { gatewayPage, gatewayRoutes } from "./gateway-api.ts";
import { gatewayCrypto } from "./gateway-crypto.ts";
import { GatewayFigures } from "./gateway-figures.ts";
import type { EdgeListener, Listeners } from "./gateway-places.ts";
import { methodInvoker } from "./method-invoker.ts";
import { ReachableNames } from "./reachable-names.ts";
import { tokenKeys } from "./token-keys.ts";
import { upstreamLookup } from "./upstream-lookup.ts";

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
}

/** Where it listens, for the log. */
export interface BoundGateway {
  readonly gatewayHttps?: string;
  readonly gatewayHttp?: string;
  readonly edges?: readonly string[];
}

/** A process that is killed loses less than a second's counts, also when the timer is late. */
const quotaFlushMs = 500;
/** Nobody chose these, so who has no use for the gateway need not mind that they are taken. */
const usualPorts: ReadonlySet<number> = new Set([5443, 5480]);

export class GatewayPlane {
  readonly store: GatewayStore;
  readonly engine: Gateway;
  readonly figures = new GatewayFigures();
  readonly names: ReachableNames;
  readonly #config: Config;
  readonly #parts: GatewayPlaneParts;
  readonly #random: Random = seededRandom(randomInt(2 ** 32));
  readonly #upstream: CertifiedUpstream;
  readonly #meter: QuotaMeter;
  readonly #accessLogs: LineLogs | null;
  readonly #places: ClientsPlaces;
  readonly #declared: DeclaredApis;
  readonly #edges: readonly EdgeLocation[];
  readonly #listeners: GatewayListener[] = [];
  readonly #cacheHours: CacheHours;
  #bound: Listeners = { https: null, http: null, edges: [] };
  #sinceMs: number;
  #flushing: NodeJS.Timeout | null = null;

  constructor(config: Config, parts: GatewayPlaneParts) {
    const { tables, clock, log, authority, dnsServer, functions, image, routing } = parts;
    this.#config = config;
    this.#parts = parts;
    const nowMs = (): number => clock.wallMs();
    this.#sinceMs = nowMs();
    this.#cacheHours = new CacheHours(nowMs);
    const upstream = {
      lookup: upstreamLookup(dnsServer),
      authorities: authority === null ? [] : [authority.certificate],
      linkTarget: (link: string) => (Object.hasOwn(config.gateway.links, link) ? config.gateway.links[link] : null),
    };
    this.#upstream = new CertifiedUpstream(upstream, (name) => this.store.clientCertificate(name));
    this.store = new GatewayStore(tables, {
      invoker: methodInvoker(() => this.engine),
      clientCertificates,
      settleUsage: () => this.#storing(() => this.#meter.flush()),
    });
    this.#meter = new QuotaMeter(this.store.usageBook(), clock);
    this.#accessLogs = accessLogs(config.data, log);
    this.#places = clientsPlaces(routing);
    this.engine = new Gateway(this.#ports(), engineSettings(config.gateway));
    this.#declared = new DeclaredApis({
      folder: config.apis,
      store: this.store,
      functions: functions.declared,
      domains: new DeclaredDomains({ gateway: this.store, zones: parts.zones, nowMs }),
      nowMs,
      log,
    });
    this.#edges = config.gateway.edges.map((place) => this.#edge(place));
    this.names = new ReachableNames(this.store, new GatewayNames(image), {
      regional: regionalPlaces(config.gateway),
      edges: config.gateway.edges.map(edgePlace),
      vpcViews: routing.vpcs.map(({ view }) => view),
    });
  }

  /** The operations of the API Gateway API, for the API listener. */
  get operations(): Operations {
    const documents: Readonly<Record<string, unknown>> = { ...documentOperations(this.store, cryptoRandom) };
    const { store } = this;
    return (name) => {
      const own = Object.hasOwn(documents, name) ? documents[name] : null;
      const found: unknown = own ?? (Object.hasOwn(store, name) ? Reflect.get(store, name) : null);
      if (typeof found !== "function") return null;
      return (input, caller) => Reflect.apply(found, store, [input, { ...caller, random: cryptoRandom }]) as unknown;
    };
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
      for (const effect of effects)
        if (effect.kind === "stage-changed") this.#noticeCache(effect.apiId, effect.stageName);
    });
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
    const { https, http, edges } = this.#config.gateway;
    const answer = (request: GatewayRequest): ReturnType<Gateway["handle"]> => this.engine.handle(request);
    const at: EdgeListener[] = [];
    const bound = {
      https: https === null ? null : await this.#listenWhereFree(https, "https", answer),
      http: http === null ? null : await this.#listenWhereFree(http, "http", answer),
    };
    for (const [index, edge] of edges.entries()) {
      const behind = (request: GatewayRequest): ReturnType<EdgeLocation["handle"]> =>
        this.#edges[index].handle(request);
      at.push({
        location: edge.location,
        region: edge.region,
        https: await this.#listen(edge.https, "https", behind),
        http: edge.http === null ? null : await this.#listen(edge.http, "http", behind),
      });
    }
    this.#bound = { ...bound, edges: at };
    return {
      ...(bound.https !== null && { gatewayHttps: bound.https }),
      ...(bound.http !== null && { gatewayHttp: bound.http }),
      ...(at.length > 0 && { edges: at.flatMap(printEdge) }),
    };
  }

  families(): Family[] {
    return this.figures.families();
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
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    this.#declared.close();
    await this.#upstream.close();
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
  async #listenWhereFree(
    endpoint: HttpEndpoint,
    scheme: "https" | "http",
    answer: GatewayListenerOptions["answer"],
  ): Promise<string | null> {
    try {
      return await this.#listen(endpoint, scheme, answer);
    } catch (error) {
      const isTaken = error instanceof ListenFault && error.code === "EADDRINUSE";
      if (!isTaken || !usualPorts.has(endpoint.port)) throw error;
      this.#parts.log.warn({}, `${error.message} The gateway does not answer there; gateway.${scheme} names another.`);
      return null;
    }
  }

  async #listen(
    endpoint: HttpEndpoint,
    scheme: "https" | "http",
    answer: GatewayListenerOptions["answer"],
  ): Promise<string> {
    const { authority, log } = this.#parts;
    const own = ["localhost", endpoint.address];
    const tls =
      scheme === "http" || authority === null
        ? null
        : { authority, isOurs: (name: string) => this.names.isOurs(name), ownNames: own };
    const listener = await listenGateway({
      endpoint,
      answer,
      tls,
      vpcOf: this.#places.vpcOf,
      edge: null,
      failed: (error) =>
        log.error({ reason: error instanceof Error ? error.stack : String(error) }, "a request failed"),
    }).catch((error: unknown) => {
      throw listenFault(error, "TCP", endpoint);
    });
    this.#listeners.push(listener);
    return printEndpoint(listener.endpoint);
  }

  #ports(): EnginePorts {
    const { clock, log, functions } = this.#parts;
    const secrets = new Map(
      this.#config.accounts.flatMap(({ id, secretKeys }) =>
        Object.entries(secretKeys).map(([key, secret]) => [key, { secret, account: id }] as const),
      ),
    );
    return {
      clock,
      random: this.#random,
      crypto: gatewayCrypto,
      catalogue: this.store,
      functions: functions.functions,
      upstream: this.#upstream,
      pack: (coding, octets) => (coding === "gzip" ? gzipSync(octets) : deflateSync(octets)),
      usage: { take: (planId, keyId) => this.#meter.take(planId, keyId) },
      secretOf: (accessKey) => secrets.get(accessKey) ?? null,
      keysOf: tokenKeys(this.#config.gateway.issuers, this.#upstream),
      counted: (figures) => this.figures.count(figures),
      accessLog: (apiId, stageName, line) => this.#accessLogs?.add([apiId, `${stageName}.log`], line),
      executionLog: (api, stage, requestId, sentence) => log.debug({ api, stage, requestId }, sentence),
    };
  }

  #edge({ location, region }: Config["gateway"]["edges"][number]): EdgeLocation {
    return new EdgeLocation({
      location,
      region,
      cacheOctets: this.#config.gateway.edgeCacheMegabytes * 2 ** 20,
      clock: this.#parts.clock,
      random: this.#random,
      countryOf: this.#places.countryOf,
      behind: (request) => this.engine.handle(request),
    });
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

function engineSettings(gateway: Config["gateway"]): ConstructorParameters<typeof Gateway>[1] {
  return {
    account: { rateLimit: gateway.accountRate, burstLimit: gateway.accountBurst },
    maxConcurrent: gateway.maxConcurrent,
    cacheOctets: gateway.stageCacheMegabytes * 2 ** 20,
    throttleBuffer: null,
  };
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
