// The other thread of the test of ./sync-line.test.ts, the one that asks: it is told what to ask, and tells what it got.

import { parentPort, workerData } from "node:worker_threads";
import { type AskingEnd, askBy } from "../../../../src/server/gateway/threads/sync-line.ts";

interface Desk {
  double(value: number): number;
  fail(): never;
  octets(count: number): Uint8Array;
}

const ask = askBy<Desk>(workerData as AskingEnd);

parentPort!.on("message", (name: keyof Desk) => {
  try {
    if (name === "double") {
      // Many, one after the other, and each gets its own answer.
      const sum = Array.from({ length: 1_000 }, (_, i) => ask("double", i)).reduce((all, one) => all + one, 0);
      parentPort!.postMessage(sum);
    } else if (name === "octets") parentPort!.postMessage(ask("octets", 100_000).length);
    else parentPort!.postMessage(ask("fail"));
  } catch (error) {
    parentPort!.postMessage((error as Error).message);
  }
});
