// A reader of test/base/ring-table.test.ts in a thread of its own: it looks for keys until the writer says that it is
// done, and tells how many values it saw, and how many of them were not what their key says.

import { parentPort, workerData } from "node:worker_threads";
import { RingReader } from "../../src/base/ring-table.ts";
import { isValueOf, keyOf } from "./ring-values.ts";

const { ring, control, keys } = workerData as { ring: SharedArrayBuffer; control: SharedArrayBuffer; keys: number };
const reader = new RingReader(ring);
const done = new Int32Array(control);
const value = new Uint8Array(4096);
let seen = 0;
let torn = 0;
let wrong = 0;
for (let i = 0; Atomics.load(done, 0) === 0; i = (i + 7919) % keys) {
  const key = keyOf(i);
  if (!reader.find(key, key.length)) continue;
  const octets = Math.min(reader.valueOctets, value.length);
  for (let k = 0; k < octets; k++) value[k] = reader.bytes[reader.valueStart + k];
  if (!reader.isIntact()) {
    torn++;
    continue;
  }
  reader.mark(1);
  seen++;
  if (!isValueOf(i, value.subarray(0, octets))) wrong++;
}
parentPort?.postMessage({ seen, torn, wrong });
