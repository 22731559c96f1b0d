// One seat among the gateway's threads: the thread that sits there now, with the line by which it asks the main thread, or the
// wait for its successor. Read next: ../../thread-life.ts, ./sync-line.ts.

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type {
  GatewayDesk,
  GatewayOrder,
  GatewayReport,
  GatewayThreadData,
  SharedByThreads,
} from "./gateway-messages.ts";
import { endThread, Succession, type ThreadFact } from "../../thread-life.ts";
import { answerAt } from "./sync-line.ts";

/** Beyond what a listener gives to answers that are under way. */
const stopGraceMs = 7_000;

export interface SeatOptions {
  readonly member: number;
  readonly data: SharedByThreads;
  readonly desk: GatewayDesk;
  readonly module: URL;
  readonly heard: (report: GatewayReport) => void;
  /** The thread is gone. */
  readonly died: () => void;
  /** Another sits there now; resolves when it does what the one before did. */
  readonly replaced: () => Promise<void>;
  readonly onFact: (fact: ThreadFact) => void;
}

export class Seat {
  readonly member: number;
  readonly #options: SeatOptions;
  readonly #succession: Succession;
  #thread: Worker | null = null;

  constructor(options: SeatOptions) {
    this.#options = options;
    this.member = options.member;
    const replace = (): Promise<void> => this.start().then(options.replaced);
    this.#succession = new Succession(replace, options.onFact);
  }

  /** Resolves when the thread is there; rejects with why it is not. */
  async start(): Promise<void> {
    const { member, data, desk, module, heard, died } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const answers = new Int32Array(new SharedArrayBuffer(4));
    const workerData: GatewayThreadData = { ...data, member, line: { port: port2, answers } };
    const thread = new Worker(module, { workerData, transferList: [port2], name: `gateway-${member}` });
    answerAt(port1, answers, desk);
    port1.unref();
    this.#thread = thread;
    this.#succession.began();
    let reason = "it ended";
    let isReady = false;
    await new Promise<void>((resolve, reject) => {
      thread.on("message", (report: GatewayReport) => {
        heard(report);
        if (report.kind !== "ready") return;
        isReady = true;
        resolve();
      });
      thread.on("error", (error: unknown) => {
        reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      });
      thread.on("exit", (code) => {
        port1.close();
        this.#thread = null;
        reject(new Error(`a thread of the gateway ended before it was ready (${reason}, code ${code})`));
        if (!isReady) return;
        died();
        this.#succession.mourn(reason);
      });
    });
  }

  /** False when nobody sits there. */
  say(order: GatewayOrder, ports: readonly MessagePort[] = []): boolean {
    this.#thread?.postMessage(order, ports);
    return this.#thread !== null;
  }

  async stop(): Promise<void> {
    this.#succession.end();
    const thread = this.#thread;
    if (thread !== null) await endThread(thread, () => this.say({ kind: "stop" }), stopGraceMs);
  }
}
