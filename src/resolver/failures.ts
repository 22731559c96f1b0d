// Failures that are remembered, so that a broken zone is not asked again for every client (RFC 9520 §3.2): five seconds
// at first, twice as long each time that it fails again, five minutes at most. They stand apart from the record cache,
// where they would push out expired data that can still be given (RFC 8767).

import type { ExtendedErrorNote, Question } from "./question.ts";
import { maxDelegations } from "../base/limits.ts";
import { BoundedMap } from "../base/bounded-map.ts";
import { questionKey } from "./question.ts";

const firstSeconds = 5;
const maxSeconds = 300;

/** "bogus": it failed for its signatures, and only for whoever wants them checked. */
export type FailureCause = "failure" | "bogus";

interface Failure {
  readonly cause: FailureCause;
  readonly untilMs: number;
  readonly seconds: number;
  readonly notes: readonly ExtendedErrorNote[];
}

export class FailureMemory {
  readonly #failures = new BoundedMap<Failure>(maxDelegations);

  /** What is remembered of a question that failed not long ago, or null. */
  find(
    question: Question,
    nowMs: number,
  ): { readonly notes: readonly ExtendedErrorNote[]; readonly cause: FailureCause; readonly leftMs: number } | null {
    const failure = this.#failures.peek(questionKey(question));
    return failure === undefined || failure.untilMs <= nowMs
      ? null
      : { notes: failure.notes, cause: failure.cause, leftMs: failure.untilMs - nowMs };
  }

  /** Remembers a failure; returns for how many seconds. */
  add(question: Question, cause: FailureCause, notes: readonly ExtendedErrorNote[], nowMs: number): number {
    const key = questionKey(question);
    const last = this.#failures.peek(key);
    const again = last !== undefined && nowMs < last.untilMs + last.seconds * 1000;
    const seconds = again ? Math.min(maxSeconds, last.seconds * 2) : firstSeconds;
    this.#failures.set(key, { untilMs: nowMs + seconds * 1000, seconds, cause, notes });
    return seconds;
  }

  forget(question: Question): void {
    this.#failures.delete(questionKey(question));
  }

  clear(): void {
    this.#failures.clear();
  }
}
