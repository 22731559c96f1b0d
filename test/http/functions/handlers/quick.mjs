// A handler that is quick, but for the calls that are told to be otherwise.

import { parentPort } from "node:worker_threads";

let messages = 0;
parentPort.on("message", () => messages++);

export const handler = async ({ i, what }) => {
  switch (what) {
    case "spins":
      return spin();
    case "waits":
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    case "exits":
      return process.exit(3);
    case "throws":
      throw new RangeError("by itself");
    case "leaves a rejection":
      void Promise.reject(new Error("left behind"));
      return i;
    case "leaves a throw":
      setImmediate(() => {
        throw new Error("left behind");
      });
      return i;
    case "leaves a loop":
      setImmediate(spin);
      return i;
    case "counts messages":
      return messages;
    case "prints":
      console.log(`this is ${i}`);
      return i;
    default:
      return i;
  }
};

function spin() {
  for (;;);
}
