// The data plane seen from the main thread: starts the workers, keeps them alive, stops them without losing a question.
// The first worker binds ports that were given as 0; the others, and every replacement, bind the same. A worker that
// dies is replaced, at first after 100 ms, then ever later: one bad day must neither end the service nor spin it.
// Invariant: no worker is ever terminated from here. They end by the order "stop", or by themselves.

import { type MessagePort, Worker } from "node:worker_threads";
import { type Endpoint, printEndpoint } from "./address.ts";
import { checkPortFree, checkStreamPortFree } from "./port-check.ts";
import type { Credentials, SecureBound, SecureListening, SecureListenings, SecureProtocol } from "./secure.ts";
import type { Bound, Order, Report, WorkerSettings } from "./worker-messages.ts";

export interface PoolOptions extends Omit<WorkerSettings, "row" | "responderData" | "queryLog"> {
  readonly workers: number;
  /** Asked at each start of a worker, so that a replacement begins with the present. */
  readonly responderData: (row: number) => unknown;
  /** The message ports in it, which go over to the worker. */
  readonly portsOf?: (responderData: unknown) => readonly MessagePort[];
  /** One ring a worker, from createQueryLogRing. */
  readonly queryLog: { readonly rings: readonly SharedArrayBuffer[]; readonly every: number } | null;
  readonly onFact: (fact: PoolFact) => void;
  /** A worker begins: its responder can be told things from now on, and does not listen yet. */
  readonly onStart?: (row: number) => void;
}

export type PoolFact =
  /** A fault inside a worker, already dealt with. */
  | { readonly kind: "fault"; readonly row: number; readonly text: string }
  | { readonly kind: "died"; readonly row: number; readonly exitCode: number; readonly restartInMs: number }
  | { readonly kind: "restarted"; readonly row: number }
  | { readonly kind: "stuck"; readonly row: number };

const firstBackoffMs = 100;
const maxBackoffMs = 10_000;
const healthyAfterMs = 30_000; // a worker that lived so long starts over at the first backoff
const stopGraceMs = 3_000; // beyond the streams' own drain time

