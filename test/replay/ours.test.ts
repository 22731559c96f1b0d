// Our own scenarios: what the resolver must go on doing, one file a rule. docs/scenarios.md tells the format.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { playScenario } from "../../src/lab/scenario/play.ts";
import { scanScenario } from "../../src/lab/scenario/scan.ts";
import { decodeMessage } from "./decode.ts";

const folder = new URL("./scenarios/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".rpl"));

test("there are scenarios to play", () => {
  expect(files.length).toBeGreaterThanOrEqual(12);
});

test.each(files)("%s", (file) => {
  const { scenario, faults } = scanScenario(file, readFileSync(new URL(file, folder)));
  expect(faults).toEqual([]);
  if (scenario === null) throw new Error("a scenario with faults");
  // Whichever server is asked first, a rule holds.
  for (let seed = 1; seed <= 10; seed++) {
    const played = playScenario(scenario, { strictness: "strict", read: decodeMessage, seed });
    expect(played, `seed ${seed}`).toMatchObject({ failure: null });
  }
});
