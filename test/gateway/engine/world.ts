// A small world for the engine's tests: one API from a few lines, ports made of plain objects, requests as values. The
// integrations here are stand-ins that say what they got; what integrations do is tested beside them.

import { VirtualClock } from "../../../src/base/clock.ts";
import { seededRandom } from "../../../src/base/random.ts";
import type { Authorized } from "../../../src/gateway/engine/exchange.ts";
import { GatewayFault } from "../../../src/gateway/engine/fault.ts";
import { defaultSettings, Gateway, type GatewaySettings } from "../../../src/gateway/engine/gateway.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "../../../src/gateway/engine/messages.ts";
import { defaultSetting } from "../../../src/gateway/engine/method-settings.ts";
import type { EnginePorts, RequestFigures } from "../../../src/gateway/engine/ports.ts";
import type { Integrate, Seams } from "../../../src/gateway/engine/seams.ts";
import type { MappedDomain, PlannedKey } from "../../../src/gateway/model/catalogue.ts";
import type { Integration, Method, MethodSetting, Resource, Stage } from "../../../src/gateway/model/shapes.ts";
import type { ApiSnapshot } from "../../../src/gateway/model/snapshot.ts";
import { apiId, home, resourcesFrom, snapshotWith, stageOf } from "./made-api.ts";

export { apiId, home } from "./made-api.ts";

/** `VERB /path` -> what is particular about the method. */
export type Methods = Readonly<Record<string, Partial<Method>>>;

export function resourcesOf(methods: Methods): Resource[] {
  return resourcesFrom(methods, "r", (more, before) => ({
    ...integration({ type: "HTTP", uri: "http://backend.test/", cacheNamespace: `ns${before}` }),
    ...more,
  }));
}

export function snapshotOf(methods: Methods, more: Partial<ApiSnapshot> = {}): ApiSnapshot {
  return snapshotWith(resourcesOf(methods), more);
}

export const setting = (more: Partial<MethodSetting> = {}): MethodSetting => ({ ...defaultSetting, ...more });

/** A MOCK, or whatever `more` makes of it. */
export const integration = (more: Partial<Integration>): { readonly methodIntegration: Integration } => ({
  methodIntegration: {
    type: "MOCK",
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    cacheNamespace: "x",
    cacheKeyParameters: [],
    ...more,
  },
});

export interface WorldSettings {
  readonly methods: Methods;
  readonly snapshot?: Partial<ApiSnapshot>;
  readonly stage?: Partial<Stage>;
  readonly canary?: ApiSnapshot;
  readonly domains?: readonly MappedDomain[];
  readonly keys?: Readonly<Record<string, PlannedKey>>;
  readonly settings?: Partial<GatewaySettings>;
  /** A stand-in; "real" for the engine's own integrations and authorizers. */
  readonly integrate?: Integrate | "real";
  /** What every function answers. */
  readonly answer?: (payload: string) => string;
  /** What every function fails with. */
  readonly fails?: () => string;
  readonly authorize?: (ask: string) => Eventual<Authorized | GatewayFault>;
  readonly pack?: EnginePorts["pack"];
  readonly unpack?: EnginePorts["unpack"];
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly from?: string;
  readonly vpcId?: string;
  readonly host?: string;
  readonly protocol?: GatewayRequest["protocol"];
  readonly upgrade?: string;
}

