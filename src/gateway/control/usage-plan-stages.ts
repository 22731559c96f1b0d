// Stages of usage plans: which stages of which APIs a plan opens. What was deleted is taken out of every plan that has it, so
// that a plan never names a stage that is not there. Read next: ./usage-plans.ts.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { ApiStage } from "../model/access.ts";
import type { Work } from "./context.ts";
import { putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

export function dropApiFromPlans(work: Work, apiId: string): void {
  dropFromPlans(work, (stage) => stage.apiId === apiId);
}

export function dropStageFromPlans(work: Work, apiId: string, stageName: string): void {
  dropFromPlans(work, (stage) => stage.apiId === apiId && stage.stage === stageName);
}

function dropFromPlans(work: Work, isGone: (stage: ApiStage) => boolean): void {
  const { account, region } = work.context;
  const plans = [...rowsBelow(work.tables, table.usagePlans, prefixOf(account, region))];
  const changed = plans.filter((plan) => plan.apiStages.some(isGone));
  for (const plan of changed)
    putRow(work.tables, table.usagePlans, keyOf(account, region, plan.id), {
      ...plan,
      apiStages: plan.apiStages.filter((stage) => !isGone(stage)),
    });
  if (changed.length > 0) work.effects.push({ kind: "access-changed" });
}
