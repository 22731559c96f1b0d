// How a trace ends: the answer, what it cost, and what the resolver would tell about it. One line of JSON after the last
// event, told from them by its field `answer`. Records stand in it as zone text (./record-text.ts).

import { maxQueriesPerQuestion } from "../base/limits.ts";
import { codeName, Rcode } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import { eventOf } from "./event.ts";
import type { TraceEvent } from "./event.ts";
import { recordTexts } from "./record-text.ts";

export interface TracedAnswer {
  readonly name: string;
  readonly type: string;
  readonly rcode: string;
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
  /** "secure", "insecure", "bogus", "indeterminate" or "unchecked" (RFC 4035 §4.3). */
  readonly security: string;
  /** Expired, and given because nobody could be reached (RFC 8767). */
  readonly stale: boolean;
  /** Seconds for which it may be given again. */
  readonly ttlSeconds: number;
  /** Queries that were sent for it; 0 when all of it was known. */
  readonly upstreamQueries: number;
  /** Queries that it could have cost before it was given up. */
  readonly queryLimit: number;
  /** Extended DNS Errors (RFC 8914). */
  readonly extendedErrors: readonly { readonly code: number; readonly text: string }[];
}

export interface TraceEnding {
  readonly trace: string;
  /** Milliseconds that the whole took. */
  readonly ms: number;
  /** Steps that happened after the trace was full. */
  readonly droppedSteps: number;
  readonly answer: TracedAnswer;
}

/** A trace that is over. */
export interface FinishedTrace {
  readonly events: readonly TraceEvent[];
  readonly ending: TraceEnding;
}

/** A trace as lines of JSON (application/x-ndjson): its events, then its ending. */
export function composeTrace({ events, ending }: FinishedTrace): string {
  return [...events, ending].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** What became of a question, as src/resolver/question.ts has it. */
export interface Resolved {
  readonly question: { readonly name: Name; readonly type: number };
  readonly rcode: number;
  readonly answer: readonly RRset[];
  readonly authority: readonly RRset[];
  readonly additional: readonly RRset[];
  readonly security: string;
  readonly extendedErrors: readonly { readonly code: number; readonly text: string }[];
  readonly ttlSeconds: number;
  readonly stale: boolean;
  readonly upstreamQueries: number;
}

export function tracedAnswer(resolved: Resolved): TracedAnswer {
  const { question, rcode, answer, authority, additional } = resolved;
  const { security, stale, ttlSeconds, upstreamQueries, extendedErrors } = resolved;
  return {
    name: printName(question.name.wire),
    type: typeName(question.type),
    rcode: codeName(Rcode, rcode, "RCODE"),
    answer: recordTexts(answer),
    authority: recordTexts(authority),
    additional: recordTexts(additional),
    security,
    stale,
    ttlSeconds,
    upstreamQueries,
    queryLimit: maxQueriesPerQuestion,
    extendedErrors,
  };
}

/** The trace that lines of JSON are, or the sentence that says what is wrong with them, and where. */
export function traceOf(text: string): FinishedTrace | string {
  const lines = text.split("\n").filter((line) => line !== "");
  const events: TraceEvent[] = [];
  for (const [i, line] of lines.entries()) {
    const value = parsed(line);
    const read = i === lines.length - 1 ? endingOf(value) : eventOf(value);
    if (typeof read === "string") return `line ${i + 1}: ${read}`;
    if ("answer" in read) return { events, ending: read };
    events.push(read);
  }
  return "it is empty";
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The ending that a parsed line of JSON is, or the sentence that says what is wrong with it. */
function endingOf(value: unknown): TraceEnding | string {
  const given = value as Partial<TraceEnding> | null;
  if (typeof given?.trace !== "string" || typeof given.ms !== "number") return "a trace's last line has trace and ms";
  const { answer } = given;
  if (typeof answer?.name !== "string" || typeof answer.type !== "string" || typeof answer.rcode !== "string")
    return `a trace's last line has an "answer" with name, type and rcode`;
  if (![answer.answer, answer.authority, answer.additional, answer.extendedErrors].every(Array.isArray))
    return "an answer has the lists answer, authority, additional and extendedErrors";
  return given as TraceEnding;
}
