// Two traces told as one: what our own zones did, and what the resolver did with what they left to it. The second comes
// behind the first, under the first one's id; its events count on, and its branches keep apart from the first one's.

import { roundedMs, type TraceEvent } from "./event.ts";
import type { FinishedTrace, TracedAnswer } from "./ending.ts";

/** `startMs`: when the rest began, since the first event's trace did. */
export function joinTraces(
  { id, events }: { readonly id: string; readonly events: readonly TraceEvent[] },
  startMs: number,
  rest: FinishedTrace,
  answer: TracedAnswer,
): FinishedTrace {
  const branches = Math.max(0, ...events.map(({ branch }) => branch));
  const later = rest.events.map((event) => ({
    ...event,
    trace: id,
    seq: events.length + event.seq,
    ms: roundedMs(startMs + event.ms),
    branch: event.branch === 0 ? 0 : branches + event.branch,
    parent: event.parent === null ? null : events.length + event.parent,
  }));
  const { ms, droppedSteps } = rest.ending;
  return { events: [...events, ...later], ending: { trace: id, ms: roundedMs(startMs + ms), droppedSteps, answer } };
}
