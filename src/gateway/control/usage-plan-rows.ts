// Usage plans as they are stored, under their owner; an index leads from a plan's id alone to its owner, for the data plane
// counts by plan and key and knows no accounts.

import { keyOf, type Tables } from "../../base/tables.ts";
import type { UsagePlan } from "../model/access.ts";
import type { Work } from "./context.ts";
import { notFound } from "./faults.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface UsagePlanRequest {
  readonly usagePlanId: string;
}

export function findPlan({ tables, context }: Work, id: string): UsagePlan | null {
  return getRow(tables, table.usagePlans, keyOf(context.account, context.region, id));
}

export function requirePlan(work: Work, id: string): UsagePlan {
  const plan = findPlan(work, id);
  if (plan === null) throw notFound("usagePlan");
  return plan;
}

export function putPlan({ tables, context, effects }: Work, plan: UsagePlan): void {
  const { account, region } = context;
  putRow(tables, table.usagePlans, keyOf(account, region, plan.id), plan);
  tables.put(table.usagePlanOwners, plan.id, keyOf(account, region));
  effects.push({ kind: "access-changed" });
}

/** A plan of any account. */
export function planById(tables: Tables, id: string): UsagePlan | null {
  const owner = tables.get(table.usagePlanOwners, id);
  return owner === null ? null : getRow(tables, table.usagePlans, keyOf(owner, id));
}
