// The gateway's data plane: a request in, a reply out, at once where nothing has to be waited for. It finds the stage that the
// host and the path name, compiles it when it is first asked for, and takes the request along the way of its method.
// What is kept: compiled stages, where hosts lead, and the answers that stages cache. Whoever changes the catalogue says so
// (`notice`), and what it changed is dropped. Invariants: a fault of ours is answered and told, and harms no other request;
// kept programs and hosts are bounded; answers kept of a stage outlive a new deployment, until the cache is flushed.
// Read next: ./target.ts, ./program.ts, ./pipeline.ts, ./ending.ts.

import { maxCompiledStages, maxKnownHosts } from "../../base/limits.ts";
import type { DeployedStage, GatewayEffect } from "../model/catalogue.ts";
import type { Method, Resource } from "../model/shapes.ts";
import { throttled } from "./admission.ts";
import { compileAuthorizer } from "./authorizers.ts";
import { brokenBy, finish } from "./ending.ts";
import { faultRows, GatewayFault } from "./fault.ts";
import { compileIntegration } from "./integrations.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "./messages.ts";
import type { EnginePorts } from "./ports.ts";
import { StageProgram } from "./program.ts";
import { extendedId, RequestExchange, type Surroundings } from "./request-exchange.ts";
import { refusedAhead } from "./resource-policy.ts";
import type { Seams } from "./seams.ts";
import { type KeptAnswer, StageCaches } from "./stage-caches.ts";
import { type Host, hostOf, type Target, targetOf } from "./target.ts";
import { type AuthorizerInvocation, type AuthorizerTest, testAuthorizer } from "./test-authorizer.ts";
import { testInvoke, type TestInvocation, type TestResult } from "./test-invoke.ts";
import { type Bucket, Throttle, throttleOctets } from "./throttle.ts";
import { StageKeys } from "./usage.ts";
import { WallClock } from "./wall-clock.ts";

export interface GatewaySettings {
  /** Requests a second, and at once, of an account in a region; null: no limit (AWS: 10,000 and 5,000). */
  readonly account: { readonly rateLimit: number; readonly burstLimit: number } | null;
  /** Requests under way at a time, beyond which the next is refused; null: no cap. */
  readonly maxConcurrent: number | null;
  /** Octets that the cache of one stage may take, whatever size its cluster has. */
  readonly cacheOctets: number;
  /** What it has in common with others that serve the same APIs in other threads; null: it is alone. */
  readonly sharing: Sharing | null;
}

export interface Sharing {
  /** Where token buckets and requests in flight are counted: `throttleBufferOctets` of them. */
  readonly throttle: SharedArrayBuffer;
  /** Which of the threads this one is, from 0. */
  readonly member: number;
  /** Hears of each answer that a stage's cache keeps, for the others to `take`; null: nobody wants to know. */
  readonly kept: ((answer: KeptAnswer) => void) | null;
}

export const defaultSettings: GatewaySettings = {
  account: { rateLimit: 10_000, burstLimit: 5_000 },
  maxConcurrent: null,
  cacheOctets: 64 * 2 ** 20,
  sharing: null,
};

/** Octets of token buckets and of what goes with them. */
export const throttleBufferOctets = throttleOctets(65_536);

/** A stage as it is kept: its program, and its canary's. */
interface Kept {
  readonly program: StageProgram;
  readonly canary: StageProgram | null;
  readonly keys: StageKeys;
  wasUsed: boolean;
}

const noResource: Resource = { id: "", path: "" };
const noMethod: Method = { httpMethod: "", authorizationType: "NONE", apiKeyRequired: false };
const missingToken = new GatewayFault("MISSING_AUTHENTICATION_TOKEN");

export class Gateway {
  readonly #ports: EnginePorts;
  readonly #settings: GatewaySettings;
  readonly #seams: Seams;
  readonly #around: Surroundings;
  readonly #throttle: Throttle;
  readonly #caches: StageCaches;
  readonly #hosts = new Map<string, Host>();
  readonly #stages = new Map<string, Map<string, Kept>>();
  #stageCount = 0;

  /** `seams` are what stands behind the pipeline in service; tests put stand-ins there. */
  constructor(ports: EnginePorts, settings: GatewaySettings, seams: Seams = { compileIntegration, compileAuthorizer }) {
    this.#ports = ports;
    this.#settings = settings;
    this.#seams = seams;
    this.#around = { ports, wall: new WallClock(ports.clock) };
    const { cacheOctets, sharing } = settings;
    this.#throttle = new Throttle(sharing?.throttle ?? new ArrayBuffer(throttleBufferOctets), sharing?.member);
    this.#caches = new StageCaches(cacheOctets, sharing?.kept);
  }

