// An API served by the real engine, for tests of integrations and authorizers: methods from a few lines, functions and
// backends that answer what a test says, requests as values. Functions and backends are the only fakes: they are the network.

import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import { VirtualClock } from "../../../src/base/clock.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { compileAuthorizer } from "../../../src/gateway/engine/authorizers.ts";
import { defaultSettings, Gateway } from "../../../src/gateway/engine/gateway.ts";
import { compileIntegration } from "../../../src/gateway/engine/integrations.ts";
import type { GatewayReply, GatewayRequest } from "../../../src/gateway/engine/messages.ts";
import type { AuthorizerTest } from "../../../src/gateway/engine/test-authorizer.ts";
import type {
  EnginePorts,
  JsonWebKey,
  UpstreamFault,
  UpstreamReply,
  UpstreamRequest,
} from "../../../src/gateway/engine/ports.ts";
import type {
  FunctionCaller,
  FunctionTarget,
  Invocation,
  InvocationResult,
  Permission,
  Streaming,
  Refused,
} from "../../../src/gateway/functions/port.ts";
import type { Authorizer, Integration, Method, Resource, Stage } from "../../../src/gateway/model/shapes.ts";
import type { ApiSnapshot } from "../../../src/gateway/model/snapshot.ts";
import { bodyCodings } from "../../../src/server/gateway/body-codings.ts";
import { account, apiId, home, resourcesFrom, snapshotWith, stageOf } from "./made-api.ts";

export { account, apiId, home } from "./made-api.ts";

