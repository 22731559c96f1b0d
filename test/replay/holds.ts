// Plays one of our scenarios and expects it to hold; gives what happened, for tests that count.

import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { playScenario } from "../../src/lab/scenario/play.ts";
import type { Played } from "../../src/lab/scenario/play.ts";
import { scanScenario } from "../../src/lab/scenario/scan.ts";
import { decodeMessage } from "./decode.ts";

/** The folder of our scenarios. */
export const folder: URL = new URL("./scenarios/", import.meta.url);

/** `name` without `.rpl`. */
export function holds(name: string, seed = 1): Played {
  const file = `${name}.rpl`;
  const { scenario, faults } = scanScenario(file, readFileSync(new URL(file, folder)));
  expect(faults).toEqual([]);
  if (scenario === null) throw new Error("a scenario with faults");
  const played = playScenario(scenario, { strictness: "strict", read: decodeMessage, seed });
  expect(played, `seed ${seed}`).toMatchObject({ failure: null });
  return played;
}