  handle(request: GatewayRequest): Eventual<GatewayReply> {
    const { maxConcurrent } = this.#settings;
    if (maxConcurrent === null) return this.#guarded(request);
    if (!this.#throttle.enter(maxConcurrent)) return this.#bareFault(throttled);
    const reply = this.#guarded(request);
    if (reply instanceof Promise) return reply.finally(() => this.#throttle.leave());
    this.#throttle.leave();
    return reply;
  }

  /** What was changed in the catalogue, after it was. */
  notice(effects: readonly GatewayEffect[]): void {
    for (const effect of effects) this.#notice(effect);
  }

  /** Keeps an answer that another thread got, as if it were its own. */
  take(answer: KeptAnswer): void {
    // Compiled, for caches come with that.
    if (this.#stage(answer.apiId, answer.stageName) !== null) this.#caches.take(answer, this.#ports.clock.nowMs());
  }

  /** Another thread has died: what it had under way is over. */
  abandon(member: number): void {
    this.#throttle.abandon(member);
  }

  /** A method as it would answer in the API's working copy: no authorizer, no key, no throttle and no cache is in its way. */
  testInvoke(invocation: TestInvocation): Promise<TestResult> {
    return testInvoke(invocation, this.#around, this.#seams, this.#throttle);
  }

  /** An authorizer as it would decide about a request, with nothing kept of earlier ones. */
  testAuthorizer(invocation: AuthorizerInvocation): Promise<AuthorizerTest> {
    return testAuthorizer(invocation, this.#around, this.#seams, this.#throttle);
  }

  #guarded(request: GatewayRequest): Eventual<GatewayReply> {
    try {
      return this.#handle(request);
    } catch (error) {
      return this.#broken(error);
    }
  }

  #handle(request: GatewayRequest): Eventual<GatewayReply> {
    const arrivedMs = this.#ports.clock.nowMs();
    const host = this.#host(request.host);
    const named = host.kind === "execute-api" && host.apiId === null ? request.header("x-apigw-api-id") : undefined;
    const target = targetOf(host, request.target, named);
    if (target === "healthy") return this.#healthy();
    if (target === "forbidden") return this.#forbidden();
    const kept = this.#stage(target.apiId, target.stageName);
    if (kept === null) return this.#forbidden();
    const program = this.#release(kept);
    if (!isOpen(program, target, request)) return this.#forbidden();
    return this.#serve(program, target, request, arrivedMs);
  }

  #serve(program: StageProgram, target: Target, request: GatewayRequest, arrivedMs: number): Eventual<GatewayReply> {
    const route = program.routes.find(request.method, target.path);
    if (route === null) {
      const place = { resource: noResource, method: noMethod, pathParameters: null };
      const exchange = new RequestExchange(this.#around, program, request, target, arrivedMs, place);
      const denied = program.policy === null ? null : refusedAhead(program.policy, exchange, "CUSTOM");
      return finish(program, exchange, denied ?? missingToken);
    }
    const { resource, method } = route.value;
    const place = { resource, method, pathParameters: route.parameters };
    const exchange = new RequestExchange(this.#around, program, request, target, arrivedMs, place);
    try {
      const answer = program.way(route.value, request.method)(exchange);
      if (!(answer instanceof Promise)) return finish(program, exchange, answer);
      return answer.then(
        (answer) => this.#finished(program, exchange, answer),
        (error: unknown) => this.#finished(program, exchange, brokenBy(error)),
      );
    } catch (error) {
      return finish(program, exchange, brokenBy(error));
    }
  }

  /** What came later: nobody above would catch what is thrown here. */
  #finished(program: StageProgram, exchange: RequestExchange, answer: GatewayReply | GatewayFault): GatewayReply {
    try {
      return finish(program, exchange, answer);
    } catch (error) {
      return this.#broken(error);
    }
  }

  #host(name: string): Host {
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = hostOf(name, (domain) => this.#ports.catalogue.domain(domain));
      if (this.#hosts.size >= maxKnownHosts) this.#hosts.clear();
      this.#hosts.set(name, host);
    }
    return host;
  }

  #stage(apiId: string, stageName: string): Kept | null {
    const kept = this.#stages.get(apiId)?.get(stageName);
    if (kept === undefined) return this.#compile(apiId, stageName);
    kept.wasUsed = true;
    return kept;
  }

  #compile(apiId: string, stageName: string): Kept | null {
    const deployed = this.#ports.catalogue.stage(apiId, stageName);
    if (deployed === null) return null;
    if (this.#stageCount >= maxCompiledStages) this.#makeRoom();
    const kept = this.#keptOf(deployed);
    let stages = this.#stages.get(apiId);
    if (stages === undefined) {
      stages = new Map();
      this.#stages.set(apiId, stages);
    }
    stages.set(stageName, kept);
    this.#stageCount++;
    return kept;
  }

  #keptOf({ stage, snapshot, canary }: DeployedStage): Kept {
    const { apiId } = snapshot;
    const keys = new StageKeys(this.#ports.catalogue, this.#throttle, apiId, stage.stageName);
    const caches = this.#caches.of(apiId, stage);
    const site = {
      ports: this.#ports,
      seams: this.#seams,
      throttle: this.#throttle,
      account: this.#accountBucket(snapshot.account, snapshot.region),
      keys,
      purpose: "service",
    } as const;
    return {
      keys,
      program: new StageProgram({ ...site, cache: caches.stage }, snapshot, stage, "stage"),
      canary: canary === null ? null : new StageProgram({ ...site, cache: caches.canary }, canary, stage, "canary"),
      wasUsed: true,
    };
  }

  #accountBucket(account: string, region: string): Bucket | null {
    const limits = this.#settings.account;
    return limits === null ? null : this.#throttle.bucket(`account/${account}/${region}`, limits);
  }

  /** The canary takes its share of the requests, by lot. */
  #release({ program, canary }: Kept): StageProgram {
    if (canary === null) return program;
    const percent = program.stage.canarySettings?.percentTraffic ?? 0;
    return this.#ports.random.below(10_000) < percent * 100 ? canary : program;
  }

