// The resolver's thread: one resolver, its cache, and below it the real network or, with the lab, the mini internet in
// process. Workers' lines and the API's requests come from the main thread (resolver-keeper.ts), which ends this one with
// the order "stop" and starts another when it dies. No state survives that: caches fill again.

import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import { AnswerTable } from "../resolver/answer-table.ts";
import { PackedCache } from "../resolver/cache/packed-cache.ts";
import { followed } from "../resolver/validation/followed-anchor.ts";
import { AnchorRollover } from "./anchor-rollover.ts";
import { type AnchorState, stateOf } from "./anchor-states.ts";
import { ResolverControl } from "./resolver-control.ts";
import { ResolverDesk } from "./resolver-desk.ts";
import { openFooting } from "./resolver-footing.ts";
import type { Ready } from "./linked-thread.ts";
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
const { resolver, settle, network, workbench, stop } = openFooting({ settings, lab: data.lab, clock, random, cache });
for (const [server, text] of data.brokenServers) workbench?.change(server, text);
const desk = new ResolverDesk({ resolver, answers, clock, random, settle });
const rollover = new AnchorRollover({ resolver, settle, clock, file: data.anchorFile, tell: report });
const control = new ResolverControl({ desk, resolver, cache, answers, clock, network, workbench, anchors, settle });

let faults = 0;
process.on("uncaughtException", (error) => {
  // What one packet did wrong must not cost everybody the cache; what goes wrong again and again must.
  report({ kind: "fault", text: `the resolver's thread: ${error.stack ?? error.message}` });
  if (++faults > maxFaults) process.exit(1);
});
main.on("message", (order: ResolverOrder) => obey(order));
if (isRolling()) rollover.begin();
report({ kind: "ready" });

/** Not the lab's anchors, which are made with it; nor by a date that stands still. */
function isRolling(): boolean {
  const { validation, validationTimeSeconds, trustAnchors } = resolver.world.settings;
  const isAsked = data.resolver.rollAnchors && validation && validationTimeSeconds === null;
  return isAsked && !data.lab.enabled && trustAnchors.length > 0;
}

function anchors(): readonly AnchorState[] {
  if (isRolling()) return rollover.states;
  return resolver.world.trust.anchors.map((anchor) => stateOf(followed(anchor), null));
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
      rollover.end();
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

function report(message: Ready | ResolverReport): void {
  main.postMessage(message);
}
