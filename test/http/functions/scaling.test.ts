// Instances: warm ones are used again, a burst gets more of them, bounds hold, idle ones end, a new revision runs in new ones
// (DG: lambda-concurrency, lambda-runtime-environment).

import { expect, test } from "vitest";
import { newRuntime, plan, told } from "./running.ts";

const throttledReserved = /^429 TooManyRequestsException: Rate Exceeded\.$/;

test("one call after the other has one instance", async () => {
  const { runtime, run } = newRuntime();
  const counts: unknown[] = [];
  for (let i = 0; i < 5; i++) counts.push((told(await run(plan("good"))) as { invocations: number }).invocations);
  expect(counts).toEqual([1, 2, 3, 4, 5]);
  expect(runtime.instances).toBe(1);
  await runtime.close();
});

test("calls at once have an instance each, and every one is answered", async () => {
  const { runtime, run } = newRuntime();
  const results = await Promise.all(Array.from({ length: 8 }, () => run(plan("good", "sleep"), { ms: 400 })));
  expect(results.map(told)).toEqual(Array.from({ length: 8 }, () => "slept"));
  expect(runtime.instances).toBeGreaterThan(3);
  expect(runtime.instances).toBeLessThanOrEqual(8);
  await runtime.close();
});

test("a burst for a quick handler does not start a thread for each call", async () => {
  const { runtime, run } = newRuntime();
  const results = await Promise.all(Array.from({ length: 300 }, (_, i) => run(plan("good", "returns"), i)));
  expect(results.map(told)).toEqual(results.map((_, i) => ({ returned: i })));
  expect(runtime.instances).toBeLessThanOrEqual(8);
  await runtime.close();
});

test("a reservation bounds the function, and the account's bound the rest", async () => {
  const { runtime, run } = newRuntime({ concurrency: 3 });
  const reserved = plan("good", "sleep", { name: "reserved", reserved: 2 });
  const at = async (of: typeof reserved, count: number): Promise<unknown[]> =>
    (await Promise.all(Array.from({ length: count }, () => run(of, { ms: 300 })))).map(told);
  const [first, second] = await Promise.all([at(reserved, 4), at(plan("good", "sleep"), 4)]);
  expect(first).toEqual([
    "slept",
    "slept",
    expect.stringMatching(throttledReserved),
    expect.stringMatching(throttledReserved),
  ]);
  expect(second.filter((one) => one === "slept")).toHaveLength(3);
  expect(told(await run(plan("good", "text", { reserved: 0, name: "none" })))).toMatch(throttledReserved);
  expect(await at(reserved, 2)).toEqual(["slept", "slept"]);
  await runtime.close();
});

test("a machine full of instances gives room to whoever waits", async () => {
  const { runtime, run } = newRuntime({ instances: 2 });
  for (const name of ["a", "b", "c", "d"])
    expect(told(await run(plan("good", "text", { name, id: name })))).toBe("text");
  expect(runtime.instances).toBeLessThanOrEqual(3);
  const all = await Promise.all(
    ["a", "b", "c", "d"].map((name) => run(plan("good", "sleep", { name, id: `${name}2` }), { ms: 50 })),
  );
  expect(all.map(told)).toEqual(["slept", "slept", "slept", "slept"]);
  await runtime.close();
});

test("whoever waits too long for an instance is throttled", async () => {
  const { runtime, run } = newRuntime({ instances: 1, waitMs: 200 });
  expect(told(await run(plan("good", "sleep"), { ms: 1 }))).toBe("slept");
  const slow = run(plan("good", "sleep"), { ms: 2500 });
  expect(told(await run(plan("good", "sleep"), { ms: 1 }))).toMatch(throttledReserved);
  expect(told(await slow)).toBe("slept");
  await runtime.close();
});

test("idle instances end", async () => {
  const { runtime, run } = newRuntime({ idleMs: 150 });
  await run(plan("good", "text"));
  expect(runtime.instances).toBe(1);
  await expect.poll(() => runtime.instances, { timeout: 5000 }).toBe(0);
  expect(told(await run(plan("good", "text")))).toBe("text");
  await runtime.close();
});

test("a new revision runs in new instances, what runs finishes in the old one", async () => {
  const { runtime, run } = newRuntime();
  const of = (revision: string): ReturnType<typeof plan> =>
    plan("good", "sleep", { revision, environment: { REVISION: revision } });
  const old = run(of("1"), { ms: 600 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(told(await run(of("2"), { ms: 1 }))).toBe("slept");
  expect(told(await old)).toBe("slept");
  await expect.poll(() => runtime.instances, { timeout: 5000 }).toBe(1);
  await runtime.close();
});

test("calls under load are never mixed up, while instances crash beside them", async () => {
  const { runtime, run } = newRuntime();
  const sound = Array.from({ length: 200 }, (_, i) => run(plan("good", "returns"), { i }));
  const broken = Array.from({ length: 20 }, (_, i) =>
    run(plan("bad", i % 2 === 0 ? "exits" : "uncaught"), { code: 1 }),
  );
  expect((await Promise.all(sound)).map(told)).toEqual(sound.map((_, i) => ({ returned: { i } })));
  for (const result of await Promise.all(broken)) expect(result).toHaveProperty("functionError", "Unhandled");
  await runtime.close();
}, 30_000);
