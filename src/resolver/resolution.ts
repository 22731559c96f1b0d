// From a task that ended to the value that its client gets; and the remembering of failures (RFC 9520 §3.2).
// What ended by the question's own limits is not remembered: that says nothing about the name.

import { leastTtl, type RRset } from "../dns/rrset.ts";
import type { Question, Resolution } from "./question.ts";
import type { Task } from "./task.ts";
import type { World } from "./world.ts";
import { Rcode } from "../dns/codes.ts";
import { besideAnswer, nothingBeside } from "./beside-answer.ts";

/**
 * Ends a task: what failed is remembered. When limits ended it, that is true of a client's question, which would end so
 * again, but of no other name on the way.
 */
export function resolutionOf(task: Task, world: World): Resolution {
  const outcome = task.outcome!;
  const nowMs = world.clock.nowMs();
  const { name, type } = task.question;
  let { ttlSeconds } = outcome;
  if (outcome.cause === "failure" && ttlSeconds === 0) {
    ttlSeconds = world.failures.add(task.sought, "failure", outcome.notes, nowMs);
    if (task.sought !== task.question) world.failures.add(task.question, "failure", outcome.notes, nowMs);
  }
  if (outcome.cause === "budget" && task.parent === null) {
    ttlSeconds = world.failures.add(task.question, "failure", outcome.notes, nowMs);
  }
  if (outcome.cause === "bogus" && ttlSeconds === 0) {
    ttlSeconds = world.failures.add(task.question, "bogus", outcome.notes, nowMs);
  }
  const isAnswered = outcome.cause === "answer";
  const answer = isAnswered ? task.answer : [];
  const count = answer.reduce((sum, { rdatas }) => sum + rdatas.length, 0);
  task.trace?.note("answer.done", {
    name,
    type,
    rcode: outcome.rcode,
    count,
    queries: task.queries,
    elapsed: nowMs - task.startedMs,
  });
  const isFull = !world.settings.minimalResponses && task.parent === null && outcome.cause === "answer";
  const beside = isFull ? besideAnswer(task, world) : nothingBeside;
  const isPositive = outcome.rcode === Rcode.NOERROR && outcome.authority.length === 0 && answer.length > 0;
  return {
    question: task.question,
    rcode: outcome.rcode,
    answer,
    authority: [...outcome.authority, ...(isAnswered ? proofsOf(task, outcome.authority) : []), ...beside.authority],
    additional: beside.additional,
    security: task.security,
    extendedErrors: outcome.notes,
    ttlSeconds: Math.min(
      leastTtl(answer),
      leastTtl(beside.authority),
      isPositive ? Number.POSITIVE_INFINITY : ttlSeconds,
    ),
    stale: false,
    upstreamQueries: task.budget.queries,
  };
}

/** What proves that wildcards were right to stand in, each set once, and none that is there already (RFC 4035 §3.1.3.3). */
function proofsOf({ claims }: Task, there: readonly RRset[]): RRset[] {
  const keyOf = ({ owner, type }: RRset): string => `${owner.key}/${type}`;
  const proofs = claims.flatMap((claim) => claim.proofs);
  const sets = new Map(proofs.map((set) => [keyOf(set), set]));
  for (const set of there) sets.delete(keyOf(set));
  return [...sets.values()];
}

/** A resolution made of expired data. */
export function staleResolution(
  question: Question,
  parts: Pick<Resolution, "rcode" | "answer" | "authority" | "extendedErrors" | "upstreamQueries">,
): Resolution {
  return { question, ...parts, additional: [], security: "unchecked", ttlSeconds: 0, stale: true };
}
