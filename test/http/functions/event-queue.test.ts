// Events that are run later (DG: invocation-async-error-handling): twice again after an error, again while throttled, not
// after any other refusal; a full queue says so.

import { expect, test } from "vitest";
import type { Completed, Refused } from "../../../src/gateway/functions/port.ts";
import { EventQueue } from "../../../src/http/functions/event-queue.ts";

type Result = Completed | Refused;

const works: Result = {
  kind: "completed",
  payload: "1",
  functionError: null,
  executedVersion: "1",
  logTail: null,
};
const fails: Result = { ...works, payload: "broken", functionError: "Unhandled" };
const throttled: Result = { kind: "refused", code: "TooManyRequestsException", status: 429, message: "Rate Exceeded." };
const missing: Result = { kind: "refused", code: "ResourceNotFoundException", status: 404, message: "gone" };

const quick = { retryMs: [20, 40], firstBackoffMs: 10, mostBackoffMs: 40, mostAgeMs: 500 };

async function play(results: readonly Result[]): Promise<{ runs: number; lost: string[] }> {
  const queue = new EventQueue(quick);
  const seen = { runs: 0, lost: [] as string[] };
  queue.add({
    octets: 1,
    run: () => Promise.resolve(results[Math.min(seen.runs++, results.length - 1)]),
    lost: (why) => void seen.lost.push(why),
  });
  await expect.poll(() => queue.size, { timeout: 10_000 }).toBe(0);
  queue.close();
  return seen;
}

test.each<[what: string, results: readonly Result[], runs: number, lost: string[]]>([
  ["works", [works], 1, []],
  ["fails once", [fails, works], 2, []],
  ["fails twice", [fails, fails, works], 3, []],
  ["always fails", [fails], 3, ["broken"]],
  ["is throttled, then works", [throttled, throttled, throttled, works], 4, []],
  ["fails, is throttled, then works", [fails, throttled, works], 3, []],
  ["is gone", [missing], 1, ["gone"]],
])("an event whose function %s", async (_what, results, runs, lost) => {
  expect(await play(results)).toEqual({ runs, lost });
});

test("an event that is throttled for too long is given up", async () => {
  const { runs, lost } = await play([throttled]);
  expect(lost).toEqual(["Rate Exceeded."]);
  expect(runs).toBeGreaterThan(2);
});

test("a queue is full by number and by octets", () => {
  const queue = new EventQueue(quick);
  const never = (octets: number): string =>
    queue.add({ octets, run: () => new Promise<Result>(() => {}), lost: () => {} });
  expect(never(60 << 20)).toBe("queued");
  expect(never(5 << 20)).toBe("full");
  for (let i = 1; i < 1000; i++) expect(never(1)).toBe("queued");
  expect(never(1)).toBe("full");
  queue.close();
  expect(new EventQueue(quick).size).toBe(0);
});
