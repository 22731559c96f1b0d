// The resolver's thread seen from the main thread: starts it, keeps it alive, hands its lines to the workers and the API's
// requests to it. When it dies the workers fail what waits (resolver-link.ts), and its successor (./thread-life.ts) starts with
// an empty cache.

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type {
  ResolverOrder,
  ResolverReplies,
  ResolverReport,
  ResolverRequest,
  ResolverThreadData,
} from "./resolver-requests.ts";
import { endThread, Succession, type ThreadFact } from "./thread-life.ts";

const stopGraceMs = 2_000;
/** Beyond every budget of a resolution. */
const requestTimeoutMs = 20_000;
/** Requests of the API that wait; more are people hammering a key. */
const maxRequests = 256;

export interface KeeperOptions {
  readonly data: ResolverThreadData;
  /** The thread's module; tests put another in its place. */
  readonly module?: URL;
  /** Gives a worker its line. */
  readonly giveLine: (row: number, port: MessagePort) => void;
  /** Rows of the workers that are there now. */
  readonly rows: () => readonly number[];
  readonly onFact: (fact: ThreadFact) => void;
}

/** Why a request got no reply: the thread is not there, or busy. */
export class ResolverAway extends Error {
  override readonly name = "ResolverAway";
}

interface Waiting {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export class ResolverKeeper {
  readonly #options: KeeperOptions;
  readonly #waiting = new Map<number, Waiting>();
  /** The thread that resolves; null while there is none, though one may be starting. */
  #thread: Worker | null = null;
  #starting: Worker | null = null;
  readonly #succession: Succession;
  #requests = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#succession = new Succession(() => this.start(), options.onFact);
  }

  /** Resolves when the thread resolves. */
  async start(): Promise<void> {
    const { data: workerData, module, onFact } = this.#options;
    const thread = new Worker(module ?? new URL("./resolver-thread.ts", import.meta.url), {
      workerData,
      name: "resolver",
    });
    this.#starting = thread;
    this.#succession.began();
    let reason = "it ended";
    await new Promise<void>((resolve, reject) => {
      thread.on("message", (report: ResolverReport) => {
        if (report.kind === "reply") return this.#settle(report.number, report.reply);
        if (report.kind === "fault") return onFact(report);
        this.#thread = thread;
        for (const row of this.#options.rows()) this.connect(row);
        resolve();
      });
      thread.on("error", (error) => {
        reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      });
      thread.on("exit", (code) => {
        const wasThere = this.#thread === thread;
        this.#thread = this.#starting = null;
        this.#failAll();
        reject(new Error(`the resolver's thread ended before it was ready (${reason}, code ${code})`));
        if (wasThere) this.#succession.mourn(reason);
      });
    });
  }

  /** Gives the worker in `row` a line to the thread, where there is one; a new thread does so for all. */
  connect(row: number): void {
    const thread = this.#thread;
    if (thread === null) return;
    const { port1, port2 } = new MessageChannel();
    thread.postMessage({ kind: "line", port: port1 } satisfies ResolverOrder, [port1]);
    this.#options.giveLine(row, port2);
  }

  /** Throws ResolverAway. */
  ask<Op extends ResolverRequest["op"]>(request: Extract<ResolverRequest, { op: Op }>): Promise<ResolverReplies[Op]> {
    const thread = this.#thread;
    if (thread === null) return Promise.reject(new ResolverAway("The resolver is not there right now."));
    if (this.#waiting.size >= maxRequests) return Promise.reject(new ResolverAway("Too many requests wait already."));
    const number = ++this.#requests;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(number);
        reject(new ResolverAway("The resolver did not answer in time."));
      }, requestTimeoutMs);
      this.#waiting.set(number, { resolve: resolve as (reply: unknown) => void, reject, timer });
      thread.postMessage({ kind: "request", number, request } satisfies ResolverOrder);
    });
  }

  async stop(): Promise<void> {
    this.#succession.end();
    const thread = this.#thread ?? this.#starting;
    if (thread === null) return;
    await endThread(thread, () => thread.postMessage({ kind: "stop" } satisfies ResolverOrder), stopGraceMs);
  }

  #settle(number: number, reply: unknown): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    this.#waiting.delete(number);
    clearTimeout(waiting.timer);
    waiting.resolve(reply);
  }

  #failAll(): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new ResolverAway("The resolver stopped before it answered."));
    }
    this.#waiting.clear();
  }
}
