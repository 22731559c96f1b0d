// The resolver's thread: one resolver, its cache, and below it the real network or, with the lab, the mini internet in
// process. Workers' lines and the API's requests come from the main thread (resolver-keeper.ts), which ends this one with
// the order "stop" and starts another when it dies. No state survives that: caches fill again.

import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { RealTime } from "../lab/real-time.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { UpstreamDriver } from "../net/upstream/driver.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import { AnswerTable } from "../resolver/answer-table.ts";
import { PackedCache } from "../resolver/cache/packed-cache.ts";
import { Resolver } from "../resolver/resolver.ts";
import { openConfiguredLab } from "./lab-folder.ts";
import { type NetworkState, ResolverControl } from "./resolver-control.ts";
import { ResolverDesk } from "./resolver-desk.ts";
import type { ResolverOrder, ResolverReport, ResolverThreadData } from "./resolver-requests.ts";
import { resolverSettings } from "./resolver-settings.ts";

const data = workerData as ResolverThreadData;
const main = parentPort!;
const clock = systemClock;
const random = cryptoRandom;

/** Faults that the thread survives; the question that each belonged to is failed by its worker, later. */
const maxFaults = 20;

const { settings } = resolverSettings(data.resolver);
const cache = new PackedCache(clock, settings.cacheOctets, hashKey());
const answers = new AnswerTable(data.answers);
answers.clear(); // an earlier thread's answers came from a cache that is gone
const { resolver, settle, network, stop } = data.lab.enabled ? inLab() : inTheWorld();
const desk = new ResolverDesk({ resolver, answers, clock, random, settle });
const control = new ResolverControl({ desk, resolver, cache, answers, clock, network, settle });

let faults = 0;
process.on("uncaughtException", (error) => {
  // What one packet did wrong must not cost everybody the cache; what goes wrong again and again must.
  report({ kind: "fault", text: `the resolver's thread: ${error.stack ?? error.message}` });
  if (++faults > maxFaults) process.exit(1);
});
main.on("message", (order: ResolverOrder) => obey(order));
report({ kind: "ready" });

interface Footing {
  readonly resolver: Resolver;
  readonly settle: () => void;
  readonly network: () => NetworkState;
  readonly stop: () => void;
}

function inTheWorld(): Footing {
  const driver = new UpstreamDriver(clock, random);
  const made = new Resolver(settings, { clock, random, port: driver, cache });
  driver.connect(made);
  return {
    resolver: made,
    settle: () => driver.settle(),
    network: () => {
      const { counts, openSockets, openConnections } = driver;
      const { octetsSent, octetsReceived } = counts;
      return { octetsSent, octetsReceived, openSockets, openConnections };
    },
    stop: () => driver.shut(),
  };
}

function inLab(): Footing {
  const { lab } = openConfiguredLab(data.lab);
  if (lab === null) throw new Error("The lab was whole a moment ago.");
  const simulated = lab.network(clock, random, { loggedExchanges: 0 });
  const made = new Resolver({ ...settings, ...lab.resolverSettings }, { clock, random, port: simulated, cache });
  simulated.connect(made);
  const time = new RealTime(clock, simulated, made);
  return {
    resolver: made,
    settle: () => time.settle(),
    network: () => {
      const { octetsSent, octetsReceived } = simulated.log;
      return { octetsSent, octetsReceived, openSockets: 0, openConnections: 0 };
    },
    stop: () => time.stop(),
  };
}

function obey(order: ResolverOrder): void {
  switch (order.kind) {
    case "line":
      return openLine(order.port);
    case "request": {
      const { number, request } = order;
      return control.answer(request, (reply) => report({ kind: "reply", number, reply }));
    }
    case "stop":
      stop();
      main.close();
      process.exit(0);
  }
}

function openLine(port: MessagePort): void {
  const take = desk.serve(port);
  port.on("message", take);
}

/** Two words that place keys in the caches' tables: who knew them could aim at one cell. */
function hashKey(): readonly [number, number] {
  return [random.below(2 ** 32), random.below(2 ** 32)];
}

function report(message: ResolverReport): void {
  main.postMessage(message);
}
