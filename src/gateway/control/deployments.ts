// Deployments: what an API is at one moment, kept for as long as a stage points at it (AWS API reference: Deployment; guide:
// how-to-deploy-api). A deployment that names a stage makes it or moves it; one with canary settings becomes the canary of a
// stage that is there. Invariant: a snapshot is written once, with its deployment. Read next: ./api-copies.ts, ./stages.ts.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { AuthorizationType, Deployment, Stage, StringMap } from "../model/shapes.ts";
import { snapshotOf } from "./api-copies.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import { badRequest, noSuchApi, notFound } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { findWithin, requireApi } from "./rest-api-rows.ts";
import type { EmbedRequest } from "./resources.ts";
import { getRow, putRow, rowsBelow } from "./rows.ts";
import { cacheCluster, checkStageName, checkVariables, findStage, newStage, putStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";

export interface DeploymentRequest {
  readonly restApiId: string;
  readonly deploymentId: string;
}

export interface CreateDeploymentRequest {
  readonly restApiId: string;
  readonly stageName?: string | undefined;
  readonly stageDescription?: string | undefined;
  readonly description?: string | undefined;
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly cacheClusterSize?: string | undefined;
  readonly variables?: StringMap<string> | undefined;
  readonly canarySettings?:
    | {
        readonly percentTraffic?: number | undefined;
        readonly stageVariableOverrides?: StringMap<string> | undefined;
        readonly useStageCache?: boolean | undefined;
      }
    | undefined;
  readonly tracingEnabled?: boolean | undefined;
}

interface MethodSnapshot {
  readonly authorizationType: AuthorizationType;
  readonly apiKeyRequired: boolean;
}

/** A deployment with, when it is asked for, the methods that it holds: path -> verb -> how they are guarded. */
export interface ShownDeployment extends Deployment {
  readonly apiSummary?: StringMap<StringMap<MethodSnapshot>>;
}

export function createDeployment(work: Work, input: CreateDeploymentRequest): ShownDeployment {
  const { restApiId } = input;
  new Constraints()
    .oneOf("createDeploymentInput.cacheClusterSize", input.cacheClusterSize, enums.cacheClusterSize)
    .hold();
  requireApi(work, restApiId);
  const { stageName = "" } = input;
  const before = stageName === "" ? null : findStage(work.tables, restApiId, stageName);
  if (input.canarySettings !== undefined) requireCanaryStage(input, before);
  else if (stageName !== "") checkStageName(stageName);
  checkVariables(input.variables);
  const snapshot = snapshotOf(work.tables, restApiId);
  if (snapshot === null) throw noSuchApi(work.context.account, restApiId);
  checkDeployable(snapshot);
  const { description = "" } = input;
  const deployment: Deployment = {
    id: newShortId(work.context.random),
    ...(description !== "" && { description }),
    createdDate: nowSeconds(work),
  };
  putRow(work.tables, table.deployments, keyOf(restApiId, deployment.id), deployment);
  putRow(work.tables, table.snapshots, keyOf(restApiId, deployment.id), snapshot);
  if (stageName !== "") putStage(work, restApiId, stageOf(work, input, before, deployment.id));
  return deployment;
}

function requireCanaryStage({ stageName }: CreateDeploymentRequest, stage: Stage | null): void {
  if (stageName === undefined || stageName === "")
    throw badRequest(
      `Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? null}`,
    );
  if (stage === null)
    throw badRequest(
      `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary release deployment`,
    );
}

function checkDeployable(snapshot: ApiSnapshot): void {
  const methods = snapshot.resources.flatMap((resource) => Object.values(resource.resourceMethods ?? {}));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => method.methodIntegration === undefined))
    throw badRequest("No integration defined for method");
  if (snapshot.endpointConfiguration.types.includes("PRIVATE") && snapshot.policy === null)
    throw badRequest("Private REST API doesn't have a resource policy attached to it");
}

function stageOf(work: Work, input: CreateDeploymentRequest, before: Stage | null, deploymentId: string): Stage {
  const { canarySettings: canary } = input;
  const stage = before ?? newStage(work, { stageName: input.stageName ?? "", deploymentId });
  const given: Partial<Stage> = {
    lastUpdatedDate: nowSeconds(work),
    ...(input.stageDescription !== undefined && { description: input.stageDescription }),
    ...(input.variables !== undefined && { variables: { ...stage.variables, ...input.variables } }),
    ...(input.tracingEnabled !== undefined && { tracingEnabled: input.tracingEnabled }),
    ...cacheCluster(stage, input),
  };
  if (canary === undefined) return { ...stage, ...given, deploymentId };
  return {
    ...stage,
    ...given,
    canarySettings: {
      percentTraffic: canary.percentTraffic ?? 0,
      deploymentId,
      ...(canary.stageVariableOverrides !== undefined && { stageVariableOverrides: canary.stageVariableOverrides }),
      useStageCache: canary.useStageCache ?? false,
    },
  };
}

function requireDeployment(work: Work, { restApiId, deploymentId }: DeploymentRequest): Deployment {
  const deployment = findWithin(work, table.deployments, restApiId, deploymentId);
  if (deployment === null) throw notFound("deployment");
  return deployment;
}

export function getDeployment(work: Work, input: DeploymentRequest & EmbedRequest): ShownDeployment {
  const deployment = requireDeployment(work, input);
  const isSummarised = input.embed?.some((part) => part.toLowerCase() === "apisummary") === true;
  return isSummarised ? { ...deployment, apiSummary: summaryOf(work, input) } : deployment;
}

function summaryOf(work: Work, { restApiId, deploymentId }: DeploymentRequest): StringMap<StringMap<MethodSnapshot>> {
  const snapshot = getRow(work.tables, table.snapshots, keyOf(restApiId, deploymentId));
  const summary: { [path: string]: StringMap<MethodSnapshot> } = {};
  for (const { path, resourceMethods } of snapshot?.resources ?? []) {
    if (resourceMethods === undefined) continue;
    summary[path] = Object.fromEntries(
      Object.entries(resourceMethods).map(([verb, { authorizationType, apiKeyRequired }]) => [
        verb,
        { authorizationType, apiKeyRequired },
      ]),
    );
  }
  return summary;
}

export function getDeployments(work: Work, input: { readonly restApiId: string } & PageRequest): Page<Deployment> {
  requireApi(work, input.restApiId);
  return listRows(
    { tables: work.tables, table: table.deployments, prefix: prefixOf(input.restApiId) },
    input,
    (deployment) => deployment,
  );
}

const deploymentPatches: PatchTable<Deployment> = {
  wording: "listed",
  rows: [text("/description", "description")],
};

export function updateDeployment(work: Work, input: DeploymentRequest & PatchRequest): Deployment {
  checkOperations(new Constraints(), "updateDeploymentInput", input).hold();
  const deployment = patched(deploymentPatches, requireDeployment(work, input), input.patchOperations);
  putRow(work.tables, table.deployments, keyOf(input.restApiId, deployment.id), deployment);
  return deployment;
}

export function deleteDeployment(work: Work, input: DeploymentRequest): Nothing {
  const { tables } = work;
  const { id } = requireDeployment(work, input);
  for (const stage of rowsBelow(tables, table.stages, prefixOf(input.restApiId)))
    if (stage.deploymentId === id || stage.canarySettings?.deploymentId === id)
      throw badRequest("Active stages pointing to this deployment must be moved or deleted");
  tables.delete(table.deployments, keyOf(input.restApiId, id));
  tables.delete(table.snapshots, keyOf(input.restApiId, id));
  return nothing;
}
