// A stage, compiled: the routes of its deployment, and for each method its way (./pipeline.ts), made when a request first
// takes it. So a stage of 3,000 routes starts as fast as one of ten, and a method that nobody calls costs its entry.
// A canary is a second program, with its own deployment and variables. Invariant: a program never changes; when the stage
// does, a new one takes its place, and only what is kept of the stage (answers, buckets) goes on.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Authorizer, Method, Resource, Stage } from "../model/shapes.ts";
import { type AccessLine, compileAccessLog } from "./access-log.ts";
import { compileGatewayResponses, type RenderFault } from "./gateway-response.ts";
import { compileMethod } from "./method.ts";
import type { Answer } from "./pipeline.ts";
import type { EnginePorts } from "./ports.ts";
import type { StageFacts } from "./request-exchange.ts";
import { compileResourcePolicy, type ResourcePolicy } from "./resource-policy.ts";
import { Routes } from "./routes.ts";
import type { Authorize, Seams } from "./seams.ts";
import type { StageCache } from "./stage-cache.ts";
import type { Bucket, Throttle } from "./throttle.ts";
import type { StageKeys } from "./usage.ts";

/** Where a route leads. */
export interface Entry {
  readonly resource: Resource;
  readonly method: Method;
  /** By verb: one, or those that came to ANY. */
  readonly ways: Map<string, Answer>;
}

export interface ProgramSite {
  readonly ports: EnginePorts;
  readonly seams: Seams;
  readonly throttle: Throttle;
  readonly account: Bucket | null;
  readonly keys: StageKeys;
  /** null: the stage keeps no answers. */
  readonly cache: StageCache | null;
  /** A test invocation skips authorizers, keys, throttles and the cache (AWS API: TestInvokeMethod). */
  readonly purpose: "service" | "test";
}

export class StageProgram implements StageFacts {
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly isCanary: boolean;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly routes = new Routes<Entry>();
  readonly renderFault: RenderFault;
  readonly policy: ResourcePolicy | null;
  /** null: the stage has no access log. */
  readonly accessLine: AccessLine | null;
  readonly isPrivate: boolean;
  readonly site: ProgramSite;
  readonly #authorizers = new Map<string, Authorize>();

  constructor(site: ProgramSite, snapshot: ApiSnapshot, stage: Stage, release: "stage" | "canary") {
    this.site = site;
    this.snapshot = snapshot;
    this.stage = stage;
    this.isCanary = release === "canary";
    const overrides = this.isCanary ? stage.canarySettings?.stageVariableOverrides : undefined;
    this.stageVariables = { ...stage.variables, ...overrides };
    this.renderFault = compileGatewayResponses(snapshot);
    this.policy = site.purpose === "test" ? null : compileResourcePolicy(snapshot, (why) => this.complain(why));
    const format = stage.accessLogSettings?.format;
    this.accessLine =
      format === undefined || format === "" || site.purpose === "test" ? null : compileAccessLog(format);
    this.isPrivate = snapshot.endpointConfiguration.types.includes("PRIVATE");
    for (const resource of snapshot.resources) {
      for (const [verb, method] of Object.entries(resource.resourceMethods ?? {})) {
        this.routes.add(resource.path, verb, { resource, method, ways: new Map() });
      }
    }
  }

  /** The way of an entry for a verb, compiled at the first request. */
  way(entry: Entry, verb: string): Answer {
    let way = entry.ways.get(verb);
    if (way === undefined) {
      way = compileMethod({ program: this, resource: entry.resource, method: entry.method, verb });
      entry.ways.set(verb, way);
    }
    return way;
  }

  /** One for all methods that share it, so that they share what it remembers; scopes are the method's own. */
  authorizer(authorizer: Authorizer | "AWS_IAM", method: Method): Authorize {
    const id = authorizer === "AWS_IAM" ? authorizer : authorizer.id;
    const key = `${id} ${(method.authorizationScopes ?? []).toSorted().join(" ")}`;
    let authorize = this.#authorizers.get(key);
    if (authorize === undefined) {
      const { seams, ports } = this.site;
      authorize = seams.compileAuthorizer(authorizer, method, this.snapshot, this.stage, ports);
      this.#authorizers.set(key, authorize);
    }
    return authorize;
  }

  /** What is wrong with the API, for whoever runs it. */
  complain(sentence: string): void {
    this.site.ports.executionLog(this.snapshot.apiId, this.stage.stageName, "", sentence, "note");
  }
}
