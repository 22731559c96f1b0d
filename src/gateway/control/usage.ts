// GetUsage and UpdateUsage: what keys of a plan have used, day by day, and what was left at each day's end (AWS API reference:
// Usage). Setting what is left is an extension of the present period. Read next: ./usage-periods.ts, ./usage-book.ts.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { UsagePlan } from "../model/access.ts";
import type { StringMap } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import type { Work } from "./context.ts";
import { badRequest, notFound } from "./faults.ts";
import { listRows, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { readWhole } from "./patch-rows.ts";
import { getRow } from "./rows.ts";
import { table } from "./table-names.ts";
import { dayOf, printDay, readDay } from "./usage-periods.ts";
import type { PlanKeyRow, UsagePlanKeyRequest } from "./usage-plan-keys.ts";
import { requirePlan, type UsagePlanRequest } from "./usage-plan-rows.ts";
import { balanceOn, putUsage, remainingOn, usageOn } from "./usage-rows.ts";

export interface GetUsageRequest extends UsagePlanRequest, PageRequest {
  readonly keyId?: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
}

/** Used, and left. */
type DayOfUsage = readonly [used: number, remaining: number];

export interface Usage {
  readonly usagePlanId: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly position?: string;
  readonly items: StringMap<readonly DayOfUsage[]>;
}

const mostDays = 90;
/** What is left where nothing bounds it. */
const unbounded = 2 ** 31 - 1;

export function getUsage(work: Work, input: GetUsageRequest): Usage {
  const plan = requirePlan(work, input.usagePlanId);
  const first = readDay(input.startDate);
  const last = readDay(input.endDate);
  if (first === null || last === null) throw badRequest("Invalid date specified. Dates must be of the form YYYY-MM-DD");
  if (last < first) throw badRequest("Usage start date must not be after the end date");
  if (last - first >= mostDays) throw badRequest(`Usage can be asked for ${mostDays} days at most`);
  const { keyId } = input;
  const page = listRows(
    {
      tables: work.tables,
      table: table.planKeys,
      prefix: prefixOf(plan.id),
      filter: ({ id }) => keyId === undefined || id === keyId,
    },
    input,
    (row) => [row.id, daysOf(work, plan, row, { first, last })],
  );
  return {
    usagePlanId: plan.id,
    startDate: input.startDate,
    endDate: input.endDate,
    ...(page.position !== undefined && { position: page.position }),
    items: Object.fromEntries(page.items),
  };
}

function daysOf(
  { tables }: Work,
  { id: planId, quota }: UsagePlan,
  { id: keyId, sinceMs }: PlanKeyRow,
  { first, last }: { readonly first: number; readonly last: number },
): readonly DayOfUsage[] {
  const of = { planId, keyId };
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const day = first + at;
    const remaining =
      quota === undefined ? unbounded : remainingOn(tables, of, { quota, day, sinceDay: dayOf(sinceMs) });
    return [usageOn(tables, of, day).used, remaining];
  });
}

interface Remaining {
  readonly remaining: number;
}

const usagePatches: PatchTable<Remaining> = {
  wording: "listed",
  rows: [
    {
      path: "/remaining",
      ops: ["replace"],
      apply(draft, { value }) {
        draft.remaining = readWhole(value, { least: 0, most: unbounded, fault: "Invalid remaining quota specified" });
      },
    },
  ],
};

export function updateUsage(work: Work, input: UsagePlanKeyRequest & PatchRequest): Usage {
  checkOperations(new Constraints(), "updateUsageInput", input).hold();
  const { tables, context, effects } = work;
  const { usagePlanId: planId, keyId } = input;
  const { quota } = requirePlan(work, planId);
  const row = getRow(tables, table.planKeys, keyOf(planId, keyId));
  if (row === null) throw notFound("apiKey");
  if (quota === undefined) throw badRequest(`Usage Plan ${planId} has no quota that could be extended`);
  const of = { planId, keyId };
  const day = dayOf(context.nowMs);
  const at = { quota, day, sinceDay: dayOf(row.sinceMs) };
  const before = remainingOn(tables, of, at);
  const { remaining } = patched(usagePatches, { remaining: before }, input.patchOperations);
  const today = usageOn(tables, of, day);
  if (remaining !== before) {
    putUsage(tables, of, day, { ...today, granted: today.granted + remaining - balanceOn(tables, of, at) });
    effects.push({ kind: "usage-set", planId, keyId });
  }
  const date = printDay(day);
  return { usagePlanId: planId, startDate: date, endDate: date, items: { [keyId]: [[today.used, remaining]] } };
}
