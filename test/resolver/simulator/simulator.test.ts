// Hundreds of random worlds in seconds, each with a crowd of clients; `npm run simulate` plays ten thousand. A failing seed is
// printed: SEED=n npm test -- test/resolver/simulator plays it alone and says what the world looks like.

import { expect, test } from "vitest";
import { describe, simulate } from "./run.ts";

const seed = process.env["SEED"];
const count = seed === undefined ? Number(process.env["SIMULATIONS"] ?? 300) : 1;
const first = seed === undefined ? Number(process.env["FIRST"] ?? 1) : Number(seed);

test(`${count} worlds from seed ${first}`, { timeout: 600_000 }, () => {
  let questions = 0;
  let failures = 0;
  let unlucky = 0;
  let queries = 0;
  const failing: string[] = [];
  for (let at = first; at < first + count && failing.length < 20; at++) {
    const report = simulate(at);
    questions += report.questions;
    failures += report.failures;
    unlucky += report.unlucky;
    queries += report.queries;
    if (report.complaints.length > 0) failing.push(`SEED=${at}: ${report.complaints.slice(0, 3).join("\n  ")}`);
    if (seed !== undefined) console.log(describe(at));
  }
  if (count > 1000)
    console.log(
      `${count} worlds, ${questions} questions, ${failures} failures, ${unlucky} unlucky, ${queries} queries`,
    );
  expect(failing.join("\n")).toBe("");
  // A simulator in which everything fails, or nothing, shows nothing.
  if (count >= 100) expect(failures / questions).toBeGreaterThan(0.01);
  if (count >= 100) expect(failures / questions).toBeLessThan(0.3);
  // Where a sound server is left it is found in time, but for one question in a thousand.
  if (count >= 100) expect(unlucky / questions).toBeLessThan(0.001);
});

test("the same seed takes the same way", () => {
  for (const one of [1, 2, 3, 4, 5]) expect(simulate(one).course).toBe(simulate(one).course);
});
