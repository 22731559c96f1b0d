// The composition root: a configuration becomes a running service. What the API stored is there first, so that nobody
// changes what is not served yet; then comes the API listener, so that /readyz can say what is still missing; then the zones
// of files are loaded and the resolver starts; then the workers open their sockets; then "ready" is logged, once.
// Stopping goes the other way: not ready, questions that came already are answered, sockets closed, tables closed.
// Invariant: when the start fails, everything that was opened is closed again.

import { type HttpListener, type Resource, type Routes, listenHttp, listenHttps } from "../http/listener.ts";
import { AuthorityFault } from "../http/certificates/authority-files.ts";
import type { LocalAuthority } from "../http/certificates/local-authority.ts";
import type { Name } from "../dns/name.ts";
import { type Endpoint, loopbackOf, printEndpoint } from "../net/address.ts";
import { ListenFault, listenFault } from "../net/listen-fault.ts";
import { printBound } from "../net/pool.ts";
import type { Bound } from "../net/worker-messages.ts";
import { drainQueryLog } from "../net/query-log.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { mmsgUnavailable } from "../net/udp-mmsg.ts";
import { StorageFault } from "../base/tables.ts";
import { accountFaults } from "./accounts.ts";
import { ApiCalls } from "./api-calls.ts";
import { type ConsoleFacts, consoleRoutes } from "../console/console.ts";
import { type Readiness, apiRoutes } from "./api.ts";
import type { Config } from "./config.ts";
import { ControlPlane } from "./control-plane.ts";
import { controlRoutes } from "./control-api.ts";
import { functionFaults } from "./declared-functions.ts";
import { CredentialsFault, DnsCredentials } from "./dns-credentials.ts";
import { type DataPlane, createDataPlane, sharedEndpoint, usableEndpoints } from "./data-plane.ts";
import { ErrandDesks } from "./errands/errand-desks.ts";
import { GatewayPlane } from "./gateway/gateway-plane.ts";
import { refuseTakenPorts } from "./free-ports.ts";
import { openAuthority, openStandIn } from "./interception.ts";
import { labRoutes } from "./lab-api.ts";
import { bindConfiguredLab, type ServedLab } from "./lab-folder.ts";
import { lambdaOperations } from "./lambda-api.ts";
import { lessonRoutes } from "./lesson-api.ts";
import type { Log } from "./log.ts";
import { deafness } from "./name-servers.ts";
import { type RecursionParts, createRecursion, recursionFaults } from "./recursion.ts";
import { type ServiceState, maxZoneSeries } from "./metrics.ts";
import { PlacesFault } from "./places.ts";
import { resolverRoutes } from "./resolver-api.ts";
import { type OpenFunctions, openServiceFunctions } from "./open-functions.ts";
import { restJsonRoutes } from "./rest-json-api.ts";
import { route53Routes } from "./route53-api.ts";
import { traceRoute } from "./trace-api.ts";
import { queryFields } from "./query-fields.ts";
import { zoneRoutes } from "./zone-api.ts";
import { keysOfElsewhere } from "./secondaries/secondaries.ts";
import { keysOf } from "./configured-keys.ts";
import { exchangeFaults, ZoneExchange } from "./transfers/zone-exchange.ts";
import { stsRoutes } from "./sts-api.ts";
import type { FileSigner } from "./signing/file-signer.ts";
import { createSigner, signingFaults } from "./signing/signing-wishes.ts";
import { updateDoor, updateFaults } from "./updates/update-policy.ts";
import { ServedZones } from "./zones.ts";

/** Why the service cannot start: one sentence for the user. */
export class StartFault extends Error {
  override readonly name = "StartFault";
}

export interface ServiceOptions {
  readonly log: Log;
  readonly version: string;
  /** Another module for the resolver's thread: tests of its death have one. */
  readonly resolverModule?: URL;
  /** The same for the gateway's threads. */
  readonly gatewayModule?: URL;
}

const drainQueryLogEveryMs = 250;
const renewCredentialsEveryMs = 3_600_000;

export async function startService(config: Config, options: ServiceOptions): Promise<Service> {
  const service = new Service(config, options);
  try {
    await service.start();
  } catch (error) {
    await service.stop();
    throw isWorded(error) ? new StartFault(error.message) : error;
  }
  return service;
}

