// A thread that serves APIs: an engine and listeners of its own, at the endpoints that all threads listen at; what is stored,
// and the functions, are the main thread's (./gateway-threads.ts), which is asked when something is first needed, and says when it
// changes. No state is lost with it: caches fill again, counts that others must know lie in shared memory.

import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { QuotaCells, QuotaTaker } from "../../../gateway/control/quota-cells.ts";
import { ServiceClock } from "../../service-clock.ts";
import { clientsPlaces } from "../clients-places.ts";
import { type Door, GatewayServing } from "../gateway-serving.ts";
import { CallingFunctions } from "./function-line.ts";
import type { GatewayDesk, GatewayOrder, GatewayReport, GatewayThreadData } from "./gateway-messages.ts";
import { LentCertificates } from "./lent-certificates.ts";
import { KnownNames } from "./known-names.ts";
import { askBy } from "./sync-line.ts";
import { Telling } from "./telling.ts";

const data = workerData as GatewayThreadData;
const main = parentPort!;

/** Faults that the thread survives; the request that each belonged to is answered 500, or not at all. */
const maxFaults = 20;

const ask = askBy<GatewayDesk>(data.line);
const clock = new ServiceClock(data.clock);
const functions = new CallingFunctions(report, (target, caller) => ask("permission", target, caller));
const quotas = new QuotaTaker(new QuotaCells(data.quotas), clock, (planId, keyId) => ask("lease", planId, keyId));
const names = new KnownNames((name) => ask("isOurs", name));
const telling = new Telling(report);
let dnsServer: string | null = null;
let changesSeen = 0;

const serving = new GatewayServing({
  config: data.config,
  clock,
  places: clientsPlaces(data.routing),
  sharing: {
    throttle: data.throttle,
    member: data.member,
    kept: (answer) => report({ kind: "kept", answer }),
  },
  catchUp,
  ports: {
    catalogue: {
      stage: (apiId, stageName) => ask("stage", apiId, stageName),
      domain: (name) => ask("domain", name),
      plannedKey: (value, apiId, stageName) => ask("plannedKey", value, apiId, stageName),
    },
    functions,
    usage: quotas,
    counted: (figures) => telling.count(figures),
    accessLog: (...line) => telling.access(line),
    executionLog: (...line) => {
      if (data.tellsExecution || line[4] === "fault") telling.execution(line);
    },
  },
  tls:
    data.authorityCertificate === null
      ? null
      : {
          authority: new LentCertificates(clock, (names) => ask("credentials", names)),
          isOurs: (name) => {
            catchUp();
            return names.isOurs(name);
          },
        },
  authorityCertificate: data.authorityCertificate,
  clientCertificate: (name) => ask("clientCertificate", name),
  // It opens once, and stays where it is.
  dnsServer: () => (dnsServer ??= ask("dnsServer")),
  failed: fault,
});

let faults = 0;
process.on("uncaughtException", (error) => {
  // What one request did wrong must not cost all others their connections; what goes wrong again and again must.
  fault(error);
  if (++faults > maxFaults) process.exit(1);
});
main.on("message", obey);
report({ kind: "ready" });

/** What the main thread said and this one has not heard yet, it hears now. */
function catchUp(): void {
  const changes = Atomics.load(data.changes, 0);
  if (changes === changesSeen) return;
  changesSeen = changes;
  for (;;) {
    const received = receiveMessageOnPort(main);
    if (received === undefined) return;
    obey(received.message as GatewayOrder);
  }
}

function obey(order: GatewayOrder): void {
  switch (order.kind) {
    case "open":
      return void open(order.number, order.door);
    case "notice":
      names.forget();
      return serving.engine.notice(order.effects);
    case "functions-changed":
      return functions.forget();
    case "kept":
      return serving.engine.take(order.answer);
    case "called":
      return functions.settle(order);
    case "settle":
      telling.flush();
      return report({ kind: "done", number: order.number, fault: null });
    case "stop":
      return void stop();
  }
}

async function open(number: number, door: Door): Promise<void> {
  const fault = await serving.open(door, "threads").then(
    () => null,
    (error: NodeJS.ErrnoException) => ({ code: error.code ?? "", text: error.message }),
  );
  report({ kind: "done", number, fault });
}

async function stop(): Promise<void> {
  await serving.close();
  telling.flush();
  data.line.port.close();
  main.close();
  process.exit(0);
}

function fault(error: unknown): void {
  report({ kind: "fault", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function report(message: GatewayReport): void {
  main.postMessage(message);
}
