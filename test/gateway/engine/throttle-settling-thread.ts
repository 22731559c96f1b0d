// A thread that asks for one new bucket after the other, at the same moment as the others, takes what it gets of each, and
// tells how many that was. Started by ./throttle.test.ts.

import { parentPort, workerData } from "node:worker_threads";
import { Throttle } from "../../../src/gateway/engine/throttle.ts";

const { buffer, gate, threads, buckets, burst } = workerData as {
  readonly buffer: SharedArrayBuffer;
  readonly gate: SharedArrayBuffer;
  readonly threads: number;
  readonly buckets: number;
  readonly burst: number;
};
const throttle = new Throttle(buffer);
const arrived = new Int32Array(gate);
let count = 0;
for (let i = 0; i < buckets; i++) {
  const bucket = throttle.bucket(`bucket ${i}`, { rateLimit: 0.000_001, burstLimit: burst });
  Atomics.add(arrived, 0, 1);
  while (Atomics.load(arrived, 0) < (i + 1) * threads);
  if (bucket !== null) for (let taken = 0; taken < burst; taken++) if (throttle.take(bucket, 1_000)) count++;
}
parentPort?.postMessage(count);
