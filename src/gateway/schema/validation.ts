// One validation under way: the messages so far, and what may still be spent. Alternatives (anyOf, oneOf, not, allOf) are
// tried in a report of their own, of which only the outcome counts.

import { maxSchemaChecks, maxSchemaDepth, maxValidationErrors } from "../../base/limits.ts";
import type { JsonValue } from "../json/value.ts";

export type Check = (instance: JsonValue, validation: Validation) => void;

interface Budget {
  checksLeft: number;
  depth: number;
  /** What it broke, once it has. No outcome counts then, as an alternative may have failed for that alone. */
  broken: string | null;
}

export class Validation {
  readonly messages: string[] = [];
  readonly #budget: Budget;

  constructor(budget: Budget = { checksLeft: maxSchemaChecks, depth: 0, broken: null }) {
    this.#budget = budget;
  }

  get failed(): boolean {
    return this.messages.length > 0;
  }

  get broken(): string | null {
    return this.#budget.broken;
  }

  fail(message: string): void {
    if (this.messages.length < maxValidationErrors) this.messages.push(message);
  }

  /** Runs the checks of one schema. */
  enter(checks: () => void): void {
    const budget = this.#budget;
    if (budget.depth >= maxSchemaDepth) budget.broken ??= "the instance is nested too deep to be validated";
    else if (--budget.checksLeft < 0) budget.broken ??= "the instance takes too many checks to be validated";
    else {
      budget.depth++;
      checks();
      budget.depth--;
    }
  }

  /** Whether the instance passes, whatever is wrong with it otherwise. */
  passes(check: Check, instance: JsonValue): boolean {
    const attempt = new Validation(this.#budget);
    check(instance, attempt);
    return !attempt.failed;
  }
}
