// What keys have used: a row a plan, key and day, so that every period is a sum of its days, whatever the plan's period is or
// was. A row also holds what somebody granted (UpdateUsage) on that day, which counts for the rest of its period.

import { keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import type { QuotaSettings } from "../model/access.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";
import { limitOf, periodStart, printDay } from "./usage-periods.ts";

export interface UsageRow {
  /** Requests of this day. */
  readonly used: number;
  /** Requests that the period's limit is higher by, or lower when negative. */
  readonly granted: number;
}

export interface UsageOf {
  readonly planId: string;
  readonly keyId: string;
}

export function usageOn(tables: Tables, { planId, keyId }: UsageOf, day: number): UsageRow {
  return getRow(tables, table.usage, keyOf(planId, keyId, printDay(day))) ?? { used: 0, granted: 0 };
}

export function putUsage(tables: Tables, { planId, keyId }: UsageOf, day: number, row: UsageRow): void {
  putRow(tables, table.usage, keyOf(planId, keyId, printDay(day)), row);
}

/** Of the period that `day` lies in, from its first day to `day` itself. */
function usageInPeriod(tables: Tables, of: UsageOf, quota: QuotaSettings, day: number): UsageRow {
  const prefix = prefixOf(of.planId, of.keyId);
  const first = printDay(periodStart(quota.period, day));
  const last = printDay(day);
  let used = 0;
  let granted = 0;
  for (const [key, text] of tables.scan(table.usage, { prefix, from: prefix + first })) {
    if (key.slice(prefix.length) > last) break;
    const row = JSON.parse(text) as UsageRow;
    used += row.used;
    granted += row.granted;
  }
  return { used, granted };
}

export interface QuotaDay {
  readonly quota: QuotaSettings;
  readonly day: number;
  /** When the key came into the plan. */
  readonly sinceDay: number;
}

/** The limit less what was used; negative when the limit was lowered since. */
export function balanceOn(tables: Tables, of: UsageOf, { quota, day, sinceDay }: QuotaDay): number {
  const { used, granted } = usageInPeriod(tables, of, quota, day);
  return limitOf(quota, day, sinceDay) + granted - used;
}

/** What is left at the end of a day; never less than nothing. */
export function remainingOn(tables: Tables, of: UsageOf, at: QuotaDay): number {
  return Math.max(0, balanceOn(tables, of, at));
}
