// One Signpost for one test, in the process that tests: DNS over UDP and TCP and the API of Route 53 on free ports of
// 127.0.0.1, no thread, no file, no line of a log. Any number of them live side by side.
// What most tests never use (the API's model, the resolver, traces) is loaded when it is first asked for: a start must
// cost less than the test does. docs/testing.md tells it to users.

import { randomInt } from "node:crypto";
import { promises as dns } from "node:dns";
import { Memory } from "../base/memory.ts";
import { type HttpListener, listenHttp } from "../http/listener.ts";
import type { Endpoint } from "../net/address.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { ControlPlane } from "../server/control-plane.ts";
import type { Log } from "../server/log.ts";
import { mostSecondsAhead } from "../server/service-clock.ts";
import { Image } from "../zone/image.ts";
import { apiPages } from "./api.ts";
import { type DataPlane, openDataPlane } from "./data-plane.ts";
import { loadGivenZones } from "./given-zones.ts";
import { type MadeZone, makeGiven } from "./given-hosted-zones.ts";
import { type LookupFunction, lookupOver } from "./lookup.ts";
import { configOf, type SignpostOptions, type TestLogLine } from "./options.ts";
import type { Resolution } from "./resolution.ts";
import type { ToldTrace } from "./trace.ts";

/** For the clients of the AWS SDK: `new Route53Client(server.route53)`. */
export interface Route53Options {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** One test needs no more; a server takes gigabytes of address space. */
const mostOctets = 2 ** 28;

/** Starts a server; it answers when this resolves. Throws an Error that says every fault of what was given. */
export async function startSignpost(options: SignpostOptions = {}): Promise<SignpostServer> {
  const config = configOf(options);
  const image = new Image(Memory.create(mostOctets), randomInt(2 ** 32) | 0);
  const log = logTo(options.log);
  let dataPlane: DataPlane | null = null;
  const dnsServer = (): string | null => (dataPlane === null ? null : `127.0.0.1:${dataPlane.endpoint.port}`);
  const control = new ControlPlane(config, {
    zones: { image, sourceOf: () => null },
    dnsServer,
    arrived() {},
    published() {},
    log,
  });
  let resolution: Resolution | null = null;
  let api: HttpListener | null = null;
  try {
    control.start();
    loadGivenZones(image, options.zones ?? {});
    const hostedZones = makeGiven(control, options);
    control.watch();
    if (config.resolver.enabled) resolution = new (await import("./resolution.ts")).Resolution(config);
    const { routing, keys } = control;
    const failed = (sentence: string): void => log.error({}, sentence);
    dataPlane = await openDataPlane({ image, routing, keys, resolution, failed });
    let server: SignpostServer | null = null;
    const routes = apiPages(config, control, log, () => server?.reset());
    api = await listenHttp({ address: "127.0.0.1", port: 0 }, routes, { failed: (error) => failed(String(error)) });
    server = new SignpostServer({ options, image, control, resolution, dataPlane, api, hostedZones });
    return server;
  } catch (error) {
    await api?.close();
    await dataPlane?.close();
    resolution?.close();
    control.close();
    throw error;
  }
}

interface Parts {
  readonly options: SignpostOptions;
  readonly image: Image;
  readonly control: ControlPlane;
  readonly resolution: Resolution | null;
  readonly dataPlane: DataPlane;
  readonly api: HttpListener;
  readonly hostedZones: readonly MadeZone[];
}

export class SignpostServer implements AsyncDisposable {
  /** Where DNS is answered, over UDP and TCP. */
  readonly dns: Endpoint;
  /** The API of Route 53 and Signpost's own pages. */
  readonly api: URL;
  readonly route53: Route53Options;
  /** A resolver of node:dns that asks this server. */
  readonly resolver: dns.Resolver;
  /** For node:http, node:https, node:net and undici's agents. */
  readonly lookup: LookupFunction;
  readonly #parts: Parts;
  #hostedZones: readonly MadeZone[];
  #closed: Promise<void> | null = null;

