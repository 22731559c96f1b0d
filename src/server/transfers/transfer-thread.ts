// The thread that sends zones: a desk, the lines of the workers, and a clock that cuts off who takes too long. The main thread
// starts it (./transfers.ts) where anybody may have zones, ends it with the order "stop", and starts another when it dies.

import { parentPort, workerData } from "node:worker_threads";
import { Memory } from "../../base/memory.ts";
import type { LinkOrder, Ready } from "../linked-thread.ts";
import { tsigParts } from "../tsig-parts.ts";
import { TransferDesk } from "./transfer-desk.ts";
import type { ChangesOrder, TransferReport, TransferThreadData, TransferWish } from "./transfer-messages.ts";

const sweepEveryMs = 1000;

const { memory, reader, maxUdpOctets, keys } = workerData as TransferThreadData;
const main = parentPort!;
const report = (message: Ready | TransferReport): void => main.postMessage(message);
const desk = new TransferDesk({
  memory: new Memory(memory),
  reader,
  maxUdpOctets,
  tsig: tsigParts(keys),
  nowMs: () => performance.now(),
  report,
});

main.on("message", (order: LinkOrder | ChangesOrder) => {
  if (order.kind === "stop") process.exit(0);
  if (order.kind === "changes") return desk.changed(order);
  const { port } = order;
  const jobs = desk.serve(port);
  port.on("message", (wish: TransferWish) => jobs.take(wish));
  port.on("close", () => jobs.closed());
});
setInterval(() => desk.sweep(), sweepEveryMs);
report({ kind: "ready" });
desk.watch();
