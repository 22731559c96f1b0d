// One instance of a function, from outside: a worker thread that loads the handler and then handles one call at a time, of
// one or several that it is given together. All that goes wrong in it becomes the answer of the call that it was at, and
// ends the thread alone: out of time, out of memory, an exit, an error that nobody caught.
// DG: lambda-runtime-environment (init of ten seconds).
// V8 ends the whole process when one object passes a heap's limit, so the heap's limit lies far above the function's memory,
// and the memory is watched from outside (`look`). Invariants: `ended` is called once, after the thread has gone; a call that
// it was given is answered or given back.

import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { BatchProgress } from "./batch-progress.ts";
import type { Call } from "./call.ts";
import {
  exited,
  type Failure,
  failureOf,
  outOfMemory,
  readFailure,
  readObject,
  sandboxLines,
  timedOut,
} from "./failure.ts";
import { composeCall, instanceData } from "./instance-data.ts";
import { type InvocationBatch, said } from "./messages.ts";
import type { FunctionPlan } from "./plan.ts";
import { TextPage } from "./text-page.ts";

export interface InstanceEvents {
  /** The handler is there, and calls may come. */
  ready(): void;
  /** The handler could not be loaded: what the call that waits for it is told, and what its first lines printed. */
  failed(failure: (requestId: string) => Failure, printed: readonly string[]): void;
  /** A call has been answered, after so many milliseconds. */
  answered(tookMs: number): void;
  /** All its calls have been answered, and the next may come. */
  free(): void;
  /** It has not begun these calls and will not. */
  givenBack(calls: readonly Call[]): void;
  /** No call may come any more, though the thread is still there. */
  unusable(): void;
  ended(): void;
  line(requestId: string | null, line: string): void;
}

/** What V8 may have beyond the memory at which the instance is ended: more than any one object takes. */
const headroomMb = 2048;
/** Lines that a start is remembered by: more than a tail of its log shows. */
const mostPrinted = 100;
/** A call that runs for longer is waited for by nobody who could have another instance. */
const quickMs = 20;
const weighLeastMs = 20;
const weighMostMs = 200;
/** As fast as garbage was ever seen to grow, in octets a millisecond. */
const fastestGrowth = 2_000_000;

// A loop that V8 unrolls may lose the check by which it can be ended (seen in V8 14, `a.push(new Array(1000).fill(0))`).
let areLoopsStoppable = false;

export class Instance {
  readonly #plan: FunctionPlan;
  readonly #events: InstanceEvents;
  readonly #worker: Worker;
  readonly #progress = new BatchProgress();
  readonly #calls = new TextPage();
  readonly #answers = new TextPage();
  /** The calls that it was given together, and which of them it is at. */
  #batch: readonly Call[] = [];
  #at = 0;
  /** Whether the answer of the call that it is at is no longer to come by the page, but by a message. */
  #isMessageDue = false;
  #startedMs = 0;
  #hasAnswered = false;
  #init: NodeJS.Timeout | null;
  readonly #madeMs = performance.now();
  /** How long its first lines took, until a call's report has told of it. */
  #initTookMs: number | null = null;
  #isReady = false;
  /** What its first lines printed, until they are done: the log of the call that is told why they were not. */
  #printed: string[] = [];
  #isEnding = false;
  /** Why it ended, as long as that is to be told. */
  #failure: ((requestId: string) => Failure) | null = null;
  #nextWeighMs = 0;
  #isWeighing = false;
  idleSinceMs = performance.now();

