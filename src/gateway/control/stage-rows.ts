// Stages as they are stored, and what makes and checks them wherever they come from: CreateStage, CreateDeployment, patches.
// A cache cluster is there at once. Invariant: a stage's deployment, and its canary's, exists; each change of a stage is told.

import { keyOf, type Tables } from "../../base/tables.ts";
import type { Stage, StringMap } from "../model/shapes.ts";
import { nowSeconds, type Work } from "./context.ts";
import { badReference, badRequest, notFound } from "./faults.ts";
import { findApi } from "./rest-api-rows.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface StageRequest {
  readonly restApiId: string;
  readonly stageName: string;
}

export function findStage(tables: Tables, apiId: string, stageName: string): Stage | null {
  return getRow(tables, table.stages, keyOf(apiId, stageName));
}

export function requireStage(work: Work, { restApiId, stageName }: StageRequest): Stage {
  const stage = findApi(work, restApiId) === null ? null : findStage(work.tables, restApiId, stageName);
  if (stage === null) throw notFound("stage");
  return stage;
}

export function putStage(work: Work, apiId: string, stage: Stage): void {
  putRow(work.tables, table.stages, keyOf(apiId, stage.stageName), stage);
  work.effects.push({ kind: "stage-changed", apiId, stageName: stage.stageName });
}

export function newStage(work: Work, { stageName, deploymentId }: { stageName: string; deploymentId: string }): Stage {
  const now = nowSeconds(work);
  return {
    deploymentId,
    stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    tracingEnabled: false,
    createdDate: now,
    lastUpdatedDate: now,
  };
}

interface ClusterRequest {
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly cacheClusterSize?: string | undefined;
}

/** The members of a stage that speak of its cache, as they are once the request is fulfilled. */
export function cacheCluster(stage: Stage, { cacheClusterEnabled, cacheClusterSize }: ClusterRequest): Partial<Stage> {
  const isEnabled = cacheClusterEnabled ?? stage.cacheClusterEnabled;
  const size = cacheClusterSize ?? stage.cacheClusterSize ?? (isEnabled ? "0.5" : undefined);
  return {
    cacheClusterEnabled: isEnabled,
    cacheClusterStatus: isEnabled ? "AVAILABLE" : "NOT_AVAILABLE",
    ...(size !== undefined && { cacheClusterSize: size }),
  };
}

export function checkStageName(name: string): void {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
}

/** Characters that a variable's value may have (AWS guide: limits). */
const longestVariable = 512;

/** Names of letters, digits and underscores; values of what the model says, and of what the service takes beside it. */
export function checkVariables(variables: StringMap<string> | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) checkVariable(name, value);
}

export function checkVariable(name: string, value: string): void {
  if (!/^[A-Za-z0-9_]+$/.test(name))
    throw badRequest(`Invalid stage variable name: ${name}.  Please use names with only word characters.`);
  if (value.length > longestVariable)
    throw badRequest(`Stage variable value exceeds maximum size of ${longestVariable} characters: ${name}`);
  if (!/^[A-Za-z0-9\-._~:/?#&=, @]+$/.test(value))
    throw badRequest(
      `Invalid stage variable value: ${value}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.`,
    );
}

export function requireStageDeployment(work: Work, apiId: string, deploymentId: string): void {
  if (getRow(work.tables, table.deployments, keyOf(apiId, deploymentId)) === null)
    throw badRequest(badReference.deployment);
}

export function checkPercentTraffic(percent: number): void {
  if (!(percent >= 0 && percent <= 100)) throw badRequest("Canary percentTraffic must be between 0 and 100");
}
