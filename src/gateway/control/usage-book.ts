// The port between the data plane, which counts requests in memory, and the table of usage: it loads what is left of a key's
// quota when the key is first seen, and gives the counts back in one transaction a second or so. A process that is killed
// loses what it had not given back, a second's traffic. Read next: ./quota-meter.ts, which does this with a clock.

import { keyOf, type Tables } from "../../base/tables.ts";
import { getRow } from "./rows.ts";
import { table } from "./table-names.ts";
import { dayMs, dayOf, periodEnd } from "./usage-periods.ts";
import type { PlanKeyRow } from "./usage-plan-keys.ts";
import { planById } from "./usage-plan-rows.ts";
import { putUsage, remainingOn, usageOn } from "./usage-rows.ts";

/** What a key may still use, until when. */
export interface Allowance {
  /** Requests; Infinity without a quota. */
  readonly remaining: number;
  /** When the period is over, in milliseconds since 1970-01-01 UTC; of a plan without a quota, when the day is. */
  readonly untilMs: number;
}

export interface UsedRequests {
  readonly planId: string;
  readonly keyId: string;
  /** The day, in days since 1970-01-01 UTC. */
  readonly day: number;
  readonly count: number;
}

export interface UsageBook {
  /** null: the plan or the key is not there, or the key is not in the plan. */
  load(planId: string, keyId: string, nowMs: number): Allowance | null;
  /** Adds what was used. What belongs to a plan or key that has gone is dropped. */
  flush(used: readonly UsedRequests[]): void;
}

export function usageBook(tables: Tables): UsageBook {
  const planKey = (planId: string, keyId: string): PlanKeyRow | null =>
    getRow(tables, table.planKeys, keyOf(planId, keyId));
  return {
    load(planId, keyId, nowMs) {
      const plan = planById(tables, planId);
      const row = planKey(planId, keyId);
      if (plan === null || row === null) return null;
      const day = dayOf(nowMs);
      const { quota } = plan;
      if (quota === undefined) return { remaining: Infinity, untilMs: (day + 1) * dayMs };
      const remaining = remainingOn(tables, { planId, keyId }, { quota, day, sinceDay: dayOf(row.sinceMs) });
      return { remaining, untilMs: periodEnd(quota.period, day) * dayMs };
    },
    flush(used) {
      if (used.length === 0) return;
      tables.transaction(() => {
        for (const { planId, keyId, day, count } of used) {
          if (planKey(planId, keyId) === null) continue;
          const before = usageOn(tables, { planId, keyId }, day);
          putUsage(tables, { planId, keyId }, day, { ...before, used: before.used + count });
        }
      });
    },
  };
}