export class Service {
  readonly zones: ServedZones;
  readonly #config: Config;
  readonly #log: Log;
  readonly #version: string;
  readonly #readiness: Readiness = new Map([
    ["zones", "starting"],
    ["dns", "starting"],
  ]);
  readonly #calls = new ApiCalls();
  #control: ControlPlane | null = null;
  #functions: OpenFunctions | null = null;
  #gateway: GatewayPlane | null = null;
  #api: HttpListener | null = null;
  #apiTls: HttpListener | null = null;
  #dataPlane: DataPlane | null = null;
  readonly #gatewayModule: URL | undefined;
  readonly #recursion: RecursionParts | null;
  readonly #errands: ErrandDesks;
  readonly #signer: FileSigner | null;
  /** null while it is not known whether the configuration's keys and zones are well. */
  #exchange: ZoneExchange | null = null;
  #lab: ServedLab | null = null;
  #draining: NodeJS.Timeout | null = null;
  #renewing: NodeJS.Timeout | null = null;

  constructor(config: Config, { log, version, resolverModule, gatewayModule }: ServiceOptions) {
    this.#config = config;
    this.#log = log;
    this.#version = version;
    this.#gatewayModule = gatewayModule;
    this.#errands = new ErrandDesks((reason) => log.error({ reason }, "a notice or an update could not be answered"));
    this.#signer = createSigner(config, log);
    const elsewhere = {
      configured: keysOfElsewhere(config.dns),
      giveUp: (zone: Name) => this.#exchange?.giveUp(zone),
    };
    const changed = (...what: Parameters<ZoneExchange["filesChanged"]>): void => this.#exchange?.filesChanged(...what);
    this.zones = new ServedZones(config.zones, log, changed, elsewhere, this.#signer);
    this.#recursion = config.resolver.enabled
      ? createRecursion(config, () => this.#dataPlane, log, resolverModule)
      : null;
    if (this.#recursion !== null) this.#readiness.set("resolver", "starting");
  }

  async start(): Promise<void> {
    const { dns } = this.#config;
    this.#refuseMisnamed();
    await refuseTakenPorts(this.#config);
    const exchange = new ZoneExchange(this.#config, {
      zones: this.zones,
      plane: () => this.#dataPlane,
      errands: this.#errands,
      log: this.#log,
    });
    this.#exchange = exchange;
    const control = new ControlPlane(this.#config, {
      zones: this.zones,
      dnsServer: () => this.#dnsServer(),
      arrived: (apex) => exchange.hostedArrived(apex),
      published: (zone, what) => exchange.hostedChanged(zone, what),
      log: this.#log,
    });
    this.#control = control;
    control.start();
    this.#errands.open(updateDoor(dns.updates), control.updates);
    const functions = openServiceFunctions(this.#config, control, () => this.#apiUrl(), this.#log);
    this.#functions = functions;
    const authority = openAuthority(this.#config);
    const gateway = this.#openGateway(control, functions, authority);
    const routes = apiRoutes(
      () => this.#state(),
      this.#readiness,
      this.#pages(control, functions, gateway),
      () => control.hosted.heldChanges,
    );
    const listening = { ...(await this.#listen(routes, authority)), ...(await gateway.listen()) };
    const listen = await this.#listenable(control);
    this.#loadZones();
    this.#lab = await bindConfiguredLab(this.#config.lab, this.#log);
    await this.#recursion?.keeper.start();
    if (this.#recursion !== null) this.#readiness.set("resolver", "ready");
    await exchange.start(control.hosted.publicZones());
    const recursion = this.#recursion?.plan ?? null;
    this.#dataPlane = createDataPlane({
      dns,
      listen,
      credentials: new DnsCredentials(this.#config, authority),
      zones: this.zones,
      recursion,
      transfers: exchange.plan,
      tsigKeys: keysOf(dns),
      routing: control.routing,
      keys: control.keys,
      errands: this.#errands,
      log: this.#log,
    });
    const bound = await this.#dataPlane.pool.start();
    this.#readiness.set("dns", "ready");
    control.watch();
    if (dns.transport === "auto" && bound[0]?.transport === "dgram") {
      this.#log.info({}, `datagrams travel one by one, through node:dgram: ${mmsgUnavailable()}`);
    }
    this.#draining = setInterval(() => this.#logQuestions(), drainQueryLogEveryMs);
    this.#renewing = setInterval(() => this.#dataPlane?.renewCredentials(), renewCredentialsEveryMs).unref();
    this.#tellReady(bound, listening, control);
    exchange.announce();
    gateway.tellPlaces();
  }

  /** What the configuration says that each key alone is not wrong of. Throws StartFault. */
  #refuseMisnamed(): void {
    const misnamed = [
      ...functionFaults(this.#config.functions),
      ...exchangeFaults(this.#config),
      ...signingFaults(this.#config),
      ...updateFaults(this.#config.dns),
      ...accountFaults(this.#config.accounts),
    ];
    if (misnamed.length > 0) throw new StartFault(misnamed.join("\nsignpost: "));
  }

  #loadZones(): void {
    this.zones.start();
    for (const zone of this.#signer?.missing() ?? [])
      this.#log.warn({ zone }, "dns.signing names a zone that no file has");
    this.#readiness.set("zones", "ready");
  }

  /** Where the name server can listen. Throws StartFault where what the configuration wants is not available. */
  async #listenable(control: ControlPlane): Promise<readonly Endpoint[]> {
    const { dns } = this.#config;
    if (dns.transport === "mmsg" && mmsgUnavailable() !== null) {
      throw new StartFault(`dns.transport is mmsg, which is not available here: ${mmsgUnavailable()}`);
    }
    if (dns.listen.length === 0) this.#log.warn({}, "dns.listen is empty: nobody can ask over UDP and TCP");
    const shared = sharedEndpoint(dns);
    if (shared !== null) throw new StartFault(shared);
    const listen = await usableEndpoints(dns.listen, this.#log);
    const unheard = deafness(control.routing.servers ?? [], listen);
    if (unheard !== null) throw new StartFault(unheard);
    if (this.#recursion !== null) {
      const faults = recursionFaults(this.#config, this.#log);
      if (faults.length > 0) throw new StartFault(faults.join("\nsignpost: "));
    }
    return listen;
  }

  #tellReady(bound: readonly Bound[], listening: object, control: ControlPlane): void {
    const fields = {
      zones: this.zones.count,
      hostedZones: control.hosted.count,
      workers: this.#dataPlane?.workers,
      transport: bound[0]?.transport ?? "none",
      recursion: this.#facts.recursion,
    };
    const secure = this.#secureBound();
    this.#log.info({ dns: printBound(bound), ...secure, ...listening, ...fields }, "ready");
    this.#log.info({ url: `${this.#apiUrl() ?? ""}/` }, "the console is here");
  }

  /** Where DNS over TLS and over HTTPS are answered, for whoever is. */
  #secureBound(): { readonly dnsTls?: string[]; readonly dnsHttps?: string[] } {
    const { tls = [], https = [] } = this.#dataPlane?.pool.secureBound ?? {};
    return {
      ...(tls.length > 0 && { dnsTls: printBound(tls) }),
      ...(https.length > 0 && { dnsHttps: printBound(https) }),
    };
  }

  get #facts(): ConsoleFacts {
    const recursion = this.#recursion === null ? "off" : this.#config.lab.enabled ? "lab" : "on";
    return { version: this.#version, recursion };
  }

  /** null before the start. */
  get control(): ControlPlane | null {
    return this.#control;
  }

  reload(reason: string): void {
    this.zones.reload(reason);
    this.#gateway?.reload();
    this.#dataPlane?.renewCredentials();
  }

  /** Answers what came already, closes everything. */
  async stop(): Promise<void> {
    this.#readiness.set("dns", "stopping");
    this.zones.close();
    await this.#dataPlane?.pool.stop();
    await this.#recursion?.keeper.stop();
    await this.#exchange?.stop();
    await this.#lab?.close();
    for (const timer of [this.#draining, this.#renewing]) if (timer !== null) clearInterval(timer);
    this.#logQuestions();
    await this.#api?.close();
    await this.#apiTls?.close();
    await this.#gateway?.close();
    await this.#functions?.functions.close();
    this.#control?.close();
  }

  #logQuestions(): void {
    for (const ring of this.#dataPlane?.queryLogRings ?? []) {
      drainQueryLog(ring, (entry) => this.#log.info(queryFields(entry), "query"));
    }
  }

  /** What the API listener answers beside metrics and health. */
  #pages(control: ControlPlane, functions: OpenFunctions, gateway: GatewayPlane): [path: string, resource: Resource][] {
    return [
      ...consoleRoutes(this.#facts),
      ...lessonRoutes(this.#config.lab),
      ...resolverRoutes(() => this.#recursion?.keeper ?? null),
      ...labRoutes(this.#config.lab.enabled ? this.#recursion : null, () => this.#lab?.workbench ?? null),
      ...this.#controlPages(control),
      ...this.#servicePages(control, functions, gateway),
      ...gateway.pages(),
      ...(this.#exchange?.pages() ?? []),
    ];
  }

  #controlPages(control: ControlPlane): ReturnType<typeof route53Routes> {
    const route53 = route53Routes(this.#config, {
      store: control.store,
      reset: (context) => {
        control.reset(context);
        this.#gateway?.reset();
      },
      further: (name) =>
        name === "testDNSAnswer"
          ? (input, caller) => control.answers.testDNSAnswer(input, { ...caller, random: cryptoRandom })
          : null,
      nowMs: () => control.clock.wallMs(),
      calls: this.#calls,
      log: this.#log,
    });
    const trace = traceRoute({
      control,
      usualServer: (name, family) => control.usualServer(name, family),
      allowRecursion: this.#config.dns.allowRecursion,
      keeper: () => this.#recursion?.keeper ?? null,
    });
    const pages = [...controlRoutes(control, this.#config.testing), ...zoneRoutes(control.desk, this.zones)];
    return [...route53, trace, ...pages];
  }

  /** The APIs that speak REST with JSON, and who a client is. */
  #servicePages(
    control: ControlPlane,
    functions: OpenFunctions,
    gateway: GatewayPlane,
  ): ReturnType<typeof restJsonRoutes> {
    const parts = { nowMs: () => control.clock.wallMs(), calls: this.#calls, log: this.#log };
    return [
      ...restJsonRoutes(this.#config, {
        apiGateway: gateway.operations,
        lambda: lambdaOperations({ ...functions, random: cryptoRandom }),
        ...parts,
      }),
      ...stsRoutes(this.#config, parts),
    ];
  }

  /** The gateway over what is stored, its names served already and its listeners not yet open. */
  #openGateway(control: ControlPlane, functions: OpenFunctions, authority: LocalAuthority | null): GatewayPlane {
    const gateway = new GatewayPlane(this.#config, {
      tables: control.tables,
      zones: control.store,
      image: this.zones.image,
      routing: control.routing,
      clock: control.clock,
      authority,
      functions,
      dnsServer: () => this.#dnsServer(),
      log: this.#log,
      threadModule: this.#gatewayModule,
    });
    this.#gateway = gateway;
    gateway.start();
    return gateway;
  }

  /** Where our own DNS is asked by ourselves. */
  #dnsServer(): string | null {
    const [first] = this.#dataPlane?.pool.bound ?? [];
    if (first === undefined) return null;
    return printEndpoint(loopbackOf(first));
  }

  /** Where our own API is asked by handlers. */
  #apiUrl(): string | null {
    const bound = this.#api?.endpoint;
    return bound === undefined ? null : `http://${printEndpoint(loopbackOf(bound))}`;
  }

  /** Opens the API's listeners; returns where they are. */
  async #listen(routes: Routes, authority: LocalAuthority | null): Promise<{ api: string; apiTls?: string }> {
    const { api } = this.#config;
    const standIn = openStandIn(this.#config, authority);
    if (standIn === "no data directory")
      throw new StartFault(
        `${api.intercept ? "api.intercept" : "api.tls.listen"} wants a data directory to keep its authority in: data is null`,
      );
    const failed = (error: unknown): void => this.#log.error({ reason: String(error) }, "a request of the API failed");
    const options = { failed, ownNames: [...api.hosts, ...(standIn?.hosts ?? [])] };
    const interception = api.intercept ? standIn : null;
    this.#api = await listenHttp(api.listen, routes, { ...options, interception }).catch((error: unknown) => {
      throw listenFault(error, "TCP", api.listen);
    });
    const endpoint = api.tls.listen;
    const bound = { api: printEndpoint(this.#api.endpoint) };
    if (standIn === null || endpoint === null) return bound;
    this.#apiTls = await listenHttps(endpoint, routes, standIn, options).catch((error: unknown) => {
      throw listenFault(error, "TCP", endpoint);
    });
    return { ...bound, apiTls: printEndpoint(this.#apiTls.endpoint) };
  }

  async #state(): Promise<ServiceState> {
    const plane = this.#dataPlane;
    const resolver = await this.#recursion?.keeper.ask({ op: "statistics" }).catch(() => "away" as const);
    return {
      version: this.#version,
      counters: plane?.counters ?? new SharedArrayBuffer(0),
      transport: plane?.pool.bound[0]?.transport ?? "none",
      workers: plane?.workers ?? 0,
      zones: this.zones.count,
      serials: this.zones.serials(maxZoneSeries),
      brokenZoneFiles: this.zones.brokenFiles,
      imageOctets: this.zones.image.usedOctets,
      imageRoomOctets: this.zones.image.roomOctets,
      records: this.zones.records,
      resolver: resolver ?? null,
      apiCalls: this.#calls.family(),
      control: this.#control?.state() ?? null,
      exchange: [...(this.#exchange?.families() ?? []), ...(this.#signer?.families() ?? [])],
      gateway: (await this.#gateway?.families()) ?? [],
    };
  }
}

/** Faults whose message is a sentence for the user: ours, listeners', and those that a worker reported. */
function isWorded(error: unknown): error is Error {
  const ours = [StartFault, ListenFault, StorageFault, PlacesFault, AuthorityFault, CredentialsFault];
  if (ours.some((fault) => error instanceof fault)) return true;
  return error instanceof Error && /^E[A-Z]+$/.test((error as NodeJS.ErrnoException).code ?? "");
}
