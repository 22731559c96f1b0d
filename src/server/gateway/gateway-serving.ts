// One thread's share of the gateway: the engine, the way to servers behind it, the edge locations in front, and the listeners.
// The main thread has one; where the gateway has threads of its own, each of those has one, and the main thread's serves
// TestInvokeMethod and nobody else. What is stored, counted and logged comes in as ports, so that it does not matter where
// the other end of them is. Read next: ./gateway-plane.ts, ./threads/gateway-thread.ts.

import { randomInt } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { seededRandom } from "../../base/random.ts";
import { EdgeLocation } from "../../gateway/edge/edge-location.ts";
import { Gateway, type Sharing } from "../../gateway/engine/gateway.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "../../gateway/engine/messages.ts";
import type { ClientCertificateName, EnginePorts } from "../../gateway/engine/ports.ts";
import { watchMatches } from "../../gateway/matching/match-time.ts";
import type { CertificateAndKey } from "../../gateway/model/access.ts";
import { type GatewayListener, type GatewayTls, listenGateway } from "../../http/gateway/gateway-listener.ts";
import type { HttpEndpoint } from "../../http/listener.ts";
import { CertifiedUpstream } from "../../http/upstream/certified-upstream.ts";
import type { Config } from "../config.ts";
import { bodyCodings } from "./body-codings.ts";
import type { ClientsPlaces } from "./clients-places.ts";
import { gatewayCrypto } from "./gateway-crypto.ts";
import { interruptingWatch } from "./match-watch.ts";
import { tokenKeys } from "./token-keys.ts";
import { upstreamLookup } from "./upstream-lookup.ts";

export interface ServingParts {
  readonly config: Pick<Config, "gateway" | "accounts">;
  readonly clock: Clock;
  readonly places: ClientsPlaces;
  readonly sharing: Sharing;
  /** Called ahead of each request, where what has changed meanwhile has to be heard first; null: it is always known. */
  readonly catchUp: (() => void) | null;
  readonly ports: Pick<EnginePorts, "catalogue" | "functions" | "usage" | "counted" | "accessLog" | "executionLog">;
  /** null where nothing is served over TLS. */
  readonly tls: Pick<GatewayTls, "authority" | "isOurs"> | null;
  /** The local CA's own certificate, which servers behind may show; null: there is none. */
  readonly authorityCertificate: string | null;
  readonly clientCertificate: (name: ClientCertificateName) => CertificateAndKey | null;
  /** Where our own DNS listens, as ADDRESS:PORT; null while it does not. */
  readonly dnsServer: () => string | null;
  /** Hears of faults of ours. */
  readonly failed: (error: unknown) => void;
}

/** Where clients come in. */
export interface Door {
  readonly endpoint: HttpEndpoint;
  readonly scheme: "https" | "http";
  /** Which edge location it belongs to, by its place in the configuration; null: it is the region's own. */
  readonly edge: number | null;
}

export class GatewayServing {
  readonly engine: Gateway;
  readonly #parts: ServingParts;
  readonly #upstream: CertifiedUpstream;
  readonly #edges: readonly EdgeLocation[];
  readonly #listeners: GatewayListener[] = [];

  constructor(parts: ServingParts) {
    this.#parts = parts;
    watchMatches(interruptingWatch);
    const { gateway, accounts } = parts.config;
    const { links, issuers, edges } = gateway;
    const upstream = {
      lookup: upstreamLookup(parts.dnsServer),
      authorities: parts.authorityCertificate === null ? [] : [parts.authorityCertificate],
      linkTarget: (link: string) => (Object.hasOwn(links, link) ? links[link] : null),
    };
    this.#upstream = new CertifiedUpstream(upstream, parts.clientCertificate);
    const random = seededRandom(randomInt(2 ** 32));
    const secrets = secretsOf(accounts);
    const ports: EnginePorts = {
      ...parts.ports,
      clock: parts.clock,
      random,
      crypto: gatewayCrypto,
      upstream: this.#upstream,
      ...bodyCodings,
      secretOf: (accessKey) => secrets.get(accessKey) ?? null,
      keysOf: tokenKeys(issuers, this.#upstream),
    };
    this.engine = new Gateway(ports, engineSettings(gateway, parts.sharing));
    this.#edges = edges.map(
      ({ location, region }) =>
        new EdgeLocation({
          location,
          region,
          cacheOctets: gateway.edgeCacheMegabytes * 2 ** 20,
          clock: parts.clock,
          random,
          countryOf: parts.places.countryOf,
          behind: (request) => this.engine.handle(request),
        }),
    );
  }

  /** Opens a door; returns where it is. Rejects with node's error when it cannot. `among`: whether other threads open it too. */
  async open({ endpoint, scheme, edge }: Door, among: "alone" | "threads"): Promise<HttpEndpoint> {
    const { tls, places, failed } = this.#parts;
    const listener = await listenGateway({
      endpoint,
      answer: this.#answerBehind(edge === null ? this.engine : this.#edges[edge]),
      tls: scheme === "http" || tls === null ? null : { ...tls, ownNames: ["localhost", endpoint.address] },
      vpcOf: places.vpcOf,
      edge: null,
      failed,
      isShared: among === "threads",
    });
    this.#listeners.push(listener);
    return listener.endpoint;
  }

  /** Takes nobody in any more; resolves when those who were in are answered, or cut off. */
  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    await this.#upstream.close();
  }

  #answerBehind(behind: {
    handle: (request: GatewayRequest) => Eventual<GatewayReply>;
  }): (request: GatewayRequest) => Eventual<GatewayReply> {
    const { catchUp } = this.#parts;
    if (catchUp === null) return (request) => behind.handle(request);
    return (request) => {
      catchUp();
      return behind.handle(request);
    };
  }
}

function secretsOf(accounts: Config["accounts"]): ReadonlyMap<string, { secret: string; account: string }> {
  return new Map(
    accounts.flatMap(({ id, secretKeys }) =>
      Object.entries(secretKeys).map(([key, secret]) => [key, { secret, account: id }] as const),
    ),
  );
}

function engineSettings(gateway: Config["gateway"], sharing: Sharing): ConstructorParameters<typeof Gateway>[1] {
  return {
    account: { rateLimit: gateway.accountRate, burstLimit: gateway.accountBurst },
    maxConcurrent: gateway.maxConcurrent,
    cacheOctets: gateway.stageCacheMegabytes * 2 ** 20,
    sharing,
  };
}