  /** Throws when the thread cannot be made, for which the function's environment is to blame (NODE_OPTIONS). */
  constructor(
    plan: FunctionPlan,
    environment: Readonly<Record<string, string>>,
    initMs: number,
    events: InstanceEvents,
  ) {
    this.#plan = plan;
    this.#events = events;
    if (!areLoopsStoppable) setFlagsFromString("--no-turboshaft-loop-unrolling");
    areLoopsStoppable = true;
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: instanceData(plan, environment, {
        progress: this.#progress.shared,
        calls: this.#calls.shared,
        answers: this.#answers.shared,
      }),
      env: { ...environment },
      execArgv: [],
      name: `function ${plan.name}`,
      resourceLimits: { maxOldGenerationSizeMb: endsAtMb(plan.memoryMb) + headroomMb },
    });
    this.#init = setTimeout(() => this.#initTooLong(initMs), initMs);
    this.#worker.on("message", (message: unknown) => this.#hear(message));
    this.#worker.on("error", (error) => this.#die((id) => failureOfError(error, id)));
    this.#worker.on("exit", (code) => {
      this.#die((id) => exited(id, code));
      this.#events.ended();
    });
  }

  /** Whether the handler's code runs, its first lines included. */
  get isBusy(): boolean {
    return this.#call !== null || !this.#isReady;
  }

  /** Takes the calls, `mostTogether` at most, when it has none. */
  run(calls: readonly Call[]): void {
    this.#batch = calls;
    this.#at = 0;
    this.#isMessageDue = false;
    this.#startedMs = performance.now();
    this.#calls.begin();
    this.#answers.begin();
    const batch: InvocationBatch = calls.map((call) => {
      const text = composeCall(call);
      return this.#calls.write(text) ? null : text;
    });
    this.#progress.offer(calls.length);
    this.#worker.postMessage(batch);
  }

  /** Ends it when it has nothing to do; `ended` tells when it has gone. */
  end(): void {
    this.#isEnding = true;
    void this.#worker.terminate();
  }

  /** Looks after the time and the memory that its call takes. To be called often while it is busy. */
  look(nowMs: number): void {
    if (this.#isEnding) return;
    if (this.#call !== null && this.#progress.ended === this.#at) {
      const ranMs = nowMs - this.#startedMs;
      if (ranMs >= this.#plan.timeoutMs) {
        this.#outOfTime();
        return;
      }
      // One that is not begun yet is waited for: it is the thread that is slow.
      if (ranMs >= quickMs && this.#progress.left < this.#batch.length - this.#at) this.#giveBack();
    }
    if (nowMs >= this.#nextWeighMs && !this.#isWeighing) this.#weigh();
  }

  #weigh(): void {
    this.#isWeighing = true;
    this.#worker.getHeapStatistics().then(
      ({ used_heap_size: used, external_memory: external }) => this.#weighed(used + external),
      // It has not begun yet, or has ended meanwhile.
      () => {
        this.#isWeighing = false;
      },
    );
  }

  #weighed(octets: number): void {
    this.#isWeighing = false;
    const left = endsAtMb(this.#plan.memoryMb) * 2 ** 20 - octets;
    if (left < 0 && !this.#isEnding) {
      this.#die(outOfMemory);
      return;
    }
    this.#nextWeighMs = performance.now() + Math.min(weighMostMs, Math.max(weighLeastMs, left / fastestGrowth));
  }

  /** The call that it is at. */
  get #call(): Call | null {
    return this.#batch[this.#at] ?? null;
  }

  /** A handler can find our port, and say what it likes: nothing of it may do more than spoil that handler's own calls. */
  #hear(message: unknown): void {
    if (typeof message === "string") this.#hearText(message);
    else if (message instanceof Uint8Array) this.#hearOctets(message);
  }

  #hearOctets(octets: Uint8Array): void {
    this.#call?.answer?.chunk(octets, () => this.#worker.postMessage(octets.length));
    // Nobody reads: the handler need not wait for them.
    if (this.#call?.answer === null) this.#worker.postMessage(octets.length);
  }

  #hearText(message: string): void {
    switch (message[0]) {
      case said.answered:
        this.#readAnswers();
        break;
      case said.line:
        this.#line(message.slice(1));
        break;
      case said.stream:
        this.#streamHead(message.slice(1));
        break;
      case said.ready:
        this.#ready();
        break;
      case said.initFailed:
      case said.crash:
        this.#die(() => readFailure(message.slice(1)));
        break;
      default:
        this.#readAnswers();
        // What the handler says by itself is not for us.
        if (!this.#isMessageDue) break;
        this.#take(message);
        // Those behind it may have come while it was waited for.
        this.#readAnswers();
        break;
    }
  }

  /** Takes the answers that lie on the page, up to one that is a message. */
  #readAnswers(): void {
    this.#answers.hear();
    while (!this.#isMessageDue && this.#call !== null && this.#progress.ended > this.#at) {
      const answer = this.#answers.read();
      if (answer === null) this.#isMessageDue = true;
      else this.#take(answer);
    }
  }

  #take(answer: string): void {
    const text = answer.slice(1);
    switch (answer[0]) {
      case said.result:
        this.#settle((call, tookMs) => call.complete(text, tookMs));
        break;
      case said.failure:
        this.#settle((call, tookMs) => call.fail(JSON.stringify(readFailure(text)), tookMs));
        break;
      case said.streamEnd:
        this.#settle((call, tookMs) => call.streamEnd(tookMs));
        break;
      default:
        this.#settle((call) => call.refuse(unreadable(text)));
        break;
    }
  }

  #streamHead(text: string): void {
    const { contentType, metadata = null } = readObject(text) ?? {};
    if (typeof contentType === "string") this.#call?.answer?.streamHead({ contentType, metadata });
  }

  #line(line: string): void {
    this.#call?.line(line);
    if (!this.#isReady) this.#printed = [...this.#printed, line].slice(-mostPrinted);
    this.#events.line(this.#call?.requestId ?? null, line);
  }

  #ready(): void {
    if (this.#isReady || this.#isEnding) return;
    this.#isReady = true;
    this.#initTookMs = performance.now() - this.#madeMs;
    this.#printed = [];
    this.#stopInit();
    this.#events.ready();
  }

  #settle(tell: (call: Call, tookMs: number) => void): void {
    const call = this.#call;
    if (call === null) return;
    const tookMs = this.#progress.tookMs(this.#at++);
    if (call.isReported) call.ran({ initMs: this.#initTookMs, mostMemoryMb: this.#progress.mostMemoryMb });
    this.#initTookMs = null;
    this.#isMessageDue = false;
    this.#startedMs = performance.now();
    this.#hasAnswered = true;
    this.#events.answered(tookMs);
    // The next calls first: what is done with the answer may take its time.
    if (this.#call === null) {
      this.idleSinceMs = this.#startedMs;
      if (!this.#isEnding) this.#events.free();
    }
    tell(call, tookMs);
    this.#failCall();
  }

  /** Whoever is not the one it is at may go elsewhere. */
  #giveBack(): void {
    const back = this.#progress.takeBack();
    if (back === 0) return;
    const end = this.#batch.length;
    // An instance that ends before it did anything would be followed by others that do so for ever.
    const first = Math.max(end - back, this.#hasAnswered ? this.#at : this.#at + 1);
    const calls = this.#batch.slice(first);
    this.#batch = this.#batch.slice(0, first);
    this.#events.givenBack(calls);
  }

  #outOfTime(): void {
    const { timeoutMs } = this.#plan;
    this.#line(
      `${new Date().toISOString()} ${this.#call?.requestId ?? ""} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    );
    this.#die((id) => timedOut(id, timeoutMs));
  }

  #initTooLong(initMs: number): void {
    this.#line(`INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`);
    this.#die((id) => timedOut(id, initMs));
  }

  /** The failure is the answer of its call, or of the one that waits for its start; the thread ends. */
  #die(failure: (requestId: string) => Failure): void {
    const wasEnding = this.#isEnding;
    this.#isEnding = true;
    this.#stopInit();
    this.#events.unusable();
    void this.#worker.terminate();
    this.#readAnswers();
    this.#giveBack();
    this.#failure ??= failure;
    if (this.#call !== null) this.#failCall();
    else if (!this.#isReady && !wasEnding) this.#events.failed(failure, this.#printed);
  }

  /** The call that the thread's end met, after those whose answers are on their way. */
  #failCall(): void {
    const call = this.#call;
    if (call === null || this.#failure === null || this.#progress.ended > this.#at) return;
    this.#at++;
    const told = this.#failure(call.requestId);
    this.#events.line(call.requestId, `${told.errorType}: ${told.errorMessage}`);
    for (const line of sandboxLines(told)) call.line(line);
    call.fail(JSON.stringify(told), performance.now() - this.#startedMs);
  }

  #stopInit(): void {
    if (this.#init !== null) clearTimeout(this.#init);
    this.#init = null;
  }
}

function failureOfError(error: unknown, requestId: string): Failure {
  const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isMemory ? outOfMemory(requestId) : failureOf(error);
}

/** Garbage that is not collected yet counts as used, so the bound is not the function's memory to the octet. */
function endsAtMb(memoryMb: number): number {
  return memoryMb * 2 + 128;
}

function unreadable(why: string): Parameters<Call["refuse"]>[0] {
  return {
    kind: "refused",
    code: "InvalidRequestContentException",
    status: 400,
    message: `Could not parse request body into json: Could not parse payload into json: ${why}`,
  };
}
