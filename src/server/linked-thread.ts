// A thread that every worker has a line to: the resolver's, and the one that sends zones. Seen from the main thread it is started,
// replaced when it dies (./thread-life.ts), given a line to each worker, and ended. What else is said to it and by it is its
// keeper's: ./resolver-keeper.ts, ./transfers/transfers.ts.

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { endThread, Succession, type ThreadFact } from "./thread-life.ts";

const stopGraceMs = 2_000;

/** The first thing that such a thread reports: it does its work. */
export interface Ready {
  readonly kind: "ready";
}

/** What every such thread is told. */
export type LinkOrder = { readonly kind: "line"; readonly port: MessagePort } | { readonly kind: "stop" };

export interface LinkedThreadOptions<Report extends { readonly kind: string }> {
  readonly module: URL;
  readonly name: string;
  /** What sentences call it. */
  readonly title: string;
  readonly workerData: unknown;
  /** Gives a worker its line. */
  readonly giveLine: (row: number, port: MessagePort) => void;
  /** Rows of the workers that are there now. */
  readonly rows: () => readonly number[];
  /** What it reports once it is ready. */
  readonly onReport: (report: Report) => void;
  /** The thread is gone: nothing that it was asked for comes any more. */
  readonly onEnd: () => void;
  readonly onFact: (fact: ThreadFact) => void;
}

export class LinkedThread<Report extends { readonly kind: string }, Order = LinkOrder> {
  readonly #options: LinkedThreadOptions<Report>;
  readonly #succession: Succession;
  /** null while there is none, though one may be starting. */
  #thread: Worker | null = null;
  #starting: Worker | null = null;

  constructor(options: LinkedThreadOptions<Report>) {
    this.#options = options;
    this.#succession = new Succession(() => this.start(), options.onFact);
  }

  /** Resolves when the thread does its work. */
  async start(): Promise<void> {
    const { module, name, title, workerData, rows, onReport, onEnd } = this.#options;
    const thread = new Worker(module, { workerData, name });
    this.#starting = thread;
    this.#succession.began();
    let reason = "it ended";
    await new Promise<void>((resolve, reject) => {
      thread.on("message", (report: Report | Ready) => {
        if (!isReady(report)) return onReport(report);
        this.#thread = thread;
        for (const row of rows()) this.connect(row);
        resolve();
      });
      thread.on("error", (error) => {
        reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      });
      thread.on("exit", (code) => {
        const wasThere = this.#thread === thread;
        this.#thread = this.#starting = null;
        onEnd();
        reject(new Error(`${title} ended before it was ready (${reason}, code ${code})`));
        if (wasThere) this.#succession.mourn(reason);
      });
    });
  }

  get isThere(): boolean {
    return this.#thread !== null;
  }

  /** Tells the thread something, where it is there. */
  tell(order: Order): void {
    this.#thread?.postMessage(order);
  }

  /** Gives the worker in `row` a line to the thread, where there is one; a new thread does so for all. */
  connect(row: number): void {
    if (this.#thread === null) return;
    const { port1, port2 } = new MessageChannel();
    this.#thread.postMessage({ kind: "line", port: port1 } satisfies LinkOrder, [port1]);
    this.#options.giveLine(row, port2);
  }

  async stop(): Promise<void> {
    this.#succession.end();
    const thread = this.#thread ?? this.#starting;
    if (thread === null) return;
    await endThread(thread, () => thread.postMessage({ kind: "stop" } satisfies LinkOrder), stopGraceMs);
  }
}

function isReady(report: { readonly kind: string }): report is Ready {
  return report.kind === "ready";
}
