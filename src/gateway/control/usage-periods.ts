// The arithmetic of quotas: days, the periods that they fall into, and what is left of a limit (AWS guide: api-gateway-api-usage-
// plans). Periods are calendar periods in UTC: days from midnight, weeks from Sunday, months from the first. The offset is
// taken off the first period, the one in which the key came into the plan. Pure: no clock, no tables.

import type { QuotaSettings } from "../model/access.ts";

export const dayMs = 86_400_000;

/** Days since 1970-01-01 UTC. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** As `YYYY-MM-DD`. */
export function printDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** null for what is no date of the calendar. */
export function readDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(timeMs)) return null;
  const day = dayOf(timeMs);
  return printDay(day) === text ? day : null;
}

/** The first day of the period that a day lies in. */
export function periodStart(period: QuotaSettings["period"], day: number): number {
  switch (period) {
    case "DAY":
      return day;
    case "WEEK":
      // 1970-01-01 was a Thursday, four days after a Sunday.
      return day - ((day + 4) % 7);
    case "MONTH":
      return day - (new Date(day * dayMs).getUTCDate() - 1);
  }
}

/** The first day of the next period. */
export function periodEnd(period: QuotaSettings["period"], day: number): number {
  const start = periodStart(period, day);
  if (period === "DAY") return start + 1;
  if (period === "WEEK") return start + 7;
  const first = new Date(start * dayMs);
  return dayOf(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
}

/** What a key may use in the period that a day lies in, before anybody extended it. */
export function limitOf(quota: QuotaSettings, day: number, sinceDay: number): number {
  const isFirst = periodStart(quota.period, day) === periodStart(quota.period, sinceDay);
  return Math.max(0, quota.limit - (isFirst ? quota.offset : 0));
}
