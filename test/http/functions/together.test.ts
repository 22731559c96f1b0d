// Quick calls that one instance is given together: whatever one of them does, the others are answered as if they had been
// alone, and each is run once.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Completed, Refused } from "../../../src/gateway/functions/port.ts";
import { BatchProgress, mostTogether } from "../../../src/http/functions/batch-progress.ts";
import { newRuntime, plan, type Running, told } from "./running.ts";

const of = plan("quick", "handler", { timeoutMs: 1500 });
const calls = 40;

/** A runtime whose one instance has shown that it is quick. */
async function warm(): Promise<Running> {
  const running = newRuntime();
  for (let i = 0; i < 200; i++) await running.run(of, { i });
  expect(running.runtime.instances).toBe(1);
  return running;
}

function burst({ run }: Running, what: string, at: number): Promise<Completed | Refused>[] {
  return Array.from({ length: calls }, (_, i) => run(of, { i, what: i === at ? what : "" }, { log: "Tail" }));
}

test.each([
  ["spins", /^Sandbox\.Timedout: .* 1\.50 seconds$/],
  ["waits", /^Sandbox\.Timedout: .* 1\.50 seconds$/],
  ["exits", /^Runtime\.ExitError: .* exit status 3$/],
  ["throws", /^RangeError: by itself$/],
])(
  "one of many that %s fails alone",
  async (what, failure) => {
    const running = await warm();
    const all = burst(running, what, 7);
    const others = Promise.all(all.filter((_, i) => i !== 7));
    expect((await others).map(told)).toEqual(Array.from({ length: calls }, (_, i) => i).filter((i) => i !== 7));
    expect(told(await all[7])).toMatch(failure);
    await running.runtime.close();
  },
  20_000,
);

test("none is without an answer behind one that throws or prints, wherever that one stands", async () => {
  const running = await warm();
  for (let at = 0; at < calls; at++) {
    const results = await Promise.all(burst(running, at % 2 === 0 ? "throws" : "prints", at));
    const wanted = Array.from({ length: calls }, (_, i) => (i === at && at % 2 === 0 ? "RangeError: by itself" : i));
    expect(results.map(told)).toEqual(wanted);
  }
  await running.runtime.close();
}, 20_000);

test.each(["leaves a rejection", "leaves a throw", "leaves a loop"])(
  "one of many that %s harms none",
  async (what) => {
    const running = await warm();
    const results = await Promise.all(burst(running, what, 7));
    expect(results.map(told)).toEqual(Array.from({ length: calls }, (_, i) => i));
    await running.runtime.close();
  },
  20_000,
);

test("nobody waits for the end of one that turned out to be slow", async () => {
  const running = await warm();
  const all = burst(running, "spins", 0);
  const first = await Promise.race([
    all[0].then(() => "the slow one"),
    Promise.all(all.slice(1)).then(() => "the rest"),
  ]);
  expect(first).toBe("the rest");
  await running.runtime.close();
}, 20_000);

test("what one prints is in its own log", async () => {
  const running = await warm();
  const results = await Promise.all(
    Array.from({ length: calls }, (_, i) => running.run(of, { i, what: "prints" }, { log: "Tail" })),
  );
  for (const [i, result] of results.entries())
    expect((result as Completed).logTail?.match(/this is \d+/g)).toEqual([`this is ${i}`]);
  await running.runtime.close();
});

test("each is run once, also where some were taken back", async () => {
  const running = await warm();
  const all = Array.from({ length: calls }, (_, i) => running.run(of, { i, what: i === 3 ? "waits" : "prints" }));
  await Promise.all(all.filter((_, i) => i !== 3));
  expect(running.runtime.instances).toBeGreaterThan(1);
  await running.runtime.close();
  const printed = running.lines.flatMap((line) => /this is (\d+)/.exec(line)?.[1] ?? []).map(Number);
  expect(printed.toSorted((a, b) => a - b)).toEqual(Array.from({ length: calls }, (_, i) => i).filter((i) => i !== 3));
});

test("calls that come together cross to the thread in a few messages", async () => {
  const running = await warm();
  const before = told(await running.run(of, { what: "counts messages" })) as number;
  await Promise.all(burst(running, "", 0));
  const after = told(await running.run(of, { what: "counts messages" })) as number;
  expect(after - before).toBeLessThan(calls / 4);
  await running.runtime.close();
});

test("the end of the service answers all of them", async () => {
  const running = await warm();
  const all = burst(running, "waits", 3);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await running.runtime.close();
  const results = (await Promise.all(all)).map(told);
  expect(results[3]).toMatch(/^Runtime\.ExitError|^500 ServiceException/);
  for (const [i, result] of results.entries())
    if (i !== 3) expect(result === i || result === "500 ServiceException: The server is stopping.").toBe(true);
});

test("a call is begun or taken back, never both and never neither", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          calls: fc.integer({ min: 1, max: mostTogether }),
          begins: fc.nat(mostTogether),
          /** Begins of the batch before, that came late. */
          isLate: fc.boolean(),
        }),
        { maxLength: 300 },
      ),
      (batches) => {
        const outside = new BatchProgress();
        const inside = new BatchProgress(outside.shared);
        for (const { calls: offered, begins, isLate } of batches) {
          outside.offer(offered);
          if (isLate) expect(inside.begin()).toBe(false);
          inside.receive();
          let begun = 0;
          while (begun < begins && inside.begin()) {
            inside.end(begun);
            begun++;
          }
          expect(begun).toBe(Math.min(offered, begins));
          expect(outside.ended).toBe(begun);
          expect(outside.left).toBe(offered - begun);
          expect(outside.takeBack()).toBe(offered - begun);
          expect(inside.begin()).toBe(false);
          for (let call = 0; call < begun; call++) expect(outside.tookMs(call)).toBeCloseTo(call, 3);
        }
      },
    ),
  );
});
