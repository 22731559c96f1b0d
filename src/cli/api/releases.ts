// What `signpost api` does with deployments: makes one for a stage, or for a canary of it; makes the canary the stage; leads a
// stage back to an earlier one. Each is one or two calls of the control API, as AWS's console makes them (AWS guide:
// canary-release, how-to-deploy-api).

import type { Deployment, Stage } from "../../gateway/model/shapes.ts";
import { Failure } from "../program.ts";
import { type Desk, stageOf } from "./control.ts";

export interface Release {
  readonly api: string;
  readonly stage: string;
  readonly deployment: string;
  /** Percent of the stage's traffic; null: all of it. */
  readonly canary: number | null;
  readonly description: string | null;
}

export interface DeployWish {
  readonly stage: string;
  readonly description: string | undefined;
  readonly canary: number | null;
}

/** Deploys the working copy. */
export async function deploy({ api, ask }: Desk, { stage, description, canary }: DeployWish): Promise<Release> {
  const deployment = await ask<Deployment>("POST", "/deployments", {
    stageName: stage,
    ...(description !== undefined && { description }),
    ...(canary !== null && { canarySettings: { percentTraffic: canary } }),
  });
  return { api: api.name, stage, deployment: deployment.id, canary, description: description ?? null };
}

/** The canary's deployment and variables become the stage's, and there is no canary any more. */
export async function promote(desk: Desk, stageName: string): Promise<Release> {
  const { api, ask } = desk;
  const { canary } = stageOf(desk, stageName);
  if (canary === null) throw new Failure(1, `${api.name} ${stageName} has no canary to promote.`);
  const stage = await ask<Stage>("PATCH", stagePath(stageName), {
    patchOperations: [
      { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
      { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
      { op: "remove", path: "/canarySettings" },
    ],
  });
  return { api: api.name, stage: stageName, deployment: stage.deploymentId, canary: null, description: null };
}

/** Leads the stage to `wanted`, by default to the deployment that was made before its own. */
export async function rollBack(desk: Desk, stageName: string, wanted: string | undefined): Promise<Release> {
  const { api, ask, all } = desk;
  const { deploymentId } = stageOf(desk, stageName);
  const deployments = await all<Deployment>("/deployments");
  const target =
    wanted === undefined ? before(deployments, deploymentId, desk.api.name) : named(deployments, wanted, api.name);
  const stage = await ask<Stage>("PATCH", stagePath(stageName), {
    patchOperations: [{ op: "replace", path: "/deploymentId", value: target.id }],
  });
  const description = target.description ?? null;
  return { api: api.name, stage: stageName, deployment: stage.deploymentId, canary: null, description };
}

function before(deployments: readonly Deployment[], current: string, api: string): Deployment {
  const now = deployments.find(({ id }) => id === current);
  const older = deployments.filter(({ createdDate }) => now !== undefined && createdDate < now.createdDate);
  const newest = Math.max(...older.map(({ createdDate }) => createdDate));
  const found = older.filter(({ createdDate }) => createdDate === newest);
  const rivals = deployments.filter(({ id, createdDate }) => id !== current && createdDate === now?.createdDate);
  if (found.length === 1 && rivals.length === 0) return found[0];
  if (found.length === 0 && rivals.length === 0) throw new Failure(1, `${api} has no deployment before ${current}.`);
  // Times are told in whole seconds, and ids in no order.
  const ids = [...rivals, ...found].map(({ id }) => id).join(", ");
  throw new Failure(1, `Which deployment came before ${current} is not to be told, name one of ${ids}.`);
}

function named(deployments: readonly Deployment[], wanted: string, api: string): Deployment {
  const found = deployments.find(({ id }) => id === wanted);
  if (found !== undefined) return found;
  throw new Failure(1, `${api} has no deployment ${wanted}: it has ${deployments.map(({ id }) => id).join(", ")}.`);
}

function stagePath(stageName: string): string {
  return `/stages/${encodeURIComponent(stageName)}`;
}
