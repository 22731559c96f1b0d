// A thread of the gateway for tests of its death: the real one, that dies when its number is posted in the channel "mortal".

import { BroadcastChannel, workerData } from "node:worker_threads";

const { member } = workerData as { member: number };
const channel = new BroadcastChannel("mortal");
channel.addEventListener("message", ({ data }) => {
  if (data === member) process.exit(3);
});
channel.unref();
await import("../../../../src/server/gateway/threads/gateway-thread.ts");
