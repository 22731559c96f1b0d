// The port between what is stored (./../control/) and what serves (../engine/): the engine asks for a stage, a domain or a
// key when a request first names it, keeps what it compiled, and drops it when it is told that something changed.
// Invariant: a change is told after its commit, in the order of commits (AWS guide: updating-api says what needs a deployment).

import type { ApiKey, BasePathMapping, DomainName, UsagePlan } from "./access.ts";
import type { ApiSnapshot } from "./snapshot.ts";
import type { Stage } from "./shapes.ts";

export interface DeployedStage {
  readonly stage: Stage;
  readonly snapshot: ApiSnapshot;
  /** The canary's deployment, where the stage has one. */
  readonly canary: ApiSnapshot | null;
}

export interface MappedDomain {
  readonly domain: DomainName;
  readonly mappings: readonly BasePathMapping[];
}

/** A key with the plan that lets it into a stage. */
export interface PlannedKey {
  readonly key: ApiKey;
  readonly plan: UsagePlan;
}

export interface GatewayCatalogue {
  /** null: there is no such API, or it has no stage of this name. */
  stage(apiId: string, stageName: string): DeployedStage | null;
  /** By the exact name, in lower case; wildcards are asked for as such. */
  domain(name: string): MappedDomain | null;
  /** The key of this value and the plan that has both it and the stage; null when there is none. The key may be disabled. */
  plannedKey(value: string, apiId: string, stageName: string): PlannedKey | null;
}

export type GatewayEffect =
  | { readonly kind: "stage-changed"; readonly apiId: string; readonly stageName: string }
  | { readonly kind: "stage-cache-flushed"; readonly apiId: string; readonly stageName: string }
  | { readonly kind: "authorizer-cache-flushed"; readonly apiId: string; readonly stageName: string }
  | { readonly kind: "api-deleted"; readonly apiId: string }
  /** A domain or its mappings; who serves DNS and certificates listens too. */
  | { readonly kind: "domain-changed"; readonly domainName: string; readonly isThere: boolean }
  /** Keys, plans, or which key is in which plan. */
  | { readonly kind: "access-changed" }
  /** Somebody set what is left of a quota. */
  | { readonly kind: "usage-set"; readonly planId: string; readonly keyId: string };

export type GatewayListener = (effects: readonly GatewayEffect[]) => void;
