// A data-plane thread: its own sockets, its own responder over the shared zones, its own row of counters.
// The main thread starts it (pool.ts), hands it WorkerSettings, and ends it with the order "stop". It must never be
// ended from outside while sockets are open (udp-mmsg.ts says why), so it closes them itself, faults included.

import { parentPort, workerData } from "node:worker_threads";
import { AccessList } from "./access.ts";
import { Cell, counterRow } from "./counters.ts";
import { Deferrals } from "./deferrals.ts";
import { Exchange } from "./exchange.ts";
import { type Listeners, openListeners } from "./listeners.ts";
import { QueryLogWriter } from "./query-log.ts";
import { RateLimiter } from "./rate-limit.ts";
import type { Credentials, SecureProtocol } from "./secure.ts";
import type { ControlledResponder, Order, Report, ResponderModule, WorkerSettings } from "./worker-messages.ts";

const settings = workerData as WorkerSettings;
const port = parentPort!;
const sweepEveryMs = 1000;
const deferrals = new Deferrals();
let listeners: Listeners | null = null;

process.on("uncaughtException", (error) => {
  report({ kind: "fault", text: `worker ${settings.row} ends: ${error.stack ?? error.message}` });
  void end(1);
});

await start();

async function start(): Promise<void> {
  const counters = counterRow(settings.counters, settings.row);
  counters[Cell.tcpConnections] = 0; // an earlier worker of this row may have died with connections open
  counters[Cell.deferred] = 0;
  const module = (await import(settings.responderModule)) as ResponderModule;
  const responder = await module.createResponder(settings.responderData, { row: settings.row, deferrals });
  const exchange = createExchange(responder, counters);
  try {
    listeners = await openListeners(settings, exchange, counters);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    report({ kind: "failed", code: code ?? "", message });
    port.close();
    return;
  }
  port.on("message", (order: Order) => obey(order, exchange, responder));
  setInterval(() => deferrals.sweep(performance.now()), sweepEveryMs).unref();
  report({ kind: "listening", bound: listeners.bound, secure: listeners.secure });
}

function createExchange(responder: ControlledResponder, counters: Float64Array): Exchange {
  const { allowQuery, rateLimit, queryLog } = settings;
  return new Exchange({
    responder,
    counters,
    allowQuery: allowQuery === null ? null : new AccessList(allowQuery),
    rateLimiter: rateLimit === null ? null : new RateLimiter(rateLimit, rateLimit.seed),
    rateExempt: rateLimit === null || rateLimit.exempt.length === 0 ? null : new AccessList(rateLimit.exempt),
    deferrals,
    queryLog: queryLog === null ? null : new QueryLogWriter(queryLog.ring, queryLog.every),
    report: (text) =>
      report({ kind: "fault", text: `worker ${settings.row}: a message was answered SERVFAIL: ${text}` }),
  });
}

function obey(order: Order, exchange: Exchange, responder: ControlledResponder): void {
  switch (order.kind) {
    case "stop":
      void end(0);
      return;
    case "allowQuery":
      exchange.setAllowQuery(order.prefixes === null ? null : new AccessList(order.prefixes));
      return;
    case "idleTimeout":
      listeners?.streams.setIdleTimeout(order.idleTimeoutMs);
      listeners?.https.setIdleTimeout(order.idleTimeoutMs);
      return;
    case "credentials":
      present(order.protocol, order.credentials);
      return;
    case "responder":
      responder.control?.(order.message);
  }
}

/** What cannot be presented, though it was looked at before it came here, leaves what was. */
function present(protocol: SecureProtocol, credentials: Credentials): void {
  try {
    (protocol === "tls" ? listeners?.streams : listeners?.https)?.setCredentials(credentials);
  } catch (error) {
    report({ kind: "fault", text: `worker ${settings.row} cannot present a renewed certificate: ${String(error)}` });
  }
}

/** Lets what is being resolved be answered, closes every socket, then lets the thread end. */
async function end(code: number): Promise<void> {
  const open = listeners;
  listeners = null;
  if (code === 0) await deferrals.drained(settings.streams.drainTimeoutMs);
  await open?.close();
  process.exit(code);
}

function report(message: Report): void {
  port.postMessage(message);
}
