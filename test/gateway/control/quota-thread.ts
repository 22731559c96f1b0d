// A thread of the test of ./quota-cells.test.ts: counts by one lease until nothing is left, and says how often it could.

import { parentPort, workerData } from "node:worker_threads";
import { QuotaCells, type QuotaLease } from "../../../src/gateway/control/quota-cells.ts";

const { buffer, lease } = workerData as { buffer: SharedArrayBuffer; lease: QuotaLease };
const cells = new QuotaCells(buffer);
let count = 0;
while (cells.take(lease)) count += 1;
parentPort!.postMessage(count);
