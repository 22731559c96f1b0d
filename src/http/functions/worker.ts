// An instance of a function, in its thread: loads the handler, then handles one invocation after the other, however many
// come together. A handler answers by a promise, a callback, by what it returns, or by a stream. A pending invocation does
// not keep the thread's loop alive: when nothing else does either, it ends with null, as at AWS
// (`callbackWaitsForEmptyEventLoop`).
// Invariants: an invocation settles once, whatever the handler does afterwards, and is answered at once; the loop turns
// before the next begins, so what an invocation left to be done or thrown is not the next one's; what nobody caught ends
// this thread with a word about why, and nothing but this thread. Read next: ./messages.ts, ./instance.ts for the other side.

import { setImmediate } from "node:timers";
import { parentPort, workerData } from "node:worker_threads";
import { maxResultOctets } from "../../base/limits.ts";
import { LineReader } from "../../base/line-reader.ts";
import { eventOf } from "../../gateway/engine/integrations/event-object.ts";
import { BatchProgress } from "./batch-progress.ts";
import { type Failure, failureOf, responseTooLarge } from "./failure.ts";
import { type Handler, HandlerFault, loadHandler } from "./handler.ts";
import { callbackOf, contextOf, type Ending } from "./invocation-context.ts";
import { type InstanceData, type InvocationBatch, type InvocationHead, readInvocation, said } from "./messages.ts";
import { Output } from "./output.ts";
import { awslambda, isStreaming, ResponseStream } from "./response-stream.ts";
import { TextPage } from "./text-page.ts";
import { tidyHeap } from "./tidy-heap.ts";

if (parentPort === null) throw new Error("This file runs as a worker thread.");
const port = parentPort;
const data = workerData as InstanceData;
const progress = new BatchProgress(data.progress);
const calls = new TextPage(data.calls);
const answers = new TextPage(data.answers);
/** What Lambda's runtime ends with when something was not caught. */
const uncaughtExitCode = 129;

let current: Running | null = null;
let handler: Handler | null = null;
/** The invocations that came together, and which is the next. */
let batch: InvocationBatch = [];
let next = 0;
/** Whether messages are on their way that the next answer must not overtake. */
let hasSpoken = false;
const output = new Output(
  (line) => {
    hasSpoken = true;
    port.postMessage(said.line + line);
  },
  () => current?.requestId ?? "undefined",
);

class Running {
  readonly requestId: string;
  readonly #startedMs = performance.now();
  #settled = false;
  #stream: ResponseStream | null = null;
  /** What a callback said, to be sent when the loop is empty. */
  #held: string | null = null;

  constructor(requestId: string) {
    this.requestId = requestId;
  }

  /** Its event is what is left of the lines. */
  start(handler: Handler, invocation: InvocationHead, lines: LineReader): void {
    process.env["_X_AMZN_TRACE_ID"] = invocation.traceId;
    let event: unknown;
    try {
      event = invocation.form === "lines" ? eventOf(lines, invocation.traceId) : JSON.parse(lines.rest());
    } catch (error) {
      this.#settle(said.unreadable + (error as Error).message);
      return;
    }
    const end = (ending: Ending): void => this.#end(ending);
    const context = contextOf(data, invocation, end);
    try {
      if (isStreaming(handler)) this.#follow(handler(event, this.#openStream(), context), "stream");
      else {
        const returned = handler(event, context, callbackOf(context, end));
        // Two parameters leave no way to answer but by returning.
        if (isThenable(returned)) this.#follow(returned, "value");
        else if (returned !== undefined && handler.length < 3) this.#succeed(returned);
        else this.#wait();
      }
    } catch (error) {
      this.#fail(failureOf(error));
    }
  }

  /** The reader of the stream took so many octets. */
  credit(octets: number): void {
    this.#stream?.credit(octets);
  }

