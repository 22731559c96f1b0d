// A thread that takes as many tokens of a shared bucket as it gets, and tells how many. Started by ./throttle.test.ts.

import { parentPort, workerData } from "node:worker_threads";
import { Throttle } from "../../../src/gateway/engine/throttle.ts";

const { buffer, burst } = workerData as { readonly buffer: SharedArrayBuffer; readonly burst: number };
const throttle = new Throttle(buffer);
const bucket = throttle.bucket("shared", { rateLimit: 0.000_001, burstLimit: burst });
let count = 0;
if (bucket !== null) for (let i = 0; i < burst; i++) if (throttle.take(bucket, 1_000)) count++;
parentPort?.postMessage(count);
