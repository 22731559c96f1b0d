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
  const played = scenario === null ? null : playScenario(scenario, { strictness: "strict", read: decodeMessage });
  expect(played).toMatchObject({ failure: null });
});
