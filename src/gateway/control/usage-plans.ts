// Usage plans: which stages the plan's keys open, and how much of them (AWS API reference: UsagePlan). A plan with stages is not
// deleted. Stages are named `{apiId}:{stage}` in patches. Read next: ./usage-plan-patches.ts, ./usage-plan-keys.ts.

import { deleteBelow, keyOf, prefixOf } from "../../base/tables.ts";
import type { ApiStage, QuotaSettings, ThrottleSettings, UsagePlan } from "../model/access.ts";
import type { StringMap } from "../model/shapes.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, notFoundText } from "./faults.ts";
import { newLongId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, type PatchRequest } from "./patch.ts";
import { findApi } from "./rest-api-rows.ts";
import { keysBelow } from "./rows.ts";
import { findStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";
import { patchedPlan } from "./usage-plan-patches.ts";
import { putPlan, requirePlan, type UsagePlanRequest } from "./usage-plan-rows.ts";
import { refuseSharedStage } from "./usage-plan-keys.ts";

export interface CreateUsagePlanRequest {
  readonly name: string;
  readonly description?: string | undefined;
  readonly apiStages?: readonly Partial<ApiStage>[] | undefined;
  readonly throttle?: Partial<ThrottleSettings> | undefined;
  readonly quota?: Partial<QuotaSettings> | undefined;
  readonly tags?: StringMap<string> | undefined;
}

export function createUsagePlan(work: Work, input: CreateUsagePlanRequest): UsagePlan {
  new Constraints()
    .present("createUsagePlanInput.name", input.name)
    .oneOf("createUsagePlanInput.quota.period", input.quota?.period, enums.quotaPeriod)
    .hold();
  if (input.name === "") throw badRequest("Usage Plan name cannot be blank");
  checkTags(input.tags);
  const id = newLongId(work.context.random);
  const { description = "", throttle, quota, tags = {} } = input;
  const plan: UsagePlan = {
    id,
    name: input.name,
    ...(description !== "" && { description }),
    apiStages: (input.apiStages ?? []).map(({ apiId = "", stage = "", throttle }) => ({
      apiId,
      stage,
      ...(throttle !== undefined && { throttle }),
    })),
    ...(throttle !== undefined && {
      throttle: { burstLimit: throttle.burstLimit ?? 0, rateLimit: throttle.rateLimit ?? 0 },
    }),
    ...(quota !== undefined && {
      quota: { limit: quota.limit ?? 0, offset: quota.offset ?? 0, period: quota.period ?? "DAY" },
    }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  checkPlan(work, plan);
  putPlan(work, plan);
  return plan;
}

function checkPlan(work: Work, plan: UsagePlan): void {
  const { throttle, quota } = plan;
  for (const stage of plan.apiStages) {
    requirePlanStage(work, plan.id, stage);
    for (const limits of Object.values(stage.throttle ?? {})) checkThrottle(limits);
  }
  const names = plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`);
  if (new Set(names).size < names.length) throw badRequest("An API Stage can be in a usage plan only once.");
  if (throttle !== undefined) checkThrottle(throttle);
  if (quota === undefined) return;
  if (!(quota.limit >= 0)) throw badRequest("Usage Plan quota limit must be zero or more");
  if (!(quota.offset >= 0 && quota.offset <= quota.limit))
    throw badRequest("Usage Plan quota offset must be between 0 and the quota limit");
}

function checkThrottle({ rateLimit, burstLimit }: ThrottleSettings): void {
  if (!(rateLimit >= 0) || !(burstLimit >= 0))
    throw badRequest("Usage Plan throttle rate limit and burst limit must be zero or more");
}

function requirePlanStage(work: Work, planId: string, { apiId, stage }: ApiStage): void {
  if (apiId === "" || stage === "") throw badRequest("Invalid API Stage specified");
  if (findApi(work, apiId) === null || findStage(work.tables, apiId, stage) === null)
    throw notFoundText(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`);
}

export function getUsagePlan(work: Work, input: UsagePlanRequest): UsagePlan {
  const plan = requirePlan(work, input.usagePlanId);
  return { ...plan, tags: plan.tags ?? {} };
}

export function getUsagePlans(
  work: Work,
  input: PageRequest & { readonly keyId?: string | undefined },
): Page<UsagePlan> {
  const { tables, context } = work;
  const { keyId } = input;
  const ofKey = keyId === undefined ? null : new Set(keysBelow(tables, table.plansByKey, prefixOf(keyId)));
  return listRows(
    {
      tables,
      table: table.usagePlans,
      prefix: prefixOf(context.account, context.region),
      filter: ({ id }) => ofKey === null || ofKey.has(id),
    },
    input,
    (plan) => plan,
  );
}

export function updateUsagePlan(work: Work, input: UsagePlanRequest & PatchRequest): UsagePlan {
  checkOperations(new Constraints(), "updateUsagePlanInput", input).hold();
  const before = requirePlan(work, input.usagePlanId);
  const plan = patchedPlan(before, input.patchOperations ?? []);
  checkPlan(work, plan);
  for (const keyId of keysBelow(work.tables, table.planKeys, prefixOf(plan.id))) refuseSharedStage(work, plan, keyId);
  putPlan(work, plan);
  return { ...plan, tags: plan.tags ?? {} };
}

export function deleteUsagePlan(work: Work, input: UsagePlanRequest): Nothing {
  const { tables, context, effects } = work;
  const plan = requirePlan(work, input.usagePlanId);
  const [first] = plan.apiStages;
  if (first !== undefined)
    throw badRequest(
      `Cannot delete Usage Plan ${plan.id} because there are API Stages associated with it, including ${first.apiId}:${first.stage}`,
    );
  for (const keyId of keysBelow(tables, table.planKeys, prefixOf(plan.id)))
    tables.delete(table.plansByKey, keyOf(keyId, plan.id));
  deleteBelow(tables, table.planKeys, prefixOf(plan.id));
  deleteBelow(tables, table.usage, prefixOf(plan.id));
  tables.delete(table.usagePlans, keyOf(context.account, context.region, plan.id));
  tables.delete(table.usagePlanOwners, plan.id);
  effects.push({ kind: "access-changed" });
  return nothing;
}
