// Stages: names under which a deployment is reached, with settings that need no new deployment (AWS API reference: Stage).
// Read next: ./stage-patches.ts, ./deployments.ts.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { Stage, StringMap } from "../model/shapes.ts";
import { requireCertificate } from "./client-certificates.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { checkOperations, type PatchRequest } from "./patch.ts";
import { requireApi } from "./rest-api-rows.ts";
import { getRow, rowsBelow } from "./rows.ts";
import { patchedStage } from "./stage-patches.ts";
import {
  cacheCluster,
  checkPercentTraffic,
  checkStageName,
  checkVariables,
  findStage,
  newStage,
  putStage,
  requireStage,
  requireStageDeployment,
  type StageRequest,
} from "./stage-rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";
import { dropStageFromPlans } from "./usage-plan-stages.ts";

export interface CreateStageRequest extends StageRequest {
  readonly deploymentId: string;
  readonly description?: string | undefined;
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly cacheClusterSize?: string | undefined;
  readonly variables?: StringMap<string> | undefined;
  readonly documentationVersion?: string | undefined;
  readonly canarySettings?:
    | {
        readonly percentTraffic?: number | undefined;
        readonly deploymentId?: string | undefined;
        readonly stageVariableOverrides?: StringMap<string> | undefined;
        readonly useStageCache?: boolean | undefined;
      }
    | undefined;
  readonly tracingEnabled?: boolean | undefined;
  readonly tags?: StringMap<string> | undefined;
}

export function createStage(work: Work, input: CreateStageRequest): Stage {
  new Constraints()
    .present("createStageInput.stageName", input.stageName)
    .present("createStageInput.deploymentId", input.deploymentId)
    .oneOf("createStageInput.cacheClusterSize", input.cacheClusterSize, enums.cacheClusterSize)
    .hold();
  requireApi(work, input.restApiId);
  checkStageName(input.stageName);
  if (findStage(work.tables, input.restApiId, input.stageName) !== null) throw conflict("Stage already exists");
  requireStageDeployment(work, input.restApiId, input.deploymentId);
  checkVariables(input.variables);
  checkTags(input.tags);
  const { documentationVersion } = input;
  if (documentationVersion !== undefined) requireDocumentation(work, input.restApiId, documentationVersion);
  const stage = stageOf(work, input);
  putStage(work, input.restApiId, stage);
  return stage;
}

function stageOf(work: Work, input: CreateStageRequest): Stage {
  const stage = newStage(work, input);
  const { variables, description = "", tags = {}, documentationVersion } = input;
  return {
    ...stage,
    ...(description !== "" && { description }),
    ...cacheCluster(stage, input),
    ...(variables !== undefined && { variables }),
    ...(documentationVersion !== undefined && { documentationVersion }),
    ...(input.canarySettings !== undefined && { canarySettings: canaryOf(work, input, input.canarySettings) }),
    tracingEnabled: input.tracingEnabled ?? false,
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

function canaryOf(
  work: Work,
  input: CreateStageRequest,
  canary: NonNullable<CreateStageRequest["canarySettings"]>,
): NonNullable<Stage["canarySettings"]> {
  const {
    percentTraffic = 0,
    deploymentId = input.deploymentId,
    stageVariableOverrides,
    useStageCache = false,
  } = canary;
  requireStageDeployment(work, input.restApiId, deploymentId);
  checkPercentTraffic(percentTraffic);
  checkVariables(stageVariableOverrides);
  return {
    percentTraffic,
    deploymentId,
    ...(stageVariableOverrides !== undefined && { stageVariableOverrides }),
    useStageCache,
  };
}

function requireDocumentation(work: Work, apiId: string, version: string): void {
  if (getRow(work.tables, table.documentationVersions, keyOf(apiId, version)) === null)
    throw notFound("documentationVersion");
}

export function getStage(work: Work, input: StageRequest): Stage {
  return requireStage(work, input);
}

export function getStages(
  work: Work,
  input: { readonly restApiId: string; readonly deploymentId?: string | undefined },
): { readonly item: readonly Stage[] } {
  requireApi(work, input.restApiId);
  const stages = [...rowsBelow(work.tables, table.stages, prefixOf(input.restApiId))];
  return {
    item: stages.filter(({ deploymentId }) => input.deploymentId === undefined || deploymentId === input.deploymentId),
  };
}

export function updateStage(work: Work, input: StageRequest & PatchRequest): Stage {
  checkOperations(new Constraints(), "updateStageInput", input).hold();
  const before = requireStage(work, input);
  const stage = patchedStage(before, input.patchOperations ?? [], {
    requireDeployment: (deploymentId) => requireStageDeployment(work, input.restApiId, deploymentId),
    requireDocumentation: (version) => requireDocumentation(work, input.restApiId, version),
    requireClientCertificate: (id) => void requireCertificate(work, { clientCertificateId: id }),
  });
  const changed = { ...stage, lastUpdatedDate: nowSeconds(work) };
  putStage(work, input.restApiId, changed);
  return changed;
}

export function deleteStage(work: Work, input: StageRequest): Nothing {
  const { tables, effects } = work;
  requireStage(work, input);
  const { restApiId: apiId, stageName } = input;
  for (const [, row] of tables.scan(table.mappingsByApi, { prefix: prefixOf(apiId) }))
    if (row === stageName)
      throw badRequest(
        `Deleting stage ${stageName} failed. Please remove all base path mappings related to the stage in your domains.`,
      );
  dropStageFromPlans(work, apiId, stageName);
  tables.delete(table.stages, keyOf(apiId, stageName));
  effects.push({ kind: "stage-changed", apiId, stageName });
  return nothing;
}

export function flushStageCache(work: Work, input: StageRequest): Nothing {
  requireStage(work, input);
  work.effects.push({ kind: "stage-cache-flushed", apiId: input.restApiId, stageName: input.stageName });
  return nothing;
}

export function flushStageAuthorizersCache(work: Work, input: StageRequest): Nothing {
  requireStage(work, input);
  work.effects.push({ kind: "authorizer-cache-flushed", apiId: input.restApiId, stageName: input.stageName });
  return nothing;
}