export const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:echo`;
export const functionUri = uriOf(functionArn);

export function uriOf(arn: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

export type Methods = Readonly<Record<string, Partial<Method> & { readonly integration?: Partial<Integration> }>>;

export interface Given {
  /** `VERB /path` -> what is particular about the method and its integration. */
  readonly methods: Methods;
  readonly snapshot?: Partial<ApiSnapshot>;
  readonly stage?: Partial<Stage>;
  /** What functions return: JSON as text, or a whole result. */
  readonly answers?: (invocation: Invocation) => string | InvocationResult;
  readonly streams?: (invocation: Invocation) => Streaming | Refused;
  readonly permits?: (target: FunctionTarget, caller: FunctionCaller) => Permission;
  readonly backend?: (request: UpstreamRequest) => Partial<UpstreamReply> | UpstreamFault;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly keysOf?: (issuer: string) => readonly JsonWebKey[];
  /** Custom domains that lead to this stage: name -> base path. */
  readonly domains?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method?: string;
  /** Flat, or by name. */
  readonly headers?: readonly string[] | Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Told when somebody reads the body. */
  readonly onRead?: () => void;
  readonly host?: string;
  readonly upgrade?: string;
}

export interface Seen {
  readonly status: number;
  /** Flat, without what every answer carries. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** What the pipeline adds to all answers. */
const everyAnswers = new Set(["x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id"]);

export class Serving {
  readonly clock = new VirtualClock(5_000, 1_764_462_429);
  readonly invocations: Invocation[] = [];
  readonly sent: UpstreamRequest[] = [];
  readonly log: string[] = [];
  readonly #gateway: Gateway;

  constructor(given: Given) {
    this.#gateway = new Gateway(
      this.#ports(given),
      { ...defaultSettings, account: null },
      { compileIntegration, compileAuthorizer },
    );
  }

  /** `target` with the stage, as it stands on the wire. */
  async ask(target: string, asked: Asked = {}): Promise<Seen> {
    const reply = await this.reply(target, asked);
    const headers: string[] = [];
    for (let i = 0; i < reply.headers.length; i += 2) {
      if (!everyAnswers.has(reply.headers[i].toLowerCase())) headers.push(reply.headers[i], reply.headers[i + 1]);
    }
    return { status: reply.status, headers, body: await textOf(reply.body) };
  }

  /** An authorizer asked aside, as TestInvokeAuthorizer asks it. */
  tryAuthorizer(authorizer: Authorizer, headers: readonly string[]): Promise<AuthorizerTest> {
    const snapshot = snapshotOf({}, { authorizers: [authorizer] });
    const given = { pathWithQueryString: "/?a=b", body: null, stageVariables: { who: "me" } };
    return this.#gateway.testAuthorizer({ snapshot, authorizer, headers, ...given });
  }

  async reply(target: string, asked: Asked = {}): Promise<GatewayReply> {
    return this.#gateway.handle(requestOf(target, asked));
  }

  /** The last event, as an object. */
  get event(): Record<string, unknown> {
    return JSON.parse(this.invocations.at(-1)?.payload ?? "{}") as Record<string, unknown>;
  }

  notice(kind: "authorizer-cache-flushed"): void {
    this.#gateway.notice([{ kind, apiId, stageName: "prod" }]);
  }

  #ports(given: Given): EnginePorts {
    const stage = stageOf(given.stage);
    const snapshot = snapshotOf(given.methods, given.snapshot);
    let ids = 0;
    return {
      clock: this.clock,
      random: seededRandom(7),
      crypto: {
        newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
        sha256: (octets) => createHash("sha256").update(octets).digest(),
        hmacSha256: (key, octets) => createHmac("sha256", key).update(octets).digest(),
        verify: (_algorithm, key, octets, signature) =>
          Promise.resolve(verify("sha256", octets, createPublicKey({ key, format: "jwk" }), signature)),
      },
      catalogue: {
        stage: (id, name) => (id === apiId && name === stage.stageName ? { stage, snapshot, canary: null } : null),
        domain: (name) => {
          const basePath = given.domains?.[name];
          if (basePath === undefined) return null;
          return {
            domain: {
              domainName: name,
              endpointConfiguration: { types: ["REGIONAL"] },
              domainNameStatus: "AVAILABLE",
            },
            mappings: [{ basePath, restApiId: apiId, stage: stage.stageName }],
          };
        },
        plannedKey: () => null,
      },
      functions: this.#functions(given),
      upstream: {
        send: (request) => {
          this.sent.push(request);
          const reply = given.backend?.(request) ?? { fault: "unreachable", why: "There is no backend." };
          return Promise.resolve(
            "fault" in reply ? reply : { status: 200, headers: [], body: new Uint8Array(0), ...reply },
          );
        },
      },
      ...bodyCodings,
      pack: null,
      usage: { take: () => true },
      secretOf: (key) => {
        const secret = given.secrets?.[key];
        return secret === undefined ? null : { secret, account };
      },
      keysOf: (issuer) => Promise.resolve().then(() => given.keysOf?.(issuer) ?? []),
      counted: () => undefined,
      accessLog: () => undefined,
      executionLog: (_apiId, _stage, _request, sentence) => void this.log.push(sentence),
    };
  }

  #functions(given: Given): EnginePorts["functions"] {
    return {
      invoke: (invocation) => {
        this.invocations.push(invocation);
        const answer = given.answers?.(invocation) ?? `{"statusCode":200}`;
        return Promise.resolve(typeof answer === "string" ? completed(answer) : answer);
      },
      invokeStreaming: (invocation) => {
        this.invocations.push(invocation);
        if (given.streams === undefined) throw new Error("This function does not stream.");
        return Promise.resolve(given.streams(invocation));
      },
      permission: (target, caller) => given.permits?.(target, caller) ?? "allowed",
    };
  }
}

export function completed(payload: string): InvocationResult {
  return { kind: "completed", payload, functionError: null, executedVersion: "$LATEST", logTail: null };
}

export function failedWith(payload: string): InvocationResult {
  return { kind: "completed", payload, functionError: "Unhandled", executedVersion: "$LATEST", logTail: null };
}

export function refused(code: Refused["code"], status = 400, message = "no"): Refused {
  return { kind: "refused", code, status, message };
}

function snapshotOf(methods: Methods, more: Partial<ApiSnapshot> = {}): ApiSnapshot {
  return snapshotWith(resourcesOf(methods), more);
}

function resourcesOf(methods: Methods): Resource[] {
  return resourcesFrom(methods, "res", ({ integration, ...more }) => ({
    methodIntegration: {
      type: "AWS_PROXY",
      httpMethod: "POST",
      uri: functionUri,
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 29_000,
      cacheNamespace: "ns",
      cacheKeyParameters: [],
      ...integration,
    },
    ...more,
  }));
}

export function requestOf(target: string, asked: Asked = {}): GatewayRequest {
  const { headers = {}, body } = asked;
  const flat = Array.isArray(headers) ? (headers as readonly string[]) : Object.entries(headers).flat();
  const first = new Map<string, string>();
  for (let i = flat.length - 2; i >= 0; i -= 2) first.set(flat[i].toLowerCase(), flat[i + 1]);
  const host = asked.host ?? home;
  const octets = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return {
    method: asked.method ?? "GET",
    target,
    rawHeaders: ["Host", host, ...flat],
    header: (name) => (name === "host" ? host : first.get(name)),
    host,
    authority: host,
    scheme: "https",
    protocol: "HTTP/1.1",
    clientAddress: "192.0.2.1",
    port: 443,
    edge: null,
    vpcId: null,
    upgrade: asked.upgrade ?? null,
    body: octets === undefined ? null : { octets: () => Promise.resolve(octets).finally(asked.onRead) },
  };
}

async function textOf(body: string | Uint8Array | AsyncIterable<Uint8Array> | null): Promise<string> {
  if (body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  let text = "";
  for await (const chunk of body) text += new TextDecoder().decode(chunk);
  return text;
}
