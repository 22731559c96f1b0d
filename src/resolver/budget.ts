// What one client's question may cost, counted once for it and all its sub-questions, and never reset on the way: limits
// that hold for each part alone multiply (CAMP, USENIX Security 2024; CVE-2026-50045 is a budget that was reset).

import {
  maxOctetsPerQuestion,
  maxQueriesPerQuestion,
  maxResolutionMs,
  maxServerLookupsPerQuestion,
} from "../base/limits.ts";

export class Budget {
  queries = 0;
  octets = 0;
  /** Servers whose data turned out bogus: they are asked again only when nobody else is left. */
  readonly distrusted = new Set<string>();
  /** Lookups of name servers' addresses. */
  lookups = 0;
  readonly deadlineMs: number;

  constructor(nowMs: number) {
    this.deadlineMs = nowMs + maxResolutionMs;
  }

  /** Why nothing more may be sent, or null. */
  exhausted(nowMs: number): string | null {
    if (this.queries >= maxQueriesPerQuestion) return `${maxQueriesPerQuestion} queries were sent for it`;
    if (this.octets >= maxOctetsPerQuestion) return `${maxOctetsPerQuestion} octets came for it`;
    if (nowMs >= this.deadlineMs) return `it took ${maxResolutionMs / 1000} seconds`;
    return null;
  }

  get mayLookUp(): boolean {
    return this.lookups < maxServerLookupsPerQuestion;
  }
}