  /** Nothing is left in the thread that could answer. */
  loopIsEmpty(): void {
    if (this.#stream !== null) this.#stream.end();
    else this.#settle(this.#held ?? `${said.result}null`);
  }

  crash(failure: Failure): void {
    if (!this.#settled) port.postMessage(said.crash + JSON.stringify(failure));
    this.#settled = true;
  }

  #openStream(): ResponseStream {
    const stream = new ResponseStream(port);
    stream.on("error", (error) => this.#fail(failureOf(error)));
    stream.on("finish", () => this.#settle(said.streamEnd));
    this.#stream = stream;
    hasSpoken = true;
    return stream;
  }

  #follow(returned: unknown, kind: "value" | "stream"): void {
    this.#wait();
    Promise.resolve(returned).then(
      (value) => (kind === "value" ? this.#succeed(value) : this.#wait()),
      (error: unknown) => this.#fail(failureOf(error)),
    );
  }

  /** From now on only the handler's own work keeps the loop alive. */
  #wait(): void {
    if (!this.#settled) port.unref();
  }

  #end({ error, value, waits }: Ending): void {
    if (this.#held !== null) return;
    if (error !== null && error !== undefined) this.#fail(failureOf(error));
    else if (waits && !this.#settled) this.#held = resultText(value);
    else this.#succeed(value);
  }

  #succeed(value: unknown): void {
    this.#settle(resultText(value));
  }

  #fail(failure: Failure): void {
    if (this.#settled) return;
    output.line("ERROR", `Invoke Error \t${JSON.stringify(failure)}`);
    this.#settle(said.failure + JSON.stringify(failure));
  }

  #settle(text: string): void {
    if (this.#settled) return;
    this.#settled = true;
    output.flush();
    port.ref();
    answer(text, performance.now() - this.#startedMs);
    current = null;
    tidyHeap(data.memoryMb, useMemory);
    if (next < batch.length) setImmediate(beginNext);
  }
}

function useMemory(octets: number): void {
  progress.useMemory(octets);
}

/** By the page, unless something else was said that the other side has to hear first. */
function answer(text: string, tookMs: number): void {
  const isOnPage = hasSpoken ? answers.leaveOut() : answers.write(text);
  hasSpoken = false;
  progress.end(tookMs);
  if (!isOnPage) port.postMessage(text);
  else if (answers.tell()) port.postMessage(said.answered);
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function resultText(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value === undefined ? null : value) ?? "null";
  } catch {
    return said.failure + JSON.stringify(failureOf(new Error("Unable to stringify response body")));
  }
  // A character is three octets at most, so most answers need no counting.
  if (text.length * 3 > maxResultOctets && Buffer.byteLength(text) > maxResultOctets)
    return said.failure + JSON.stringify(responseTooLarge(maxResultOctets));
  return said.result + text;
}

function dieOf(failure: Failure, words: string): void {
  output.line("ERROR", `${words}\t${JSON.stringify(failure)}`);
  output.flush();
  current?.crash(failure);
  process.exit(uncaughtExitCode);
}

/** A handler that ends the process by a signal means itself, which is this thread. */
function keepProcess(): void {
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    if (pid === process.pid && signal !== 0) return process.exit(uncaughtExitCode);
    return kill(pid, signal);
  };
}

/** What is not begun any more was taken back, and all behind it with it. */
function beginNext(): void {
  if (handler === null || current !== null || !progress.begin()) return;
  // Read in any case, as the next one lies behind it.
  const onPage = calls.read();
  const lines = new LineReader(batch[next++] ?? onPage ?? "");
  const invocation = readInvocation(lines);
  current = new Running(invocation.requestId);
  current.start(handler, invocation, lines);
}

async function begin(): Promise<void> {
  output.install();
  keepProcess();
  process.on("uncaughtException", (error) => dieOf(failureOf(error), "Uncaught Exception"));
  process.on("unhandledRejection", (reason) => {
    const { errorType, errorMessage, trace } = failureOf(reason);
    const failure = { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: `${errorType}: ${errorMessage}` };
    dieOf({ ...failure, trace: trace ?? [] }, "Unhandled Promise Rejection");
  });
  process.on("beforeExit", () => current?.loopIsEmpty());
  Object.assign(globalThis, { awslambda });
  try {
    handler = await loadHandler(data);
  } catch (error) {
    const failure = error instanceof HandlerFault ? error.failure : failureOf(error);
    output.line("ERROR", `Uncaught Exception\t${JSON.stringify(failure)}`);
    output.flush();
    port.postMessage(said.initFailed + JSON.stringify(failure));
    process.exit(0);
  }
  port.on("message", (message: InvocationBatch | number) => {
    if (typeof message === "number") {
      current?.credit(message);
      return;
    }
    batch = message;
    next = 0;
    calls.begin();
    answers.begin();
    progress.receive();
    beginNext();
  });
  output.flush();
  tidyHeap(data.memoryMb, useMemory);
  port.postMessage(said.ready);
}

// A module may wait for ever in its first lines; the other side's clock ends that.
port.ref();
void begin();
