// The thread that sends zones, seen from the main thread: starts it, keeps it alive, hands its lines to the workers. When it dies
// what it had pinned is let go, the workers cut what was half told (./transfer-link.ts), and a successor starts.

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { endThread, Succession, type ThreadFact } from "../thread-life.ts";
import type { TransferOrder, TransferReport, TransferThreadData } from "./transfer-messages.ts";

const stopGraceMs = 2_000;

export type TransferFact = ThreadFact | Extract<TransferReport, { kind: "sent" | "failed" }>;

export interface TransferKeeperOptions {
  readonly data: TransferThreadData;
  /** Gives a worker its line. */
  readonly giveLine: (row: number, port: MessagePort) => void;
  /** Rows of the workers that are there now. */
  readonly rows: () => readonly number[];
  /** The thread is gone, and reads nothing any more. */
  readonly forget: () => void;
  readonly onFact: (fact: TransferFact) => void;
}

export class TransferKeeper {
  readonly #options: TransferKeeperOptions;
  readonly #succession: Succession;
  /** null while there is none, though one may be starting. */
  #thread: Worker | null = null;
  #starting: Worker | null = null;

  constructor(options: TransferKeeperOptions) {
    this.#options = options;
    this.#succession = new Succession(() => this.start(), options.onFact);
  }

  /** Resolves when the thread does its work. */
  async start(): Promise<void> {
    const { data: workerData, onFact, forget, rows } = this.#options;
    const thread = new Worker(new URL("./transfer-thread.ts", import.meta.url), { workerData, name: "transfers" });
    this.#starting = thread;
    this.#succession.began();
    let reason = "it ended";
    await new Promise<void>((resolve, reject) => {
      thread.on("message", (report: TransferReport) => {
        if (report.kind !== "ready") return onFact(report);
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
        forget();
        reject(new Error(`the thread that sends zones ended before it was ready (${reason}, code ${code})`));
        if (wasThere) this.#succession.mourn(reason);
      });
    });
  }

  /** Gives the worker in `row` a line to the thread, where there is one; a new thread does so for all. */
  connect(row: number): void {
    if (this.#thread === null) return;
    const { port1, port2 } = new MessageChannel();
    this.#thread.postMessage({ kind: "line", port: port1 } satisfies TransferOrder, [port1]);
    this.#options.giveLine(row, port2);
  }

  async stop(): Promise<void> {
    this.#succession.end();
    const thread = this.#thread ?? this.#starting;
    if (thread === null) return;
    await endThread(thread, () => thread.postMessage({ kind: "stop" } satisfies TransferOrder), stopGraceMs);
  }
}