interface Seat {
  worker: Worker | null;
  startedMs: number;
  backoffMs: number;
  restart: NodeJS.Timeout | null;
}

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #seats: Seat[] = [];
  #bound: readonly Bound[] = [];
  #secureBound: SecureBound = { tls: [], https: [] };
  #allowQuery: readonly string[] | null;
  #secure: SecureListenings;
  #stopping = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#allowQuery = options.allowQuery;
    this.#secure = options.secure;
  }

  /** Where the pool listens, ports bound; empty before `start`. */
  get bound(): readonly Bound[] {
    return this.#bound;
  }

  /** The same for DNS over TLS and over HTTPS. */
  get secureBound(): SecureBound {
    return this.#secureBound;
  }

  /** Resolves when every worker listens on every endpoint. Throws a ListenFault's message and leaves nothing open. */
  async start(): Promise<readonly Bound[]> {
    const { tls, https } = this.#options.secure;
    for (const endpoint of this.#options.listen) await checkPortFree(endpoint);
    for (const endpoint of [...(tls?.listen ?? []), ...(https?.listen ?? [])]) await checkStreamPortFree(endpoint);
    try {
      for (let row = 0; row < this.#options.workers; row++) {
        this.#seats.push({ worker: null, startedMs: 0, backoffMs: firstBackoffMs, restart: null });
        this.#bound = await this.#startWorker(row);
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
    return this.#bound;
  }

  /** Who may ask, in every worker from now on; null for everybody. */
  setAllowQuery(prefixes: readonly string[] | null): void {
    this.#allowQuery = prefixes;
    this.#broadcast({ kind: "allowQuery", prefixes });
  }

  /** RFC 7828's idle time, in every worker from now on. */
  setIdleTimeout(idleTimeoutMs: number): void {
    this.#broadcast({ kind: "idleTimeout", idleTimeoutMs });
  }

  /** What a listener presents, in every worker from now on. */
  setCredentials(protocol: SecureProtocol, credentials: Credentials): void {
    const listening = this.#secure[protocol];
    if (listening === null) return;
    this.#secure = { ...this.#secure, [protocol]: { ...listening, credentials } };
    this.#broadcast({ kind: "credentials", protocol, credentials });
  }

  /** A message to every worker's responder. */
  tellResponders(message: unknown): void {
    this.#broadcast({ kind: "responder", message });
  }

  /** A message with its ports to the responder of one worker; lost when there is none right now. */
  tellResponder(row: number, message: unknown, ports: readonly MessagePort[]): void {
    this.#seats[row]?.worker?.postMessage({ kind: "responder", message } satisfies Order, [...ports]);
  }

  /** Answers what came already, closes every socket, ends every worker. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#seats.map((seat, row) => this.#stopSeat(seat, row)));
  }

  #broadcast(order: Order): void {
    for (const seat of this.#seats) seat.worker?.postMessage(order);
  }

  #startWorker(row: number): Promise<readonly Bound[]> {
    const seat = this.#seats[row];
    const settings = this.#settings(row);
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: settings,
      transferList: [...(this.#options.portsOf?.(settings.responderData) ?? [])],
      name: `dns ${row}`,
    });
    seat.worker = worker;
    seat.startedMs = performance.now();
    this.#options.onStart?.(row);
    return new Promise((resolve, reject) => {
      let listening = false;
      worker.on("message", (report: Report) => {
        if (report.kind === "fault") return this.#options.onFact({ kind: "fault", row, text: report.text });
        listening = report.kind === "listening";
        if (report.kind === "listening") {
          this.#secureBound = report.secure;
          resolve(report.bound);
        } else reject(Object.assign(new Error(report.message), { code: report.code }));
      });
      worker.on("error", (error) => {
        this.#options.onFact({ kind: "fault", row, text: `worker ${row}: ${String(error)}` });
        reject(error);
      });
      worker.on("exit", (exitCode) => {
        seat.worker = null;
        reject(new Error(`Worker ${row} ended with code ${exitCode} before it listened.`));
        if (listening) this.#replace(row, exitCode);
      });
    });
  }

  #replace(row: number, exitCode: number): void {
    const seat = this.#seats[row];
    if (this.#stopping) return;
    if (performance.now() - seat.startedMs > healthyAfterMs) seat.backoffMs = firstBackoffMs;
    const restartInMs = seat.backoffMs;
    seat.backoffMs = Math.min(seat.backoffMs * 2, maxBackoffMs);
    this.#options.onFact({ kind: "died", row, exitCode, restartInMs });
    seat.restart = setTimeout(() => {
      seat.restart = null;
      this.#startWorker(row).then(
        () => this.#options.onFact({ kind: "restarted", row }),
        () => this.#replace(row, 1),
      );
    }, restartInMs);
  }

  #settings(row: number): WorkerSettings {
    const { listen, transport, datagrams, streams, counters, responderModule, rateLimit, queryLog } = this.#options;
    const same: readonly Endpoint[] = this.#bound.map(({ address, port }) => ({ address, port }));
    return {
      row,
      counters,
      listen: same.length > 0 ? same : listen,
      transport,
      datagrams,
      streams,
      secure: { tls: this.#secureOf("tls"), https: this.#secureOf("https") },
      responderModule,
      responderData: this.#options.responderData(row),
      allowQuery: this.#allowQuery,
      rateLimit,
      queryLog: queryLog === null ? null : { ring: queryLog.rings[row], every: queryLog.every },
    };
  }

  #secureOf(protocol: SecureProtocol): SecureListening | null {
    const listening = this.#secure[protocol];
    const bound = this.#secureBound[protocol];
    return listening === null || bound.length === 0 ? listening : { ...listening, listen: bound };
  }

  #stopSeat(seat: Seat, row: number): Promise<void> {
    if (seat.restart !== null) clearTimeout(seat.restart);
    const { worker } = seat;
    if (worker === null) return Promise.resolve();
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#options.onFact({ kind: "stuck", row });
        worker.unref(); // the process may end around it
        resolve();
      }, this.#options.streams.drainTimeoutMs + stopGraceMs);
      worker.once("exit", () => {
        clearTimeout(late);
        resolve();
      });
      worker.postMessage({ kind: "stop" } satisfies Order);
    });
  }
}

/** "127.0.0.1:5300" for each endpoint: what logs and errors print. */
export function printBound(bound: readonly Endpoint[]): string[] {
  return bound.map((one) => printEndpoint(one));
}
