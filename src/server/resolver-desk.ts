// The desk of the resolver's thread: workers' questions come in by their lines, go to the resolver, and come back as ready
// replies, which also go into the answer table that all workers read.
// A question that wants to be traced is resolved anew, its steps kept under an id that the reply names.
// Invariant: each question with a token gets exactly one answer, whatever becomes of it.

import { Purpose, traceOption } from "../authority/recursion.ts";
import type { Clock } from "../base/clock.ts";
import { maxWaitingPerClient } from "../base/limits.ts";
import { latin1, OctetWriter } from "../base/octets.ts";
import type { Random } from "../base/random.ts";
import { EdnsOption, ExtendedError, Rcode } from "../dns/codes.ts";
import type { AnswerTable } from "../resolver/answer-table.ts";
import type { Question, Resolution } from "../resolver/question.ts";
import { composeReply, purposeOf, questionOf } from "../resolver/reply.ts";
import type { Resolver } from "../resolver/resolver.ts";
import { type FinishedTrace, tracedAnswer } from "../trace/ending.ts";
import { Recorder } from "../trace/recorder.ts";
import { TraceStore } from "../trace/store.ts";
import { Durations } from "./durations.ts";
import { AnswerBatch, type AskedQuestion, eachQuestion } from "./resolver-messages.ts";

/** Where a worker's answers go: a MessagePort. */
export interface Line {
  postMessage(message: Uint8Array, transfer: ArrayBuffer[]): void;
}

export interface DeskWorld {
  readonly resolver: Pick<Resolver, "resolve">;
  readonly answers: AnswerTable;
  readonly clock: Clock;
  readonly random: Random;
  /** Called after each call into the resolver: its timers may have changed. */
  settle(): void;
}

export class ResolverDesk {
  readonly traces: TraceStore = new TraceStore();
  /** Questions that wait, and those that were turned away because their client had too many waiting. */
  waiting = 0;
  turnedAway = 0;
  /** How long questions took, from the desk and back. */
  readonly durations: Durations = new Durations();
  readonly #world: DeskWorld;
  readonly #waitingOf = new Map<string, number>();

  constructor(world: DeskWorld) {
    this.#world = world;
  }

  /** Serves a line: what to do with each batch of questions that comes by it. */
  serve(line: Line): (batch: Uint8Array) => void {
    const answers = new AnswerBatch();
    let scheduled = false;
    const flush = (): void => {
      scheduled = false;
      const batch = answers.take();
      if (batch !== null) line.postMessage(batch, [batch.buffer]);
    };
    const give = (token: number, ready: Uint8Array | null): void => {
      answers.add(token, ready);
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(flush); // what one event brings leaves in one message
    };
    return (batch) => {
      eachQuestion(batch, (asked) => this.#take(asked, give));
      this.#world.settle();
    };
  }

  /** Resolves a question and tells every step. Known data counts, as it does for clients. */
  trace(question: Question, done: (trace: FinishedTrace, resolution: Resolution) => void): void {
    const { resolver, clock, random } = this.#world;
    const recorder = new Recorder(clock, random);
    resolver.resolve(question, { trace: recorder, purpose: "answer" }, (resolution) => {
      const finished = recorder.finish(tracedAnswer(resolution));
      this.traces.add(finished);
      done(finished, resolution);
    });
  }

  #take(asked: AskedQuestion, give: (token: number, ready: Uint8Array | null) => void): void {
    const { token, purpose } = asked;
    const { resolver } = this.#world;
    const key = asked.key.slice();
    const question = questionOf(key);
    const wanted = purposeOf(question.wishes);
    // Clients that validate for themselves get the zone's own data anew, not what validation and DNS64 make of it (RFC 6147 §5.5).
    if (purpose === Purpose.renew) {
      const request = { trace: null, purpose: wanted === "answer" ? "prefetch" : wanted } as const;
      return resolver.resolve(question, request, (resolution) => {
        if (resolution.rcode !== Rcode.SERVFAIL) this.#keep(key, resolution); // the old answer is better than none
      });
    }
    const client = latin1(asked.address);
    const waiting = this.#waitingOf.get(client) ?? 0;
    if (waiting >= maxWaitingPerClient) {
      this.turnedAway++;
      return give(token, this.#compose(key, tooMany(question)));
    }
    this.#waitingOf.set(client, waiting + 1);
    this.waiting++;
    const startMs = this.#world.clock.nowMs();
    if (purpose === Purpose.trace) {
      return this.trace(question, ({ ending }, resolution) => {
        this.#release(client, startMs);
        // What is traced was validated, which others with this key do not want.
        if (wanted === "answer") this.#keep(key, resolution);
        give(token, this.#compose(key, resolution, traceOptions(ending.trace)));
      });
    }
    resolver.resolve(question, { trace: null, purpose: wanted }, (resolution) => {
      this.#release(client, startMs);
      give(token, this.#keep(key, resolution));
    });
  }

  /** The ready reply, kept for all workers: a failure as one that comes out of memory (RFC 8914 §4.14). */
  #keep(key: Uint8Array, resolution: Resolution): Uint8Array {
    const ready = this.#compose(key, resolution);
    const { rcode, extendedErrors } = resolution;
    const isNew = rcode === Rcode.SERVFAIL && !extendedErrors.some(({ code }) => code === cachedError.code);
    const remembered = { ...resolution, extendedErrors: [cachedError, ...extendedErrors] };
    this.#world.answers.store(key, isNew ? this.#compose(key, remembered) : ready);
    return ready;
  }

  #compose(key: Uint8Array, resolution: Resolution, options?: Uint8Array): Uint8Array {
    return composeReply(key, resolution, Math.floor(this.#world.clock.nowMs() / 1000), options);
  }

  #release(client: string, startMs: number): void {
    this.waiting--;
    this.durations.add(this.#world.clock.nowMs() - startMs);
    const waiting = this.#waitingOf.get(client) ?? 1;
    if (waiting === 1) this.#waitingOf.delete(client);
    else this.#waitingOf.set(client, waiting - 1);
  }
}

const cachedError = { code: ExtendedError["Cached Error"], text: "" };

function tooMany(question: Question): Resolution {
  return {
    question,
    rcode: Rcode.SERVFAIL,
    answer: [],
    authority: [],
    additional: [],
    security: "unchecked",
    extendedErrors: [{ code: ExtendedError.Prohibited, text: "too many questions of this client wait already" }],
    ttlSeconds: 0,
    stale: false,
    upstreamQueries: 0,
  };
}

/** The trace's id, for programs as our own option, for people as an extended error's text. */
function traceOptions(id: string): Uint8Array {
  const out = new OctetWriter(64);
  const said = new TextEncoder().encode(`trace ${id}`);
  out.u16(traceOption);
  out.u16(id.length);
  out.octets(new TextEncoder().encode(id));
  out.u16(EdnsOption.EDE);
  out.u16(2 + said.length);
  out.u16(ExtendedError.Other);
  out.octets(said);
  return out.copy();
}
