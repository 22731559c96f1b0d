// The resolver's thread (./linked-thread.ts) seen from the main thread: hands the API's requests to it. When it dies the workers
// fail what waits (./resolver-link.ts), and so do the requests; its successor starts with an empty cache.

import type { MessagePort } from "node:worker_threads";
import type { AnchorNews } from "./anchor-rollover.ts";
import { LinkedThread } from "./linked-thread.ts";
import type {
  ResolverOrder,
  ResolverReplies,
  ResolverReport,
  ResolverRequest,
  ResolverThreadData,
} from "./resolver-requests.ts";
import type { ThreadFact } from "./thread-life.ts";

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
  readonly onFact: (fact: ThreadFact | AnchorNews) => void;
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
  readonly #thread: LinkedThread<ResolverReport, ResolverOrder>;
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;

  constructor({ data: workerData, module, giveLine, rows, onFact }: KeeperOptions) {
    this.#thread = new LinkedThread({
      module: module ?? new URL("./resolver-thread.ts", import.meta.url),
      name: "resolver",
      title: "the resolver's thread",
      workerData,
      giveLine,
      rows,
      onReport: (report) => {
        if (report.kind === "reply") this.#settle(report.number, report.reply);
        else onFact(report);
      },
      onEnd: () => this.#failAll(),
      onFact,
    });
  }

  /** Resolves when the thread resolves. */
  async start(): Promise<void> {
    await this.#thread.start();
  }

  /** Gives the worker in `row` a line to the thread. */
  connect(row: number): void {
    this.#thread.connect(row);
  }

  /** Throws ResolverAway. */
  ask<Op extends ResolverRequest["op"]>(request: Extract<ResolverRequest, { op: Op }>): Promise<ResolverReplies[Op]> {
    if (!this.#thread.isThere) return Promise.reject(new ResolverAway("The resolver is not there right now."));
    if (this.#waiting.size >= maxRequests) return Promise.reject(new ResolverAway("Too many requests wait already."));
    const number = ++this.#requests;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(number);
        reject(new ResolverAway("The resolver did not answer in time."));
      }, requestTimeoutMs);
      this.#waiting.set(number, { resolve: resolve as (reply: unknown) => void, reject, timer });
      this.#thread.tell({ kind: "request", number, request });
    });
  }

  async stop(): Promise<void> {
    await this.#thread.stop();
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
