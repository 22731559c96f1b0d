// A thread asks another one and waits, as if it called a function.

import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { answerAt } from "../../../../src/server/gateway/threads/sync-line.ts";

function asking(): (name: string) => Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  answerAt(port1, answers, {
    double: (value: number) => value * 2,
    octets: (count: number) => new Uint8Array(count),
    fail: () => {
      throw new Error("nobody knows");
    },
  });
  const worker = new Worker(new URL("./asking-thread.ts", import.meta.url), {
    workerData: { port: port2, answers },
    transferList: [port2],
  });
  onTestFinished(async () => {
    port1.close();
    await worker.terminate();
  });
  return async (name) => {
    worker.postMessage(name);
    const [answer] = (await once(worker, "message")) as [unknown];
    return answer;
  };
}

test("each question gets its answer, however many and large", async () => {
  const ask = asking();
  expect(await ask("double")).toBe(999_000);
  expect(await ask("octets")).toBe(100_000);
});

test("a question that fails throws where it was asked, and the next is answered", async () => {
  const ask = asking();
  expect(await ask("fail")).toBe("The main thread was asked for fail, and it failed: nobody knows");
  expect(await ask("double")).toBe(999_000);
});