  constructor(parts: Parts) {
    const { dataPlane, api, hostedZones } = parts;
    const { address, port } = dataPlane.endpoint;
    this.#parts = parts;
    this.#hostedZones = hostedZones;
    this.dns = { address, port };
    this.api = new URL(`http://127.0.0.1:${api.endpoint.port}`);
    this.route53 = {
      endpoint: this.api.origin,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
    this.resolver = new dns.Resolver({ timeout: 2000, tries: 2 });
    this.resolver.setServers([`${address}:${port}`]);
    this.lookup = lookupOver(this.resolver);
  }

  /** The hosted zones that the test began with. */
  get hostedZones(): readonly MadeZone[] {
    return this.#hostedZones;
  }

  /**
   * Says what a health check is, whatever its probes say; null ends that. A check goes by its id, by the name that
   * `healthChecks` gave it (its caller reference) or by its tag "Name"; hosts of `awsHosts` go by their name. The next
   * query sees it.
   */
  setHealth(check: string, status: "healthy" | "unhealthy" | null): void {
    const { hosts, health } = this.#parts.control;
    if (status !== "healthy" && status !== "unhealthy" && status !== null)
      throw new TypeError(`setHealth: ${JSON.stringify(status)} is no status: expected "healthy", "unhealthy" or null`);
    if (hosts.find(check) === null) health.override(this.#checkId(check), status);
    else hosts.tell(check, status);
  }

  /** Moves every clock forward: what is due on the way is over afterwards, what was cached is older. */
  async advance(seconds: number): Promise<void> {
    if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= mostSecondsAhead))
      throw new TypeError(
        `advance: expected a number of seconds from 0 to ${mostSecondsAhead}, not ${String(seconds)}`,
      );
    this.#parts.resolution?.advance(seconds * 1000);
    await this.#parts.control.advance(seconds * 1000);
  }

  /** Forgets whatever happened since the start: hosted zones and checks are made anew, caches are empty. */
  reset(): void {
    const { control, options, resolution } = this.#parts;
    control.reset(this.#context());
    resolution?.forget();
    this.#hostedZones = makeGiven(control, options);
  }

  /** Every step of a question, as `signpost trace` tells it. */
  async trace(name: string, type = "A"): Promise<ToldTrace> {
    const { image, control, resolution } = this.#parts;
    const { traceQuestion } = await import("./trace.ts");
    return traceQuestion({ image, routing: control.routing, resolution }, name, type);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { api, dataPlane, resolution, control } = this.#parts;
    this.resolver.cancel();
    await Promise.all([api.close(), dataPlane.close()]);
    resolution?.close();
    control.close();
  }

  #checkId(check: string): string {
    const { store } = this.#parts.control;
    const rows = [...store.healthChecks()];
    const found =
      rows.find(({ id }) => id === check) ??
      rows.find(({ callerReference }) => callerReference === check) ??
      rows.find(({ id }) => this.#nameTag(id) === check);
    if (found !== undefined) return found.id;
    const known = rows.map(({ callerReference }) => callerReference).join(", ");
    throw new Error(
      `There is no health check "${check}". ${known === "" ? "There are none." : `There are: ${known}.`}`,
    );
  }

  #nameTag(ResourceId: string): string | undefined {
    const { store } = this.#parts.control;
    const { ResourceTagSet } = store.listTagsForResource({ ResourceType: "healthcheck", ResourceId }, this.#context());
    return ResourceTagSet.Tags.find(({ Key }) => Key === "Name")?.Value;
  }

  #context(): Parameters<ControlPlane["reset"]>[0] {
    const nowMs = this.#parts.control.clock.wallMs();
    return { account: "000000000000", accessKey: null, nowMs, random: cryptoRandom };
  }
}

function logTo(hear: ((line: TestLogLine) => void) | undefined): Log {
  const at = (level: TestLogLine["level"]) => (fields: object, message: string) =>
    hear?.({ ...fields, level, message });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), flush: () => {} };
}