  #makeRoom(): void {
    for (const [apiId, stages] of this.#stages) {
      for (const [stageName, kept] of stages) {
        if (!kept.wasUsed) this.#drop(apiId, stageName);
        kept.wasUsed = false;
      }
    }
    if (this.#stageCount < maxCompiledStages) return;
    // All of them were used of late: the first of them goes.
    for (const [apiId, stages] of this.#stages) {
      for (const stageName of stages.keys()) return this.#drop(apiId, stageName);
    }
  }

  #drop(apiId: string, stageName: string): void {
    const stages = this.#stages.get(apiId);
    if (stages?.delete(stageName) !== true) return;
    this.#stageCount--;
    if (stages.size === 0) this.#stages.delete(apiId);
  }

  #notice(effect: GatewayEffect): void {
    switch (effect.kind) {
      case "stage-changed":
        this.#drop(effect.apiId, effect.stageName);
        break;
      case "stage-cache-flushed":
        this.#caches.flush(effect.apiId, effect.stageName);
        break;
      case "authorizer-cache-flushed":
        // What authorizers remember lives in what was compiled for them.
        this.#drop(effect.apiId, effect.stageName);
        break;
      case "api-deleted":
        this.#stageCount -= this.#stages.get(effect.apiId)?.size ?? 0;
        this.#stages.delete(effect.apiId);
        this.#caches.forget(effect.apiId);
        break;
      case "domain-changed":
        this.#hosts.clear();
        break;
      case "access-changed":
        for (const stages of this.#stages.values()) for (const { keys } of stages.values()) keys.forget();
        break;
      case "usage-set":
        // Quotas are counted by their port.
        break;
    }
  }

  /** For requests that reach no stage: nobody's templates, log or figures are concerned. */
  #bareFault(fault: GatewayFault): GatewayReply {
    const body = `{"message":${JSON.stringify(fault.message)}}`;
    return { status: fault.status, headers: this.#bareHeaders("application/json", fault.errorType), body };
  }

  /** What failed before a stage was found, or after it had answered. */
  #broken(error: unknown): GatewayReply {
    const fault = brokenBy(error);
    this.#ports.executionLog("", "", "", fault.why ?? "", "fault");
    return this.#bareFault(fault);
  }

  #forbidden(): GatewayReply {
    const { status, message, errorType } = faultRows.INVALID_API_KEY;
    const body = `{"message":${JSON.stringify(message)}}`;
    return { status, headers: this.#bareHeaders("application/json", errorType), body };
  }

  #healthy(): GatewayReply {
    return { status: 200, headers: this.#bareHeaders("text/plain", null), body: "healthy" };
  }

  #bareHeaders(contentType: string, errorType: string | null): string[] {
    const headers = ["Content-Type", contentType];
    if (errorType !== null) headers.push("x-amzn-ErrorType", errorType);
    headers.push("x-amzn-RequestId", this.#ports.crypto.newId(), "x-amz-apigw-id", extendedId(this.#ports));
    return headers;
  }
}

/** Whether the stage can be reached by this name and from this place. */
function isOpen({ snapshot, isPrivate }: StageProgram, target: Target, request: GatewayRequest): boolean {
  if (target.region !== null && target.region !== snapshot.region) return false;
  if (target.by !== "domain" && snapshot.disableExecuteApiEndpoint) return false;
  return !isPrivate || request.vpcId !== null;
}
