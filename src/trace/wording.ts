// What every telling of a trace has in common, on a terminal and in a browser: a sign for the kind of act, the sentence in
// pieces, the order in which nested work is told, and a clause about the answer. docs/trace.md explains the signs.
// Invariant: a telling observes. It shows what events hold, and works nothing out again.

import type { TracedAnswer } from "./ending.ts";
import { sentenceParts } from "./event.ts";
import type { OperandValue, SentencePart, TraceEvent } from "./event.ts";
import type { Act } from "./step.ts";
import { findStep } from "./steps.ts";

export const signs: Readonly<Record<Act, string>> = {
  ask: "●",
  send: "→",
  hear: "←",
  reject: "⊘",
  cache: "◇",
  decide: "·",
  fail: "✗",
  answer: "✓",
};

/** An event in the order of telling. */
export interface ToldEvent {
  readonly event: TraceEvent;
  /** How far it is indented. */
  readonly depth: number;
  /** Whether a paragraph begins with it. */
  readonly opens: boolean;
}

/** The work that an event began stands behind it, told together, though it may have gone on at the same time as other work. */
export function inOrderOfTelling(events: readonly TraceEvent[]): ToldEvent[] {
  const branches = new Map<number, TraceEvent[]>();
  /** The branches below each event; null: those that begin with the trace. */
  const below = new Map<number | null, number[]>();
  for (const event of events) {
    const branch = branches.get(event.branch);
    if (branch !== undefined) {
      branch.push(event);
      continue;
    }
    branches.set(event.branch, [event]);
    const parent = event.branch === 0 ? null : event.parent;
    below.set(parent, [...(below.get(parent) ?? []), event.branch]);
  }
  const told: ToldEvent[] = [];
  const tellBelow = (parent: number | null, depth: number): void => {
    for (const branch of below.get(parent) ?? []) {
      (branches.get(branch) ?? []).forEach((event, i) => {
        told.push({ event, depth, opens: event.act === "ask" && i > 0 });
        tellBelow(event.seq, depth + 1);
      });
    }
  };
  tellBelow(null, 0);
  return told;
}

/** An answer that says that there is none is told as a failure. */
export function actOf({ act, operands }: TraceEvent): Act {
  const rcode = operands["rcode"];
  return act === "answer" && rcode !== undefined && !isAnswer(rcode) ? "fail" : act;
}

export function isAnswer(rcode: OperandValue): boolean {
  return rcode === "NOERROR" || rcode === "NXDOMAIN";
}

/** The sentence in pieces, by our own table where it knows the step, so that names and servers can be set off. */
export function partsOf(event: TraceEvent): SentencePart[] {
  const step = findStep(event.step);
  const known = step !== null && Object.keys(step.operands).every((key) => key in event.operands);
  const parts = known ? sentenceParts(step, event.operands) : [{ text: event.sentence, kind: null }];
  return parts.map(({ text, kind }) => ({ text: clean(text), kind }));
}

/** What the answer cost and how far it may be trusted: "after 12.5 ms, 4 of at most 100 queries sent, good for 300 s". */
export function aboutAnswer(
  { stale, security, ttlSeconds, upstreamQueries, queryLimit }: TracedAnswer,
  ms: number,
): string {
  const queries = upstreamQueries === 0 ? "no query sent" : `${upstreamQueries} of at most ${queryLimit} queries sent`;
  const parts = [`after ${ms.toFixed(1)} ms`, queries];
  if (ttlSeconds > 0) parts.push(`good for ${ttlSeconds} s`);
  if (stale) parts.push("stale");
  if (security !== "unchecked") parts.push(security);
  return parts.join(", ");
}

/** What came from afar may hold what a terminal takes for a command. */
export function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "?");
}