/** An answer as tests look at it. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export class World {
  readonly clock = new VirtualClock(1_000, 1_764_462_429);
  readonly figures: RequestFigures[] = [];
  readonly access: string[] = [];
  readonly execution: string[] = [];
  /** Those of the sentences that say why a request failed. */
  readonly failures: string[] = [];
  readonly quota = new Map<string, number>();
  /** How often the integration was asked. */
  asked = 0;
  stage: Stage;
  snapshot: ApiSnapshot;
  keys: Readonly<Record<string, PlannedKey>>;
  readonly gateway: Gateway;

  constructor(given: WorldSettings) {
    this.stage = stageOf(given.stage);
    this.snapshot = snapshotOf(given.methods, given.snapshot);
    this.keys = given.keys ?? {};
    const settings = { ...defaultSettings, ...given.settings };
    this.gateway =
      given.integrate === "real"
        ? new Gateway(this.#ports(given), settings)
        : new Gateway(this.#ports(given), settings, this.#seams(given, given.integrate));
  }

  /** `path` within the stage, or from the first slash with a host of one's own. */
  ask(path: string, asked: Asked = {}): Eventual<GatewayReply> {
    return this.gateway.handle(requestOf(asked.host === undefined ? `/prod${path}` : path, asked));
  }

  async see(path: string, asked: Asked = {}): Promise<Seen> {
    return seen(await this.ask(path, asked));
  }

  #ports(given: WorldSettings): EnginePorts {
    let ids = 0;
    const { domains = [] } = given;
    return {
      clock: this.clock,
      random: seededRandom(7),
      crypto: {
        newId: () => `id-${++ids}`,
        sha256: (octets) => octets,
        hmacSha256: (_, octets) => octets,
        verify: () => Promise.resolve(false),
      },
      catalogue: {
        stage: (id, name) =>
          id === apiId && name === this.stage.stageName
            ? { stage: this.stage, snapshot: this.snapshot, canary: given.canary ?? null }
            : null,
        domain: (name) => domains.find(({ domain }) => domain.domainName === name) ?? null,
        plannedKey: (value) => this.keys[value] ?? null,
      },
      functions: {
        invoke: ({ payload }) =>
          Promise.resolve({
            kind: "completed",
            payload: given.fails?.() ?? given.answer?.(payload) ?? "null",
            functionError: given.fails === undefined ? null : "Unhandled",
            executedVersion: "$LATEST",
            logTail: null,
          }),
        invokeStreaming: () => Promise.reject(new Error("There are no functions here.")),
        permission: () => "allowed",
      },
      upstream: { send: () => Promise.resolve({ fault: "unreachable", why: "There is no network here." }) },
      pack: given.pack ?? null,
      unpack: given.unpack ?? (() => Promise.resolve("malformed")),
      usage: {
        take: (planId, keyId) => {
          const name = `${planId}/${keyId}`;
          const left = this.quota.get(name);
          if (left === 0) return false;
          if (left !== undefined) this.quota.set(name, left - 1);
          return true;
        },
      },
      secretOf: () => null,
      keysOf: () => Promise.resolve([]),
      counted: (figures) => void this.figures.push(figures),
      accessLog: (_, __, line) => void this.access.push(line),
      executionLog: (_, __, ___, sentence, weight) => {
        this.execution.push(sentence);
        if (weight === "fault") this.failures.push(sentence);
      },
    };
  }

  #seams(given: WorldSettings, standIn?: Integrate): Seams {
    const integrate: Integrate =
      standIn ??
      (({ method, resource, request }) => ({
        status: 200,
        headers: [],
        body: `${method.httpMethod} ${resource.path} for ${request.method} ${this.asked}`,
      }));
    return {
      compileIntegration: () => (exchange) => {
        this.asked++;
        return integrate(exchange);
      },
      compileAuthorizer: (authorizer) => () => {
        const name = typeof authorizer === "string" ? authorizer : authorizer.id;
        return given.authorize?.(name) ?? new GatewayFault("AUTHORIZER_CONFIGURATION_ERROR");
      },
    };
  }
}

export function requestOf(target: string, asked: Asked = {}): GatewayRequest {
  const { headers = {}, body } = asked;
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const host = asked.host ?? home;
  return {
    method: asked.method ?? "GET",
    target,
    rawHeaders: Object.entries(headers).flat(),
    header: (name) => lower.get(name),
    host,
    authority: host,
    scheme: "https",
    protocol: asked.protocol ?? "HTTP/1.1",
    clientAddress: asked.from ?? "192.0.2.1",
    port: 443,
    edge: null,
    vpcId: asked.vpcId ?? null,
    upgrade: asked.upgrade ?? null,
    body: body === undefined ? null : { octets: () => Promise.resolve(new TextEncoder().encode(body)) },
  };
}

export function seen({ status, headers, body }: GatewayReply): Seen {
  const byName: Record<string, string> = {};
  for (let i = 0; i < headers.length; i += 2) byName[headers[i].toLowerCase()] = headers[i + 1];
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : typeof body === "string" ? body : "";
  return { status, headers: byName, body: text };
}

export const anybody: Authorized = {
  principalId: "jo",
  context: {},
  claims: null,
  usageIdentifierKey: null,
  identity: null,
  integrationLatencyMs: 3,
};
