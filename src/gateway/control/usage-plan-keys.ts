// Keys of usage plans: who is in which plan (AWS API reference: UsagePlanKey). A key may be in many plans, but for each stage in
// one only, so that what it may do there is never in doubt (AWS guide: api-gateway-api-usage-plans).

import type { UsagePlan } from "../model/access.ts";
import type { PlannedKey } from "../model/catalogue.ts";
import { deleteBelow, keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import { type ApiKeyRow, findKey, requireKey } from "./api-keys.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { findApiRow } from "./rest-api-rows.ts";
import { keysBelow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";
import { findPlan, planById, requirePlan, type UsagePlanRequest } from "./usage-plan-rows.ts";

export interface UsagePlanKey {
  readonly id: string;
  readonly type: "API_KEY";
  readonly value: string;
  readonly name?: string;
}

export interface PlanKeyRow {
  readonly id: string;
  /** When the key came into the plan: its first period begins then. */
  readonly sinceMs: number;
}

export interface UsagePlanKeyRequest extends UsagePlanRequest {
  readonly keyId: string;
}

function shown({ id, value, name }: ApiKeyRow): UsagePlanKey {
  return { id, type: "API_KEY", value, ...(name !== undefined && { name }) };
}

export function createUsagePlanKey(
  work: Work,
  input: UsagePlanKeyRequest & { readonly keyType: string },
): UsagePlanKey {
  const { tables, context, effects } = work;
  const { usagePlanId, keyId } = input;
  if (input.keyType !== "API_KEY") throw badRequest("Invalid key type specified. Valid options are API_KEY");
  const plan = requirePlan(work, usagePlanId);
  const key = requireKey(work, keyId);
  if (tables.get(table.planKeys, keyOf(plan.id, key.id)) !== null)
    throw conflict(`API Key ${key.id} is already associated with Usage Plan ${plan.id}`);
  refuseSharedStage(work, plan, key.id);
  putRow(tables, table.planKeys, keyOf(plan.id, key.id), { id: key.id, sinceMs: context.nowMs });
  tables.put(table.plansByKey, keyOf(key.id, plan.id), "");
  effects.push({ kind: "access-changed" });
  return shown(key);
}

/** Throws when another plan of the key has a stage of this one. */
export function refuseSharedStage(work: Work, plan: UsagePlan, keyId: string): void {
  const stages = new Set(plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`));
  for (const otherId of keysBelow(work.tables, table.plansByKey, prefixOf(keyId))) {
    if (otherId === plan.id) continue;
    const shared = findPlan(work, otherId)?.apiStages.find(({ apiId, stage }) => stages.has(`${apiId}:${stage}`));
    if (shared !== undefined)
      throw conflict(
        `API Key ${keyId} cannot be in Usage Plans ${otherId} and ${plan.id}, because both have the API Stage ${shared.apiId}:${shared.stage}`,
      );
  }
}

export function getUsagePlanKey(work: Work, input: UsagePlanKeyRequest): UsagePlanKey {
  requirePlanKey(work, input);
  return shown(requireKey(work, input.keyId));
}

function requirePlanKey(work: Work, { usagePlanId, keyId }: UsagePlanKeyRequest): void {
  requirePlan(work, usagePlanId);
  if (work.tables.get(table.planKeys, keyOf(usagePlanId, keyId)) === null) throw notFound("apiKey");
}

export function getUsagePlanKeys(
  work: Work,
  input: UsagePlanRequest & PageRequest & { readonly nameQuery?: string | undefined },
): Page<UsagePlanKey> {
  // A plan that is not there has no keys (recorded).
  if (findPlan(work, input.usagePlanId) === null) return { items: [] };
  const { nameQuery = "" } = input;
  return listRows(
    {
      tables: work.tables,
      table: table.planKeys,
      prefix: prefixOf(input.usagePlanId),
      filter: ({ id }) => (findKey(work, id)?.name ?? "").startsWith(nameQuery),
    },
    input,
    ({ id }) => shown(requireKey(work, id)),
  );
}

export function deleteUsagePlanKey(work: Work, input: UsagePlanKeyRequest): Nothing {
  requirePlanKey(work, input);
  const { usagePlanId, keyId } = input;
  work.tables.delete(table.planKeys, keyOf(usagePlanId, keyId));
  work.tables.delete(table.plansByKey, keyOf(keyId, usagePlanId));
  deleteBelow(work.tables, table.usage, prefixOf(usagePlanId, keyId));
  work.effects.push({ kind: "access-changed" });
  return nothing;
}

/** For the engine: the key of a value, and the plan that has both it and the stage. */
export function plannedKey(tables: Tables, value: string, apiId: string, stageName: string): PlannedKey | null {
  const owner = findApiRow(tables, apiId);
  if (owner === null) return null;
  const keyId = tables.get(table.apiKeyValues, keyOf(owner.account, owner.region, value));
  const key = keyId === null ? null : findKey({ tables, context: owner }, keyId);
  if (key === null) return null;
  for (const planId of keysBelow(tables, table.plansByKey, prefixOf(key.id))) {
    const plan = planById(tables, planId);
    if (plan?.apiStages.some((stage) => stage.apiId === apiId && stage.stage === stageName) === true)
      return { key: { name: "", ...key }, plan };
  }
  return null;
}
