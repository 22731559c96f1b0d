// One instance of a function, from outside: a worker thread that loads the handler and then handles one call at a time. All
// that goes wrong in it becomes the answer of the call that it was at, and ends the thread alone: out of time, out of
// memory, an exit, an error that nobody caught. DG: lambda-runtime-environment (init of ten seconds).
// V8 ends the whole process when one object passes a heap's limit, so the heap's limit lies far above the function's memory,
// and the memory is watched from outside (`weigh`). Invariant: `ended` is called once, after the thread has gone.

import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Call } from "./call.ts";
import { exited, type Failure, failureOf, outOfMemory, timedOut } from "./failure.ts";
import { composeInvocation, type InstanceData, said, type StreamHead } from "./messages.ts";
import type { FunctionPlan } from "./plan.ts";

export interface InstanceEvents {
  /** The handler is there, and calls may come. */
  ready(): void;
  /** The handler could not be had: what the call that waits for it is told. */
  failed(failure: (requestId: string) => Failure): void;
  /** The call has been answered, after so many milliseconds, and the next may come. */
  free(tookMs: number): void;
  /** No call may come any more, though the thread is still there. */
  unusable(): void;
  ended(): void;
  line(requestId: string | null, line: string): void;
}

/** What V8 may have beyond the memory at which the instance is ended: more than any one object takes. */
const headroomMb = 2048;
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
  #call: Call | null = null;
  #startedMs = 0;
  #deadline: NodeJS.Timeout | null = null;
  #init: NodeJS.Timeout | null;
  #isReady = false;
  #isEnding = false;
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
      workerData: instanceData(plan, environment),
      env: { ...environment },
      execArgv: [],
      name: `function ${plan.name}`,
      resourceLimits: { maxOldGenerationSizeMb: endsAtMb(plan.memoryMb) + headroomMb },
    });
    this.#init = setTimeout(() => this.#initTooLong(initMs), initMs);
    this.#worker.on("message", (message: string | Uint8Array) => this.#hear(message));
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

  run(call: Call): void {
    const { invocation, invokedArn } = call;
    const { timeoutMs } = this.#plan;
    this.#call = call;
    this.#startedMs = performance.now();
    this.#nextWeighMs = this.#startedMs + weighLeastMs;
    this.#deadline = setTimeout(() => this.#outOfTime(), timeoutMs);
    this.#worker.postMessage(
      composeInvocation({
        requestId: call.requestId,
        deadlineMs: Date.now() + timeoutMs,
        invokedArn,
        traceId: invocation.traceId ?? "",
        clientContext: invocation.clientContext ?? "",
        payload: invocation.payload,
      }),
    );
  }

  /** Ends it when it has nothing to do; `ended` tells when it has gone. */
  end(): void {
    this.#isEnding = true;
    void this.#worker.terminate();
  }

  /** Looks what it holds, once in a while; called often while it is busy. */
  weigh(nowMs: number): void {
    if (nowMs < this.#nextWeighMs || this.#isWeighing || this.#isEnding) return;
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

  get #requestId(): string {
    return this.#call?.requestId ?? "";
  }

  #hear(message: string | Uint8Array): void {
    if (typeof message !== "string") {
      this.#call?.answer?.chunk(message, () => this.#worker.postMessage(message.length));
      // Nobody reads: the handler need not wait for them.
      if (this.#call?.answer === null) this.#worker.postMessage(message.length);
      return;
    }
    const text = message.slice(1);
    switch (message[0]) {
      case said.line:
        this.#line(text);
        break;
      case said.result:
        this.#settle((call, tookMs) => call.complete(text, tookMs));
        break;
      case said.failure:
        this.#settle((call, tookMs) => call.fail(text, tookMs));
        break;
      case said.streamEnd:
        this.#settle((call, tookMs) => call.streamEnd(tookMs));
        break;
      case said.unreadable:
        this.#settle((call) => call.refuse(unreadable(text)));
        break;
      case said.stream:
        this.#call?.answer?.streamHead(JSON.parse(text) as StreamHead);
        break;
      case said.ready:
        this.#ready();
        break;
      case said.initFailed:
      case said.crash:
        this.#die(() => JSON.parse(text) as Failure);
        break;
      default:
        // The handler found our port: what it says by itself is not for us.
        break;
    }
  }

  #line(line: string): void {
    this.#call?.line(line);
    this.#events.line(this.#call?.requestId ?? null, line);
  }

  #ready(): void {
    if (this.#isReady || this.#isEnding) return;
    this.#isReady = true;
    this.#stopClocks();
    this.#events.ready();
  }

  #settle(tell: (call: Call, tookMs: number) => void): void {
    const call = this.#call;
    if (call === null) return;
    this.#stopClocks();
    this.#call = null;
    this.idleSinceMs = performance.now();
    // The next call first: what is done with the answer may take its time.
    const tookMs = this.idleSinceMs - this.#startedMs;
    if (!this.#isEnding) this.#events.free(tookMs);
    tell(call, tookMs);
  }

  #outOfTime(): void {
    const { timeoutMs } = this.#plan;
    this.#line(
      `${new Date().toISOString()} ${this.#requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    );
    this.#die((id) => timedOut(id, timeoutMs));
  }

  #initTooLong(initMs: number): void {
    this.#die((id) => timedOut(id, initMs));
  }

  /** The failure is the answer of its call, or of the one that waits for its start; the thread ends. */
  #die(failure: (requestId: string) => Failure): void {
    const wasEnding = this.#isEnding;
    this.#isEnding = true;
    this.#stopClocks();
    const call = this.#call;
    this.#call = null;
    this.#events.unusable();
    void this.#worker.terminate();
    if (call !== null) {
      const told = failure(call.requestId);
      this.#events.line(call.requestId, `${told.errorType}: ${told.errorMessage}`);
      call.fail(JSON.stringify(told), performance.now() - this.#startedMs);
    } else if (!this.#isReady && !wasEnding) this.#events.failed(failure);
  }

  #stopClocks(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    if (this.#init !== null) clearTimeout(this.#init);
    this.#deadline = this.#init = null;
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

function instanceData(plan: FunctionPlan, environment: Readonly<Record<string, string>>): InstanceData {
  const { source, name, version, memoryMb, logGroup } = plan;
  if (source.kind === "url") throw new Error("A remote runtime has no instances.");
  return {
    path: source.kind === "folder" ? source.folder : source.path,
    lookUp: source.kind,
    handler: source.handler,
    name,
    version,
    memoryMb,
    logGroup,
    logStream: environment["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "",
  };
}

function unreadable(why: string): Parameters<Call["refuse"]>[0] {
  return {
    kind: "refused",
    code: "InvalidRequestContentException",
    status: 400,
    message: `Could not parse request body into json: Could not parse payload into json: ${why}`,
  };
}
