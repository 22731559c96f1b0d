// Takes the steps of one question down, as events in the order of time. Nested work is a branch: it knows the event that
// began it, so a telling can put it there, however much of it went on at the same time.
// Invariant: a trace is bounded (`maxTraceEvents`, `maxTracedMessageOctets`); steps that come after are counted, and said.

import type { Clock } from "../base/clock.ts";
import { base64, encodeDigits } from "../base/encodings.ts";
import { maxTracedMessageOctets, maxTraceEvents } from "../base/limits.ts";
import { drawText, type Random } from "../base/random.ts";
import type { FinishedTrace, TracedAnswer, TraceEnding } from "./ending.ts";
import { roundedMs, saidOperands, sentenceParts } from "./event.ts";
import type { TraceEvent } from "./event.ts";
import type { Step } from "./step.ts";
import { allSteps } from "./steps.ts";
import type { Operands, StepId, Trace } from "./steps.ts";

/** Twelve of 32 letters are 60 bits: nobody finds another's trace by asking for ids. No letter looks like a digit. */
const idLetters = "0123456789abcdefghjkmnpqrstvwxyz";
const idLength = 12;

export class Recorder implements Trace {
  readonly id: string;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #events: TraceEvent[] = [];
  readonly #root: Branch;
  #branches = 0;
  #dropped = 0;
  #messageOctets = 0;
  #ending: TraceEnding | null = null;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#startMs = clock.nowMs();
    this.id = drawText(random, idLetters, idLength);
    this.#root = new Branch(this, this.#branches++, 0, null);
  }

  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  /** null until `finish`. */
  get ending(): TraceEnding | null {
    return this.#ending;
  }

  note<Id extends StepId>(step: Id, operands: Operands<Id>, message?: Uint8Array): void {
    this.#root.note(step, operands, message);
  }

  nested(): Trace {
    return this.#root.nested();
  }

  /** The question is answered; what is noted later (a prefetch, say) is not kept. */
  finish(answer: TracedAnswer): FinishedTrace {
    const { id: trace } = this;
    this.#ending ??= { trace, ms: this.#sinceStart(), droppedSteps: this.#dropped, answer };
    return { events: this.#events, ending: this.#ending };
  }

  /** For the branches: keeps an event and returns its number, or -1 when the trace is full or over. */
  add(branch: Branch, id: StepId, operands: Readonly<Record<string, unknown>>, message?: Uint8Array): number {
    if (this.#ending !== null) return -1;
    if (this.#events.length === maxTraceEvents - 1) this.#keep(branch, "trace.full", { count: maxTraceEvents });
    if (this.#events.length < maxTraceEvents) return this.#keep(branch, id, operands, message);
    this.#dropped++;
    return -1;
  }

  /** For the branches: one that begins after the last event of `from`. */
  branch(from: Branch): Branch {
    return new Branch(this, this.#branches++, from.depth + 1, from.last);
  }

  #keep(branch: Branch, id: StepId, operands: Readonly<Record<string, unknown>>, message?: Uint8Array): number {
    const step: Step = allSteps[id];
    const said = saidOperands(step, operands);
    const seq = this.#events.length;
    this.#events.push({
      trace: this.id,
      seq,
      ms: this.#sinceStart(),
      branch: branch.number,
      depth: branch.depth,
      parent: branch.parent,
      step: id,
      act: step.act ?? "decide",
      rfc: step.rfc,
      sentence: sentenceParts(step, said)
        .map(({ text }) => text)
        .join(""),
      operands: said,
      ...(step.extendedError === undefined ? {} : { ede: step.extendedError }),
      ...this.#kept(message),
    });
    return seq;
  }

  /** A message as long as there is room for it; without it a step says what it says all the same. */
  #kept(message: Uint8Array | undefined): Pick<TraceEvent, "message"> {
    if (message === undefined || this.#messageOctets + message.length > maxTracedMessageOctets) return {};
    this.#messageOctets += message.length;
    return { message: encodeDigits(base64, message, 0, message.length) };
  }

  #sinceStart(): number {
    return roundedMs(this.#clock.nowMs() - this.#startMs);
  }
}

class Branch implements Trace {
  readonly #recorder: Recorder;
  readonly number: number;
  readonly depth: number;
  readonly parent: number | null;
  /** The branch's newest event; its parent's while there is none, so that what it begins hangs where it does. */
  last: number | null;

  constructor(recorder: Recorder, number: number, depth: number, parent: number | null) {
    this.#recorder = recorder;
    this.number = number;
    this.depth = depth;
    this.parent = parent;
    this.last = parent;
  }

  note<Id extends StepId>(step: Id, operands: Operands<Id>, message?: Uint8Array): void {
    const seq = this.#recorder.add(this, step, operands, message);
    if (seq >= 0) this.last = seq;
  }

  nested(): Trace {
    return this.#recorder.branch(this);
  }
}
